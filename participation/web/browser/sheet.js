// Typing in a sheet with one hand: Enter goes to the next field, and keeps the sheet behind the last one.

const form = document.querySelector("[data-sheet]");
const fields = [...form.querySelectorAll("input:not([type=hidden]), textarea")];
const isFresh = !form.querySelector(".has-error");

form.addEventListener("keydown", (event) => {
  const at = fields.indexOf(event.target);
  if (event.key !== "Enter" || event.isComposing || event.shiftKey || at < 0) return;
  event.preventDefault();
  if (event.repeat) return;
  if (at + 1 < fields.length) {
    fields[at + 1].focus();
    fields[at + 1].select();
  } else {
    form.requestSubmit();
  }
});

(isFresh ? fields[0] : form.querySelector(".has-error :is(input, textarea)")).focus();
if (isFresh) fields[0].select();
