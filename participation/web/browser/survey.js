// A survey with one question at a time. The server sends the whole form, which works without this script; here it is
// shown step by step, kept on this device from the first answer on, and sent by way of the outbox.

import { enhance, give, refreshFields, walked } from "./fields.js";
import { flush, forget, forgetPages, keep, kept, listen } from "./outbox.js";

const form = document.getElementById("survey");
const name = form.dataset.survey;
const words = form.dataset;
const isKiosk = "kiosk" in words; // many people use one device: nothing is kept on it
const isRefused = !!form.querySelector(".alert");
const one = (selector, within = form) => within.querySelector(selector);
const all = (selector, within = form) => [...within.querySelectorAll(selector)];
const language = document.documentElement.lang;

const questions = all("[data-step]").map((section) => {
  const { question: key, type, when, formula } = one("[data-question]", section).dataset;
  const [whenTree, formulaTree] = [when, formula].map((tree) => (tree ? JSON.parse(tree) : null));
  return { key, type, when: whenTree, formula: formulaTree, section };
});
const sectionOf = (key) => questions.find((question) => question.key === key)?.section;
const DOUBLE_TAP_MS = 400;
const READ_ONLY = ["information", "section", "calculated"];

let step = questions[0].key;
let isQueued = false;
let isLeaving = false;
let shownAt = 0;

// What the form holds

const shown = () => walked(form, questions).shown;

function fill(entries) {
  const values = (field) => entries.filter(([other]) => other === field).map(([, value]) => value);
  for (const field of form.elements) {
    if (field.name === "token") field.value = values("token")[0] ?? field.value;
    else if (!field.name.startsWith("q.") || field.closest("[data-type=ranking]")) continue;
    else if (/radio|checkbox/.test(field.type)) field.checked = values(field.name).includes(field.value);
    else field.value = values(field.name)[0] ?? "";
  }
  for (const { key, type, section } of questions) if (type === "ranking") draw(section, values(`q.${key}`));
  for (const field of form.elements) field.dispatchEvent(new Event("refill"));
}

// What lies on this device

function save() {
  const entries = [...new FormData(form)].filter(([, value]) => value && typeof value === "string");
  const isEmpty = !entries.some(([field]) => field.startsWith("q."));
  if (isKiosk || isLeaving) return false;
  const isNothing = isEmpty && !isQueued;
  if (isNothing) forget(name);
  const isSafe = !isNothing && keep(name, { action: form.action, entries, step, queued: isQueued });
  one("[data-kept]").hidden = !isSafe;
  return isSafe;
}

async function forgetAll() {
  isLeaving = true;
  fill([]); // the browser may remember the page as it was left
  keep(name, { word: "forgotten" });
  await forgetPages(name);
  location.replace(words.start);
}

// One step at a time

function refresh() {
  refreshFields(questions, walked(form, questions).counted);
  const keys = shown();
  const at = Math.max(keys.indexOf(step), 0);
  const isLast = at === keys.length - 1;
  const left = questions.filter(({ key, type }) => keys.indexOf(key) > at && !READ_ONLY.includes(type)).length;
  one("[data-status]").textContent =
    left === 0 ? words.last : left === 1 ? words.leftOne : words.left.replace("{}", left);
  const stitches = keys.map((_, place) => {
    const stitch = document.createElement("i");
    stitch.classList.toggle("is-open", place > at);
    return stitch;
  });
  one("[data-stitches]").replaceChildren(...stitches);
  one("[data-promise]").hidden = !isLast && at > 0;
  one("[data-next]").hidden = isLast;
  one("[data-send]").hidden = !isLast;
  for (const counter of all("span[data-left]")) {
    const text = one("textarea", counter.closest("[data-step]"));
    const free = text.maxLength - text.value.length;
    counter.textContent = counter.dataset.left.replace("{}", free.toLocaleString(language));
  }
}

// A step that its condition hides gives way to the next one that is shown.
function show(key, focus = true) {
  const keys = shown();
  const place = questions.findIndex((question) => question.key === key);
  if (key !== step) shownAt = performance.now();
  step = keys.find((other) => questions.findIndex((question) => question.key === other) >= place) ?? keys.at(-1);
  for (const { key: other, section } of questions) section.hidden = other !== step;
  const section = sectionOf(step);
  const alert = one("#errors");
  if (alert) alert.hidden = !one(".error", section);
  for (const link of document.querySelectorAll(".langs a")) link.hash = step;
  refresh();
  if (!focus) return;
  const heading = one(".asks", section);
  heading.tabIndex = -1;
  heading.focus({ preventScroll: true });
  if (form.getBoundingClientRect().top < 0) form.scrollIntoView();
}

// How many steps lie behind this one in the browser's memory.
const depth = () => history.state?.depth ?? 0;

function next() {
  const keys = shown();
  const following = keys[keys.indexOf(step) + 1];
  if (!following) return send();
  history.pushState({ from: step, depth: depth() + 1 }, "", `#${following}`);
  show(following);
  save();
}

function back() {
  const keys = shown();
  const before = keys[keys.indexOf(step) - 1];
  if (!before) return location.assign(words.start);
  if (history.state?.from === before) return history.back();
  history.replaceState({ depth: depth() }, "", `#${before}`);
  show(before);
  save();
}

// The address names a step, or something within one.
function go() {
  const id = decodeURIComponent(location.hash.slice(1));
  const target = document.getElementById(id);
  const key = sectionOf(id) ? id : target?.closest("[data-step]")?.dataset.step;
  if (!key) return false;
  show(key, key === id);
  if (key !== id) target.focus();
  save();
  return true;
}

// Sending

function send() {
  if (isKiosk) {
    if (!isLeaving) form.submit();
    isLeaving = true;
    return;
  }
  isQueued = true;
  const isSafe = save();
  if (!isSafe) one("[data-notice]").dataset.unsafe = "";
  say(words.sending);
  flush();
}

function say(sentence) {
  one("[data-notice]").textContent = sentence;
}

listen((_, word, address) => {
  if (word === "later") return say("unsafe" in one("[data-notice]").dataset ? words.open : words.queued);
  isLeaving = true;
  if (address) leave(address);
  else form.submit(); // the server says what to mend
}, (other) => other === name);

// The thanks take the place of the first step, so that the way back does not lead into what has been sent.
function leave(address) {
  const go = () => location.replace(address);
  if (!depth()) return go();
  addEventListener("popstate", go, { once: true });
  history.go(-depth());
}

// Buttons, keys, fields

one("[data-next]").addEventListener("click", ({ detail }) => detail < 2 && next());
one("[data-back]").addEventListener("click", back);
one("[data-forget]").addEventListener("click", forgetAll);
addEventListener("popstate", go);

form.addEventListener("submit", (event) => {
  if (event.submitter?.name === "later") return; // the server keeps the draft, and the next page forgets the copy here
  event.preventDefault();
  // The second half of a double tap on "next" shall not send what nobody has seen.
  if (event.submitter?.matches("[data-send]") && performance.now() - shownAt > DOUBLE_TAP_MS) send();
});
addEventListener("pageshow", ({ persisted }) => {
  if (persisted) isLeaving = false;
});

form.addEventListener("click", (event) => {
  const button = event.target.closest(":is([data-type=ranking], [data-total]) button");
  if (!button) return;
  event.preventDefault();
  const group = button.closest("[data-question]");
  one("[data-said]").textContent = group.dataset.type === "ranking" ? press(group, button) : give(button);
  refresh();
  save();
});

form.addEventListener("input", ({ target }) => {
  if (target.type === "checkbox" && target.checked && target.name) {
    for (const other of form.elements[target.name].length ? form.elements[target.name] : []) {
      if (other !== target && ("alone" in target.dataset || "alone" in other.dataset)) other.checked = false;
    }
  }
  refresh();
  save();
});

// A row of a ranking may also be dragged onto another one's place.
let dragged;
const rowAt = ({ target }) => target.closest?.("[data-part=rank]");
form.addEventListener("dragstart", (event) => {
  dragged = rowAt(event);
});
form.addEventListener("dragover", (event) => {
  if (dragged && rowAt(event)?.parentNode === dragged.parentNode) event.preventDefault();
});
form.addEventListener("drop", (event) => {
  const place = rowAt(event);
  if (!dragged || place?.parentNode !== dragged.parentNode) return;
  event.preventDefault();
  const group = place.closest("[data-question]");
  const keys = order(group).filter((key) => key !== dragged.dataset.key);
  keys.splice([...place.parentNode.children].indexOf(place), 0, dragged.dataset.key);
  draw(group, keys);
  refresh();
  save();
});

// Without this, Enter would press the form's first button, which may be one of a ranking.
form.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.isComposing || event.target.tagName !== "INPUT") return;
  event.preventDefault();
  if (!event.repeat) next();
});

// A ranking, without asking the server

const MOVES = ["up", "down", "remove", "add"];

function order(group) {
  return [...group.querySelectorAll("ol input")].map((input) => input.value);
}

// Draws the group with this order, with the parts the server put beside it in a template.
function draw(group, keys) {
  const parts = group.querySelector("template").content;
  const part = (name, key) => {
    const found = [...parts.querySelectorAll(`[data-part="${name}"]`)].find((one) => !key || one.dataset.key === key);
    return found?.cloneNode(true);
  };
  const list = group.querySelector("ol");
  const rest = group.querySelector("[data-rest]");
  const ranks = Number(list.dataset.ranks);
  const rows = keys.slice(0, ranks).map((key) => part("rank", key)).filter(Boolean);
  for (const row of rows) row.draggable = true;
  for (const row of rows) row.querySelector("input").name = `q.${group.closest("[data-step]").dataset.step}`;
  rows.at(0)?.querySelector("[name$='.up']").remove();
  rows.at(-1)?.querySelector("[name$='.down']").remove();
  const isFull = rows.length >= ranks;
  while (rows.length < ranks) rows.push(part(rows.some((row) => row.dataset.part === "next") ? "free" : "next"));
  rows.forEach((row, place) => {
    row.querySelector("b").textContent = place + 1;
  });
  list.replaceChildren(...rows);
  const left = [...parts.querySelectorAll('[data-part="add"]')].filter((one) => !keys.includes(one.dataset.key));
  const isNone = !left.length;
  rest.replaceChildren(...(isNone ? [] : isFull ? [part("full")] : [part("left")]));
  const choices = rest.querySelector("ul");
  for (const one of choices ? left : []) {
    const choice = one.cloneNode(true);
    const words = choice.querySelector("[data-as]");
    words.textContent = words.textContent.replace("{}", keys.length + 1);
    choices.append(choice);
  }
  const first = choices?.querySelector("button") ?? list.querySelector("[name$='.remove']");
  if (first) first.id = list.id.replace(/order$/, "0");
}

// Does what a button of the group says; the focus stays where the hand is. Returns what has become of it, in words.
function press(group, button) {
  const step = MOVES.find((one) => button.name.endsWith(`.${one}`));
  const key = button.value;
  const before = order(group);
  const keys = before.filter((one) => one !== key);
  const row = [...group.querySelectorAll("[data-rest] button")].indexOf(button);
  const at = before.indexOf(key);
  if (step === "add") keys.push(key);
  else if (step !== "remove") keys.splice(Math.max(at + (step === "up" ? -1 : 1), 0), 0, key);
  draw(group, keys);
  const own = (name) => [...group.querySelectorAll(`[name$=".${name}"]`)].find((one) => one.value === key);
  const choices = [...group.querySelectorAll("[data-rest] button")];
  const next =
    step === "add"
      ? (choices[Math.min(row, choices.length - 1)] ?? own("remove"))
      : step === "remove"
        ? (group.querySelectorAll("ol [name$='.remove']")[Math.min(at, keys.length - 1)] ?? choices[0])
        : (own(step) ?? own(step === "up" ? "down" : "up"));
  next?.focus();
  const place = keys.indexOf(key) + 1;
  const name = place && group.querySelectorAll("ol strong")[place - 1].textContent;
  return place ? words.place.replace("{}", name).replace("{}", place) : "";
}

// At the beginning

function begin() {
  enhance(questions);
  const copy = isKiosk ? null : kept(name);
  const isOurs = !!copy?.entries && !isRefused; // a refused page holds what was sent last
  if (isOurs) fill(copy.entries);
  isQueued = isOurs && copy.queued;
  for (const part of all("[data-back], [data-stitches]")) part.hidden = false;
  form.classList.add("is-live");
  const mistaken = questions.find(({ section }) => one(".error", section))?.key;
  if (mistaken) show(mistaken, false);
  else if (!go()) show(isOurs ? copy.step : step, false);
  history.replaceState(history.state, "", `#${step}`);
  save();
  if (isQueued) send();
}

// Service workers have a way of their own to load scripts, so that one address is let through, and no other.
async function stayAtHand() {
  const { worker } = words;
  const createScriptURL = (address) => {
    if (address !== worker) throw new TypeError("not our worker");
    return address;
  };
  const policy = window.trustedTypes?.createPolicy("stadtfaden", { createScriptURL }) ?? { createScriptURL };
  await document.fonts.ready;
  const tell = ({ active }) => {
    const files = performance.getEntriesByType("resource").map((entry) => entry.name);
    active?.postMessage({ keep: [location.href, ...files] });
  };
  navigator.serviceWorker.addEventListener("controllerchange", async () => tell(await navigator.serviceWorker.ready));
  await navigator.serviceWorker.register(policy.createScriptURL(worker));
  tell(await navigator.serviceWorker.ready);
}

begin();
if (!isKiosk && "serviceWorker" in navigator) stayAtHand().catch(() => {}); // without it, all but the closed tab works
