// What the fields of questions hold, and what changes in them while somebody answers: gaps in texts, options that come
// and go, values that are worked out, what is left to give away, a long list to search in, a picture made smaller.

import { holds, reckon, walk } from "./conditions.js";
import { offerPin } from "./pin.js";

const LISTS = ["multiple", "ranking"];
const LINES = ["matrix", "allocation", "idea"];
const LONG_LIST = 15;
const SIDE = 1280;
const MOST_BYTES = 88_000;
const language = document.documentElement.lang;
const all = (within, selector) => [...within.querySelectorAll(selector)];

// As people write numbers, in both languages; the server reads them in the same way.
function number(value) {
  const digits = value.replaceAll(" ", "");
  if (/^-?\d{1,3}(\.\d{3})+(,\d+)?$/.test(digits)) return digits.replaceAll(".", "").replace(",", ".");
  if (/^-?\d{1,3}(,\d{3})+(\.\d+)?$/.test(digits)) return digits.replaceAll(",", "");
  return digits.replace(",", ".");
}

// The answers in a form, by the keys of their questions.
function answersIn(form, questions) {
  const entries = [...new FormData(form)].filter(([, value]) => typeof value === "string" && value.trim());
  const values = (field) => entries.filter(([other]) => other === field).map(([, value]) => value.trim());
  const found = {};
  for (const { key, type } of questions) {
    const field = `q.${key}`;
    const [given, text, data] = [values(field), values(`${field}.text`)[0], values(`${field}.data`)[0]];
    if (LINES.includes(type)) {
      const lines = entries.filter(([name]) => name.startsWith(`${field}.`));
      const part = (value) => (type === "allocation" ? number(value) : value.trim());
      const parts = lines.map(([name, value]) => [name.slice(field.length + 1), part(value)]);
      if (given.length) parts.push(["text", given[0]]);
      if (parts.length) found[key] = Object.fromEntries(parts);
    } else if (type === "number" && given.length) found[key] = number(given[0]);
    else if (given.length) found[key] = LISTS.includes(type) ? given : given[0];
    else if (type === "place" && (text || values(`${field}.lat`)[0])) found[key] = { text, pin: values(`${field}.lat`)[0] };
    else if (data) found[key] = data;
  }
  return found;
}

/** Which questions are shown, and the answers that count. */
export const walked = (form, questions) => walk(questions, answersIn(form, questions));

// An answer in the words that stand on the page.
function said(section) {
  if (!section) return "";
  const chosen = all(section, "label:has(:checked) span, ol strong, output").map((part) => part.textContent.trim());
  const written = all(section, "input[type=text]:not([hidden]), textarea").map((field) => field.value.trim());
  const picked = all(section, "select").map((list) => list.value && list.selectedOptions[0].textContent);
  return [...chosen, ...written, ...picked].filter(Boolean).join(", ");
}

// Offers a line or takes it away; what was chosen there is no choice any more.
function offer(part, isOffered) {
  if (part.hidden === !isOffered) return;
  part.hidden = !isOffered;
  if (part.tagName === "OPTION") {
    part.disabled = !isOffered;
    if (!isOffered && part.selected) part.closest("select").value = "";
  }
  for (const field of isOffered ? [] : all(part, "input")) {
    if (/radio|checkbox/.test(field.type)) field.checked = false;
    else field.value = "";
  }
}

const amount = (field) => Number(number(field.value)) || 0;

// What is left to give away.
const leftOf = (group) => all(group, "input").reduce((left, field) => left - amount(field), Number(group.dataset.total));

/** Give an option a portion more, as far as something is left, or less; returns what it gets now, in words. */
export function give(button) {
  const row = button.closest("[data-option]");
  const group = row.closest("[data-total]");
  const field = row.querySelector("input");
  const portion = Number(group.dataset.portion);
  const more = Math.max(Math.min(portion, leftOf(group)), 0);
  field.value = (button.value[0] === "+" ? amount(field) + more : Math.max(amount(field) - portion, 0)) || "";
  return `${row.querySelector("label").textContent}: ${field.value || 0}`;
}

/** Bring everything up to date that depends on other answers. */
export function refreshFields(questions, counted) {
  for (const { section, formula } of questions) {
    for (const part of all(section, "[data-question] [data-when]")) offer(part, holds(JSON.parse(part.dataset.when), counted));
    if (formula === null) continue;
    const value = reckon(formula, counted);
    const isNumber = typeof value === "number";
    section.querySelector("output").textContent = value === "" ? "–" : isNumber ? value.toLocaleString(language) : value;
  }
  for (const gap of all(document, "[data-pipe]")) {
    const question = questions.find(({ key }) => key === gap.dataset.pipe);
    gap.textContent = (question && question.key in counted && said(question.section)) || "…";
  }
  for (const group of all(document, "[data-total]")) {
    const left = leftOf(group);
    const line = group.querySelector("[data-remainder]");
    const sentence = left > 0 ? line.dataset.remainder : left < 0 ? line.dataset.over : line.dataset.done;
    line.textContent = sentence.replace("{}", Math.abs(left).toLocaleString(language));
    line.classList.toggle("is-over", left < 0);
  }
}

// A field to type in beside a long list: the browser itself offers what fits.
function searchable(list) {
  const names = new Map([...list.options].filter((one) => one.value).map((one) => [one.textContent.trim(), one.value]));
  const field = document.createElement("input");
  const offers = document.createElement("datalist");
  field.className = list.className;
  field.autocomplete = "off";
  field.placeholder = list.dataset.search;
  offers.id = `${list.id}-list`;
  offers.append(...[...names.keys()].map((name) => new Option(name, name)));
  field.setAttribute("list", offers.id);
  for (const { name, value } of [...list.attributes]) if (name.startsWith("aria-")) field.setAttribute(name, value);
  [field.id, list.id] = [list.id, `${list.id}-key`];
  list.hidden = true;
  list.after(field, offers);
  const show = () => {
    field.value = list.value ? list.selectedOptions[0].textContent.trim() : "";
  };
  const choose = (isDone) => {
    const typed = field.value.trim().toLowerCase();
    const fitting = [...names.keys()].filter((name) => name.toLowerCase().includes(typed));
    const exact = fitting.find((name) => name.toLowerCase() === typed);
    const name = exact ?? (isDone && typed && fitting.length === 1 ? fitting[0] : undefined);
    list.value = name ? names.get(name) : "";
    if (isDone && (name || !typed)) show();
  };
  field.addEventListener("input", () => choose(false));
  field.addEventListener("change", () => {
    choose(true);
    list.dispatchEvent(new Event("input", { bubbles: true }));
  });
  list.addEventListener("refill", show);
  show();
}

async function smaller(file) {
  const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
  for (let side = SIDE; side > 100; side *= 0.75) {
    const scale = Math.min(1, side / Math.max(picture.width, picture.height));
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = [picture.width, picture.height].map((one) => Math.max(1, Math.round(one * scale)));
    canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
    const address = canvas.toDataURL("image/jpeg", 0.7);
    if (address.length < (MOST_BYTES * 4) / 3) return address.split(",")[1];
  }
  return "";
}

// The picture becomes a part of the answers, so that it is kept, and sent, as they are.
function photo(section) {
  const chooser = section.querySelector("input[type=file]");
  const [area, shown, name, data, remove] = ["", "-name"].map((end) => section.querySelector(`[data-photo${end}]`))
    .concat([".name]", ".data]", ".remove]"].map((end) => section.querySelector(`[name$="${end.slice(0, -1)}"]`)));
  chooser.removeAttribute("name");
  const show = () => {
    area.hidden = !data.value;
    shown.textContent = name.value;
  };
  const set = (title, content) => {
    [name.value, data.value, remove.checked] = [title, content, false];
    show();
    data.dispatchEvent(new Event("input", { bubbles: true }));
  };
  chooser.addEventListener("change", async () => {
    const [file] = chooser.files;
    if (!file) return;
    const content = await smaller(file).catch(() => "");
    if (content) chooser.removeAttribute("aria-invalid");
    else chooser.setAttribute("aria-invalid", "true");
    set(content ? file.name : "", content);
  });
  remove.addEventListener("change", () => {
    chooser.value = "";
    set("", "");
    chooser.focus();
  });
  data.addEventListener("refill", show);
  show();
}

/** Make the fields of these questions handier than they are without a script. */
export function enhance(questions) {
  for (const { type, section } of questions) {
    const list = type === "dropdown" && section.querySelector("select");
    if (list && list.options.length > LONG_LIST) searchable(list);
    if (type === "file") photo(section);
    const map = section.querySelector("[data-pin]");
    if (map) offerPin(map, ...[".lat", ".lon"].map((end) => section.querySelector(`[name$="${end}"]`)));
  }
}
