// How strikes are drawn, as the reader chose: a circle a place, merged circles, or a density. The numbers stay the same.

/** @import { Context, Layer, LegendEntry, Shown } from "../types.js" */

import { svg, fill } from "../draw/dom.js";
import { sample } from "../draw/samples.js";
import * as strikeClusters from "./strike_clusters.js";
import * as strikeDensity from "./strike_density.js";
import { boxOf, marksOf } from "./strike_merge.js";
import * as strikesLayer from "./strikes.js";

/** @type {Record<string, typeof strikesLayer | typeof strikeClusters | typeof strikeDensity>} */
const WAYS = { clusters: strikeClusters, density: strikeDensity };

/** @param {Pick<Context, "state">} context */
const chosen = ({ state }) => WAYS[state?.symbols ?? ""] || strikesLayer;

/**
 * Whether places have circles of their own, which the legend then explains.
 * @param {Pick<Context, "state">} context
 */
export const circles = (context) => chosen(context) !== strikeDensity;

/** @param {Context} context */
function sizesEntry(context) {
  const { number, style, words } = context;
  const counts = style.strike.legend_counts;
  const high = 2 * strikesLayer.radius(Math.max(...counts), context) + 5;
  let x = 2;
  const drawn = counts.flatMap((count) => {
    const r = strikesLayer.radius(count, context);
    const { children } = strikesLayer.circle(x + r, high / 2, count, 0, context);
    x += 2 * r + 4;
    return children;
  });
  const symbol = sample(Math.max(38, Math.ceil(x + 1)), Math.ceil(high), drawn);
  const text = fill(words.strikes_by_number, { counts: context.enumerated(counts.map(number)) });
  return { symbol, text, short: words.short.strikes_by_number };
}

/** @param {string} distance @param {Context} context */
function ringEntry(distance, { style, words }) {
  const { colour, width, dash, fill: inside, opacity } = style.near_ring;
  const pen = {
    fill: inside,
    "fill-opacity": opacity,
    stroke: colour,
    "stroke-width": width,
    "stroke-dasharray": dash.join(" "),
  };
  return {
    symbol: sample(38, 18, [svg("circle", { cx: 19, cy: 9, r: 8, ...pen })]),
    text: fill(words.near_ring, { distance }),
  };
}

/**
 * What the legend says of this layer.
 * @param {Shown} shown
 * @param {Context} context
 * @returns {LegendEntry[]}
 */
export function legend(shown, context) {
  const { words } = context;
  const round = circles(context);
  const bare = { ...context, number: () => "" };
  const { legend_share: share, legend_coarse: rough } = context.style.strike;
  const list = shown.strikes ? chosen(context).entries(context) : [];
  if (shown.strikes && round) list.push(sizesEntry(context));
  if (shown.partly_coarse && round) {
    const high = Math.ceil(2 * strikesLayer.radius(share.count, context) + 10);
    list.push({
      symbol: sample(38, high, strikesLayer.circle(19, high / 2, share.count, share.coarse, bare).children),
      text: words.strike_partly,
      short: words.short.strike_partly,
    });
  }
  // A density leaves what is located roughly as circles of their own.
  if (shown.coarse_strikes || (shown.partly_coarse && !round)) {
    list.push({
      symbol: sample(38, 20, strikesLayer.circle(19, 10, rough, rough, bare).children),
      text: words.strike_coarse,
      short: words.short.strike_coarse,
    });
  }
  if (shown.rings) list.push(ringEntry(shown.rings, context));
  return list;
}

/** @type {Layer} */
export const layer = {
  group: "strikes",
  follows: true,
  ask: (server, { layerSet, query }) => ({
    strikes: layerSet.has("strikes") ? server.get("strikes", query, strikesLayer.decode) : [],
  }),
  now: (situation, from, to) => ({
    strikes: situation.has("strikes")
      ? strikesLayer.inRange(situation.answers.strikes, from, to, situation.context)
      : [],
  }),
  drawn: ({ now }) => ({
    strike_places: now.strikes.length,
    strike_events: now.strikes.reduce((sum, one) => sum + one.count, 0),
  }),
  symbols(situation, groups, view, clear) {
    const { context } = situation;
    if (circles(context)) strikeDensity.lay(situation, []);
    const { circles: found } = marksOf(situation, view);
    clear.obstacles.push(...found.map(boxOf));
    return chosen(context).draw(groups.strikes, found, view, context, situation);
  },
  paint(situation, ctx, view) {
    const { context } = situation;
    chosen(context).paint(ctx, marksOf(situation, view).circles, view, context, situation);
  },
  explain: (situation, { rings }) => ({
    strikes: situation.now.strikes.length > 0,
    rings: situation.has("strikes") && rings ? rings.words : "",
    coarse_strikes: situation.now.strikes.some((one) => one.coarse === one.count),
    partly_coarse: situation.now.strikes.some((one) => one.coarse > 0 && one.coarse < one.count),
  }),
  legend,
};
