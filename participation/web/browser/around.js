// The pages around a survey send what is queued, and a line says what became of answers that had to wait.

import { flush, forget, forgetPages, kept, listen } from "./outbox.js";

const line = document.querySelector("[data-outbox]");
const here = line?.dataset.outbox;

function say(name, word) {
  if (!line || name !== here) return;
  line.textContent = line.dataset[word];
  if (word === "late" || word === "forgotten") forget(name);
}

listen(
  (name, word, address) => {
    if (word === "thanks") location.assign(address);
    else say(name, word);
  },
  (name) => !name.startsWith("table:"), // notes of an evening are sent from their table
);
if (line && "moved" in line.dataset) {
  forget(here); // it is a draft on the server now
  forgetPages(here);
}
const copy = here && kept(here);
if (copy?.word) say(here, copy.word);
flush();
