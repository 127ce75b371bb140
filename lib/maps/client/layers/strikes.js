// Strikes: one circle a place, its area by the number of strikes; an arc outside says which share is located roughly.

/** @import { Box, Context, Context2D, Days, LegendEntry, MapSymbol, StrikeItem, StrikeLook, StrikePlace, Total, View } from "../types.js" */

import { Tally } from "../data/tally.js";
import { context2d, fill, svg } from "../draw/dom.js";
import * as geometry from "../draw/geometry.js";
import * as hits from "../draw/hit.js";
import { coarseDegrees, strikeNumberSize, strikeRadius } from "../draw/sizes.js";

/** @param {any} body */
export function decode(body) {
  /** @type {StrikePlace[]} */
  const places = body.places || [];
  return places.filter((place) => Number.isFinite(place.lat) && Number.isFinite(place.lon));
}

/** @type {WeakMap<StrikePlace, [number, Total][]>} */
const known = new WeakMap();

/**
 * [precision, total by range] of a place, counted once.
 * @param {StrikePlace} place
 * @param {Days} calendar
 */
function totals(place, calendar) {
  const counted = known.get(place);
  if (counted) return counted;
  /** @type {Map<number, Tally>} */
  const tallies = new Map();
  place.rows.forEach(([start, end, precision, n]) => {
    const tally = tallies.get(precision) || new Tally(calendar);
    tallies.set(precision, tally);
    tally.add(start, end, n);
  });
  /** @type {[number, Total][]} */
  const made = [...tallies].map(([precision, tally]) => [precision, tally.total()]);
  known.set(place, made);
  return made;
}

/**
 * Places struck in the days from `from` to `to`, most first: how often, how many of these are located with the
 * precision `coarse_from` or worse, and the worst precision.
 * @param {StrikePlace[]} places
 * @param {number} from
 * @param {number} to
 * @param {{calendar: Days, coarse_from: number}} context
 */
export function inRange(places, from, to, { calendar, coarse_from: coarseFrom }) {
  /** @type {StrikeItem[]} */
  const found = [];
  places.forEach((place) => {
    let count = 0;
    let coarse = 0;
    let worst = 0;
    totals(place, calendar).forEach(([precision, total]) => {
      const n = total(from, to);
      count += n;
      if (precision >= coarseFrom) coarse += n;
      if (n && precision > worst) worst = precision;
    });
    if (count) found.push({ place, count, coarse, worst });
  });
  return found.sort((a, b) => b.count - a.count);
}

/** @param {number} count @param {Context} context */
export const radius = (count, context) => strikeRadius(count, context.style.strike) * context.symbol_scale;

/**
 * The number in a circle, where it can be read, and its size.
 * @param {number} count
 * @param {number} r
 * @param {Context} context
 */
function number(count, r, context) {
  const text = context.number(count);
  const size = strikeNumberSize(count, text.length, r, context.style.strike);
  return { text: size ? text : "", size };
}

/**
 * A number in the middle of a circle.
 * @param {number} x
 * @param {number} y
 * @param {string} text
 * @param {number} size
 * @param {string} colour
 */
export function numeral(x, y, text, size, colour) {
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

/**
 * The radius of the middle of the arc around a circle of radius `r`.
 * @param {number} r
 * @param {StrikeLook} style
 */
const arcRadius = (r, style) => r + style.arc_gap + style.arc_width / 2;

/**
 * The dashed arc outside a circle, clockwise from its top; nothing where no share is to be told.
 * @param {number} x
 * @param {number} y
 * @param {number} r
 * @param {number} degrees
 * @param {StrikeLook} style
 */
export function arc(x, y, r, degrees, style) {
  if (!degrees) return [];
  const out = arcRadius(r, style);
  const angle = (degrees * Math.PI) / 180;
  const end = [x + out * Math.sin(angle), y - out * Math.cos(angle)].map((at) => at.toFixed(2)).join(",");
  const d = `M${x.toFixed(2)},${(y - out).toFixed(2)}A${out.toFixed(2)},${out.toFixed(2)} 0 ${degrees > 180 ? 1 : 0} 1 ${end}`;
  const pen = {
    stroke: style.coarse_edge,
    "stroke-width": style.arc_width,
    "stroke-dasharray": style.arc_dash.join(" "),
  };
  return [svg("path", { d, fill: "none", ...pen, class: "situation-arc" })];
}

/**
 * The same on a canvas.
 * @param {Context2D} ctx
 * @param {number} x
 * @param {number} y
 * @param {number} r
 * @param {number} degrees
 * @param {StrikeLook} style
 */
export function paintArc(ctx, x, y, r, degrees, style) {
  if (!degrees) return;
  ctx.beginPath();
  ctx.arc(x, y, arcRadius(r, style), -Math.PI / 2, (degrees * Math.PI) / 180 - Math.PI / 2);
  ctx.setLineDash(style.arc_dash);
  ctx.strokeStyle = style.coarse_edge;
  ctx.lineWidth = style.arc_width;
  ctx.stroke();
  ctx.setLineDash([]);
}

/**
 * What is said of how `coarse` of `count` strikes are located; "" when all are located well.
 * @param {{count: number, coarse: number, worst: number}} item
 * @param {Pick<Context, "words" | "number">} context
 */
export function located({ count, coarse, worst }, { words, number: write }) {
  if (!coarse) return "";
  if (coarse === count) return words.precision[worst] || words.coarse;
  return fill(words.strike_share, { n: write(coarse), all: write(count) });
}

/**
 * The circle with its arc; the legend draws the same one. Pale and dashed when all strikes are located roughly.
 * @param {number} x
 * @param {number} y
 * @param {number} count
 * @param {number} rough
 * @param {Context} context
 */
export function circle(x, y, count, rough, context) {
  const style = context.style.strike;
  const r = radius(count, context);
  const coarse = rough >= count;
  /** @type {SVGElement[]} */
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
  const degrees = coarseDegrees(count, rough, style);
  children.push(...arc(x, y, r, degrees, style));
  return { children, r, out: degrees ? arcRadius(r, style) + style.arc_width / 2 : r };
}

/**
 * @param {SVGGElement} group
 * @param {StrikeItem[]} items
 * @param {View} view
 * @param {Context} context
 */
export function draw(group, items, view, context) {
  /** @type {MapSymbol[]} */
  const symbols = [];
  /** @type {Box[]} */
  const obstacles = [];
  items.forEach((item, index) => {
    const { place, count, coarse } = item;
    const [x, y] = view.point(place.lat, place.lon);
    const { children, r, out } = circle(x, y, count, coarse, context);
    const lines = [
      place.place,
      count === 1 ? context.words.one_strike : fill(context.words.strikes_n, { n: context.number(count) }),
    ];
    const precision = located(item, context);
    if (precision) lines.push(precision);
    /** @type {MapSymbol} */
    const symbol = {
      key: `strike:${index}`,
      kind: "strike",
      name: place.place,
      lines,
      hit: hits.mark(x, y, r),
      latlng: [place.lat, place.lon],
      asked: { kind: "strike", place: place.place, at: geometry.pointKey(place.lat, place.lon) },
    };
    group.append(hits.button(symbol, children));
    obstacles.push([x - out, y - out, x + out, y + out]);
    symbols.push(symbol);
  });
  return { symbols, obstacles };
}

/** Circles as small pictures, by radius and share: copying one is many times quicker than filling a circle. */
const stamps = new Map();

/**
 * @param {number} r
 * @param {number} count
 * @param {number} rough
 * @param {StrikeLook} style
 */
function stamp(r, count, rough, style) {
  const ratio = Math.min(window.devicePixelRatio || 1, 2);
  const coarse = rough >= count;
  const degrees = Math.round(coarseDegrees(count, rough, style));
  const key = `${r.toFixed(1)}|${coarse}|${degrees}|${ratio}`;
  if (!stamps.has(key)) {
    if (stamps.size > 600) stamps.clear();
    const half = Math.ceil(degrees ? arcRadius(r, style) + style.arc_width : r + 2);
    const canvas = document.createElement("canvas");
    canvas.width = canvas.height = Math.round(2 * half * ratio);
    const ctx = context2d(canvas);
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
    paintArc(ctx, half, half, r, degrees, style);
    stamps.set(key, { canvas, half });
  }
  return stamps.get(key);
}

/**
 * The same circles on a canvas, while they change with each frame; on whole pixels, so that they are copied as is.
 * @param {Context2D} ctx
 * @param {StrikeItem[]} items
 * @param {View} view
 * @param {Context} context
 */
export function paint(ctx, items, view, context) {
  const style = context.style.strike;
  ctx.textAlign = "center";
  let font = "";
  items.forEach(({ place, count, coarse }) => {
    const [x, y] = view.point(place.lat, place.lon);
    if (!view.sees([x, y], 30)) return;
    const r = radius(count, context);
    const { canvas, half } = stamp(r, count, coarse, style);
    ctx.drawImage(canvas, Math.round(x) - half, Math.round(y) - half, 2 * half, 2 * half);
    const { text, size } = number(count, r, context);
    if (!text) return;
    const wanted = `700 ${size.toFixed(1)}px ${context.style.font}`;
    if (wanted !== font) ctx.font = font = wanted;
    ctx.fillStyle = coarse >= count ? style.coarse_text : style.text;
    ctx.fillText(text, x, y + size * 0.36);
  });
}

/**
 * What the legend says of this way to draw strikes; circles are explained whichever way is chosen.
 * @returns {LegendEntry[]}
 */
export const entries = () => [];
