// Where the map looks: the start view, the view an address asks for, and the online background behind it.
(function (parts) {
  "use strict";

  /** The view and the background that a state asks for. */
  function apply(self, state) {
    applyView(self, state.view);
    applyOnline(self, state.online);
  }

  function applyView(self, view) {
    if (!view) return;
    const key = JSON.stringify([view.lat, view.lon, view.zoom]);
    if (key === self.lastView) return;
    self.lastView = key;
    self.untouched = false;
    self.map.setView([view.lat, view.lon], view.zoom, { animate: false });
  }

  function applyOnline(self, wanted) {
    const { online, words } = self.config;
    if (wanted && online && !self.tiles) {
      self.tiles = L.tileLayer(online.url, { maxZoom: online.max_zoom, attribution: "" });
      self.tiles.on("tileerror", () => self.panel.notice("tiles", words.tiles_unreachable));
      // Our own rivers and roads make way only once the background really is there.
      self.tiles.once("tileload", () => seeTiles(self, true));
      self.tiles.addTo(self.map);
    } else if (!wanted && self.tiles) {
      self.tiles.remove();
      self.tiles = null;
      seeTiles(self, false);
      self.panel.notice("tiles", "");
    }
  }

  function seeTiles(self, seen) {
    self.tilesSeen = seen;
    self.lines.redraw();
  }

  /** Fit the start view until the reader moves the map: the frame's size settles only after loading. */
  function watchSize(self) {
    const { map, config } = self;
    const fit = () => {
      map.invalidateSize({ animate: false });
      const { x } = map.getSize();
      if (!self.untouched || x === 0) return;
      // The legend lies on the right edge of a wide map: what matters is centred in the rest.
      const right = x >= 900 ? 250 : 0;
      const padding = { paddingTopLeft: [0, self.top], paddingBottomRight: [right, 20] };
      map.fitBounds(config.start, { animate: false, ...padding });
    };
    new ResizeObserver(fit).observe(map.getContainer());
    const touched = () => {
      self.untouched = false;
    };
    ["pointerdown", "wheel", "keydown"].forEach((name) => map.getContainer().addEventListener(name, touched, { passive: true }));
    // Places appear with zoom and symbols grow with it, so the legend follows, once the surfaces have redrawn.
    map.on("moveend", () => self.painted && self.drawLegend());
    fit();
  }

  parts.view = { apply, watchSize };
})((window.situationParts = window.situationParts || {}));
