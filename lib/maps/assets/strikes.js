// Strikes: one circle a place, its area by the number of strikes, its outline by the worst precision.
(function (parts) {
  "use strict";

  const { svg, fill } = parts.overlay;

  function decode(body) {
    return (body.places || []).filter((place) => Number.isFinite(place.lat) && Number.isFinite(place.lon));
  }

  function inRange(places, from, to) {
    const found = [];
    places.forEach((place) => {
      let count = 0;
      let worst = 0;
      for (const [start, end, precision, n] of place.rows) {
        if (start > to || end < from) continue;
        count += n;
        if (precision > worst) worst = precision;
      }
      if (count) found.push({ place, count, worst });
    });
    return found.sort((a, b) => b.count - a.count);
  }

  function radius(count, context) {
    const style = context.style.strike;
    return Math.min(style.unit_radius * Math.sqrt(count), style.max_radius) * context.symbol_scale;
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
    const text = context.number(count);
    const size = Math.min(style.text_size, r * 1.55);
    if (count >= 2 && r >= style.count_radius && text.length * 3.1 <= r) {
      const label = svg("text", {
        x: x.toFixed(1),
        y: (y + size * 0.36).toFixed(1),
        "text-anchor": "middle",
        "font-size": size.toFixed(1),
        "font-weight": 700,
        fill: coarse ? style.coarse_text : style.text,
      });
      label.textContent = text;
      children.push(label);
    }
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

  parts.strikes = { circle, decode, draw, inRange, radius };
})((window.situationParts = window.situationParts || {}));
