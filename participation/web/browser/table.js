// Notes at the table of an evening. Each has a name of its own and lies on this device until the server has it, so that
// a dead spot, a closed window or a second tap neither loses nor doubles one. Photos need the net; the text with them
// stays where it is until they have arrived.

import { flush, forget, keep, kept, listen, names } from "./outbox.js";
import { pictures } from "./pictures.js";

const area = document.querySelector("[data-table]");
const form = area.querySelector("form");
const list = area.querySelector("[data-notes]");
const waiting = area.querySelector("[data-waiting]");
const line = area.querySelector("[data-notice]");
const words = area.dataset;
const TABLE = "table:";
const MINE = `${TABLE}${words.table}:`;
const DRAFT = `${MINE}draft`;
const EVERY_MS = 15_000;

const mine = () => names().filter((name) => name.startsWith(MINE) && name !== DRAFT);
const say = (sentence) => {
  line.textContent = sentence;
};

// crypto.randomUUID is missing where the connection is not safe.
const random = () => [...crypto.getRandomValues(new Uint8Array(16))].map((one) => one.toString(16).padStart(2, "0")).join("");

// What waits on this device

function button(label, pressed) {
  const made = Object.assign(document.createElement("button"), { type: "button", className: "kern-btn kern-btn--tertiary" });
  made.append(Object.assign(document.createElement("span"), { className: "kern-label", textContent: label }));
  made.addEventListener("click", pressed);
  return made;
}

function row(name) {
  const copy = kept(name);
  const made = document.createElement("li");
  const said = Object.assign(document.createElement("p"), { textContent: copy.text });
  const state = Object.assign(document.createElement("p"), { className: "small muted" });
  state.textContent = copy.queued ? words.waits : words.refused;
  made.append(said, state);
  if (!copy.queued) made.append(button(words.mend, () => mend(name)));
  return made;
}

function draw() {
  const rows = mine().map(row);
  waiting.replaceChildren(...rows);
  waiting.hidden = !rows.length; // an empty list is read aloud
}

// What was refused goes back into the field, before what stands there.
function mend(name) {
  form.elements.text.value = [kept(name).text, form.elements.text.value].filter(Boolean).join("\n");
  forget(name);
  remember();
  draw();
  form.elements.text.focus();
}

function remember() {
  const text = form.elements.text.value;
  if (text.trim()) keep(DRAFT, { text });
  else forget(DRAFT);
}

// Sending

function send() {
  const text = form.elements.text.value.trim();
  if (!text) return form.elements.text.focus();
  const note = random();
  const entries = [["token", form.elements.token.value], ["note", note], ["text", text]];
  const isSafe = keep(MINE + note, { action: form.action, entries, text, queued: true });
  form.elements.text.value = "";
  remember();
  draw();
  say(isSafe ? words.sending : words.open);
  form.elements.text.focus();
  flush();
}

let isBusy = false;

async function sendWithFiles() {
  if (isBusy) return;
  isBusy = true;
  say(words.sending);
  form.elements.note.value ||= random();
  try {
    const answer = await fetch(form.action, { method: "POST", body: new FormData(form) });
    if (!answer.redirected) return form.submit(); // the server says what to mend
    forget(DRAFT);
    location.replace(answer.url);
  } catch {
    say(words.photo);
    isBusy = false;
  }
}

// What everybody at the table has written

function look() {
  if (document.hidden) return;
  // Not fetch: the browser itself makes a document of the answer, which our policy forbids scripts to do from text.
  const question = new XMLHttpRequest();
  question.responseType = "document";
  question.open("GET", location.pathname);
  question.setRequestHeader("X-Part", "notes");
  question.addEventListener("load", () => question.status === 200 && show(question.response?.body));
  question.send();
}

function show(body) {
  if (body && body.textContent !== list.textContent) list.replaceChildren(...document.importNode(body, true).childNodes);
}

listen(
  (name, word) => {
    if (word === "thanks") say(words.thanks);
    else say(word === "later" ? words.queued : words.refused);
    draw();
    look();
  },
  (name) => name.startsWith(TABLE),
);

form?.addEventListener("input", remember);
form?.addEventListener("submit", (event) => {
  event.preventDefault();
  if (form.elements.files.files.length || form.elements.sealed.value) sendWithFiles();
  else send();
});

if (form) {
  form.elements.text.value ||= kept(DRAFT)?.text ?? "";
  pictures();
}
draw();
setInterval(look, EVERY_MS);
flush();
