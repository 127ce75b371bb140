// Strikes as a density: how many are reported on how much land, by a kernel whose radius is in kilometres on the ground.
// It has a canvas of its own over the areas and lines, with the front line drawn again on top.

/** @import { Context, Context2D, DensityLook, LegendEntry, MapSymbol, SituationMap, StrikeCluster, StrikeItem, View } from "../types.js" */

import { context2d, fill, html, svg } from "../draw/dom.js";
import * as geometry from "../draw/geometry.js";
import * as hits from "../draw/hit.js";
import { sample } from "../draw/samples.js";
import { CanvasSurface } from "../leaflet/surfaces.js";
import * as frontLayer from "./front.js";
import { parted } from "./strike_merge.js";
import * as strikesLayer from "./strikes.js";

/**
 * Strikes per 100 km² on a grid over the view. Each strike is spread over the ground around its settlement by the
 * quartic kernel 3/(pi h^2) (1 - (d/h)^2)^2, which is nothing beyond h, the radius.
 * @param {StrikeItem[]} items
 * @param {View} view
 * @param {DensityLook} style
 */
export function densities(items, view, style) {
  const { cell, radius_km: radius } = style;
  const wide = Math.ceil((view.max.x - view.min.x) / cell);
  const high = Math.ceil((view.max.y - view.min.y) / cell);
  const values = new Float32Array(wide * high);
  const peak = (3 / (Math.PI * radius * radius)) * 100;
  items.forEach(({ place, count }) => {
    const [x, y] = view.point(place.lat, place.lon);
    // Pixels of the radius here: Mercator stretches the ground by 1 / cos(latitude).
    const reach = (radius * geometry.pixelsOfKm(place.lat, view.scale)) / cell;
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

/** @param {string} colour */
const inkOf = (colour) => [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16));

/**
 * Which class a density is in; -1 for less than the least that is drawn.
 * @param {number} value
 * @param {number[]} breaks
 */
export function classOf(value, breaks) {
  let found = -1;
  while (found + 1 < breaks.length && value >= breaks[found + 1]) found += 1;
  return found;
}

/**
 * The surface as a picture, one pixel a cell.
 * @param {StrikeItem[]} items
 * @param {View} view
 * @param {DensityLook} style
 */
function picture(items, view, style) {
  const { values, wide, high } = densities(items, view, style);
  const canvas = html("canvas");
  canvas.width = wide;
  canvas.height = high;
  const ctx = context2d(canvas);
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

/** @typedef {{pane: HTMLElement, items: StrikeItem[], surface: CanvasSurface}} Canvas */

/** @type {WeakMap<SituationMap, Canvas>} */
const canvases = new WeakMap();

/**
 * The canvas of a situation map, made when it is first needed.
 * @param {SituationMap} situation
 */
function canvasOf(situation) {
  const known = canvases.get(situation);
  if (known) return known;
  const { config, context, map } = situation;
  const pane = map.createPane("situation-density");
  Object.assign(pane.style, { zIndex: 360, pointerEvents: "none" });
  const surface = new CanvasSurface(context, { pane: "situation-density", padding: 0.1 }, (ctx, view) => {
    if (!made.items.length) return;
    const { cell } = config.style.density;
    const canvas = picture(made.items, view, config.style.density);
    ctx.drawImage(canvas, view.min.x, view.min.y, canvas.width * cell, canvas.height * cell);
    if (situation.has("front")) {
      frontLayer.draw(ctx, view, situation.answers.control, situation.earlier(), config.style);
    }
  });
  /** @type {Canvas} */
  const made = { pane, items: [], surface };
  canvases.set(situation, made);
  surface.addTo(map);
  return made;
}

/**
 * Lay strikes over the ground, or none.
 * @param {SituationMap} situation
 * @param {StrikeItem[]} items
 */
export function lay(situation, items) {
  if (!items.length && !canvases.has(situation)) return;
  const layer = canvasOf(situation);
  if (!items.length && !layer.items.length) return;
  layer.items = items;
  layer.pane.style.display = items.length ? "" : "none";
  layer.surface.redraw();
}

/**
 * @param {SVGGElement} group
 * @param {StrikeCluster[]} circles Of what is known too roughly to be spread.
 * @param {View} view
 * @param {Context} context
 * @param {SituationMap} situation
 */
export function draw(group, circles, view, context, situation) {
  const style = context.style.density;
  const [fine] = parted(situation.now.strikes);
  lay(situation, fine);
  const symbols = strikesLayer.draw(group, circles, view, context);
  fine.forEach(({ place, count, coarse, worst }, index) => {
    const [x, y] = view.point(place.lat, place.lon);
    const all = count + coarse;
    const precision = strikesLayer.located({ count: all, coarse, worst }, context);
    const lines = [context.named(place.place), context.count("strikes", all), precision].filter(Boolean);
    const dot = { cx: x.toFixed(1), cy: y.toFixed(1), fill: style.dot, stroke: style.dot_edge };
    /** @type {MapSymbol} */
    const symbol = {
      key: `dot:${index}`,
      kind: "strike",
      name: place.place,
      lines,
      hit: hits.mark(x, y, style.dot_radius),
      latlng: [place.lat, place.lon],
      asked: { kind: "strike", place: place.place, at: geometry.pointKey(place.lat, place.lon) },
    };
    group.append(hits.button(symbol, [svg("circle", { ...dot, r: style.dot_radius })]));
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
 * @param {SituationMap} situation
 */
export function paint(ctx, circles, view, context, situation) {
  const style = context.style.density;
  const [fine] = parted(situation.now.strikes);
  lay(situation, fine);
  strikesLayer.paint(ctx, circles, view, context);
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

/**
 * What the legend says of a density: the classes, with the kernel's radius, and the dots.
 * @param {Context} context
 * @returns {LegendEntry[]}
 */
export function entries({ number, style, words }) {
  const look = style.density;
  const step = 18;
  const classes = look.colours.map((colour, i) =>
    svg("rect", { x: i * step, width: step, height: 11, fill: colour, "fill-opacity": look.opacity }),
  );
  const ends = look.breaks.map((value, i) => {
    const text = svg("text", { x: i * step + 1, y: 22, "font-size": 9.5, fill: style.ink_soft });
    text.textContent = number(value);
    return text;
  });
  const dot = svg("circle", { cx: 11, cy: 8, r: look.dot_radius, fill: look.dot, stroke: look.dot_edge });
  return [
    {
      symbol: sample(step * look.colours.length, 24, [...classes, ...ends]),
      text: fill(words.density, { n: number(look.radius_km) }),
      short: words.short.density,
    },
    { symbol: sample(22, 16, [dot]), text: words.density_dot, short: words.short.density_dot },
  ];
}
