// The first script of the map: keeps what it is told until the parts are here, then hands it over.
// The parts load side by side and run in order: one wait on a slow line instead of one for each.
(function () {
  "use strict";

  let config = null;
  let map = null;
  let state = null;
  let running = null;
  const waiting = [];

  function load(address) {
    return new Promise((resolve, reject) => {
      const script = document.createElement("script");
      script.src = address;
      script.async = false;
      script.onload = resolve;
      script.onerror = () => reject(new Error(address));
      document.head.append(script);
    });
  }

  // A map in one file brings its parts along.
  const brought = () => Boolean(window.situationParts && window.situationParts.SituationMap);

  function start() {
    Promise.all(brought() ? [] : config.scripts.map(load)).then(
      () => {
        running = new window.situationParts.SituationMap(map, config);
        if (config.present) new window.situationParts.present.Presentation(running);
        if (state) running.set(state);
        waiting.splice(0).forEach((go) => go());
      },
      () => {
        // Without its parts the map cannot draw; say so instead of staying blank.
        const note = document.createElement("p");
        note.style.cssText = "position:absolute;z-index:900;inset:0 0 auto;margin:0;padding:12px;background:#fff";
        const again = document.createElement("button");
        again.textContent = config.words.retry;
        again.addEventListener("click", () => {
          note.remove();
          start();
        });
        note.append(`${config.words.script_missing} `, again);
        map.getContainer().append(note);
      },
    );
  }

  window.situationMap = {
    create(leafletMap, given) {
      map = leafletMap;
      config = given;
      start();
    },
    set(given) {
      state = given;
      if (running) running.set(given);
    },
    /** Move the clock to two ISO days; settles once they are painted. */
    async setRange(from, to) {
      if (!running) await new Promise((resolve) => waiting.push(resolve));
      if (!running.clock) throw new Error("this map has no clock");
      await running.clock.setRange(from, to);
    },
  };
})();
