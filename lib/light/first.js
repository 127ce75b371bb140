// Stands in the full pages' HTML: loads the picture, then the page's scripts, then what its map will ask for, since all
// at once holds everything up on a poor line; there the map alone comes first, without Streamlit, and can be used while
// the page's scripts are on their way. Takes the first sight away when the page itself is there.

(function () {
  "use strict";

  /**
   * @typedef {object} Order
   * @property {string} script Address of the page's script, a module.
   * @property {string[]} early Addresses of the modules it needs.
   * @property {string[]} sheets Addresses of style sheets.
   * @property {string[]} data Addresses that the page's map will ask for.
   * @property {boolean} made Whether the picture of the view is made already.
   * @property {boolean} map Whether the page has a map, and is there when that is painted.
   * @property {{ first: string, scripts: string, connection: string, map: string, late: string }} stages What is said while something is
   *   waited for, and when that takes long.
   */

  const [LONG_MS, PICTURE_MS, MAP_MS, SLOW_MS] = [20000, 4000, 12000, 250];
  const seen = document.getElementById("first-sight");
  /** @type {Order} */
  const order = JSON.parse(document.getElementById("first-order")?.textContent ?? "{}");

  /** @param {string} rel @param {string} href */
  function link(rel, href) {
    document.head.append(Object.assign(document.createElement("link"), { rel, href, crossOrigin: "" }));
  }

  /** Have an answer in the browser's store before the map asks for it. @param {string} address */
  function ask(address) {
    fetch(address, { priority: "low" }).catch(() => undefined);
  }

  const progress = seen?.querySelector(".progress span");
  let [loaded, told, since] = [false, "", performance.now()];
  let [started, grown] = [false, false];
  function start() {
    if (started) return;
    started = true;
    order.sheets.forEach((href) => link("stylesheet", href));
    order.early.forEach((href) => link("modulepreload", href));
    const script = document.createElement("script");
    script.addEventListener("load", () => {
      loaded = true;
      order.data.forEach(ask);
    });
    document.head.append(Object.assign(script, { type: "module", crossOrigin: "", src: order.script }));
  }

  /** Whether the line is poor, by a round trip on it: then all else waits for the picture. */
  function poor() {
    const { connection } = /** @type {{ connection?: { rtt?: number } }} */ (navigator);
    const [page] = /** @type {PerformanceNavigationTiming[]} */ (performance.getEntriesByType("navigation"));
    return Math.max(connection?.rtt ?? 0, page ? page.connectEnd - page.connectStart : 0) >= SLOW_MS;
  }

  /** The window of a map in a frame, once it is painted. @param {string} frame Which, as a style sheet names it. */
  function mapIn(frame) {
    const found = /** @type {HTMLIFrameElement | null} */ (document.querySelector(frame));
    const inside = /** @type {Window | null | undefined} */ (found?.contentWindow);
    return inside?.situation?.ready ? inside.situationMap : null;
  }
  const pagesMap = () => mapIn("#root iframe[src*=streamlit_folium]");

  /** Whether the page is there: its map is painted, or it has none and its heading is, or it says why not. */
  function here() {
    const said = document.querySelector('#root [data-testid="stException"], #root [data-testid="stAlertContentError"]');
    if (said || !order.map) return Boolean(said ?? document.querySelector("#root h1"));
    return pagesMap() !== null;
  }

  /** Let the page's map look where the reader has moved the first one to. */
  function handOver() {
    const moved = mapIn("#first-sight iframe.map")?.moved();
    if (moved) pagesMap()?.look(...moved);
  }

  /** What is waited for now. */
  function stage() {
    if (!started) return order.stages.first;
    if (!loaded) return order.stages.scripts;
    return document.querySelector("#root [data-testid='stApp'] iframe, #root h1") ? order.stages.map : order.stages.connection;
  }

  /** Whether the map has failed or hangs, under a page that is there: the page itself says why, and has to be reached. */
  const hangs = () => told === order.stages.map && performance.now() - since > LONG_MS;

  function look() {
    const root = document.getElementById("root");
    if (here() || hangs()) {
      handOver();
      seen?.remove();
      root?.removeAttribute("inert");
      if (order.map) window.keepMap();
      return;
    }
    const now = stage();
    if (now !== told) [told, since] = [now, performance.now()];
    const words = performance.now() - since > LONG_MS ? `${now} ${order.stages.late}` : now;
    if (progress && progress.textContent !== words) progress.textContent = words;
    requestAnimationFrame(look);
  }

  // A page that is closed ends the session that holds its reader's table; one that may be come back to does not.
  window.addEventListener("pagehide", ({ persisted }) => {
    const session = /** @type {HTMLElement | null} */ (document.querySelector("[data-session]"))?.dataset["session"];
    if (session && !persisted) navigator.sendBeacon(`./session/${encodeURIComponent(session)}/end`);
  });

  const holder = /** @type {HTMLElement | null} */ (seen?.querySelector(".picture") ?? null);
  const picture = holder?.querySelector("img");
  const slow = poor();
  /** What comes after the picture on a poor line: the map alone, for which the scripts of the page wait some time. */
  function next() {
    if (grown) return;
    grown = true;
    const { connection } = /** @type {{ connection?: { saveData?: boolean } }} */ (navigator);
    if (holder && order.map && !connection?.saveData) {
      window.growMap(holder, "first", start);
      setTimeout(start, MAP_MS);
    } else start();
  }
  if (picture && (order.made || slow)) picture.src = picture.dataset.src ?? "";
  if (picture && slow) {
    picture.addEventListener("load", next, { once: true });
    picture.addEventListener("error", next, { once: true });
    setTimeout(next, PICTURE_MS);
  } else start();
  if (seen) requestAnimationFrame(look);
})();
