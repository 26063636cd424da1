// What somebody answers lies on this device, one copy per survey, until the server has acknowledged it. A copy that is
// `queued` is sent again and again with the same once-key, so it counts once, however often it arrives. A copy without
// entries is a word for the survey's start page: what became of the answers. Notes from the tables of an evening lie
// here, too, each under a name of its own that begins with “table:”.

const STORE = "stadtfaden.survey.";
const CACHES = "stadtfaden-surveys-";
const PATIENCE_MS = 30_000;
const PAUSES_S = [2, 4, 8, 15, 30, 60];
const THANKS = /\/(surveys\/[^/]+\/(thanks\/|full$)|tables\/[^/]+$)/;

const memory = new Map();

/** The copy of this survey's answers, or null. */
export function kept(name) {
  try {
    return memory.get(name) ?? JSON.parse(localStorage.getItem(STORE + name));
  } catch {
    return null; // storage may be forbidden or broken
  }
}

/** Keep a copy; false where it lasts only as long as this page. */
export function keep(name, copy) {
  try {
    localStorage.setItem(STORE + name, JSON.stringify(copy));
    memory.delete(name);
    return true;
  } catch {
    memory.set(name, copy);
    return false;
  }
}

/** Remove the copy. */
export function forget(name) {
  memory.delete(name);
  try {
    localStorage.removeItem(STORE + name);
  } catch {
    // Nothing was kept then.
  }
}

/** Remove the survey's pages from the offline cache: their once-key is spent. */
export async function forgetPages(name) {
  try {
    for (const title of await caches.keys()) {
      if (!title.startsWith(CACHES)) continue;
      const cache = await caches.open(title);
      const pages = (await cache.keys()).filter(({ url }) => new URL(url).pathname.endsWith(`/surveys/${name}/answer`));
      await Promise.all(pages.map((page) => cache.delete(page)));
    }
  } catch {
    // No cache where the connection is not safe.
  }
}

/** The names of all copies on this device. */
export function names() {
  const found = new Set(memory.keys());
  try {
    Object.keys(localStorage).forEach((key) => key.startsWith(STORE) && found.add(key.slice(STORE.length)));
  } catch {
    // See above.
  }
  return [...found];
}

const queued = () => names().filter((name) => kept(name)?.queued && wanted(name));

// "thanks" and "late" come with an address; "later" means once more, "refused" that the person has to mend something.
async function deliver(name) {
  for (let tries = 0; tries < 2; tries += 1) {
    const copy = kept(name);
    let answer;
    try {
      answer = await fetch(copy.action, {
        method: "POST",
        body: new URLSearchParams(copy.entries),
        signal: AbortSignal.timeout(PATIENCE_MS),
      });
    } catch {
      return { word: "later" };
    }
    if (answer.redirected && THANKS.test(answer.url)) return { word: "thanks", address: answer.url };
    if (answer.status >= 500 || answer.status === 429) return { word: "later" };
    if (answer.redirected) return { word: "late", address: answer.url };
    const token = answer.headers.get("X-Form-Token");
    if (answer.status !== 422 || !token) break;
    // The token has grown old while the answers waited; the new one holds the same key.
    const entries = copy.entries.map(([field, value]) => [field, field === "token" ? token : value]);
    keep(name, { ...(kept(name) ?? copy), entries });
  }
  return { word: "refused" };
}

async function settle(name, word) {
  if (word === "thanks") {
    forget(name);
    await forgetPages(name);
  } else if (word === "late") keep(name, { word });
  else if (word === "refused") keep(name, { ...kept(name), queued: false });
}

let busy = false;
let pauses = 0;
let timer;

/** Send what is queued; tells `listen` what became of it. Goes on by itself until nothing is queued. */
export async function flush() {
  if (busy) return;
  busy = true;
  clearTimeout(timer);
  for (const name of queued()) {
    const { word, address } = await deliver(name);
    if (word !== "thanks" && !kept(name)?.queued) continue; // deleted meanwhile, or settled in another window
    await settle(name, word);
    tell(name, word, address);
  }
  busy = false;
  if (!queued().length) pauses = 0;
  else timer = setTimeout(flush, PAUSES_S[Math.min(pauses++, PAUSES_S.length - 1)] * 1000);
}

let wanted = () => true;
let tell = () => {};

/** Tell this function the name, the word and the address of what became of a copy; only of those it wants. */
export function listen(hears, wants) {
  tell = hears;
  wanted = wants;
}

addEventListener("online", flush);
document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && flush());
