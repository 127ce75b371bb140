// The arrows of flows: which are drawn in a view and which lie on each other or are too short, and how they look.

/** @import { ArrowPoints, Context, Context2D, FaintDays, Flow, FlowArrow, FlowItem, FlowLook, MapSymbol, Point, View } from "../types.js" */

import { context2d, fill, svg } from "../draw/dom.js";
import * as geometry from "../draw/geometry.js";
import * as hits from "../draw/hit.js";
import { drawnFlowWidth, flowWidth } from "../draw/sizes.js";

/** @param {FlowItem} item @param {Context} context */
function describe(item, context) {
  const { words } = context;
  const { flow, low, high } = item;
  const lines = [fill(words.from_to, { origin: context.named(flow.origin), place: context.named(flow.place) })];
  if (low === null || high === null) lines.push(words.direction_only);
  else lines.push(context.count("persons", high, { n: context.between(low, high) }));
  if (flow.loose_from || flow.loose_to) lines.push(words.representative);
  return lines;
}

/**
 * The look of arrows: strong, or faint for the days before the range.
 * @param {Context} context
 * @param {boolean} faint
 * @returns {FlowLook}
 */
export const lookOf = ({ style: { flow } }, faint) => (faint ? { ...flow, ...flow.faint } : flow);

/**
 * Width of an item's arrow, pixels; the same for all whose number is not known.
 * @param {FlowItem} item
 * @param {number} zoom
 * @param {Context} context
 * @param {boolean} faint
 */
function thicknessOf({ flow, persons }, zoom, { style: { flow: style }, symbol_scale: scale }, faint) {
  if (persons === null) return style.direction_only.width;
  const loose = flow.loose_from || flow.loose_to;
  const thick = drawnFlowWidth(flowWidth(persons, style) * scale, loose, zoom, style);
  return faint ? Math.min(thick, style.faint.most_width) : thick;
}

/** Which point of a middle line is its middle. */
const MIDDLE = 11;

/**
 * Whether an arrow is told with a wider one: they end at one point, and its middle is on the other; of faint ones, which
 * say only where people went, one is enough.
 * @param {FlowArrow} one
 * @param {FlowArrow} other
 * @param {FlowLook} style
 * @param {boolean} faint
 */
function liesOn(one, other, { together }, faint) {
  if (Math.hypot(one.to[0] - other.to[0], one.to[1] - other.to[1]) > together.end) return false;
  const [x, y] = one.spine[MIDDLE];
  return faint || hits.away(hits.line(other.spine, other.thick / 2), x, y) < one.thick / 2 + together.gap;
}

/**
 * What is drawn of flows in a view, as paper has it in lib/print/flows.py: the arrows, from below, each with those that
 * would lie on it and open with it; and the flows that are too short for one.
 * @param {FlowItem[]} items
 * @param {View} view
 * @param {Context} context
 * @param {boolean} [faint]
 */
export function arrange(items, view, context, faint = false) {
  const style = context.style.flow;
  /** @type {FlowArrow[]} */
  const arrows = [];
  /** @type {FlowItem[]} */
  const short = [];
  const number = (/** @type {FlowItem} */ { persons }) => persons ?? -1;
  // The widest first: what would lie on it opens with it.
  [...items]
    .sort((a, b) => number(b) - number(a))
    .forEach((item) => {
      const { flow } = item;
      const from = view.point(flow.origin_lat, flow.origin_lon);
      const to = view.point(flow.lat, flow.lon);
      if (Math.hypot(to[0] - from[0], to[1] - from[1]) < style.least_length) {
        short.push(item);
        return;
      }
      const thick = thicknessOf(item, view.zoom, context, faint);
      const { spine } = geometry.arrowPoints(from, to, flow.bend || 0, thick, style);
      /** @type {FlowArrow} */
      const arrow = { item, from, to, thick, spine: [...spine, to], beneath: [] };
      const over = arrows.find((other) => liesOn(arrow, other, style, faint));
      if (over) over.beneath.push(item);
      else arrows.push(arrow);
    });
  const order = new Map(items.map((item, i) => [item, i]));
  const at = (/** @type {FlowArrow} */ { item }) => order.get(item) ?? 0;
  return { arrows: arrows.sort((a, b) => at(a) - at(b)), short };
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
  const { dash, edge_width: edge, head_opacity: headOpacity, opacity } = style.direction_only;
  const pen = { fill: "none", stroke: style.colour, "stroke-width": thick, "stroke-linecap": "butt" };
  return [
    svg("path", { d: shape.spine, ...pen, "stroke-dasharray": dash.join(" "), opacity }),
    svg("path", {
      d: shape.head,
      fill: style.colour,
      "fill-opacity": headOpacity,
      stroke: style.edge,
      "stroke-width": edge,
    }),
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
      "stroke-opacity": style.rim_opacity,
      "stroke-width": style.faded.width,
      "stroke-dasharray": soft ? style.faded.dash.join(" ") : null,
    }),
  ];
}

/**
 * A flow as something that opens; `days` where they are not those of the range.
 * @param {FlowItem} item
 * @param {Context} context
 * @param {FaintDays} [days]
 * @returns {MapSymbol}
 */
function symbolOf(item, context, days) {
  const { flow } = item;
  const lines = describe(item, context);
  if (days) lines.splice(1, 0, context.span(days.from, days.to));
  const at = geometry.pointKey(flow.origin_lat, flow.origin_lon, flow.lat, flow.lon);
  const { counter } = context.state || {};
  const asked = { kind: "displacement", place: flow.place, origin: flow.origin, at, counter, ...days };
  const key = `${days ? "earlier-flow" : "flow"}:${flow.origin}|${flow.place}|${at}`;
  return { key, kind: "flow", name: lines[0], lines, latlng: [flow.lat, flow.lon], asked };
}

/**
 * An arrow as something that opens, with the flows that would lie on it.
 * @param {FlowArrow} arrow
 * @param {Context} context
 * @param {FaintDays} [days]
 * @returns {MapSymbol}
 */
function openable({ item, beneath }, context, days) {
  const first = symbolOf(item, context, days);
  if (!beneath.length) return first;
  const members = [first, ...beneath.map((other) => symbolOf(other, context, days))];
  const lines = [...first.lines, fill(context.words.flows_beneath, { n: context.number(beneath.length) })];
  return { ...first, asked: undefined, lines, members };
}

/**
 * Draw into an SVG group; returns the symbols by key for pointer and keyboard. `days` where the flows are not those of
 * the range: then they are faint.
 * @param {SVGGElement} group
 * @param {FlowItem[]} items
 * @param {View} view
 * @param {Context} context
 * @param {FaintDays} [days]
 * @returns {MapSymbol[]}
 */
export function draw(group, items, view, context, days) {
  const style = lookOf(context, Boolean(days));
  const defs = svg("defs", {});
  group.append(defs);
  return arrange(items, view, context, Boolean(days)).arrows.map((arrow, index) => {
    const { item, from, to, thick } = arrow;
    const shape = geometry.arrow(from, to, item.flow.bend || 0, thick, style);
    const { outline, spine, head } = shape.points;
    const known = openable(arrow, context, days);
    if (item.persons === null) {
      const symbol = { ...known, hit: hits.line(spine, thick / 2, head) };
      group.append(hits.button(symbol, directionPaths(shape, thick, style)));
      return symbol;
    }
    const faded = fadedEnds(item.flow);
    const soft = faded[0] || faded[1];
    const id = `situation-fade-${days ? "earlier-" : ""}${index}`;
    if (soft) defs.append(fade(id, [from, to], faded, style));
    const symbol = { ...known, hit: hits.ring(outline) };
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
 * @param {boolean} [faint]
 */
export function paint(ctx, items, view, context, faint = false) {
  const ratio = Math.min(window.devicePixelRatio || 1, 2);
  arrange(items, view, context, faint).arrows.forEach((arrow) => {
    const { item, from } = arrow;
    const { flow } = item;
    const ends = [flow.origin_lat, flow.origin_lon, flow.lat, flow.lon];
    const key = [...ends, item.persons, view.scale, ratio, faint].join();
    if (!stamps.has(key)) {
      if (stamps.size >= MOST_STAMPS) stamps.clear();
      stamps.set(key, stamp(arrow, ratio, lookOf(context, faint)));
    }
    const { canvas, left, top } = stamps.get(key);
    const [x, y] = [Math.round(from[0]) + left, Math.round(from[1]) + top];
    ctx.drawImage(canvas, x, y, canvas.width / ratio, canvas.height / ratio);
  });
}

/**
 * An arrow as a picture, and where its corner lies from where the arrow begins.
 * @param {FlowArrow} arrow
 * @param {number} ratio
 * @param {FlowLook} style
 */
function stamp({ item, from, to, thick }, ratio, style) {
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
  const edge = directional ? style.direction_only.edge_width : style.edge_width * 2;
  ctx.globalAlpha = soft && !directional ? style.faded.edge_opacity : 1;
  ctx.strokeStyle = style.edge;
  ctx.lineWidth = edge;
  // A canvas takes a width of nothing for no width at all.
  if (edge) ctx.stroke(outline);
  ctx.globalAlpha = directional ? style.direction_only.head_opacity : style.opacity;
  ctx.fillStyle = soft && !directional ? gradient(ctx, from, to, faded, style) : style.colour;
  ctx.fill(outline);
  ctx.globalAlpha = style.rim_opacity;
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
