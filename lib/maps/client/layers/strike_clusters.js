// Strikes merged where their circles would lie on one another: a circle and a ring, with the number of all of them.

/** @import { Context, Context2D, LeafletMap, LegendEntry, MapSymbol, StrikeCluster, StrikeItem, StrikeLook, View } from "../types.js" */

import { fill, svg } from "../draw/dom.js";
import * as hits from "../draw/hit.js";
import { coarseDegrees, mergedNumberSize, mergedRadius } from "../draw/sizes.js";
import * as strikesLayer from "./strikes.js";

/** Names in the text of a merged circle. */
const MOST_NAMED = 4;

/**
 * Places within reach of a larger one on the screen are counted with it; `items` come largest first.
 * Distances alone decide, so that dragging the map changes nothing.
 * @param {StrikeItem[]} items
 * @param {View} view
 * @param {StrikeLook} style
 */
export function merge(items, view, style) {
  const reach = style.cluster.reach;
  /** @type {StrikeCluster[]} */
  const found = [];
  items.forEach((item) => {
    const [x, y] = view.point(item.place.lat, item.place.lon);
    /** @type {StrikeCluster | null} */
    let best = null;
    let near = reach;
    for (const cluster of found) {
      const away = Math.hypot(cluster.x - x, cluster.y - y);
      if (away < near) [best, near] = [cluster, away];
    }
    if (best) {
      best.items.push(item);
      best.count += item.count;
      best.coarse += item.coarse;
      best.worst = Math.max(best.worst, item.worst);
    } else found.push({ x, y, items: [item], count: item.count, coarse: item.coarse, worst: item.worst });
  });
  return found;
}

/** @param {number} count @param {Context} context */
const radius = (count, context) => mergedRadius(count, context.style.strike) * context.symbol_scale;

/**
 * The merged circle itself; the legend draws the same one.
 * @param {number} x
 * @param {number} y
 * @param {number} count
 * @param {number} rough
 * @param {Context} context
 */
function circle(x, y, count, rough, context) {
  const style = context.style.strike;
  const r = radius(count, context);
  const at = { cx: x.toFixed(1), cy: y.toFixed(1) };
  const text = context.number(count);
  const label = strikesLayer.numeral(x, y, text, mergedNumberSize(text.length, r, style), style.text);
  const ring = {
    r: (r + style.cluster.gap).toFixed(2),
    fill: style.cluster.halo,
    "fill-opacity": style.cluster.halo_opacity,
    stroke: style.fill,
    "stroke-width": style.cluster.ring_width,
    "stroke-dasharray": rough >= count ? style.coarse_dash.join(" ") : null,
  };
  const out = r + style.cluster.gap;
  const arc = strikesLayer.arc(x, y, out, coarseDegrees(count, rough, style), style);
  return {
    r: out,
    children: [
      svg("circle", { ...at, ...ring }),
      svg("circle", { ...at, r: r.toFixed(2), fill: style.fill }),
      label,
      ...arc,
    ],
  };
}

/**
 * Go so near that the merged places part.
 * @param {LeafletMap} map
 * @param {StrikeItem[]} items
 */
function open(map, items) {
  map.closePopup();
  const bounds = L.latLngBounds(items.map(({ place }) => [place.lat, place.lon]));
  const fitted = Math.min(map.getBoundsZoom(bounds, false, L.point(160, 160)), map.getMaxZoom());
  map.setView(bounds.getCenter(), Math.max(fitted, Math.min(map.getZoom() + 1, map.getMaxZoom())));
}

/** @param {StrikeCluster} cluster @param {Context} context */
function told(cluster, context) {
  const { words, number } = context;
  const { count, items } = cluster;
  const named = items.slice(0, MOST_NAMED).map((one) => `${one.place.place} (${number(one.count)})`);
  const rest = items.length - named.length;
  if (rest > 0) named.push(fill(words.cluster_more, { n: number(rest) }));
  const precision = strikesLayer.located(cluster, context);
  return [
    fill(words.cluster, { n: number(count), k: number(items.length) }),
    named.join(", "),
    precision,
    words.cluster_open,
  ].filter(Boolean);
}

/**
 * @param {SVGGElement} group
 * @param {StrikeItem[]} items
 * @param {View} view
 * @param {Context} context
 */
export function draw(group, items, view, context) {
  const clusters = merge(items, view, context.style.strike);
  const alone = clusters.filter((cluster) => cluster.items.length === 1).map((cluster) => cluster.items[0]);
  const { symbols, obstacles } = strikesLayer.draw(group, alone, view, context);
  clusters
    .filter((cluster) => cluster.items.length > 1)
    .forEach((cluster) => {
      const { x, y, count, coarse } = cluster;
      const { children, r } = circle(x, y, count, coarse, context);
      const leader = cluster.items[0].place;
      /** @type {MapSymbol} */
      const symbol = {
        key: `cluster:${leader.place}`,
        kind: "strike",
        name: leader.place,
        lines: told(cluster, context),
        hit: hits.mark(x, y, r),
        latlng: [leader.lat, leader.lon],
        open: (map) => open(map, cluster.items),
      };
      group.append(hits.button(symbol, children));
      obstacles.push([x - r, y - r, x + r, y + r]);
      symbols.push(symbol);
    });
  return { symbols, obstacles };
}

/**
 * The same on a canvas, while the clock moves.
 * @param {Context2D} ctx
 * @param {StrikeItem[]} items
 * @param {View} view
 * @param {Context} context
 */
export function paint(ctx, items, view, context) {
  const style = context.style.strike;
  const clusters = merge(items, view, style);
  const alone = clusters.filter((cluster) => cluster.items.length === 1).map((cluster) => cluster.items[0]);
  strikesLayer.paint(ctx, alone, view, context);
  ctx.textAlign = "center";
  clusters.forEach(({ x, y, items: members, count, coarse }) => {
    if (members.length === 1 || !view.sees([x, y], 40)) return;
    const r = radius(count, context);
    const disc = (/** @type {number} */ size) => {
      ctx.beginPath();
      ctx.arc(x, y, size, 0, 7);
    };
    disc(r + style.cluster.gap);
    ctx.globalAlpha = style.cluster.halo_opacity;
    ctx.fillStyle = style.cluster.halo;
    ctx.fill();
    ctx.globalAlpha = 1;
    ctx.setLineDash(coarse >= count ? style.coarse_dash : []);
    ctx.strokeStyle = style.fill;
    ctx.lineWidth = style.cluster.ring_width;
    ctx.stroke();
    strikesLayer.paintArc(ctx, x, y, r + style.cluster.gap, coarseDegrees(count, coarse, style), style);
    disc(r);
    ctx.fillStyle = style.fill;
    ctx.fill();
    const text = context.number(count);
    const size = mergedNumberSize(text.length, r, style);
    ctx.font = `700 ${size.toFixed(1)}px ${context.style.font}`;
    ctx.fillStyle = style.text;
    ctx.fillText(text, x, y + size * 0.36);
  });
  ctx.setLineDash([]);
}

/**
 * What the legend says of merged circles.
 * @param {Context} context
 * @returns {LegendEntry[]}
 */
export function entries(context) {
  const { children, r } = circle(20, 20, context.style.strike.cluster.legend_count, 0, context);
  const high = Math.ceil(2 * r + 4);
  const box = `0 ${20 - high / 2} 40 ${high}`;
  const symbol = svg("svg", { width: 40, height: high, viewBox: box, "aria-hidden": "true" }, children);
  return [{ symbol, text: context.words.cluster_legend }];
}
