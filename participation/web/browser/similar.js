// What others wrote already, while somebody writes: asked for when the fingers rest, shown below the text.
// Nothing moves while the answer is the same, and nothing is asked for a few letters.

const place = document.getElementById("similar");
const form = place?.closest("form");
const ENOUGH_LETTERS = 12;
const REST_MS = 900;

let timer = 0;
let asked = "";
let shown = "";

function words() {
  const data = new FormData(form);
  return `${data.get("title")}\n${data.get("text")}`.trim();
}

function look() {
  const now = words();
  if (now === asked || now.length < ENOUGH_LETTERS) {
    return;
  }
  asked = now;
  // Not fetch: the browser itself makes a document of the answer, which our policy forbids scripts to do from text.
  const question = new XMLHttpRequest();
  question.responseType = "document";
  question.open("POST", place.dataset.similar);
  question.setRequestHeader("X-Part", "similar");
  question.addEventListener("load", () => show(question.status === 200 ? question.response?.body : null, now));
  question.addEventListener("error", () => {
    asked = ""; // A dead spot: asked again with the next letters.
  });
  const { title, text, field } = form.elements;
  question.send(new URLSearchParams({ title: title?.value ?? "", text: text.value, field: field?.value ?? "" }));
}

// Takes the topic that was suggested; nothing is sent, and it can be changed like any other choice.
function take(event) {
  const button = event.target.closest("[data-taken]");
  if (!button || !form.elements.field) {
    return;
  }
  form.elements.field.value = button.value;
  const note = button.parentElement;
  note.textContent = button.dataset.taken;
  note.tabIndex = -1; // The button is gone; who uses the keyboard goes on from here.
  note.focus();
}

function show(part, now) {
  const words = part?.textContent.trim() ?? "";
  if (words !== shown && now === asked) {
    shown = words;
    place.replaceChildren(...(part ? document.importNode(part, true).childNodes : []));
  }
}

/** Look for what sounds alike while somebody writes, where the page has a place for it. */
export function similar() {
  if (!form) {
    return;
  }
  for (const button of form.querySelectorAll(".no-script")) {
    button.remove();
  }
  form.addEventListener("input", (event) => {
    if (event.target.name === "text" || event.target.name === "title") {
      clearTimeout(timer);
      timer = setTimeout(look, REST_MS);
    }
  });
  place.addEventListener("click", take);
  look(); // The page may have come back filled.
}
