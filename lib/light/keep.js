// Has the browser keep the map of the view that is shown, for a day on which the server cannot be reached.

(function () {
  "use strict";

  const LOOK_MS = 30000;
  /** The view that is kept, by its parameters; none at first. @type {string | null} */
  let kept = null;

  /** Keep the map of the view that an address has now; again whenever that changed. */
  async function keep() {
    const { search } = window.location;
    if (!navigator.serviceWorker || kept === search) return;
    try {
      await navigator.serviceWorker.register("./keeper.js", { scope: "./" });
      const { active } = await navigator.serviceWorker.ready;
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = ({ data: done }) => {
        if (done) kept = search;
        document.documentElement.toggleAttribute("data-map-kept", kept === window.location.search);
      };
      active?.postMessage({ page: new URL(`./embed${search}`, window.location.href).href }, [port2]);
    } catch {
      // A browser that keeps nothing asks the server each time.
    }
  }

  window.keepMap = function keepMap() {
    keep();
    setInterval(keep, LOOK_MS);
    document.addEventListener("visibilitychange", keep);
  };
})();
