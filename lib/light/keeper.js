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
  /** What a gateway answers whose server is away. */
  const AWAY = [502, 503, 504];

  /** What an address is called below the server's first page, beside which this file lies. @param {URL} url */
  const below = (url) => url.pathname.slice(new URL("./", worker.location.href).pathname.length);

  /** Whether an address carries the version of what it names. @param {URL} url */
  const isVersioned = (url) => /^map\/[^/]+\/.+\.json$/.test(below(url)) || url.searchParams.has("v");

  /** Whether an answer may be stored. @param {Response} answer */
  const mayBeKept = (answer) => answer.ok && !/no-store/.test(answer.headers.get("cache-control") ?? "");

  /** What a page that is a map alone says that it is made of. @param {string} html @returns {string[]} */
  function partsOf(html) {
    const [, order] = html.match(/id="order">(.*?)<\/script>/s) ?? [];
    return order ? JSON.parse(order).parts : [];
  }

  /**
   * Keep a page, which is a map alone, and all that it says it is made of; only then forget what was kept before.
   * @param {string} page
   */
  async function keep(page) {
    const answer = await fetch(page);
    if (!mayBeKept(answer)) return false;
    const html = await answer.text();
    const store = await caches.open(STORE);
    const wanted = new Set(partsOf(html).map((part) => new URL(part, worker.location.href).href));
    const kept = await Promise.all([...wanted].map((part) => keepPart(store, part)));
    if (!wanted.size || !kept.every(Boolean)) return false;
    const headers = { "content-type": "text/html; charset=utf-8", [KEPT_AT]: new Date().toISOString() };
    await store.put(new URL(MAP, worker.location.href).href, new Response(html, { headers }));
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
    const answer = await Promise.resolve(event.preloadResponse)
      .then((loaded) => loaded || fetch(event.request))
      .catch(() => Response.error());
    if (answer.type !== "error" && !AWAY.includes(answer.status)) return answer;
    const kept = await caches.match(new URL(MAP, worker.location.href).href);
    if (!kept) return answer;
    const html = (await kept.text()).replace("<html ", `<html data-kept="${kept.headers.get(KEPT_AT)}" `);
    return new Response(html, { headers: { "content-type": "text/html; charset=utf-8" } });
  }

  worker.addEventListener("install", () => worker.skipWaiting());
  worker.addEventListener("activate", (/** @type {any} */ event) => {
    event.waitUntil(Promise.all([worker.registration.navigationPreload?.enable(), worker.clients.claim()]));
  });
  worker.addEventListener("message", (/** @type {any} */ event) => {
    const told = (/** @type {boolean} */ done) => event.ports[0]?.postMessage(done);
    event.waitUntil(keep(event.data.page).then(told, () => told(false)));
  });
  worker.addEventListener("fetch", (/** @type {any} */ event) => {
    const { request } = event;
    const url = new URL(request.url);
    if (request.method !== "GET" || url.origin !== worker.location.origin) return;
    if (request.mode === "navigate" && !/^(component|export|assets|map)\//.test(below(url))) {
      event.respondWith(pageOrKept(event));
    } else if (isVersioned(url)) {
      event.respondWith(caches.match(request).then((kept) => kept || fetch(request)));
    }
  });
})();
