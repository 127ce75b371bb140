// Modelled flows: a split of published totals that nobody reported. Paler, hatched, and never among the reported flows.

/** @import { Context, Layer, LegendEntry, MapSymbol, ModelledFlow, ModelledLook, ModelledShown, ModelledWindow, Shown, SituationMap, View } from "../types.js" */

import { fill, svg } from "../draw/dom.js";
import * as geometry from "../draw/geometry.js";
import * as hits from "../draw/hit.js";
import { sample } from "../draw/samples.js";
import { flowWidth } from "../draw/sizes.js";
import { crosses } from "../map/in_view.js";

const NOTHING = { flows: [], all: 0, counter: "", empty: false };

/** @param {any} body */
export function decode(body) {
  /** @type {ModelledWindow[]} */
  const windows = body.windows || [];
  return windows.map((one) => ({
    ...one,
    flows: one.flows.filter((flow) => [flow.lat, flow.lon, flow.origin_lat, flow.origin_lon].every(Number.isFinite)),
  }));
}

/**
 * The counter whose totals are split: the one chosen where it has any, else the one that covers most days.
 * @param {ModelledWindow[]} windows
 * @param {string} chosen
 * @param {number} from
 * @param {number} to
 */
function counterOf(windows, chosen, from, to) {
  const days = new Map();
  windows.forEach(({ counter, first, last }) => {
    const covered = Math.min(to, last) - Math.max(from, first) + 1;
    if (covered > 0) days.set(counter, (days.get(counter) || 0) + covered);
  });
  if (days.has(chosen)) return chosen;
  const names = [...days.keys()].sort((a, b) => days.get(b) - days.get(a) || (a < b ? -1 : 1));
  return names[0] || "";
}

/**
 * Windows that follow one another are added up by pair of places; two counters never are.
 * @param {ModelledWindow[]} windows
 * @param {string} chosen
 * @param {number} from
 * @param {number} to
 * @param {number} most
 */
export function inRange(windows, chosen, from, to, most) {
  const counter = counterOf(windows, chosen, from, to);
  const pairs = new Map();
  windows
    .filter((one) => one.counter === counter && one.first <= to && one.last >= from)
    .forEach(({ flows }) => {
      flows.forEach((flow) => {
        const key = `${flow.origin}|${flow.place}`;
        const known = pairs.get(key);
        const add = (/** @type {"persons" | "low" | "high"} */ name) => flow[name] + (known ? known[name] : 0);
        pairs.set(key, { ...flow, persons: add("persons"), low: add("low"), high: add("high") });
      });
    });
  const all = [...pairs.values()].sort((a, b) => b.persons - a.persons);
  // Small ones hide what matters; the page lists them all.
  return { flows: all.slice(0, most), all: all.length, counter, empty: all.length === 0 };
}

/**
 * What of the state's range is drawn; nothing when the layer is off.
 * @param {SituationMap} situation
 */
export function shown(situation) {
  const { answers, config, state } = situation;
  if (!state || !situation.has("modelled")) return NOTHING;
  const [from, to] = situation.range();
  return inRange(answers.modelled, state.counter, from, to, config.style.modelled.most_drawn);
}

/** @param {ModelledFlow} flow @param {string} counter @param {Context} context */
function describe(flow, counter, { between, count, named, words }) {
  const range = between(flow.low, flow.high);
  return [
    `${words.modelled}: ${fill(words.from_to, { origin: named(flow.origin), place: named(flow.place) })}`,
    count("modelled_about", flow.persons, { range }),
    fill(words.modelled_legend, { who: counter }),
  ];
}

/** @param {string} id @param {ModelledLook} style */
function hatch(id, style) {
  const { ground_opacity: ground, step, width } = style.hatch;
  const line = { x1: 0, y1: 0, x2: 0, y2: step, stroke: style.colour, "stroke-width": 2 * width };
  const frame = { id, width: step, height: step, patternUnits: "userSpaceOnUse", patternTransform: "rotate(45)" };
  return svg("pattern", frame, [
    svg("rect", { width: step, height: step, fill: "#ffffff", "fill-opacity": ground }),
    svg("line", line),
  ]);
}

/** @param {{outline: string}} shape @param {string} id @param {ModelledLook} style */
function arrow(shape, id, style) {
  return svg("path", {
    d: shape.outline,
    fill: `url(#${id})`,
    "fill-opacity": style.opacity,
    stroke: style.colour,
    "stroke-width": style.edge.width,
    "stroke-dasharray": style.edge.dash.join(" "),
    "stroke-linejoin": "round",
  });
}

/**
 * Draw into an SVG group; returns the symbols by key for pointer and keyboard.
 * @param {SVGGElement} group
 * @param {ModelledShown} shown
 * @param {View} view
 * @param {Context} context
 */
export function draw(group, { flows, counter }, view, context) {
  if (!flows.length) return [];
  const style = context.style.modelled;
  group.append(svg("defs", {}, [hatch("situation-modelled", style)]));
  return flows.map((flow, index) => {
    const from = view.point(flow.origin_lat, flow.origin_lon);
    const to = view.point(flow.lat, flow.lon);
    const wide = flowWidth(flow.persons, context.style.flow) * context.symbol_scale;
    const shape = geometry.arrow(from, to, flow.bend || 0, wide, context.style.flow);
    const lines = describe(flow, counter, context);
    const key = `modelled:${index}`;
    const report = { title: lines[0], lines: lines.slice(1), note: context.words.modelled_note, reports: [], more: 0 };
    const name = fill(context.words.from_to, { origin: context.named(flow.origin), place: context.named(flow.place) });
    const hit = hits.ring(shape.points.outline);
    /** @type {MapSymbol} */
    const symbol = { key, kind: "modelled", name, lines, hit, latlng: [flow.lat, flow.lon], report };
    group.append(hits.button(symbol, [arrow(shape, "situation-modelled", style)]));
    return symbol;
  });
}

/**
 * What the legend says of this layer.
 * @param {Shown} shown
 * @param {Context} context
 * @returns {LegendEntry[]}
 */
export function legend({ modelled }, { number, style, words }) {
  if (!modelled.flows.length) return [];
  const look = style.modelled;
  const shape = geometry.arrow([1, 9], [37, 9], 0, flowWidth(look.legend_persons, style.flow), style.flow);
  const id = "situation-modelled-legend";
  const symbol = sample(38, 18, [svg("defs", {}, [hatch(id, look)]), arrow(shape, id, look)]);
  const counted = { who: modelled.counter, n: number(modelled.flows.length), all: number(modelled.all) };
  return [{ symbol, text: fill(words.modelled_entry, counted), short: words.short.modelled_entry }];
}

/** @type {Layer} */
export const layer = {
  group: "modelled",
  follows: true,
  ask: (server, { layerSet, query }) => ({
    modelled: layerSet.has("modelled") ? server.get("modelled", query, decode) : [],
  }),
  overlays: (situation) => ({ modelled: shown(situation).flows.length }),
  symbols: (situation, groups, view) => draw(groups.modelled, shown(situation), view, situation.context),
  explain(situation) {
    const all = shown(situation);
    const seen = all.flows.some((flow) => crosses(situation, flow));
    return { modelled: seen ? all : { ...all, flows: [] } };
  },
  legend,
  notes: ({ modelled }, { words }) => (modelled.empty ? [words.modelled_none] : []),
};
