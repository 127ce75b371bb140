// What was reported before the range, since the first day of all: faint rings and arrows that are in no figure.

/** @import { Context, Context2D, Earlier, FaintDays, Layer, LegendEntry, MapSymbol, Shown, State, StrikeCluster, StrikeLook, View } from "../types.js" */

import { fill, square, svg } from "../draw/dom.js";
import * as geometry from "../draw/geometry.js";
import * as hits from "../draw/hit.js";
import { sample } from "../draw/samples.js";
import { faintRadius } from "../draw/sizes.js";
import * as flowArrows from "./flow_arrows.js";
import * as flowsLayer from "./flows.js";
import { boxOf, marksOf } from "./strike_merge.js";
import * as strikesLayer from "./strikes.js";

/** @type {Earlier} */
const NOTHING = { days: null, strikes: [], flows: [] };

/**
 * The days before a range that begins on day number `from`; null where there are none.
 * @param {number} from
 * @param {Pick<Context, "calendar">} context
 * @returns {FaintDays | null}
 */
const daysBefore = (from, { calendar }) => (from > 0 ? { from: calendar.iso(0), to: calendar.iso(from - 1) } : null);

/**
 * Since when what is drawn faint is, as the page says it; "" where nothing is.
 * @param {State} state
 * @param {number} from First day number of the range.
 * @param {Context} context
 */
export function inWords({ layerSet }, from, context) {
  const days = daysBefore(from, context);
  const drawn = layerSet.has("earlier") && (layerSet.has("strikes") || layerSet.has("flows"));
  return days && drawn ? fill(context.words.earlier_days, { days: context.span(days.from, days.to) }) : "";
}

/**
 * The ring of a place; the legend draws the same one.
 * @param {number} x
 * @param {number} y
 * @param {number} count
 * @param {StrikeLook} style
 */
function ring(x, y, count, style) {
  const { colour, opacity, fill_opacity: inside, width } = style.faint;
  const at = { cx: x.toFixed(1), cy: y.toFixed(1), r: faintRadius(count, style).toFixed(2) };
  const pen = { stroke: colour, "stroke-opacity": opacity, "stroke-width": width };
  return svg("circle", { ...at, fill: colour, "fill-opacity": inside, ...pen });
}

/**
 * @param {SVGGElement} group
 * @param {StrikeCluster[]} rings
 * @param {Context} context
 */
function drawRings(group, rings, context) {
  const style = context.style.strike;
  return rings.map((one) => {
    const symbol = { ...strikesLayer.openable(one, context), hit: hits.mark(one.x, one.y, one.rim) };
    group.append(hits.button(symbol, [ring(one.x, one.y, one.count, style)]));
    return symbol;
  });
}

/** Rings as small pictures, by radius. @type {Map<string, {canvas: HTMLCanvasElement, half: number}>} */
const stamps = new Map();

/**
 * @param {number} r
 * @param {StrikeLook} style
 */
function stamp(r, { faint }) {
  const ratio = Math.min(window.devicePixelRatio || 1, 2);
  const key = `${r.toFixed(1)}|${ratio}`;
  const known = stamps.get(key);
  if (known) return known;
  const half = Math.ceil(r + faint.width);
  const { canvas, ctx } = square(half, ratio);
  ctx.beginPath();
  ctx.arc(0, 0, r, 0, 7);
  ctx.fillStyle = ctx.strokeStyle = faint.colour;
  ctx.globalAlpha = faint.fill_opacity;
  ctx.fill();
  ctx.globalAlpha = faint.opacity;
  ctx.lineWidth = faint.width;
  ctx.stroke();
  const made = { canvas, half };
  stamps.set(key, made);
  return made;
}

/**
 * The same rings on a canvas, while the clock moves; on whole pixels, so that they are copied as is.
 * @param {Context2D} ctx
 * @param {StrikeCluster[]} rings
 * @param {View} view
 * @param {StrikeLook} style
 */
function paintRings(ctx, rings, view, style) {
  rings.forEach(({ x, y, count, rim }) => {
    if (!view.sees([x, y], rim)) return;
    const { canvas, half } = stamp(faintRadius(count, style), style);
    ctx.drawImage(canvas, Math.round(x) - half, Math.round(y) - half, 2 * half, 2 * half);
  });
}

/**
 * What the legend says of this layer.
 * @param {Shown} shown
 * @param {Context} context
 */
function legend({ flows_before: moved, strikes_before: struck }, context) {
  const { day, style, words } = context;
  const said = (/** @type {string} */ text, /** @type {FaintDays} */ { from, to }) =>
    fill(text, { from: day(from), to: day(to) });
  /** @type {LegendEntry[]} */
  const list = [];
  if (struck)
    list.push({
      symbol: sample(22, 14, [ring(11, 7, 1, style.strike)]),
      text: said(words.strikes_before, struck),
      short: words.short.before,
    });
  if (moved) {
    const look = flowArrows.lookOf(context, true);
    const shape = geometry.arrow([1, 8], [37, 8], 0, look.faint.legend_width, look);
    const arrow = svg("path", { d: shape.outline, fill: look.colour, "fill-opacity": look.opacity });
    list.push({
      symbol: sample(38, 16, [arrow]),
      text: said(words.flows_before, moved),
      short: words.short.before,
      line: "moves",
    });
  }
  return list;
}

/** @type {Layer} */
export const layer = {
  group: "earlier",
  follows: true,
  now(situation, from, to) {
    const { answers, context } = situation;
    const days = situation.has("earlier") ? daysBefore(from, context) : null;
    if (!days) return { earlier: NOTHING };
    return {
      earlier: {
        days,
        strikes: situation.has("strikes") ? strikesLayer.before(answers.strikes, from, to, context) : [],
        flows: situation.has("flows") ? flowsLayer.before(answers.flows, from, to, context) : [],
      },
    };
  },
  overlays: ({ now }) => ({ earlier_strikes: now.earlier.strikes.length, earlier_flows: now.earlier.flows.length }),
  symbols(situation, groups, view, clear) {
    const { context, now } = situation;
    const { days, flows } = now.earlier;
    if (!days) return [];
    const { rings } = marksOf(situation, view);
    clear.faint.push(...rings.map(boxOf));
    /** @type {MapSymbol[]} */
    const symbols = [
      ...flowArrows.draw(groups.earlier, flows, view, context, days),
      ...drawRings(groups.earlier, rings, context),
    ];
    groups.earlier.querySelectorAll("[data-kind]").forEach((element) => element.setAttribute("data-faint", ""));
    return symbols;
  },
  paint(situation, ctx, view) {
    const { context, now } = situation;
    if (!now.earlier.days) return;
    flowArrows.paint(ctx, now.earlier.flows, view, context, true);
    paintRings(ctx, marksOf(situation, view).rings, view, context.style.strike);
  },
  explain: ({ now: { earlier } }) => ({
    strikes_before: earlier.strikes.length ? earlier.days : null,
    flows_before: earlier.flows.length ? earlier.days : null,
  }),
  legend,
};
