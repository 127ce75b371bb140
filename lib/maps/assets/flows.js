// Displacement flows: one curved, tapered arrow a pair of places, wider for more people.
(function (parts) {
  "use strict";

  const { svg, fill } = parts.overlay;

  // Finest first, as in the event table; "representative" is only a place to hang the arrow on.
  function decode(body) {
    return (body.flows || []).filter((flow) =>
      [flow.lat, flow.lon, flow.origin_lat, flow.origin_lon].every(Number.isFinite),
    );
  }

  const known = new WeakMap();

  /** Totals by range of a pair: rows, rows with a figure, persons low and high; counted once. */
  function totals(flow) {
    if (!known.has(flow)) {
      const [any, given, low, high] = [0, 1, 2, 3].map(() => new parts.tally.Tally());
      flow.rows.forEach(([start, end, rowLow, rowHigh]) => {
        any.add(start, end, 1);
        const least = rowLow === null ? rowHigh : rowLow;
        if (least === null) return;
        given.add(start, end, 1);
        low.add(start, end, least);
        high.add(start, end, rowHigh === null ? rowLow : rowHigh);
      });
      known.set(flow, [any, given, low, high].map((tally) => tally.total()));
    }
    return known.get(flow);
  }

  /** Pairs with a row in the range, their figures added up; low and high are null when only the way is known. */
  function inRange(flows, from, to) {
    const found = [];
    flows.forEach((flow) => {
      const [any, given, lows, highs] = totals(flow);
      const rows = any(from, to);
      const counted = rows > 0 && given(from, to) > 0;
      const low = counted ? lows(from, to) : null;
      const high = counted ? highs(from, to) : null;
      const apart = flow.lat !== flow.origin_lat || flow.lon !== flow.origin_lon;
      if (rows && apart) found.push({ flow, rows, low, high, persons: low === null ? null : (low + high) / 2 });
    });
    // Bare directions at the bottom; then wide arrows before thin ones, so that the thin stay visible on top.
    const order = (one) => (one.persons === null ? Infinity : one.persons);
    return found.sort((a, b) => (order(a) === order(b) ? 0 : order(b) - order(a)));
  }

  function width(persons, style) {
    const share = Math.sqrt(Math.min(Math.max(persons, 0) / style.full_scale_persons, 1));
    return style.min_width + (style.max_width - style.min_width) * share;
  }

  /** An end that is only a place to hang the arrow on: the report names an area, not a settlement. */
  const loose = (precision) => ["representative", "country", "governorate"].includes(precision);

  function describe(item, context) {
    const { words, number } = context;
    const { flow, low, high } = item;
    const lines = [fill(words.from_to, { origin: flow.origin, place: flow.place })];
    if (low === null) lines.push(words.direction_only);
    else if (low === high) lines.push(fill(words.persons, { n: number(low) }));
    else lines.push(fill(words.persons, { n: `${number(low)}\u2013${number(high)}` }));
    if (loose(flow.origin_precision) || loose(flow.precision)) lines.push(words.representative);
    return lines;
  }

  /** Draw into an SVG group; returns the symbols by key for pointer and keyboard. */
  function draw(group, items, view, context) {
    const style = context.style.flow;
    const defs = svg("defs", {});
    group.append(defs);
    const symbols = [];
    items.forEach((item, index) => {
      const { flow } = item;
      const from = view.point(flow.origin_lat, flow.origin_lon);
      const to = view.point(flow.lat, flow.lon);
      const directional = item.persons === null;
      const thick = directional ? style.direction_only.width : width(item.persons, style) * context.symbol_scale;
      const shape = parts.geometry.arrow(from, to, flow.bend || 0, thick, style);
      const key = `flow:${index}`;
      const faded = [loose(flow.origin_precision), loose(flow.precision)];
      let paint = style.colour;
      if (!directional && (faded[0] || faded[1])) {
        paint = `url(#situation-fade-${index})`;
        defs.append(fade(`situation-fade-${index}`, from, to, faded, style));
      }
      const lines = describe(item, context);
      const symbol = svg("g", {
        class: "situation-symbol",
        "data-key": key,
        tabindex: 0,
        role: "button",
        "aria-label": lines.join(". "),
      });
      if (directional) {
        const pen = { fill: "none", "stroke-linecap": "butt" };
        symbol.append(
          svg("path", {
            d: shape.spine,
            ...pen,
            stroke: style.colour,
            "stroke-width": thick,
            "stroke-dasharray": style.direction_only.dash.join(" "),
            opacity: style.direction_only.opacity,
          }),
          svg("path", { d: shape.head, fill: style.colour, stroke: style.edge, "stroke-width": 0.8 }),
          svg("path", { d: shape.spine, ...pen, stroke: "transparent", "stroke-width": 11 }),
        );
      } else {
        const soft = faded[0] || faded[1];
        symbol.append(
          svg("path", {
            d: shape.outline,
            fill: "none",
            stroke: style.edge,
            "stroke-width": style.edge_width * 2,
            "stroke-linejoin": "round",
            opacity: soft ? 0.6 : 1,
          }),
          svg("path", {
            d: shape.outline,
            fill: paint,
            "fill-opacity": style.opacity,
            stroke: soft ? style.colour : "none",
            "stroke-width": 1,
            "stroke-dasharray": soft ? style.outline_dash.join(" ") : null,
          }),
        );
      }
      group.append(symbol);
      symbols.push({
        key,
        kind: "displacement",
        lines,
        latlng: [flow.lat, flow.lon],
        asked: { kind: "displacement", place: flow.place, origin: flow.origin, counter: context.state.counter },
      });
    });
    return symbols;
  }

  function fade(id, from, to, faded, style) {
    const stop = (offset, opacity) =>
      svg("stop", { offset, "stop-color": style.colour, "stop-opacity": opacity });
    return svg(
      "linearGradient",
      { id, gradientUnits: "userSpaceOnUse", x1: from[0], y1: from[1], x2: to[0], y2: to[1] },
      stops(faded, style).map(([offset, opacity]) => stop(offset, opacity)),
    );
  }

  /** [share of the way, opacity] of an arrow whose ends are only places to hang it on. */
  const stops = (faded, style) => [
    [0, faded[0] ? style.faded_origin_opacity : 1],
    [0.5, faded[0] && faded[1] ? 0.8 : 1],
    [1, faded[1] ? style.faded_end_opacity : 1],
  ];

  function trace(points, closed) {
    const path = new Path2D();
    points.forEach(([x, y], i) => (i ? path.lineTo(x, y) : path.moveTo(x, y)));
    if (closed) path.closePath();
    return path;
  }

  const stamps = new Map();

  /** Pictures of arrows kept: an arrow stays the same from frame to frame while nobody is added to it. */
  const MOST_STAMPS = 400;

  /** The same arrows on a canvas, while they change with each frame; on whole pixels, so that they are copied as is. */
  function paint(ctx, items, view, context) {
    const ratio = Math.min(window.devicePixelRatio || 1, 2);
    items.forEach((item) => {
      const { flow } = item;
      const from = view.point(flow.origin_lat, flow.origin_lon);
      const to = view.point(flow.lat, flow.lon);
      const key = [flow.origin_lat, flow.origin_lon, flow.lat, flow.lon, item.persons, view.scale, ratio].join();
      if (!stamps.has(key)) {
        if (stamps.size >= MOST_STAMPS) stamps.clear();
        stamps.set(key, stamp(item, from, to, ratio, context));
      }
      const { canvas, left, top } = stamps.get(key);
      const [x, y] = [Math.round(from[0]) + left, Math.round(from[1]) + top];
      ctx.drawImage(canvas, x, y, canvas.width / ratio, canvas.height / ratio);
    });
  }

  /** An arrow as a picture, and where its corner lies from where the arrow begins. */
  function stamp(item, from, to, ratio, context) {
    const style = context.style.flow;
    const directional = item.persons === null;
    const thick = directional ? style.direction_only.width : width(item.persons, style) * context.symbol_scale;
    const ends = [[0, 0], [to[0] - from[0], to[1] - from[1]]];
    const shape = parts.geometry.arrowPoints(...ends, item.flow.bend || 0, thick, style, 10);
    const points = [...shape.outline, ...shape.spine];
    const edge = Math.ceil(thick + 4);
    const [left, top] = [0, 1].map((axis) => Math.floor(Math.min(...points.map((point) => point[axis]))) - edge);
    const [right, bottom] = [0, 1].map((axis) => Math.ceil(Math.max(...points.map((point) => point[axis]))) + edge);
    const canvas = document.createElement("canvas");
    canvas.width = Math.round((right - left) * ratio);
    canvas.height = Math.round((bottom - top) * ratio);
    const ctx = canvas.getContext("2d");
    ctx.scale(ratio, ratio);
    ctx.translate(-left, -top);
    paintArrow(ctx, item, shape, ends, thick, style);
    return { canvas, left, top };
  }

  function paintArrow(ctx, { flow, persons }, shape, [from, to], thick, style) {
    const directional = persons === null;
    const faded = [loose(flow.origin_precision), loose(flow.precision)];
    const soft = faded[0] || faded[1];
    const outline = trace(directional ? shape.head : shape.outline, true);
    ctx.lineJoin = "bevel";
    ctx.lineCap = "butt";
    if (directional) {
      ctx.globalAlpha = style.direction_only.opacity;
      ctx.setLineDash(style.direction_only.dash);
      ctx.strokeStyle = style.colour;
      ctx.lineWidth = thick;
      ctx.stroke(trace(shape.spine, false));
      ctx.setLineDash([]);
    }
    ctx.globalAlpha = soft && !directional ? 0.6 : 1;
    ctx.strokeStyle = style.edge;
    ctx.lineWidth = directional ? 1.6 : style.edge_width * 2;
    ctx.stroke(outline);
    ctx.globalAlpha = directional ? 1 : style.opacity;
    ctx.fillStyle = soft && !directional ? gradient(ctx, from, to, faded, style) : style.colour;
    ctx.fill(outline);
    ctx.globalAlpha = 1;
    if (!soft || directional) return;
    ctx.setLineDash(style.outline_dash);
    ctx.strokeStyle = style.colour;
    ctx.lineWidth = 1;
    ctx.stroke(outline);
    ctx.setLineDash([]);
  }

  function gradient(ctx, from, to, faded, style) {
    const made = ctx.createLinearGradient(...from, ...to);
    stops(faded, style).forEach(([offset, opacity]) => {
      const share = Math.round(opacity * 255).toString(16).padStart(2, "0");
      made.addColorStop(offset, `${style.colour}${share}`);
    });
    return made;
  }

  parts.flows = { decode, draw, inRange, loose, paint, width };
})((window.situationParts = window.situationParts || {}));
