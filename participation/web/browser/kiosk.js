// A tablet that many people use: it begins anew when somebody walks away, and no way back leads to what they saw.

const { idle, again } = document.body.dataset;
const dialog = document.querySelector("dialog");
const isDone = !!document.querySelector("[data-done]");
const isStart = location.pathname === again;
const PATIENCE_S = isDone ? 0 : 20;
const idleS = isDone ? 20 : Number(idle);

let left = idleS + PATIENCE_S;

const beginAnew = () => location.replace(again);

function stay() {
  left = idleS + PATIENCE_S;
  if (dialog.open) dialog.close();
}

function tick() {
  left -= 1;
  if (left <= 0) return beginAnew();
  if (left > PATIENCE_S || isDone) return;
  if (!dialog.open) dialog.showModal();
  dialog.querySelector("[data-count]").textContent = left;
}

// Whoever goes back, or finds a page that the browser has kept alive, gets the beginning.
addEventListener("pageshow", ({ persisted }) => {
  const { type } = performance.getEntriesByType("navigation")[0] ?? {};
  if (!isStart && (persisted || type === "back_forward")) beginAnew();
});

if (!isStart) {
  for (const kind of ["pointerdown", "keydown", "input", "wheel", "touchmove"]) {
    addEventListener(kind, () => !dialog.open && stay(), { passive: true });
  }
  dialog.addEventListener("close", stay);
  setInterval(tick, 1000);
}
