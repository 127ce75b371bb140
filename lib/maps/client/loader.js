// Written into the page itself, before the map is made: loads the map's script and hands on what the page said meanwhile.
// A script that cannot be loaded would leave a blank frame; this says so, and tries again when asked.
/** @import { Config, LeafletMap, State } from "./types.js" */

(function () {
  "use strict";

  // A map in one file brings its script along.
  if (window.situationMap) return;

  /** @type {State | null} */
  let state = null;
  /** @type {(loaded: unknown) => void} */
  let loaded = () => {};
  const loading = new Promise((resolve) => {
    loaded = resolve;
  });

  /** @param {LeafletMap} map @param {Config} config */
  function load(map, config) {
    const script = document.createElement("script");
    script.src = config.script;
    script.onload = () => {
      // The script has put the map itself in this place.
      window.situationMap.create(map, config);
      if (state) window.situationMap.set(state);
      loaded(null);
    };
    script.onerror = () => tell(map, config);
    document.head.append(script);
  }

  /** @param {LeafletMap} map @param {Config} config */
  function tell(map, config) {
    const note = document.createElement("p");
    note.style.cssText =
      "position:absolute;z-index:900;inset:0 0 auto;margin:0;padding:12px;background:Canvas;color:CanvasText";
    const again = document.createElement("button");
    again.textContent = config.words.retry;
    again.addEventListener("click", () => {
      note.remove();
      load(map, config);
    });
    note.append(config.words.script_missing + " ", again);
    map.getContainer().append(note);
  }

  window.situationMap = {
    create: load,
    set(given) {
      state = given;
    },
    under: () => [],
    moved: () => null,
    look: () => undefined,
    follow: null,
    notice: (name, words) => void loading.then(() => window.situationMap.notice(name, words)),
    setRange: (from, to) => loading.then(() => window.situationMap.setRange(from, to)),
  };
})();
