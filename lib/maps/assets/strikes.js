// Strikes: one circle a place, its area by the number of strikes, its outline by the worst precision.
(function (parts) {
  "use strict";

  const { svg, fill } = parts.overlay;

  function decode(body) {
    return (body.places || []).filter((place) => Number.isFinite(place.lat) && Number.isFinite(place.lon));
  }

  const known = new WeakMap();

  /** [precision, total by range] of a place, counted once. */
  function totals(place) {
    if (!known.has(place)) {
      const tallies = new Map();
      place.rows.forEach(([start, end, precision, n]) => {
        if (!tallies.has(precision)) tallies.set(precision, new parts.tally.Tally());
        tallies.get(precision).add(start, end, n);
      });
      known.set(place, [...tallies].map(([precision, tally]) => [precision, tally.total()]));
    }
    return known.get(place);
  }

  /** Places struck in the days from `from` to `to`: how often, and the worst precision; most first. */
  function inRange(places, from, to) {
    const found = [];
    places.forEach((place) => {
      let count = 0;
      let worst = 0;
      totals(place).forEach(([precision, total]) => {
        const n = total(from, to);
        count += n;
        if (n && precision > worst) worst = precision;
      });
      if (count) found.push({ place, count, worst });
    });
    return found.sort((a, b) => b.count - a.count);
  }

  function radius(count, context) {
    const style = context.style.strike;
    return Math.min(style.unit_radius * Math.sqrt(count), style.max_radius) * context.symbol_scale;
  }

  /** The number in a circle, where it can be read. */
  function number(count, r, context) {
    const style = context.style.strike;
    const text = count >= 2 && r >= style.count_radius ? context.number(count) : "";
    return { text: text.length * 3.1 <= r ? text : "", size: Math.min(style.text_size, r * 1.55) };
  }

  /** A number in the middle of a circle. */
  function numeral(x, y, text, size, colour) {
    const label = svg("text", {
      x: x.toFixed(1),
      y: (y + size * 0.36).toFixed(1),
      "text-anchor": "middle",
      "font-size": size.toFixed(1),
      "font-weight": 700,
      fill: colour,
    });
    label.textContent = text;
    return label;
  }

  /** The circle itself; the legend draws the same one. */
  function circle(x, y, count, coarse, context) {
    const style = context.style.strike;
    const r = radius(count, context);
    const children = [
      svg("circle", {
        cx: x.toFixed(1),
        cy: y.toFixed(1),
        r: r.toFixed(2),
        fill: style.fill,
        "fill-opacity": coarse ? style.coarse_fill_opacity : style.opacity,
        stroke: coarse ? style.coarse_edge : style.edge,
        "stroke-width": coarse ? style.coarse_edge_width : style.edge_width,
        "stroke-dasharray": coarse ? style.coarse_dash.join(" ") : null,
      }),
    ];
    const { text, size } = number(count, r, context);
    if (text) children.push(numeral(x, y, text, size, coarse ? style.coarse_text : style.text));
    return { children, r };
  }

  function draw(group, items, view, context) {
    const symbols = [];
    const obstacles = [];
    items.forEach(({ place, count, worst }, index) => {
      const [x, y] = view.point(place.lat, place.lon);
      const coarse = worst >= context.coarse_from;
      const { children, r } = circle(x, y, count, coarse, context);
      const key = `strike:${index}`;
      const lines = [
        place.place,
        count === 1 ? context.words.one_strike : fill(context.words.strikes_n, { n: context.number(count) }),
      ];
      if (coarse) lines.push(context.words.precision[worst] || context.words.coarse);
      const symbol = svg(
        "g",
        { class: "situation-symbol", "data-key": key, tabindex: 0, role: "button", "aria-label": lines.join(". ") },
        children,
      );
      group.append(symbol);
      obstacles.push([x - r, y - r, x + r, y + r]);
      symbols.push({
        key,
        kind: "strike",
        lines,
        latlng: [place.lat, place.lon],
        asked: { kind: "strike", place: place.place },
      });
    });
    return { symbols, obstacles };
  }

  /** Circles as small pictures, by radius and outline: copying one is many times quicker than filling a circle. */
  const stamps = new Map();

  function stamp(r, coarse, style) {
    const ratio = Math.min(window.devicePixelRatio || 1, 2);
    const key = `${r.toFixed(1)}|${coarse}|${ratio}`;
    if (!stamps.has(key)) {
      if (stamps.size > 600) stamps.clear();
      const half = Math.ceil(r + 2);
      const canvas = document.createElement("canvas");
      canvas.width = canvas.height = Math.round(2 * half * ratio);
      const ctx = canvas.getContext("2d");
      ctx.scale(ratio, ratio);
      ctx.beginPath();
      ctx.arc(half, half, r, 0, 7);
      ctx.globalAlpha = coarse ? style.coarse_fill_opacity : style.opacity;
      ctx.fillStyle = style.fill;
      ctx.fill();
      ctx.globalAlpha = 1;
      ctx.setLineDash(coarse ? style.coarse_dash : []);
      ctx.strokeStyle = coarse ? style.coarse_edge : style.edge;
      ctx.lineWidth = coarse ? style.coarse_edge_width : style.edge_width;
      ctx.stroke();
      stamps.set(key, { canvas, half });
    }
    return stamps.get(key);
  }

  /** The same circles on a canvas, while they change with each frame; on whole pixels, so that they are copied as is. */
  function paint(ctx, items, view, context) {
    const style = context.style.strike;
    ctx.textAlign = "center";
    let font = "";
    items.forEach(({ place, count, worst }) => {
      const [x, y] = view.point(place.lat, place.lon);
      if (!view.sees([x, y], 30)) return;
      const coarse = worst >= context.coarse_from;
      const r = radius(count, context);
      const { canvas, half } = stamp(r, coarse, style);
      ctx.drawImage(canvas, Math.round(x) - half, Math.round(y) - half, 2 * half, 2 * half);
      const { text, size } = number(count, r, context);
      if (!text) return;
      const wanted = `700 ${size.toFixed(1)}px ${context.style.font}`;
      if (wanted !== font) ctx.font = font = wanted;
      ctx.fillStyle = coarse ? style.coarse_text : style.text;
      ctx.fillText(text, x, y + size * 0.36);
    });
  }

  parts.strikes = { circle, decode, draw, inRange, numeral, paint, radius };
})((window.situationParts = window.situationParts || {}));
