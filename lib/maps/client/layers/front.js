// The front line, the line before the range, and the other lines between sides.

/** @import { Context, Context2D, ControlMap, Layer, LegendEntry, Shown, SituationMap, State, Style, View } from "../types.js" */

import { lineSample } from "../draw/samples.js";
import { fill } from "../draw/dom.js";
import { atAnchor, stroke } from "../draw/pens.js";
import * as walk from "../interface/walk.js";
import * as frontStretches from "./front_stretches.js";

/**
 * @param {Context2D} ctx
 * @param {View} view
 * @param {ControlMap | null} control
 * @param {ControlMap | null} before
 * @param {Style} style
 */
export function draw(ctx, view, control, before, style) {
  if (!control) return;
  atAnchor(ctx, view, () => {
    if (before) stroke(ctx, before.front, view.scale, style.earlier_front);
    stroke(ctx, control.boundaries, view.scale, style.boundary);
    if (control.stretches.length) frontStretches.draw(ctx, view, control.stretches, style);
    else stroke(ctx, control.front, view.scale, style.front);
  });
}

/**
 * The words of the entries that name a day of the range, which follows the clock.
 * @param {{from: string, to: string}} days ISO days; "" for none.
 * @param {Context} context
 */
export function dated({ from, to }, { words, day }) {
  const { front_before: before } = words.short;
  return {
    front: { text: to && fill(words.front_on, { day: day(to) }), short: to && day(to, true) },
    earlier: {
      text: from && fill(words.front_before, { day: day(from) }),
      short: from && fill(before, { day: day(from, true) }),
    },
  };
}

/**
 * What the legend says of this layer.
 * @param {Shown} shown
 * @param {Context} context
 * @returns {LegendEntry[]}
 */
export function legend(shown, context) {
  const { style, words, day } = context;
  const { front, earlier } = dated({ to: shown.front, from: shown.earlier }, context);
  /** @type {LegendEntry[]} */
  const list = [];
  if (shown.front && shown.swipe) {
    const days = (/** @type {boolean} */ cut) => ({ left: day(shown.swipe, cut), right: day(shown.front, cut) });
    const said = { text: fill(words.front_swipe, days(false)), short: fill(words.short.front_swipe, days(true)) };
    list.push({ symbol: lineSample(style.front), ...said });
  } else if (shown.front) list.push({ symbol: lineSample(style.front), ...front, date: "front" });
  if (shown.one_sided) {
    const dashed = lineSample({ ...style.front, dash: style.stretch.one_sided_dash });
    list.push({ symbol: dashed, text: words.one_sided, short: words.short.one_sided });
  }
  if (shown.compared) {
    list.push({
      symbol: lineSample(style.earlier_front),
      text: fill(words.front_on, { day: day(shown.compared) }),
      short: day(shown.compared, true),
    });
  }
  if (shown.earlier) list.push({ symbol: lineSample(style.earlier_front), ...earlier, date: "earlier" });
  if (shown.boundaries) {
    list.push({
      symbol: lineSample(style.boundary),
      text: words.other_boundary,
      short: words.short.other_boundary,
    });
  }
  return list;
}

/**
 * What the legend has to explain of the lines between the areas.
 * @param {SituationMap} situation
 * @param {State} state
 */
function explain(situation, { compare, from, to }) {
  const front = situation.has("front") ? situation.answers.control : null;
  const swiped = situation.swiped();
  const before = front && situation.earlier()?.front.length;
  const stretches = front ? [front, swiped].flatMap((one) => one?.stretches ?? []) : [];
  return {
    front: front?.front.length ? to : "",
    swipe: (swiped && compare) || "",
    earlier: before && !compare ? from : "",
    compared: (before && compare) || "",
    one_sided: stretches.some((stretch) => stretch.one_sided),
    boundaries: Boolean(front?.boundaries.length),
  };
}

/** @type {Layer} */
export const layer = {
  group: "front",
  follows: true,
  symbols: (situation, groups, view) => walk.draw(situation, groups.front, groups.hover, view),
  drawn: (situation) => ({ front_km: situation.has("front") ? (situation.answers.control?.front_km ?? 0) : 0 }),
  explain,
  legend,
};
