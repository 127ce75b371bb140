// Pointer and keyboard: a symbol tells its name under the pointer and opens to its sources on click or Enter.
(function (parts) {
  "use strict";

  /** On a page that lists reports, a click on a place names it to the page; anything else opens in the map. */
  function tell(self, symbol) {
    const place = self.config.lists && symbol.asked && symbol.asked.place;
    if (!place) return false;
    self.told = (self.told || 0) + 1;
    // What streamlit-folium's own script would send, which knows Leaflet's markers only. Counted, for the page takes
    // the same value twice for no news.
    const message = { isStreamlitMessage: true, type: "streamlit:setComponentValue", dataType: "json" };
    window.parent.postMessage({ ...message, value: { place, told: self.told } }, "*");
    return true;
  }

  function listen(self) {
    const root = self.marks._container;
    const symbolOf = (event) => {
      const element = event.target.closest && event.target.closest("[data-key]");
      return element ? self.symbols.get(element.dataset.key) : null;
    };
    const reports = (symbol) => parts.popup.open(self.map, symbol, self.server, self.state, self.context, self.panel.covered());
    // A symbol of several places has no reports of its own: it says what it does instead.
    const show = (symbol) => (symbol.open ? symbol.open(self.map) : tell(self, symbol) || reports(symbol));
    root.addEventListener("click", (event) => {
      const symbol = symbolOf(event);
      if (!symbol) return;
      event.stopPropagation();
      if (self.map.dragging.moved()) return;
      self.panel.hideTip();
      show(symbol);
    });
    root.addEventListener("keydown", (event) => {
      const symbol = symbolOf(event);
      if (symbol && symbol.key === "front" && parts.walk.key(self, event)) {
        event.preventDefault();
        event.stopPropagation();
        return;
      }
      if (!symbol || (event.key !== "Enter" && event.key !== " ")) return;
      event.preventDefault();
      event.stopPropagation();
      self.opener = symbol.key;
      show(symbol);
    });
    root.addEventListener("pointermove", (event) => {
      const symbol = event.pointerType === "touch" ? null : symbolOf(event);
      const p = self.map.mouseEventToContainerPoint(event);
      if (symbol) self.panel.showTip(symbol.lines, p.x, p.y);
      else self.panel.hideTip();
    });
    root.addEventListener("pointerleave", () => self.panel.hideTip());
    root.addEventListener("focusin", (event) => {
      const symbol = symbolOf(event);
      if (!symbol || !event.target.matches(":focus-visible")) return;
      if (symbol.key === "front") {
        parts.walk.focus(self, symbol);
        return;
      }
      const p = self.map.latLngToContainerPoint(symbol.latlng);
      self.panel.showTip(symbol.lines, p.x, p.y);
    });
    root.addEventListener("focusout", () => {
      self.panel.hideTip();
      parts.walk.highlight(self, null);
    });
    hover(self, root);
    self.map.getContainer().addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      self.panel.hideTip();
      self.map.closePopup();
      const element = self.opener && root.querySelector(`[data-key="${CSS.escape(self.opener)}"]`);
      if (element) element.focus({ preventScroll: true });
      self.opener = null;
    });
    self.map.on("click", (event) => {
      if (!self.state) return;
      const p = event.layerPoint;
      const touched = event.originalEvent && event.originalEvent.pointerType === "touch";
      const { lat, lng } = event.latlng;
      const found = parts.walk.under(self, p, [lat, lng], touched ? 16 : 9);
      if (found) {
        clear(self);
        show(found.symbol);
        parts.walk.highlight(self, found.stretch);
        return;
      }
      const { control, days } = self.controlAt(p.x);
      const place = control && parts.control.placeAt(control, self.lines.surface.view(), p.x, p.y, self.state.layerSet);
      if (!place) return;
      const asked = { kind: "control", place: place.place, ...days };
      show({ lines: [place.place], latlng: [place.lat, place.lon], asked });
    });
    self.map.on("popupclose", () => parts.walk.highlight(self, null));
  }

  /** What is drawn on the canvas has no element of its own: it is looked up under the pointer. */
  function hover(self, root) {
    const container = self.map.getContainer();
    const elsewhere = ".situation-frame, .situation-swipe, .leaflet-popup, .leaflet-control";
    container.addEventListener("pointermove", (event) => {
      if (event.pointerType === "touch") return;
      if (root.contains(event.target)) {
        // A symbol shows its own tip.
        if (self.pointed) parts.walk.highlight(self, null);
        self.pointed = false;
        container.style.cursor = "";
        return;
      }
      const busy = event.buttons || event.target.closest(elsewhere);
      const p = self.map.mouseEventToContainerPoint(event);
      const point = self.map.containerPointToLayerPoint(p);
      const found = busy ? null : parts.walk.under(self, point, self.map.containerPointToLatLng(p), 9);
      if (!found) clear(self);
      else {
        self.pointed = true;
        container.style.cursor = "pointer";
        parts.walk.highlight(self, found.stretch);
        self.panel.showTip(found.symbol.lines, p.x, p.y);
      }
    });
    container.addEventListener("pointerleave", () => clear(self));
  }

  function clear(self) {
    if (!self.pointed) return;
    self.pointed = false;
    self.map.getContainer().style.cursor = "";
    self.panel.hideTip();
    parts.walk.highlight(self, null);
  }

  parts.input = { listen };
})((window.situationParts = window.situationParts || {}));
