// Keys for the desk. An element with aria-keyshortcuts is pressed by its single key, while nobody is typing.
// j and k go through a queue, ? shows all keys. The choice to switch this off is kept on this device.

const STORE = "stadtfaden.keys";
const TYPING = "input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable]";

const help = document.getElementById("key-help");
const box = help?.querySelector("[data-keys-on]");
const visible = (element) => element.getClientRects().length > 0;
// What is folded away for thumbs is there for keys.
const reachable = (element) => visible(element) || element.closest("details.more-deeds") !== null;

let on = true;
try {
  on = localStorage.getItem(STORE) !== "off";
} catch {
  // Storage may be forbidden; then the keys work and the choice lasts for this page.
}

if (box) {
  box.checked = on;
  box.addEventListener("change", () => {
    on = box.checked;
    show();
    try {
      localStorage.setItem(STORE, on ? "on" : "off");
    } catch {
      // See above.
    }
  });
}

// The caps in buttons and at the foot disappear with the keys.
function show() {
  document.documentElement.classList.toggle("no-keys", !on);
}

function shortcuts() {
  return [...document.querySelectorAll("[aria-keyshortcuts]")].filter((element) => !element.disabled && reachable(element));
}

function words(element) {
  const copy = element.cloneNode(true);
  copy.querySelectorAll("kbd, svg, .sr").forEach((part) => part.remove());
  return copy.textContent.trim() || element.getAttribute("aria-label") || "";
}

function openHelp() {
  const list = help.querySelector("[data-key-list]");
  list.querySelectorAll("[data-found]").forEach((part) => part.remove());
  for (const element of shortcuts()) {
    const term = document.createElement("dt");
    const cap = document.createElement("kbd");
    const meaning = document.createElement("dd");
    cap.textContent = element.getAttribute("aria-keyshortcuts");
    meaning.textContent = words(element);
    term.append(cap);
    for (const part of [term, meaning]) part.dataset.found = "";
    list.append(term, meaning);
  }
  help.showModal();
}

function move(step) {
  const lines = [...document.querySelectorAll("[data-queue] a")].filter(visible);
  if (!lines.length) return false;
  const current = lines.findIndex((line) => line.getAttribute("aria-current"));
  const next = lines[current < 0 ? (step > 0 ? 0 : lines.length - 1) : current + step];
  if (next) next.click();
  return true;
}

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.repeat) return;
  if (event.target.closest?.(TYPING) || document.querySelector("dialog[open]")) return;
  if (event.key === "Escape") {
    const way = shortcuts().find((element) => element.getAttribute("aria-keyshortcuts") === "Escape");
    if (way) press(way, event);
    return;
  }
  if (!on || event.key.length !== 1) return;
  const key = event.key.toLowerCase();
  if (key === "?" && help) {
    event.preventDefault();
    openHelp();
    return;
  }
  const found = shortcuts().find((element) => element.getAttribute("aria-keyshortcuts").toLowerCase() === key);
  if (found) press(found, event);
  else if ((key === "j" && move(1)) || (key === "k" && move(-1))) event.preventDefault();
});

// A field named by its key is entered; everything else is pressed.
function press(element, event) {
  event.preventDefault();
  element.focus();
  if (!element.matches("input, textarea, select")) element.click();
}

document.addEventListener("click", (event) => {
  const link = event.target.closest?.(".help");
  if (link && help) {
    event.preventDefault();
    openHelp();
  }
});

show();
document.querySelector(".q[aria-current]")?.scrollIntoView({ block: "nearest" });
