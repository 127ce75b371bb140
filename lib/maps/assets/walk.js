// The front under the pointer and on the keyboard: one stop for Tab, arrow keys go along the line.
(function (parts) {
  "use strict";

  const { svg, fill } = parts.overlay;
  const STEPS = { ArrowLeft: -1, ArrowUp: -1, ArrowRight: 1, ArrowDown: 1 };

  /** Latitude and longitude of a point kept in unit Mercator relative to the anchor. */
  function latLngOf(self, [x, y], view) {
    const point = self.map.layerPointToLatLng([x * view.scale + view.shift[0], y * view.scale + view.shift[1]]);
    return [point.lat, point.lng];
  }

  /** The stretches whose middle is in view, each from the map that is seen there. */
  function inView(self, view) {
    const left = self.swiped();
    const maps = left ? [left, self.answers.control] : [self.answers.control];
    return maps.flatMap((control) =>
      control.stretches.filter((stretch) => {
        const [x, y] = parts.stretches.middle(stretch);
        const p = [x * view.scale + view.shift[0], y * view.scale + view.shift[1]];
        const at = self.map.layerPointToContainerPoint(p);
        const size = self.map.getSize();
        const seen = at.x > 8 && at.y > 8 && at.x < size.x - 8 && at.y < size.y - 30;
        return seen && self.controlAt(p[0]).control === control;
      }),
    );
  }

  function symbolOf(self, stretch, view, latlng) {
    const spot = latlng || latLngOf(self, parts.stretches.middle(stretch), view);
    const x = self.map.latLngToLayerPoint(spot).x;
    return parts.stretches.symbol(stretch, spot, self.controlAt(x).days, self);
  }

  /** The stop for the keyboard, and an empty place for the highlight. Returns its symbol. */
  function draw(self, group, hover, view) {
    const marked = self.hovered;
    self.hover = hover;
    self.hovered = null;
    highlight(self, [self.answers.control, self.swiped()].some((one) => one && one.stretches.includes(marked)) ? marked : null);
    const shown = self.has("front") && self.answers.control && self.answers.control.stretches.length;
    const stretches = shown ? inView(self, view) : [];
    if (!stretches.length) {
      self.walked = null;
      return [];
    }
    const at = self.walked ? stretches.indexOf(self.walked.stretch) : -1;
    const element = svg("g", { class: "situation-walk", "data-key": "front", tabindex: 0, role: "button" });
    group.append(element);
    self.walked = { element, stretches, view, stretch: stretches[Math.max(at, 0)] };
    const symbol = symbolOf(self, self.walked.stretch, view);
    name(self, symbol);
    return [symbol];
  }

  function name(self, symbol) {
    const { element, stretches, stretch } = self.walked;
    const place = { n: self.context.number(stretches.indexOf(stretch) + 1), of: self.context.number(stretches.length) };
    element.setAttribute("aria-label", [fill(self.context.words.stretch_walk, place), ...symbol.lines].join(". "));
  }

  /** Show a stretch as the one that is meant, or none. */
  function highlight(self, stretch) {
    if (self.hovered === stretch || !self.hover) return;
    self.hovered = stretch;
    const look = self.config.style.stretch.highlight;
    const path = stretch && {
      d: parts.stretches.outline(stretch, self.lines.surface.view()),
      fill: "none",
      stroke: look.colour,
      "stroke-width": look.width,
      "stroke-opacity": look.opacity,
      "stroke-linecap": "round",
      "stroke-linejoin": "round",
    };
    self.hover.replaceChildren(...(path ? [svg("path", path)] : []));
  }

  /** Along the line by arrow keys; the tip and a spoken line follow. */
  function key(self, event) {
    const step = STEPS[event.key];
    if (!self.walked || step === undefined) return false;
    const { stretches, stretch, view } = self.walked;
    const next = stretches[(stretches.indexOf(stretch) + step + stretches.length) % stretches.length];
    self.walked.stretch = next;
    const symbol = symbolOf(self, next, view);
    self.symbols.set("front", symbol);
    name(self, symbol);
    focus(self, symbol);
    self.panel.live.textContent = symbol.lines.join(". ");
    return true;
  }

  function focus(self, symbol) {
    const p = self.map.latLngToContainerPoint(symbol.latlng);
    highlight(self, self.walked.stretch);
    self.panel.showTip(symbol.lines, p.x, p.y);
  }

  /** What of the canvas lies under a layer point: a stretch of the front, or the edge of an agreement's area. */
  function under(self, point, latlng, reach) {
    if (!self.state || !self.lines.surface._bounds) return null;
    const view = self.lines.surface.view();
    const [x, y] = view.unit(point.x, point.y);
    const { control } = self.controlAt(point.x);
    const stretches = self.has("front") && control ? control.stretches : [];
    const stretch = parts.stretches.nearest(stretches, x, y, reach / view.scale);
    if (stretch) return { stretch, symbol: symbolOf(self, stretch, view, latlng) };
    const area = parts.agreements.edgeAt(self.answers.agreements, self.state.layerSet, x, y, (reach * 0.6) / view.scale);
    return area ? { stretch: null, symbol: parts.agreements.areaSymbol(area, latlng) } : null;
  }

  parts.walk = { draw, focus, highlight, key, under };
})((window.situationParts = window.situationParts || {}));
