// Displacement flows: who moved between which places in a range; one arrow a pair (flow_arrows.js), wider for more people.

/** @import { Context, Days, Flow, FlowItem, Layer, LegendEntry, Shown, SituationMap, Total } from "../types.js" */

import { perCounter } from "../data/server.js";
import { sample } from "../draw/samples.js";
import { Tally } from "../data/tally.js";
import { fill, svg } from "../draw/dom.js";
import * as geometry from "../draw/geometry.js";
import { flowWidth } from "../draw/sizes.js";
import { arrange, draw, paint } from "./flow_arrows.js";

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

/**
 * Pairs with a row before the range and none in it.
 * @param {Flow[]} flows
 * @param {number} from First day number of the range.
 * @param {number} to
 * @param {Pick<Context, "calendar">} context
 */
export function before(flows, from, to, context) {
  const again = (/** @type {Flow} */ flow) => totals(flow, context.calendar).any(from, to) > 0;
  return inRange(
    flows.filter((flow) => !again(flow)),
    0,
    from - 1,
    context,
  );
}

/** @param {number} persons @param {Context} context */
function widthEntry(persons, { count, number, style, symbol_scale: scale }) {
  const look = style.flow;
  const wide = flowWidth(persons, look) * scale;
  const high = Math.ceil(wide * look.head_width + look.head_extra);
  // No longer than it has to be to be drawn as wide as on the map.
  const long = Math.ceil(wide * look.full_length + look.full_extra);
  const shape = geometry.arrow([1, high / 2], [1 + long, high / 2], 0, wide, look);
  const path = svg("path", { d: shape.outline, fill: look.colour });
  return {
    symbol: sample(long + 2, high, [path]),
    text: count("persons_fled", persons),
    short: number(persons),
  };
}

/** @param {Context} context */
function directionEntry({ style: { flow: look }, words }) {
  const pen = { fill: "none", stroke: look.colour, "stroke-width": look.direction_only.width };
  const shape = geometry.arrow([1, 8], [31, 8], 0, look.direction_only.width, look);
  const spine = svg("path", { d: shape.spine, ...pen, "stroke-dasharray": look.direction_only.dash.join(" ") });
  const head = svg("path", { d: shape.head, fill: look.colour });
  return { symbol: sample(32, 16, [spine, head]), text: words.direction_only, short: words.short.direction_only };
}

/** @param {Context} context */
function looseEntry({ style: { flow: look }, words }) {
  const edge = { stroke: look.colour, "stroke-dasharray": look.faded.dash.join(" ") };
  const box = svg("rect", { x: 2, y: 5, width: 20, height: 7, fill: look.colour, "fill-opacity": 0.25, ...edge });
  return { symbol: sample(24, 16, [box]), text: words.representative, short: words.short.representative };
}

/**
 * The flows that are too short for an arrow, in words; the largest are named with their number.
 * @param {Shown["short_flows"]} short
 * @param {Context} context
 */
function shortEntry(short, { between, enumerated, named: nameOf, number, style: { flow: look }, words }) {
  const given = short.filter(({ low, high }) => low !== null || high !== null).slice(0, look.most_named);
  const named = given.map(({ place, low, high }) =>
    fill(words.flow_short, { n: between(low, high), place: nameOf(place) }),
  );
  const rest = { n: number(short.length - given.length) };
  if (given.length && given.length < short.length) named.push(fill(words.cluster_more, rest));
  const text = given.length ? fill(words.flows_short, { list: enumerated(named) }) : fill(words.flows_short_bare, rest);
  const shape = geometry.arrow([12, 8], [26, 8], 0, look.min_width, look);
  const symbol = sample(38, 16, [svg("path", { d: shape.outline, fill: look.colour })]);
  return { symbol, text };
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
  const short = shown.short_flows.length ? [shortEntry(shown.short_flows, context)] : [];
  return [...widths, ...directions, ...(shown.loose_flows ? [looseEntry(context)] : []), ...short];
}

/**
 * What of the flows is arrows, and which in the view are too short; all are arrows before there is a view.
 * @param {SituationMap} situation
 * @returns {{arrows: FlowItem[], short: FlowItem[]}}
 */
function explained({ context, marks, now }) {
  if (!marks.bounds) return { arrows: now.flows, short: [] };
  const view = marks.view();
  const { arrows, short } = arrange(now.flows, view, context);
  return {
    arrows: arrows.map(({ item }) => item),
    short: short.filter(({ flow }) => view.sees(view.point(flow.lat, flow.lon), 0)),
  };
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
  explain(situation) {
    const { arrows, short } = explained(situation);
    const numbered = arrows.filter((one) => one.persons !== null);
    return {
      flows: numbered.length > 0,
      directions: arrows.length > numbered.length,
      loose_flows: numbered.some(({ flow }) => flow.loose_from || flow.loose_to),
      short_flows: short.map(({ flow, low, high }) => ({ place: flow.place, low, high })),
    };
  },
  legend,
};
