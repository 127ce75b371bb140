// Strikes: a circle a place, or for places too near to each other, its area by the number of strikes; an arc outside
// says which share is located roughly.

/** @import { Context, Context2D, Days, FaintDays, LegendEntry, MapSymbol, StrikeCluster, StrikeItem, StrikeLook, StrikePlace, Total, View } from "../types.js" */

import { Tally } from "../data/tally.js";
import { fill, square, svg } from "../draw/dom.js";
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

/**
 * Places struck before the range and not in it.
 * @param {StrikePlace[]} places
 * @param {number} from First day number of the range.
 * @param {number} to
 * @param {{calendar: Days, coarse_from: number}} context
 */
export function before(places, from, to, context) {
  const again = (/** @type {StrikePlace} */ place) =>
    totals(place, context.calendar).some(([, total]) => total(from, to) > 0);
  return inRange(
    places.filter((place) => !again(place)),
    0,
    from - 1,
    context,
  );
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
  const at = { cx: x.toFixed(1), cy: y.toFixed(1), r: r.toFixed(2) };
  const halo = style.edge_width + 2 * style.halo_width;
  /** @type {SVGElement[]} */
  const children = [
    svg("circle", { ...at, fill: "none", stroke: style.halo, "stroke-width": halo }),
    svg("circle", {
      ...at,
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
  return { children, r };
}

/** Names in the text of a circle of several places. */
const MOST_NAMED = 4;

/**
 * What is told of the places of a circle before it is opened.
 * @param {StrikeCluster} cluster
 * @param {Context} context
 */
export function told(cluster, context) {
  const { words, number: write } = context;
  const { count, items } = cluster;
  const named = items.slice(0, MOST_NAMED).map((one) => `${context.named(one.place.place)} (${write(one.count)})`);
  const rest = items.length - named.length;
  if (rest > 0) named.push(fill(words.cluster_more, { n: write(rest) }));
  const counted = fill(words.cluster, {
    strikes: context.count("strikes", count),
    at: context.count("at_places", items.length),
  });
  return [counted, context.enumerated(named), located(cluster, context)].filter(Boolean);
}

/**
 * The strikes at a place as something that opens; `days` where they are not those of the range.
 * @param {StrikeItem} item
 * @param {Context} context
 * @param {FaintDays} [days]
 * @returns {MapSymbol}
 */
export function symbolOf(item, context, days) {
  const { place, count } = item;
  const at = geometry.pointKey(place.lat, place.lon);
  const lines = [
    context.named(place.place),
    context.count("strikes", count),
    days ? context.span(days.from, days.to) : "",
    located(item, context),
  ];
  return {
    key: `${days ? "earlier" : "strike"}:${place.place}|${at}`,
    kind: "strike",
    name: place.place,
    lines: lines.filter((line, i) => i < 2 || line),
    latlng: [place.lat, place.lon],
    asked: { kind: "strike", place: place.place, at, ...days },
  };
}

/**
 * A circle as something that opens: its place, or the list of its places, with those beneath it whose strikes are older.
 * @param {StrikeCluster} cluster
 * @param {Context} context
 * @returns {MapSymbol}
 */
export function openable(cluster, context) {
  const { items, beneath, days } = cluster;
  const own = items.map((item) => symbolOf(item, context, days));
  const older = beneath.flatMap((ring) => ring.items.map((item) => symbolOf(item, context, ring.days)));
  const [first] = own;
  const lines = own.length > 1 ? told(cluster, context) : [...first.lines];
  if (own.length > 1 && days) lines.splice(1, 0, context.span(days.from, days.to));
  if (older.length) lines.push(fill(context.words.earlier_beneath, { n: context.number(older.length) }));
  const members = [...own, ...older];
  if (members.length === 1) return first;
  return { ...first, asked: undefined, lines, members, folded: own.length > 1 };
}

/**
 * @param {SVGGElement} group
 * @param {StrikeCluster[]} circles
 * @param {View} view
 * @param {Context} context
 * @returns {MapSymbol[]}
 */
export function draw(group, circles, view, context) {
  return circles.map((cluster) => {
    const { x, y, count, coarse } = cluster;
    const { children, r } = circle(x, y, count, coarse, context);
    const symbol = { ...openable(cluster, context), hit: hits.mark(x, y, r) };
    group.append(hits.button(symbol, children));
    return symbol;
  });
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
    const half = Math.ceil(degrees ? arcRadius(r, style) + style.arc_width : r + style.halo_width + 1);
    const { canvas, ctx } = square(half, ratio);
    ctx.beginPath();
    ctx.arc(0, 0, r, 0, 7);
    ctx.strokeStyle = style.halo;
    ctx.lineWidth = style.edge_width + 2 * style.halo_width;
    ctx.stroke();
    ctx.globalAlpha = coarse ? style.coarse_fill_opacity : style.opacity;
    ctx.fillStyle = style.fill;
    ctx.fill();
    ctx.globalAlpha = 1;
    ctx.setLineDash(coarse ? style.coarse_dash : []);
    ctx.strokeStyle = coarse ? style.coarse_edge : style.edge;
    ctx.lineWidth = coarse ? style.coarse_edge_width : style.edge_width;
    ctx.stroke();
    paintArc(ctx, 0, 0, r, degrees, style);
    stamps.set(key, { canvas, half });
  }
  return stamps.get(key);
}

/**
 * The same circles on a canvas, while they change with each frame; on whole pixels, so that they are copied as is.
 * @param {Context2D} ctx
 * @param {StrikeCluster[]} circles
 * @param {View} view
 * @param {Context} context
 */
export function paint(ctx, circles, view, context) {
  const style = context.style.strike;
  ctx.textAlign = "center";
  let font = "";
  circles.forEach(({ x, y, count, coarse }) => {
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
