// Strikes merged where their circles would lie on one another: a circle and a ring, with the number of all of them.
(function (parts) {
  "use strict";

  const { fill, svg } = parts.overlay;

  /** Names in the text of a merged circle. */
  const MOST_NAMED = 4;

  /**
   * Places within reach of a larger one on the screen are counted with it; `items` come largest first.
   * Distances alone decide, so that dragging the map changes nothing.
   */
  function merge(items, view, style) {
    const reach = style.cluster.reach;
    const found = [];
    items.forEach((item) => {
      const [x, y] = view.point(item.place.lat, item.place.lon);
      let best = null;
      let near = reach;
      found.forEach((cluster) => {
        const away = Math.hypot(cluster.x - x, cluster.y - y);
        if (away < near) [best, near] = [cluster, away];
      });
      if (best) {
        best.items.push(item);
        best.count += item.count;
        best.worst = Math.max(best.worst, item.worst);
      } else found.push({ x, y, items: [item], count: item.count, worst: item.worst });
    });
    return found;
  }

  function radius(count, context) {
    const style = context.style.strike;
    const r = style.unit_radius * Math.sqrt(count);
    return Math.min(Math.max(r, style.cluster.min_radius), style.cluster.max_radius) * context.symbol_scale;
  }

  /** Text size that a number needs to stand inside a circle. */
  const textSize = (text, r) => Math.min(13, (r * 2.6) / Math.max(text.length, 2));

  /** The merged circle itself; the legend draws the same one. */
  function circle(x, y, count, coarse, context) {
    const style = context.style.strike;
    const r = radius(count, context);
    const at = { cx: x.toFixed(1), cy: y.toFixed(1) };
    const text = context.number(count);
    const label = parts.strikes.numeral(x, y, text, textSize(text, r), style.text);
    const ring = {
      r: (r + style.cluster.gap).toFixed(2),
      fill: style.cluster.halo,
      "fill-opacity": style.cluster.halo_opacity,
      stroke: style.fill,
      "stroke-width": style.cluster.ring_width,
      "stroke-dasharray": coarse ? style.coarse_dash.join(" ") : null,
    };
    return {
      r: r + style.cluster.gap,
      children: [svg("circle", { ...at, ...ring }), svg("circle", { ...at, r: r.toFixed(2), fill: style.fill }), label],
    };
  }

  /** Go so near that the merged places part. */
  function open(map, items) {
    map.closePopup();
    const bounds = L.latLngBounds(items.map(({ place }) => [place.lat, place.lon]));
    const fitted = Math.min(map.getBoundsZoom(bounds, false, L.point(160, 160)), map.getMaxZoom());
    map.setView(bounds.getCenter(), Math.max(fitted, Math.min(map.getZoom() + 1, map.getMaxZoom())));
  }

  function told(cluster, context) {
    const { words, number } = context;
    const { count, items } = cluster;
    const named = items.slice(0, MOST_NAMED).map((one) => `${one.place.place} (${number(one.count)})`);
    const rest = items.length - named.length;
    if (rest > 0) named.push(fill(words.cluster_more, { n: number(rest) }));
    return [fill(words.cluster, { n: number(count), k: number(items.length) }), named.join(", "), words.cluster_open];
  }

  function draw(group, items, view, context) {
    const clusters = merge(items, view, context.style.strike);
    const alone = clusters.filter((cluster) => cluster.items.length === 1).map((cluster) => cluster.items[0]);
    const { symbols, obstacles } = parts.strikes.draw(group, alone, view, context);
    clusters
      .filter((cluster) => cluster.items.length > 1)
      .forEach((cluster) => {
        const { x, y, count, worst } = cluster;
        const { children, r } = circle(x, y, count, worst >= context.coarse_from, context);
        const leader = cluster.items[0].place;
        const key = `cluster:${leader.place}`;
        const lines = told(cluster, context);
        const attributes = { class: "situation-symbol", "data-key": key, tabindex: 0, role: "button", "aria-label": lines.join(". ") };
        group.append(svg("g", attributes, children));
        obstacles.push([x - r, y - r, x + r, y + r]);
        symbols.push({
          key,
          kind: "cluster",
          lines,
          latlng: [leader.lat, leader.lon],
          open: (map) => open(map, cluster.items),
        });
      });
    return { symbols, obstacles };
  }

  /** The same on a canvas, while the clock moves. */
  function paint(ctx, items, view, context) {
    const style = context.style.strike;
    const clusters = merge(items, view, style);
    const alone = clusters.filter((cluster) => cluster.items.length === 1).map((cluster) => cluster.items[0]);
    parts.strikes.paint(ctx, alone, view, context);
    ctx.textAlign = "center";
    clusters.forEach(({ x, y, items: members, count, worst }) => {
      if (members.length === 1 || !view.sees([x, y], 40)) return;
      const r = radius(count, context);
      const disc = (size) => {
        ctx.beginPath();
        ctx.arc(x, y, size, 0, 7);
      };
      disc(r + style.cluster.gap);
      ctx.globalAlpha = style.cluster.halo_opacity;
      ctx.fillStyle = style.cluster.halo;
      ctx.fill();
      ctx.globalAlpha = 1;
      ctx.setLineDash(worst >= context.coarse_from ? style.coarse_dash : []);
      ctx.strokeStyle = style.fill;
      ctx.lineWidth = style.cluster.ring_width;
      ctx.stroke();
      disc(r);
      ctx.fillStyle = style.fill;
      ctx.fill();
      const text = context.number(count);
      const size = textSize(text, r);
      ctx.font = `700 ${size.toFixed(1)}px ${context.style.font}`;
      ctx.fillStyle = style.text;
      ctx.fillText(text, x, y + size * 0.36);
    });
    ctx.setLineDash([]);
  }

  /** The legend's entry: [symbol, text]. */
  function legend(context) {
    const { children, r } = circle(20, 20, 12, false, context);
    const high = Math.ceil(2 * r + 4);
    const box = `0 ${20 - high / 2} 40 ${high}`;
    return [[svg("svg", { width: 40, height: high, viewBox: box, "aria-hidden": "true" }, children), context.words.cluster_legend]];
  }

  parts.clusters = { draw, legend, merge, paint };
})((window.situationParts = window.situationParts || {}));
