// Questions can be dragged as well: the same form is sent that the buttons send.
const list = document.querySelector("[data-order]");
let dragged = null;

function over(event) {
  const row = event.target.closest("li");
  if (!dragged || !row) return null;
  event.preventDefault();
  return row;
}

function mark(row) {
  for (const one of list.children) one.classList.toggle("is-over", one === row);
}

function send(key, place) {
  const form = document.getElementById(list.dataset.order);
  for (const [name, value] of [["deed", `to ${key}`], ["place", String(place)]]) {
    const field = document.createElement("input");
    field.type = "hidden";
    field.name = name;
    field.value = value;
    form.append(field);
  }
  form.submit();
}

for (const row of list?.children ?? []) row.draggable = true;
list?.addEventListener("dragstart", (event) => {
  dragged = event.target.closest("li");
});
list?.addEventListener("dragend", () => {
  dragged = null;
  mark(null);
});
list?.addEventListener("dragover", (event) => mark(over(event)));
list?.addEventListener("drop", (event) => {
  const row = over(event);
  if (row && row !== dragged) send(dragged.dataset.key, [...list.children].indexOf(row));
});
