// Keeps a survey at hand in a dead spot: its page, and the hashed files this page uses. Nothing else is ever kept,
// least of all answers. The page says what it uses; VERSION stands above this file when it is served.

const NAME = "stadtfaden-surveys-";
const CACHE = NAME + VERSION;
const PATIENCE_MS = 4000;
const PAGE = /\/surveys\/[^/]+(\/answer)?$/;
const FILE = /^\/static\/[^/]+\.[0-9a-f]{10}\.[a-z0-9]+$/;

const isOurs = (url) => url.origin === location.origin;

addEventListener("install", () => skipWaiting());

addEventListener("activate", (event) => event.waitUntil(takeOver()));

async function takeOver() {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name.startsWith(NAME) && name !== CACHE).map((name) => caches.delete(name)));
  await clients.claim();
}

addEventListener("message", (event) => {
  const addresses = event.data?.keep;
  if (Array.isArray(addresses)) event.waitUntil(Promise.allSettled(addresses.map(keep)));
});

// What the browser has just loaded for the page lies in its own cache; asking there costs nobody anything.
async function keep(address) {
  const url = new URL(address, location);
  url.hash = "";
  const isPage = PAGE.test(url.pathname);
  if (!isOurs(url) || !(isPage || FILE.test(url.pathname))) return;
  const cache = await caches.open(CACHE);
  if (!isPage && (await cache.match(url))) return;
  const answer = await fetch(url, { cache: "force-cache", credentials: "same-origin" });
  const isKeepable = answer.ok && !answer.redirected && !/no-store/.test(answer.headers.get("Cache-Control") ?? "");
  if (isKeepable) await cache.put(url, answer);
}

addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || !isOurs(url)) return;
  if (FILE.test(url.pathname)) event.respondWith(file(request));
  else if (request.mode === "navigate" && PAGE.test(url.pathname)) event.respondWith(page(event));
});

const found = (request) => caches.match(request, { ignoreVary: true });

async function file(request) {
  return (await found(request)) ?? fetch(request);
}

// The net first; the kept page where the net is away, slow or unwell.
async function page(event) {
  const fresh = fetch(event.request);
  const kept = await found(event.request);
  if (!kept) return fresh;
  event.waitUntil(fresh.catch(() => {}));
  const late = new Promise((resolve) => setTimeout(resolve, PATIENCE_MS, kept));
  const good = fresh.then((answer) => (answer.status >= 500 ? kept : answer));
  return Promise.race([good, late]).catch(() => kept);
}
