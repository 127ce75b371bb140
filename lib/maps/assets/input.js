// Pointer and keyboard: a symbol tells its name under the pointer and opens to its sources on click or Enter.
(function (parts) {
  "use strict";

  function listen(self) {
    const root = self.marks._container;
    const symbolOf = (event) => {
      const element = event.target.closest && event.target.closest("[data-key]");
      return element ? self.symbols.get(element.dataset.key) : null;
    };
    const show = (symbol) => parts.popup.open(self.map, symbol, self.server, self.state, self.context, self.panel.covered());
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
      const p = self.map.latLngToContainerPoint(symbol.latlng);
      self.panel.showTip(symbol.lines, p.x, p.y);
    });
    root.addEventListener("focusout", () => self.panel.hideTip());
    self.map.getContainer().addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      self.panel.hideTip();
      self.map.closePopup();
      const element = self.opener && root.querySelector(`[data-key="${CSS.escape(self.opener)}"]`);
      if (element) element.focus({ preventScroll: true });
      self.opener = null;
    });
    self.map.on("click", (event) => {
      const { control } = self.answers;
      if (!control || !self.state) return;
      const p = event.layerPoint;
      const place = parts.control.placeAt(control, self.lines.view(), p.x, p.y, self.state.layerSet);
      if (!place) return;
      show({ lines: [place.place], latlng: [place.lat, place.lon], asked: { kind: "control", place: place.place } });
    });
  }

  parts.input = { listen };
})((window.situationParts = window.situationParts || {}));
