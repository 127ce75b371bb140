// Displacement flows: one curved, tapered arrow a pair of places, wider for more people.

/** @import { ArrowPoints, Context, Context2D, Days, Flow, FlowItem, FlowLook, Hit, Layer, LegendEntry, MapSymbol, Point, Shown, Total, View } from "../types.js" */

import { perCounter } from "../data/server.js";
import { sample } from "../draw/samples.js";
import { Tally } from "../data/tally.js";
import { context2d, fill, svg } from "../draw/dom.js";
import * as geometry from "../draw/geometry.js";
import * as hits from "../draw/hit.js";
import { flowWidth } from "../draw/sizes.js";

/** @param {any} body */
export function decode(body) {
  /** @type {Flow[]} */
  const flows = body.flows || [];
  return flows.filter((flow) => [flow.lat, flow.lon, flow.origin_lat, flow.origin_lon].every(Number.isFinite));
}

/** @typedef {{any: Total, given: Total, low: Total, high: Total}} Totals */

/** @type {WeakMap<Flow, Totals>} */
const known = new WeakMap();

/**
 * Totals by range of a pair: rows, rows with a figure, persons low and high; counted once.
 * @param {Flow} flow
 * @param {Days} calendar
 * @returns {Totals}
 */
function totals(flow, calendar) {
  const counted = known.get(flow);
  if (counted) return counted;
  const [any, given, low, high] = [0, 1, 2, 3].map(() => new Tally(calendar));
  flow.rows.forEach(([start, end, rowLow, rowHigh]) => {
    any.add(start, end, 1);
    const least = rowLow ?? rowHigh;
    if (least === null) return;
    given.add(start, end, 1);
    low.add(start, end, least);
    high.add(start, end, rowHigh ?? least);
  });
  const made = { any: any.total(), given: given.total(), low: low.total(), high: high.total() };
  known.set(flow, made);
  return made;
}

/**
 * Pairs with a row in the range, their figures added up; low and high are null when only the way is known.
 * @param {Flow[]} flows
 * @param {number} from
 * @param {number} to
 * @param {Pick<Context, "calendar">} context
 */
export function inRange(flows, from, to, { calendar }) {
  /** @type {FlowItem[]} */
  const found = [];
  flows.forEach((flow) => {
    const sums = totals(flow, calendar);
    const rows = sums.any(from, to);
    const counted = rows > 0 && sums.given(from, to) > 0;
    const low = counted ? sums.low(from, to) : null;
    const high = counted ? sums.high(from, to) : null;
    const apart = flow.lat !== flow.origin_lat || flow.lon !== flow.origin_lon;
    if (rows && apart)
      found.push({ flow, rows, low, high, persons: low === null || high === null ? null : (low + high) / 2 });
  });
  // Bare directions at the bottom; then wide arrows before thin ones, so that the thin stay visible on top.
  const order = (/** @type {FlowItem} */ one) => (one.persons === null ? Infinity : one.persons);
  return found.sort((a, b) => (order(a) === order(b) ? 0 : order(b) - order(a)));
}

/** @param {FlowItem} item @param {Context} context */
function describe(item, context) {
  const { words, number } = context;
  const { flow, low, high } = item;
  const lines = [fill(words.from_to, { origin: flow.origin, place: flow.place })];
  if (low === null || high === null) lines.push(words.direction_only);
  else if (low === high) lines.push(fill(words.persons, { n: number(low) }));
  else lines.push(fill(words.persons, { n: `${number(low)}\u2013${number(high)}` }));
  if (flow.loose_from || flow.loose_to) lines.push(words.representative);
  return lines;
}

/**
 * Width of an item's arrow, pixels; the same for all whose number is not known.
 * @param {FlowItem} item
 * @param {Context} context
 */
function thicknessOf({ persons }, { style: { flow: style }, symbol_scale: scale }) {
  return persons === null ? style.direction_only.width : flowWidth(persons, style) * scale;
}

/**
 * Which ends of an arrow stand for areas.
 * @param {Flow} flow
 * @returns {[boolean, boolean]}
 */
const fadedEnds = (flow) => [flow.loose_from, flow.loose_to];

/**
 * The dashed line with a head of a flow of which only the way is known.
 * @param {ReturnType<typeof geometry.arrow>} shape
 * @param {number} thick
 * @param {FlowLook} style
 */
function directionPaths(shape, thick, style) {
  const { dash, edge_width: edge, opacity } = style.direction_only;
  const pen = { fill: "none", stroke: style.colour, "stroke-width": thick, "stroke-linecap": "butt" };
  return [
    svg("path", { d: shape.spine, ...pen, "stroke-dasharray": dash.join(" "), opacity }),
    svg("path", { d: shape.head, fill: style.colour, stroke: style.edge, "stroke-width": edge }),
  ];
}

/**
 * The tapered arrow with its casing; `soft` = an end stands for an area.
 * @param {ReturnType<typeof geometry.arrow>} shape
 * @param {string} ink Colour, or address of the gradient.
 * @param {boolean} soft
 * @param {FlowLook} style
 */
function taperedPaths(shape, ink, soft, style) {
  const casing = { fill: "none", stroke: style.edge, "stroke-width": style.edge_width * 2, "stroke-linejoin": "round" };
  return [
    svg("path", { d: shape.outline, ...casing, opacity: soft ? style.faded.edge_opacity : 1 }),
    svg("path", {
      d: shape.outline,
      fill: ink,
      "fill-opacity": style.opacity,
      stroke: soft ? style.colour : "none",
      "stroke-width": style.faded.width,
      "stroke-dasharray": soft ? style.faded.dash.join(" ") : null,
    }),
  ];
}

/**
 * An arrow as something that opens.
 * @param {FlowItem} item
 * @param {number} index
 * @param {Hit} hit
 * @param {Context} context
 * @returns {MapSymbol}
 */
function symbolOf(item, index, hit, context) {
  const { flow } = item;
  const lines = describe(item, context);
  const at = geometry.pointKey(flow.origin_lat, flow.origin_lon, flow.lat, flow.lon);
  const { counter } = context.state || {};
  const asked = { kind: "displacement", place: flow.place, origin: flow.origin, at, counter };
  return { key: `flow:${index}`, kind: "flow", name: lines[0], lines, hit, latlng: [flow.lat, flow.lon], asked };
}

/**
 * Draw into an SVG group; returns the symbols by key for pointer and keyboard.
 * @param {SVGGElement} group
 * @param {FlowItem[]} items
 * @param {View} view
 * @param {Context} context
 * @returns {MapSymbol[]}
 */
export function draw(group, items, view, context) {
  const style = context.style.flow;
  const defs = svg("defs", {});
  group.append(defs);
  return items.map((item, index) => {
    const { flow } = item;
    const from = view.point(flow.origin_lat, flow.origin_lon);
    const to = view.point(flow.lat, flow.lon);
    const thick = thicknessOf(item, context);
    const shape = geometry.arrow(from, to, flow.bend || 0, thick, style);
    const { outline, spine, head } = shape.points;
    if (item.persons === null) {
      const symbol = symbolOf(item, index, hits.line(spine, thick / 2, head), context);
      group.append(hits.button(symbol, directionPaths(shape, thick, style)));
      return symbol;
    }
    const faded = fadedEnds(flow);
    const soft = faded[0] || faded[1];
    const id = `situation-fade-${index}`;
    if (soft) defs.append(fade(id, [from, to], faded, style));
    const symbol = symbolOf(item, index, hits.ring(outline), context);
    group.append(hits.button(symbol, taperedPaths(shape, soft ? `url(#${id})` : style.colour, soft, style)));
    return symbol;
  });
}

/**
 * The gradient of an arrow with an end that stands for an area.
 * @param {string} id
 * @param {[Point, Point]} ends
 * @param {[boolean, boolean]} faded
 * @param {FlowLook} style
 */
function fade(id, [from, to], faded, style) {
  const stop = (/** @type {number} */ offset, /** @type {number} */ opacity) =>
    svg("stop", { offset, "stop-color": style.colour, "stop-opacity": opacity });
  return svg(
    "linearGradient",
    { id, gradientUnits: "userSpaceOnUse", x1: from[0], y1: from[1], x2: to[0], y2: to[1] },
    stops(faded, style).map(([offset, opacity]) => stop(offset, opacity)),
  );
}

/**
 * [share of the way, opacity] of an arrow whose ends stand for areas.
 * @param {[boolean, boolean]} faded
 * @param {FlowLook} style
 */
const stops = (faded, { faded: pale }) => [
  [0, faded[0] ? pale.origin : 1],
  [0.5, faded[0] && faded[1] ? pale.middle : 1],
  [1, faded[1] ? pale.end : 1],
];

/** @param {Point[]} points @param {boolean} closed */
function trace(points, closed) {
  const path = new Path2D();
  points.forEach(([x, y], i) => (i ? path.lineTo(x, y) : path.moveTo(x, y)));
  if (closed) path.closePath();
  return path;
}

const stamps = new Map();

/** Pictures of arrows kept: an arrow stays the same from frame to frame while nobody is added to it. */
const MOST_STAMPS = 400;

/**
 * The same arrows on a canvas, while they change with each frame; on whole pixels, so that they are copied as is.
 * @param {Context2D} ctx
 * @param {FlowItem[]} items
 * @param {View} view
 * @param {Context} context
 */
export function paint(ctx, items, view, context) {
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

/**
 * An arrow as a picture, and where its corner lies from where the arrow begins.
 * @param {FlowItem} item
 * @param {Point} from
 * @param {Point} to
 * @param {number} ratio
 * @param {Context} context
 */
function stamp(item, from, to, ratio, context) {
  const style = context.style.flow;
  const thick = thicknessOf(item, context);
  /** @type {[Point, Point]} */
  const ends = [
    [0, 0],
    [to[0] - from[0], to[1] - from[1]],
  ];
  const shape = geometry.arrowPoints(...ends, item.flow.bend || 0, thick, style, 10);
  const points = [...shape.outline, ...shape.spine];
  const edge = Math.ceil(thick + 4);
  const [left, top] = [0, 1].map((axis) => Math.floor(Math.min(...points.map((point) => point[axis]))) - edge);
  const [right, bottom] = [0, 1].map((axis) => Math.ceil(Math.max(...points.map((point) => point[axis]))) + edge);
  const canvas = document.createElement("canvas");
  canvas.width = Math.round((right - left) * ratio);
  canvas.height = Math.round((bottom - top) * ratio);
  const ctx = context2d(canvas);
  ctx.scale(ratio, ratio);
  ctx.translate(-left, -top);
  paintArrow(ctx, item, shape, ends, thick, style);
  return { canvas, left, top };
}

/**
 * @param {Context2D} ctx
 * @param {FlowItem} item
 * @param {ArrowPoints} shape
 * @param {[Point, Point]} ends
 * @param {number} thick
 * @param {FlowLook} style
 */
function paintArrow(ctx, { flow, persons }, shape, [from, to], thick, style) {
  const directional = persons === null;
  const faded = fadedEnds(flow);
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
  ctx.globalAlpha = soft && !directional ? style.faded.edge_opacity : 1;
  ctx.strokeStyle = style.edge;
  ctx.lineWidth = directional ? style.direction_only.edge_width : style.edge_width * 2;
  ctx.stroke(outline);
  ctx.globalAlpha = directional ? 1 : style.opacity;
  ctx.fillStyle = soft && !directional ? gradient(ctx, from, to, faded, style) : style.colour;
  ctx.fill(outline);
  ctx.globalAlpha = 1;
  if (!soft || directional) return;
  ctx.setLineDash(style.faded.dash);
  ctx.strokeStyle = style.colour;
  ctx.lineWidth = style.faded.width;
  ctx.stroke(outline);
  ctx.setLineDash([]);
}

/**
 * @param {Context2D} ctx
 * @param {Point} from
 * @param {Point} to
 * @param {[boolean, boolean]} faded
 * @param {FlowLook} style
 */
function gradient(ctx, from, to, faded, style) {
  const made = ctx.createLinearGradient(...from, ...to);
  stops(faded, style).forEach(([offset, opacity]) => {
    const share = Math.round(opacity * 255)
      .toString(16)
      .padStart(2, "0");
    made.addColorStop(offset, `${style.colour}${share}`);
  });
  return made;
}

/** @param {number} persons @param {Context} context */
function widthEntry(persons, { number, style, symbol_scale: scale, words }) {
  const look = style.flow;
  const wide = flowWidth(persons, look) * scale;
  const high = Math.ceil(wide * look.head_width + look.head_extra);
  const shape = geometry.arrow([1, high / 2], [71, high / 2], 0, wide, look);
  const path = svg("path", { d: shape.outline, fill: look.colour });
  return { symbol: sample(72, high, [path]), text: fill(words.persons_fled, { n: number(persons) }) };
}

/** @param {Context} context */
function directionEntry({ style: { flow: look }, words }) {
  const pen = { fill: "none", stroke: look.colour, "stroke-width": look.direction_only.width };
  const shape = geometry.arrow([1, 8], [37, 8], 0, look.direction_only.width, look);
  const spine = svg("path", { d: shape.spine, ...pen, "stroke-dasharray": look.direction_only.dash.join(" ") });
  const head = svg("path", { d: shape.head, fill: look.colour });
  return { symbol: sample(38, 16, [spine, head]), text: words.direction_only };
}

/** @param {Context} context */
function looseEntry({ style: { flow: look }, words }) {
  const edge = { stroke: look.colour, "stroke-dasharray": look.faded.dash.join(" ") };
  const box = svg("rect", { x: 2, y: 5, width: 34, height: 7, fill: look.colour, "fill-opacity": 0.25, ...edge });
  return { symbol: sample(38, 16, [box]), text: words.representative };
}

/**
 * What the legend says of this layer.
 * @param {Shown} shown
 * @param {Context} context
 * @returns {LegendEntry[]}
 */
export function legend(shown, context) {
  const widths = shown.flows ? context.style.flow.legend_persons.map((persons) => widthEntry(persons, context)) : [];
  const directions = shown.directions ? [directionEntry(context)] : [];
  return [...widths, ...directions, ...(shown.loose_flows ? [looseEntry(context)] : [])];
}

/** @type {Layer} */
export const layer = {
  group: "flows",
  follows: true,
  ask: (server, { counter, layerSet, query }) => ({
    flows: layerSet.has("flows") ? server.get("flows", perCounter(counter, query), decode) : [],
  }),
  now: (situation, from, to) => ({
    flows: situation.has("flows") ? inRange(situation.answers.flows, from, to, situation.context) : [],
  }),
  drawn: ({ now }) => ({ flows: now.flows.length }),
  symbols: ({ context, now }, groups, view) => draw(groups.flows, now.flows, view, context),
  paint: ({ context, now }, ctx, view) => paint(ctx, now.flows, view, context),
  explain({ now }) {
    const numbered = now.flows.filter((one) => one.persons !== null);
    return {
      flows: numbered.length > 0,
      directions: now.flows.length > numbered.length,
      loose_flows: numbered.some(({ flow }) => flow.loose_from || flow.loose_to),
    };
  },
  legend,
};
