// Strikes as a density: how many are reported on how much land, by a kernel whose radius is in kilometres on the ground.
// It has a canvas of its own over the areas and lines, with the front line drawn again on top.
(function (parts) {
  "use strict";

  const { fill, html, svg } = parts.overlay;

  const EQUATOR_M = 40075016.686;

  /**
   * Strikes per 100 km² on a grid over the view. Each strike is spread over the ground around its settlement by the
   * quartic kernel 3/(pi h^2) (1 - (d/h)^2)^2, which is nothing beyond h, the radius.
   */
  function surface(items, view, style) {
    const { cell, radius_km: radius } = style;
    const wide = Math.ceil((view.max.x - view.min.x) / cell);
    const high = Math.ceil((view.max.y - view.min.y) / cell);
    const values = new Float32Array(wide * high);
    const peak = (3 / (Math.PI * radius * radius)) * 100;
    items.forEach(({ place, count }) => {
      const [x, y] = view.point(place.lat, place.lon);
      // Pixels of the radius here: Mercator stretches the ground by 1 / cos(latitude).
      const reach = (radius * 1000 * view.scale) / (EQUATOR_M * Math.cos((place.lat * Math.PI) / 180)) / cell;
      const cx = (x - view.min.x) / cell - 0.5;
      const cy = (y - view.min.y) / cell - 0.5;
      const [left, right] = [Math.max(0, Math.ceil(cx - reach)), Math.min(wide - 1, Math.floor(cx + reach))];
      const [top, bottom] = [Math.max(0, Math.ceil(cy - reach)), Math.min(high - 1, Math.floor(cy + reach))];
      for (let row = top; row <= bottom; row += 1) {
        const dy = ((row - cy) / reach) ** 2;
        for (let column = left; column <= right; column += 1) {
          const rest = 1 - dy - ((column - cx) / reach) ** 2;
          if (rest > 0) values[row * wide + column] += count * peak * rest * rest;
        }
      }
    });
    return { values, wide, high };
  }

  const inkOf = (colour) => [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16));

  /** Which class a density is in; -1 for less than the least that is drawn. */
  function classOf(value, breaks) {
    let found = -1;
    while (found + 1 < breaks.length && value >= breaks[found + 1]) found += 1;
    return found;
  }

  /** The surface as a picture, one pixel a cell. */
  function picture(items, view, style) {
    const { values, wide, high } = surface(items, view, style);
    const canvas = html("canvas");
    canvas.width = wide;
    canvas.height = high;
    const ctx = canvas.getContext("2d");
    const image = ctx.createImageData(wide, high);
    const inks = style.colours.map(inkOf);
    values.forEach((value, i) => {
      const at = classOf(value, style.breaks);
      if (at < 0) return;
      image.data.set(inks[at], 4 * i);
      image.data[4 * i + 3] = 255 * style.opacity;
    });
    ctx.putImageData(image, 0, 0);
    return canvas;
  }

  const known = new WeakMap();

  /** The strikes of a place that are located to a settlement or better, by range; counted once. */
  function fineTotal(place, context) {
    if (!known.has(place)) {
      const tally = new parts.tally.Tally();
      place.rows.forEach(([start, end, precision, n]) => precision < context.coarse_from && tally.add(start, end, n));
      known.set(place, tally.total());
    }
    return known.get(place);
  }

  /** Strikes known too roughly for a surface keep a circle; the others are spread, with a dot that opens to the reports. */
  function parted(items, context) {
    const { from, to } = context.state;
    const [a, b] = [from, to].map((iso) => parts.tally.within(parts.tally.dayNumber(iso)));
    const fine = [];
    const rough = [];
    items.forEach((item) => {
      const n = item.worst < context.coarse_from ? item.count : fineTotal(item.place, context)(a, b);
      if (n) fine.push({ ...item, all: item.count, count: n });
      if (n < item.count) rough.push({ ...item, count: item.count - n });
    });
    return [fine, rough];
  }

  const layers = new WeakMap();

  /** The canvas of a situation map, made when it is first needed. */
  function layerOf(self) {
    if (!layers.has(self)) {
      const pane = self.map.createPane("situation-density");
      Object.assign(pane.style, { zIndex: 360, pointerEvents: "none" });
      const layer = { pane, items: [] };
      const paintAll = (ctx, view) => {
        if (!layer.items.length) return;
        const style = self.config.style.density;
        const canvas = picture(layer.items, view, style);
        ctx.drawImage(canvas, view.min.x, view.min.y, canvas.width * style.cell, canvas.height * style.cell);
        if (self.has("front")) parts.control.drawFront(ctx, view, self.answers.control, self.earlier(), self.config.style);
      };
      layer.surface = new parts.overlay.CanvasSurface("situation-density", paintAll, 0.1).addTo(self.map);
      layers.set(self, layer);
    }
    return layers.get(self);
  }

  /** Lay strikes over the ground, or none. */
  function lay(self, items) {
    if (!items.length && !layers.has(self)) return;
    const layer = layerOf(self);
    if (!items.length && !layer.items.length) return;
    layer.items = items;
    layer.pane.style.display = items.length ? "" : "none";
    layer.surface.redraw();
  }

  function draw(group, items, view, context, self) {
    const style = context.style.density;
    const [fine, rough] = parted(items, context);
    lay(self, fine);
    const { symbols, obstacles } = parts.strikes.draw(group, rough, view, context);
    fine.forEach(({ place, all }, index) => {
      const [x, y] = view.point(place.lat, place.lon);
      const key = `dot:${index}`;
      const { words, number } = context;
      const lines = [place.place, all === 1 ? words.one_strike : fill(words.strikes_n, { n: number(all) })];
      const dot = { cx: x.toFixed(1), cy: y.toFixed(1), fill: style.dot, stroke: style.dot_edge };
      // The finger or pointer gets more than the eye does.
      const children = [svg("circle", { ...dot, r: 9, "fill-opacity": 0, stroke: "none" }), svg("circle", { ...dot, r: style.dot_radius })];
      const attributes = { class: "situation-symbol", "data-key": key, tabindex: 0, role: "button", "aria-label": lines.join(". ") };
      group.append(svg("g", attributes, children));
      symbols.push({ key, kind: "strike", lines, latlng: [place.lat, place.lon], asked: { kind: "strike", place: place.place } });
    });
    return { symbols, obstacles };
  }

  /** The same on a canvas, while the clock moves. */
  function paint(ctx, items, view, context, self) {
    const style = context.style.density;
    const [fine, rough] = parted(items, context);
    lay(self, fine);
    parts.strikes.paint(ctx, rough, view, context);
    ctx.setLineDash([]);
    ctx.fillStyle = style.dot;
    ctx.strokeStyle = style.dot_edge;
    ctx.lineWidth = 1;
    fine.forEach(({ place }) => {
      const [x, y] = view.point(place.lat, place.lon);
      if (!view.sees([x, y], 5)) return;
      ctx.beginPath();
      ctx.arc(x, y, style.dot_radius, 0, 7);
      ctx.fill();
      ctx.stroke();
    });
  }

  /** The legend's entries: the classes, with the kernel's radius, and the dots. */
  function legend(context) {
    const { words, number } = context;
    const { breaks, colours, opacity, radius_km: radius, ...style } = context.style.density;
    const step = 18;
    const classes = colours.map((colour, i) => svg("rect", { x: i * step, width: step, height: 11, fill: colour, "fill-opacity": opacity }));
    const ends = breaks.map((value, i) => {
      const text = svg("text", { x: i * step + 1, y: 22, "font-size": 9.5, fill: context.style.ink_soft });
      text.textContent = number(value);
      return text;
    });
    const wide = step * colours.length;
    const bar = svg("svg", { width: wide, height: 24, viewBox: `0 0 ${wide} 24`, "aria-hidden": "true" }, [...classes, ...ends]);
    const dot = svg("circle", { cx: 19, cy: 8, r: style.dot_radius, fill: style.dot, stroke: style.dot_edge });
    return [
      [bar, fill(words.density, { n: number(radius) })],
      [svg("svg", { width: 38, height: 16, viewBox: "0 0 38 16", "aria-hidden": "true" }, [dot]), words.density_dot],
    ];
  }

  parts.density = { classOf, draw, lay, legend, paint, surface };
})((window.situationParts = window.situationParts || {}));
