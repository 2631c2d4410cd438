{# The service worker of this page alone; see docs/decisions/0032. kept: JSON of language, version, page and files, all our own, in a script file and not in HTML. #}// Opens the evidence checklist without internet. It keeps that page and its files, when it is installed, and nothing else ever.
// With internet everything comes from the site, as if this worker were not there.

const KEPT = {{ kept|safe }};
const PREFIX = `hierniet-checklist-${KEPT.language}-`;
const CACHE = PREFIX + KEPT.version;
const PATHS = [KEPT.page, ...KEPT.files.map((file) => new URL(file, location.href).pathname)];

async function install() {
  const cache = await caches.open(CACHE);
  const page = new Request(KEPT.page, { cache: "no-cache", credentials: "omit" });
  await cache.addAll([page, ...KEPT.files]);
  await self.skipWaiting();
}

async function dropOlder() {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name.startsWith(PREFIX) && name !== CACHE).map((name) => caches.delete(name)));
}

async function fetchOrKept(request) {
  try {
    const response = await fetch(request);
    if (response.status < 500) return response;
  } catch {
    // No internet.
  }
  const cache = await caches.open(CACHE);
  return (await cache.match(new URL(request.url).pathname)) ?? Response.error();
}

self.addEventListener("install", (event) => event.waitUntil(install()));
self.addEventListener("activate", (event) => event.waitUntil(dropOlder()));
self.addEventListener("fetch", (event) => {
  const { method, url } = event.request;
  if (method === "GET" && PATHS.includes(new URL(url).pathname)) event.respondWith(fetchOrKept(event.request));
});
