// Strikes merged coarsely: a circle and a ring for the places of a neighbourhood, with the number of all of them.

/** @import { Context, Context2D, LeafletMap, LegendEntry, MapSymbol, StrikeCluster, StrikeItem, View } from "../types.js" */

import { svg } from "../draw/dom.js";
import * as hits from "../draw/hit.js";
import { coarseDegrees, mergedNumberSize, mergedRadius } from "../draw/sizes.js";
import * as strikesLayer from "./strikes.js";

/** @param {StrikeCluster} circle */
const several = ({ items }) => items.length > 1;
/** @param {StrikeCluster} circle */
const single = ({ items }) => items.length === 1;

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

/**
 * @param {SVGGElement} group
 * @param {StrikeCluster[]} circles
 * @param {View} view
 * @param {Context} context
 */
export function draw(group, circles, view, context) {
  const symbols = strikesLayer.draw(group, circles.filter(single), view, context);
  circles.filter(several).forEach((cluster) => {
    const { x, y, count, coarse } = cluster;
    const { children, r } = circle(x, y, count, coarse, context);
    const leader = cluster.items[0].place;
    /** @type {MapSymbol} */
    const symbol = {
      key: `cluster:${leader.place}`,
      kind: "strike",
      name: leader.place,
      lines: [...strikesLayer.told(cluster, context), context.words.cluster_open],
      hit: hits.mark(x, y, r),
      latlng: [leader.lat, leader.lon],
      open: (map) => open(map, cluster.items),
    };
    group.append(hits.button(symbol, children));
    symbols.push(symbol);
  });
  return symbols;
}

/**
 * The same on a canvas, while the clock moves.
 * @param {Context2D} ctx
 * @param {StrikeCluster[]} circles
 * @param {View} view
 * @param {Context} context
 */
export function paint(ctx, circles, view, context) {
  const style = context.style.strike;
  strikesLayer.paint(ctx, circles.filter(single), view, context);
  ctx.textAlign = "center";
  circles.filter(several).forEach(({ x, y, count, coarse }) => {
    if (!view.sees([x, y], 40)) return;
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
  const { words } = context;
  return [{ symbol, text: words.cluster_legend, short: words.short.cluster_legend }];
}
