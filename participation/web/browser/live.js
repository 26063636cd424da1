// A part of a page that changes while people look at it: asked for every few seconds, replaced only where it differs,
// and never under somebody's finger.

const part = document.querySelector("[data-live]");
const EVERY_MS = 4000;

let shown = part?.textContent.replace(/\s+/g, " ");

function ask() {
  if (document.hidden) {
    return;
  }
  // Not fetch: the browser itself makes a document of the answer, which our policy forbids scripts to do from text.
  const question = new XMLHttpRequest();
  question.responseType = "document";
  question.open("GET", part.dataset.live);
  question.setRequestHeader("X-Part", "live");
  question.addEventListener("load", () => question.status === 200 && show(question.response?.body));
  question.send();
}

function show(body) {
  const words = body?.textContent.replace(/\s+/g, " ");
  if (words !== undefined && words !== shown && !part.contains(document.activeElement)) {
    shown = words;
    part.replaceChildren(...document.importNode(body, true).childNodes);
  }
}

if (part) {
  setInterval(ask, EVERY_MS);
}
