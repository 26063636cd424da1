// The door of an evening. The page keeps the list while it is open; what happens at the door is noted on this device
// first and then sent, each with a key of its own, so that it counts once, however often it is sent. Without network
// it waits.

const door = document.querySelector("[data-door]");
const say = door.dataset;
const STORE = `stadtfaden.door.${say.door}`;
const PATIENCE_MS = 8000;
const EVERY_MS = 5000;
const MOST_ROWS = 50;
const LOOKS_PER_S = 6;

const find = (name) => door.querySelector(name);
const list = find("[data-guests]");
const field = find("#q");
const row = find("template[data-row]");
const withoutList = find("[data-without-list]");

let guests = [];
let here = [];
let figures;
let mark = "";
let token = say.token;
let waiting = noted();
let isAway = false;
let isBusy = false;

function noted() {
  try {
    return JSON.parse(localStorage.getItem(STORE)) ?? [];
  } catch {
    return []; // storage may be forbidden or broken; then it lasts as long as the page
  }
}

function keep() {
  try {
    if (waiting.length) localStorage.setItem(STORE, JSON.stringify(waiting));
    else localStorage.removeItem(STORE);
  } catch {
    // See above.
  }
  show();
}

const put = (text, parts) => Object.entries(parts).reduce((words, [name, part]) => words.replace(`{${name}}`, part), text);
const fold = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().replaceAll("ß", "ss");
const words = (text) => fold(text).split(/[\s,(]+/).filter(Boolean);
const clock = (seconds) => new Date(seconds * 1000).toTimeString().slice(0, 5);

function key() {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

// What is known

/** Everybody who is here: who the house knows, without those taken back, and who was noted here. */
function present() {
  const back = new Set(waiting.filter(({ kind }) => kind === "back").map(({ number }) => number));
  const known = here.filter(([id]) => !back.has(id)).map(([id, guest, name, size, time]) => ({ id, guest, name, size, time }));
  const fresh = waiting.filter(({ kind }) => kind !== "back");
  return [...fresh.map(({ key, number, name, size, at }) => ({ key, guest: number ?? 0, name, size, time: clock(at) })).reverse(), ...known];
}

function take(told) {
  token = told.token ?? token;
  if (!told.mark) return;
  ({ mark, here, figures } = told);
  guests = told.guests ?? guests;
}

async function ask(address, options = {}) {
  const answer = await fetch(address, { ...options, signal: AbortSignal.timeout(PATIENCE_MS) });
  if (answer.status >= 500) throw new Error("unwell");
  if (answer.redirected || !/json/.test(answer.headers.get("Content-Type") ?? "")) {
    alert(say.out);
    throw new Error("signed out");
  }
  return answer;
}

/** Send what waits, else ask what is new. */
async function go() {
  if (isBusy) return;
  isBusy = true;
  try {
    if (waiting.length) await send();
    else take(await (await ask(`${say.list}?known=${mark}`)).json());
    isAway = false;
  } catch {
    isAway = true;
  }
  isBusy = false;
  show();
}

async function send() {
  const sent = waiting.slice(0, 100);
  for (let tries = 0; tries < 2; tries += 1) {
    const body = new URLSearchParams({ token, known: mark, sendings: JSON.stringify(sent) });
    const answer = await ask(say.send, { method: "POST", body });
    const told = await answer.json();
    take(told);
    if (answer.status === 422) continue; // the token has grown old; the new one is there
    const results = new Map(told.results.map((one) => [one.key, one.why]));
    waiting = waiting.filter((one) => !results.has(one.key));
    const refused = told.results.filter(({ why }) => why);
    if (refused.length) alert(...refused.map(({ key, why }) => complaint(sent, key, why)));
    keep();
    return;
  }
  throw new Error("refused");
}

/** What is said of an entry that was refused; who has no place goes back into the form, so that a reason can be added. */
function complaint(sent, key, why) {
  const one = sent.find((entry) => entry.key === key);
  if (one.kind !== "walk") return why;
  const { name, size } = find("[data-walk] form").elements;
  if (!name.value) [name.value, size.value] = [one.name, one.size];
  return `${one.name}: ${why}`;
}

// What is done

function note(one) {
  waiting.push({ key: key(), at: Math.floor(Date.now() / 1000), ...one });
  keep();
  go();
}

function arrive([number, name, known], size) {
  const before = present().find(({ guest }) => guest === number);
  if (before) {
    alert(put(say.twice, { name, time: before.time }));
    return;
  }
  alert();
  note({ kind: "in", number, name, size: size || known });
  state(put(say.welcome, { name }));
}

function goBack(one) {
  alert();
  if (one.key && !isBusy) {
    waiting = waiting.filter(({ key }) => key !== one.key);
    keep();
  } else if (one.id) note({ kind: "back", number: one.id });
}

/** Let in whoever has this ticket; false where nobody on the list has it. */
async function admit(typed) {
  const code = typed.split("q=").pop().toUpperCase().replace(/[OIL]/g, (sign) => ({ O: "0", I: "1", L: "1" })[sign]).replaceAll("U", "V");
  const plain = code.replace(/[^0-9A-Z]/g, "");
  if (!crypto.subtle) return false;
  const bytes = new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(plain)));
  const hash = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("").slice(0, 16);
  const found = guests.find((one) => one[3] === hash);
  if (found) arrive(found);
  return Boolean(found);
}

// What is shown

function alert(...sentences) {
  const place = find("[data-alert]");
  place.replaceChildren();
  if (!sentences.length) return;
  const box = document.createElement("div");
  box.className = "note note-warn";
  const inner = document.createElement("div");
  inner.append(
    ...sentences.map((sentence) => {
      const line = document.createElement("p");
      line.textContent = sentence;
      return line;
    }),
  );
  box.append(inner);
  place.append(box);
}

let last = "";

function state(words) {
  if (words !== undefined) last = words;
  const count = waiting.length;
  const wait = count === 1 ? say.waitsOne : put(say.waits, { count });
  const parts = [last, isAway ? say.away : "", count && isAway ? wait : ""].filter(Boolean).join(" ");
  const place = find("[data-state]");
  if (place.textContent !== parts) place.textContent = parts;
}

function line(guest, one) {
  const [number, name, size] = guest;
  const made = row.content.cloneNode(true);
  const part = (selector) => made.querySelector(selector);
  part("b").textContent = name;
  part("[data-count]").textContent = (one?.size ?? size) > 1 ? `(${one && one.size !== size && size ? `${one.size}/${size}` : size || one.size})` : "";
  part("[data-stand]").textContent = one ? [put(say.since, { time: one.time }), one.key ? say.noted : ""].filter(Boolean).join(" · ") : "";
  const [count, enter, back] = [part("input"), part("[data-in]"), part("[data-back]")];
  count.value = size;
  if (one || size < 2) count.remove();
  if (one) enter.remove();
  else back.remove();
  if (size > 1) enter.textContent = say.are;
  for (const button of [enter, back]) {
    const whose = document.createElement("span");
    whose.className = "sr";
    whose.textContent = `: ${name}`;
    button.append(whose);
  }
  enter.addEventListener("click", () => arrive(guest, Number(count.value)));
  back.addEventListener("click", () => goBack(one));
  return made;
}

function show() {
  state();
  if (!figures) return;
  const there = present();
  const by = new Map(there.filter(({ guest }) => guest).map((one) => [one.guest, one]));
  const strangers = there.filter(({ guest }) => !guest);
  const sum = (all) => all.reduce((total, { size }) => total + size, 0);
  const [, , free, registered] = figures;
  const arrived = sum(there);
  write("[data-arrived]", arrived);
  write("[data-expected]", Math.max(0, registered - sum([...by.values()])));
  const late = waiting.filter(({ kind }) => kind === "walk");
  if (free !== null) write("[data-free]", Math.max(0, free - sum(late)));
  const chairs = find("[data-chairs]");
  if (chairs) write("[data-chairs]", Math.max(0, chairs.dataset.all - arrived));
  if (document.activeElement?.matches("[data-guests] input, [data-without-list] button:active")) return;
  const typed = words(field.value);
  const found = guests.filter(([, name]) => typed.every((part) => words(name).some((word) => word.startsWith(part))));
  const focused = document.activeElement?.closest?.("[data-guests] li, [data-without-list] li");
  const index = focused ? [...focused.parentNode.children].indexOf(focused) : -1;
  const parent = focused?.parentNode;
  const rows = found.slice(0, MOST_ROWS).map((guest) => line(guest, by.get(guest[0])));
  const more = found.length > MOST_ROWS ? put(say.more, { count: found.length - MOST_ROWS }) : found.length ? "" : say.nobody;
  if (more) {
    const end = document.createElement("li");
    end.textContent = more;
    rows.push(end);
  }
  list.replaceChildren(...rows);
  withoutList.replaceChildren(...strangers.map((one) => line([0, one.name, 0], one)));
  find("[data-pager]").replaceChildren();
  if (index >= 0) parent.children[index]?.querySelector("button")?.focus();
}

function write(name, number) {
  const place = find(name);
  const text = number.toLocaleString(document.documentElement.lang);
  if (place.textContent !== text) place.textContent = text;
}

field.addEventListener("input", show);

find("[data-search]").addEventListener("submit", async (event) => {
  if (!figures) return;
  const typed = field.value;
  event.preventDefault();
  show();
  if (!typed.trim() || list.querySelector("b")) return; // names were found
  if (await admit(typed)) {
    field.value = "";
    show();
  } else if (isAway) alert(say.unknown);
  else event.target.submit();
});

// A name of somebody without a place: noted like the others, unless the house has to be asked why.
find("[data-walk] form").addEventListener("submit", (event) => {
  const { name, size, reason } = event.target.elements;
  const count = Number(size.value);
  if (!figures || !name.value.trim() || !(count >= 1 && count <= 50)) return;
  const isFull = figures[2] !== null && figures[2] < count;
  if (isFull && !reason.value.trim() && !isAway) return;
  event.preventDefault();
  alert();
  const why = reason.value.trim() || (isAway ? say.offlineReason : "");
  note({ kind: "walk", name: name.value.trim(), size: count, reason: why });
  state(put(say.welcome, { name: name.value.trim() }));
  for (const one of [name, reason]) one.value = "";
  size.value = 1;
});

// The camera

const video = find("[data-camera]");
const scan = find("[data-scan]");
let stream;
let seen = "";

async function reader() {
  if ("BarcodeDetector" in self && (await BarcodeDetector.getSupportedFormats()).includes("qr_code")) {
    const detector = new BarcodeDetector({ formats: ["qr_code"] });
    return async () => (await detector.detect(video))[0]?.rawValue ?? "";
  }
  const { decode } = await import(say.decoder);
  const canvas = document.createElement("canvas");
  const ground = canvas.getContext("2d", { willReadFrequently: true });
  return async () => {
    [canvas.width, canvas.height] = [video.videoWidth, video.videoHeight];
    if (!canvas.width) return "";
    ground.drawImage(video, 0, 0);
    return decode(ground.getImageData(0, 0, canvas.width, canvas.height));
  };
}

async function look(read) {
  if (!stream) return;
  const text = await read().catch(() => "");
  if (text && text !== seen) {
    seen = text;
    if (!(await admit(text))) alert(say.unknown);
  }
  setTimeout(look, 1000 / LOOKS_PER_S, read);
}

async function turnOn() {
  try {
    const read = await reader();
    stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
    video.srcObject = stream;
    video.hidden = false;
    await video.play();
    look(read);
  } catch {
    turnOff();
    alert(say.noCamera);
  }
}

function turnOff() {
  stream?.getTracks().forEach((track) => track.stop());
  stream = undefined;
  seen = "";
  video.hidden = true;
}

if (navigator.mediaDevices?.getUserMedia && crypto.subtle) {
  scan.hidden = false;
  scan.addEventListener("click", () => (stream ? turnOff() : turnOn()));
}

addEventListener("online", go);
setInterval(() => document.hidden || go(), EVERY_MS);
go();
