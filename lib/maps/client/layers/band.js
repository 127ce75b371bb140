// Where the front line is uncertain.

/** @import { Context, Context2D, ControlMap, Layer, LegendEntry, Shown, Style, View } from "../types.js" */

import { sample } from "../draw/samples.js";
import { svg } from "../draw/dom.js";
import { atAnchor, fillAll } from "../draw/pens.js";

/**
 * @param {Context2D} ctx
 * @param {View} view
 * @param {ControlMap | null} control
 * @param {Style} style
 */
export function draw(ctx, view, control, style) {
  if (!control) return;
  atAnchor(ctx, view, () => fillAll(ctx, control.band, view.scale, style.band.fill, style.band.opacity));
}

/**
 * What the legend says of this layer.
 * @param {Shown} shown
 * @param {Context} context
 * @returns {LegendEntry[]}
 */
export function legend(shown, { style, words }) {
  if (!shown.band) return [];
  const ground = svg("rect", { width: 24, height: 15, fill: style.band.over });
  const soft = svg("rect", { y: 3, width: 24, height: 9, fill: style.band.fill, opacity: style.band.opacity + 0.2 });
  return [{ symbol: sample(24, 15, [ground, soft]), text: words.band, short: words.short.band }];
}

/** @type {Layer} */
export const layer = {
  explain: (situation) => ({ band: situation.has("band") && Boolean(situation.answers.control?.band.length) }),
  legend,
};
