// Has the browser keep the map of this visit, for a day on which the server cannot be reached.

(function () {
  "use strict";

  /**
   * @param {string} page Address of the map alone, of the view that is kept.
   * @param {Window} frame The frame that the map is painted in: what it was drawn from is kept.
   */
  window.keepMap = async function keepMap(page, frame) {
    if (!navigator.serviceWorker) return;
    try {
      await navigator.serviceWorker.register("./keeper.js", { scope: "./" });
      const { active } = await navigator.serviceWorker.ready;
      const loaded = /** @type {any} */ (frame).performance.getEntriesByType("resource");
      /** @type {string[]} */
      const names = loaded.map((/** @type {{ name: string }} */ { name }) => name);
      const parts = names.filter((name) => /\/(map|assets)\//.test(name));
      // The clock asks for every date once the map is painted, which may be later than this.
      const data = parts.find((name) => name.includes("/map/"));
      if (data) parts.push(data.replace(/(\/map\/[^/]+\/).*$/, "$1sequence.json"));
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = ({ data: done }) => document.documentElement.toggleAttribute("data-map-kept", Boolean(done));
      active?.postMessage({ page: new URL(page, window.location.href).href, parts }, [port2]);
    } catch {
      // A browser that keeps nothing asks the server each time.
    }
  };
})();
