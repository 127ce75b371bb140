// The service worker: keeps the map of the last visit in the browser's own store, and shows it when the server is away.
//
// What carries its version in its address never changes and is taken from the store first. A page is always asked of the
// server; only when that cannot be reached does the kept map stand in, and says since when it is kept. What the server
// says may not be stored (a reader's own table) is not.

(function () {
  "use strict";

  const worker = /** @type {any} */ (self);
  const STORE = "kept-map";
  const MAP = "kept-map-page";
  const KEPT_AT = "x-kept-at";

  /** Whether an address carries the version of what it names. @param {URL} url */
  const isVersioned = (url) => /\/map\/[^/]+\/.+\.json$/.test(url.pathname) || url.searchParams.has("v");

  /** Whether an answer may be stored. @param {Response} answer */
  const mayBeKept = (answer) => answer.ok && !/no-store/.test(answer.headers.get("cache-control") ?? "");

  /**
   * Keep a page, which is a map alone, and what it is drawn from; forget all that was kept before.
   * @param {string} page @param {string[]} parts
   */
  async function keep(page, parts) {
    const answer = await fetch(page);
    if (!mayBeKept(answer)) return false;
    const store = await caches.open(STORE);
    const wanted = new Set(parts.map((part) => new URL(part, worker.location.href).href));
    const kept = await Promise.all([...wanted].map((part) => keepPart(store, part)));
    if (!kept.every(Boolean)) return false;
    const headers = { "content-type": "text/html; charset=utf-8", [KEPT_AT]: new Date().toISOString() };
    await store.put(new URL(MAP, worker.location.href).href, new Response(await answer.text(), { headers }));
    const known = await store.keys();
    const old = known.filter(({ url }) => !wanted.has(url) && !url.endsWith(MAP));
    await Promise.all(old.map((request) => store.delete(request)));
    return true;
  }

  /** Keep what a map is drawn from; false where it may not be. @param {Cache} store @param {string} part */
  async function keepPart(store, part) {
    if (await store.match(part)) return true;
    const answer = await fetch(part);
    if (!mayBeKept(answer)) return false;
    await store.put(part, answer);
    return true;
  }

  /** A page of the server; where that cannot be reached, the kept map, which says so. @param {any} event */
  async function pageOrKept(event) {
    try {
      return (await event.preloadResponse) || (await fetch(event.request));
    } catch (error) {
      const kept = await caches.match(new URL(MAP, worker.location.href).href);
      if (!kept) throw error;
      const html = (await kept.text()).replace("<html ", `<html data-kept="${kept.headers.get(KEPT_AT)}" `);
      return new Response(html, { headers: { "content-type": "text/html; charset=utf-8" } });
    }
  }

  worker.addEventListener("install", () => worker.skipWaiting());
  worker.addEventListener("activate", (/** @type {any} */ event) => {
    event.waitUntil(Promise.all([worker.registration.navigationPreload?.enable(), worker.clients.claim()]));
  });
  worker.addEventListener("message", (/** @type {any} */ event) => {
    const { page, parts } = event.data;
    event.waitUntil(keep(page, parts).then((done) => event.ports[0]?.postMessage(done)));
  });
  worker.addEventListener("fetch", (/** @type {any} */ event) => {
    const { request } = event;
    const url = new URL(request.url);
    if (request.method !== "GET" || url.origin !== worker.location.origin) return;
    if (request.mode === "navigate" && !/\/(component|export|assets|map)\//.test(url.pathname)) {
      event.respondWith(pageOrKept(event));
    } else if (isVersioned(url)) {
      event.respondWith(caches.match(request).then((kept) => kept || fetch(request)));
    }
  });
})();
