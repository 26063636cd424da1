// How long the survey becomes is said while somebody writes a question: its own points, or one for each row.
const line = document.querySelector("[data-points]");
const meter = line?.parentElement.querySelector("meter");
const own = document.getElementById("points");
const rows = document.getElementById("rows_de");

function cost() {
  if (own?.value.trim()) return Number(own.value) || 0;
  if (rows) return Math.max(1, rows.value.split("\n").filter((row) => row.trim()).length);
  return Number(line.dataset.cost);
}

function say() {
  const all = Number(line.dataset.points) + cost();
  const words = [cost(), all, line.dataset.most];
  const sentence = line.dataset.said.replace(/\{(\d)\}/g, (_gap, place) => words[place]);
  if (line.textContent !== sentence) line.textContent = sentence;
  line.classList.toggle("warn", all > Number(line.dataset.most));
  meter.max = Math.max(all, Number(line.dataset.most));
  meter.value = all;
}

if (line) for (const field of [own, rows]) field?.addEventListener("input", say);
