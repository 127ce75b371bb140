// The reported places behind the areas: shape as well as colour tells the sides apart.

/** @import { Context, Context2D, ControlMap, Layer, LegendEntry, MapSymbol, Place, Shown, Side, SituationMap, View } from "../types.js" */

import { fill, square, svg } from "../draw/dom.js";
import * as hits from "../draw/hit.js";
import { sample } from "../draw/samples.js";

/**
 * @param {number} x
 * @param {number} y
 * @param {string} controller
 * @param {Context} context
 * @returns {SVGElement | null} Null for a side that this crisis does not have.
 */
export function mark(x, y, controller, { crisis }) {
  const look = crisis.sides[controller];
  if (!look) return null;
  const pen = { fill: look.fill, stroke: look.edge, "stroke-width": look.width };
  if (!look.outline) return svg("circle", { cx: x, cy: y, r: look.size, ...pen });
  const corners = look.outline.map(([dx, dy]) => `${x + dx},${y + dy}`);
  return svg("path", { d: `M${corners.join("L")}Z`, ...pen });
}

/**
 * The ring around the mark of a place that lies in ground drawn as another side's.
 * @param {number} x
 * @param {number} y
 * @param {Context} context
 */
function ring(x, y, { style }) {
  const { size, colour, width, casing, casing_width: around } = style.apart;
  const pen = (/** @type {string} */ stroke, /** @type {number} */ wide) =>
    svg("circle", { cx: x, cy: y, r: size, fill: "none", stroke, "stroke-width": wide });
  return [pen(casing, around), pen(colour, width)];
}

/**
 * The places of a map that are drawn: all of them near enough and when asked for, else those that lie in ground drawn
 * as another side's, wherever that ground is tinted.
 * @param {SituationMap} situation
 * @param {ControlMap} control
 * @param {View} view
 */
export function visible(situation, control, view) {
  if (situation.has("places") && view.zoom >= situation.config.style.place.min_zoom) return control.places;
  return situation.has("control") ? control.places.filter(({ apart }) => apart) : [];
}

/**
 * Draw the places in view.
 * @param {SVGGElement} group
 * @param {Place[]} places
 * @param {View} view
 * @param {Context} context
 * @param {{prefix: string, days: {from?: string, to?: string}}} asked What the keys begin with, and the days that the
 *   reports are asked for, where these are not the range.
 * @returns {MapSymbol[]}
 */
export function draw(group, places, view, context, { prefix, days }) {
  /** @type {MapSymbol[]} */
  const symbols = [];
  places.forEach((place, index) => {
    const [x, y] = view.point(place.lat, place.lon);
    if (!view.sees([x, y], 0)) return;
    const drawn = mark(x, y, place.controller, context);
    if (!drawn) return;
    /** @type {MapSymbol} */
    const symbol = {
      key: `${prefix}:${index}`,
      kind: "place",
      name: place.place,
      lines: [
        context.named(place.place),
        context.words.sides[place.controller],
        context.since(place.since),
        place.apart ? context.words.place_apart : "",
      ].filter(Boolean),
      apart: place.apart,
      hit: hits.mark(x, y, place.apart ? context.style.apart.size : context.style.place.size),
      latlng: [place.lat, place.lon],
      asked: { kind: "control", place: place.place, ...days },
    };
    group.append(hits.button(symbol, place.apart ? [...ring(x, y, context), drawn] : [drawn]));
    symbols.push(symbol);
  });
  return symbols;
}

/** @type {Map<string, {canvas: HTMLCanvasElement, half: number}>} */
const stamps = new Map();

/** @param {Context2D} ctx @param {Side} look */
function trace(ctx, { outline, size }) {
  if (!outline) ctx.arc(0, 0, size, 0, 7);
  else {
    outline.forEach(([x, y]) => ctx.lineTo(x, y));
    ctx.closePath();
  }
}

/**
 * The mark of a side as a small picture: hundreds are drawn in a frame.
 * @param {string} controller
 * @param {Context} context
 */
function stamp(controller, context) {
  const ratio = Math.min(window.devicePixelRatio || 1, 2);
  const key = `${controller}|${ratio}`;
  const known = stamps.get(key);
  if (known) return known;
  const look = context.crisis.sides[controller];
  const half = Math.ceil(look.size) + 2;
  const { canvas, ctx } = square(half, ratio);
  trace(ctx, look);
  ctx.fillStyle = look.fill;
  ctx.fill();
  ctx.strokeStyle = look.edge;
  ctx.lineWidth = look.width;
  ctx.stroke();
  const made = { canvas, half };
  stamps.set(key, made);
  return made;
}

/** @param {Context2D} ctx @param {number} x @param {number} y @param {Context} context */
function paintRing(ctx, x, y, { style }) {
  const { size, colour, width, casing, casing_width: around } = style.apart;
  ctx.beginPath();
  ctx.arc(x, y, size, 0, 7);
  const pen = (/** @type {string} */ stroke, /** @type {number} */ wide) => {
    ctx.strokeStyle = stroke;
    ctx.lineWidth = wide;
    ctx.stroke();
  };
  pen(casing, around);
  pen(colour, width);
}

/**
 * The same marks on a canvas, while they change with each frame.
 * @param {Context2D} ctx
 * @param {Place[]} places
 * @param {View} view
 * @param {Context} context
 */
export function paint(ctx, places, view, context) {
  places.forEach(({ lat, lon, controller, apart }) => {
    const [x, y] = view.point(lat, lon);
    if (!context.crisis.sides[controller] || !view.sees([x, y], 8)) return;
    if (apart) paintRing(ctx, x, y, context);
    const { canvas, half } = stamp(controller, context);
    ctx.drawImage(canvas, Math.round(x) - half, Math.round(y) - half, 2 * half, 2 * half);
  });
}

/**
 * What the legend says of this layer.
 * @param {Shown} shown
 * @param {Context} context
 * @returns {LegendEntry[]}
 */
export function legend(shown, context) {
  const { words } = context;
  const sides = shown.place_sides.flatMap((name) => {
    const drawn = mark(11, 6, name, context);
    if (!drawn) return [];
    const text = fill(words.place_of, { side: words.area_names[name] });
    return [{ symbol: sample(22, 12, [drawn]), text, short: words.area_names[name] }];
  });
  if (!shown.places_apart) return sides;
  const apart = { text: words.place_apart, short: words.short.place_apart };
  return [...sides, { symbol: sample(22, 18, ring(11, 9, context)), ...apart }];
}

/** @param {SituationMap} situation @param {SVGGElement} group @param {View} view */
function drawAll(situation, group, view) {
  const { control } = situation.answers;
  situation.clips = [];
  if (!control) return [];
  situation.placesShown = draw(group, visible(situation, control, view), view, situation.context, {
    prefix: "place",
    days: {},
  });
  const before = situation.swiped();
  return before ? [...situation.placesShown, ...drawLeft(situation, group, view, before)] : [...situation.placesShown];
}

/**
 * The reported places of both dates, each seen only on its side of the divider.
 * @param {SituationMap} situation
 * @param {SVGGElement} group
 * @param {View} view
 * @param {ControlMap} before
 */
function drawLeft(situation, group, view, before) {
  const right = svg("g", { "clip-path": "url(#situation-right)" }, [...group.children]);
  const left = svg("g", { "clip-path": "url(#situation-left)" });
  const compare = situation.state?.compare ?? undefined;
  const drawn = draw(left, visible(situation, before, view), view, situation.context, {
    prefix: "before",
    days: { from: compare, to: compare },
  });
  // Which side of the divider each is seen on.
  situation.placesShown.forEach((symbol) => (symbol.side = "right"));
  drawn.forEach((symbol) => (symbol.side = "left"));
  const box = { y: view.min.y, width: view.max.x - view.min.x, height: view.max.y - view.min.y };
  situation.clips = ["left", "right"].map((side) => ({
    side,
    rect: svg("rect", box),
    min: view.min.x,
    width: box.width,
  }));
  const defs = situation.clips.map(({ side, rect }) => svg("clipPath", { id: `situation-${side}` }, [rect]));
  group.append(svg("defs", {}, defs), left, right);
  cut(situation, situation.swipe.x());
  return drawn;
}

/**
 * Follow the divider with the places' clips, and say where it stands.
 * @param {SituationMap} situation
 * @param {number} x
 */
export function cut(situation, x) {
  situation.clips.forEach(({ side, rect, min, width }) =>
    rect.setAttribute("x", String(side === "left" ? x - width : Math.max(x, min))),
  );
  const { state } = situation;
  // Where the divider is going, even before the frame in which it gets there.
  const divider = state && {
    left: state.compare,
    right: state.to,
    get share() {
      return situation.swipe.share;
    },
  };
  situation.report.swipe = situation.swipe.on ? divider : null;
}

/** @type {Layer} */
export const layer = {
  group: "places",
  follows: true,
  symbols: (situation, groups, view) => drawAll(situation, groups.places, view),
  paint(situation, ctx, view) {
    const { answers, context } = situation;
    if (answers.control) paint(ctx, visible(situation, answers.control, view), view, context);
  },
  explain(situation) {
    const { answers, config, placesShown } = situation;
    const all = placesShown.some(({ apart }) => !apart);
    const placed = new Set(all ? answers.control?.places.map((place) => place.controller) : []);
    return {
      place_sides: config.crisis.order.filter((name) => placed.has(name)),
      places_apart: placesShown.some(({ apart }) => apart),
    };
  },
  legend,
};
