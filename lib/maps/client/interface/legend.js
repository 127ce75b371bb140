// The legend: a line for each thing that is on the map now, each made by the layer that draws it.

/** @import { Context, LegendEntry, Shown } from "../types.js" */

import { inLegend, withSymbols } from "../layers/index.js";

/**
 * The legend's entries for what is drawn now, and nothing else.
 * @param {Shown} shown
 * @param {Context} context
 * @returns {LegendEntry[]}
 */
export const entries = (shown, context) => inLegend(context).flatMap((layer) => layer.legend?.(shown, context) ?? []);

/**
 * Sentences under the entries: what is on the map only in part, of the topmost layer first.
 * @param {Shown} shown
 * @param {Context} context
 * @returns {string[]}
 */
export const notes = (shown, context) =>
  withSymbols(context)
    .reverse()
    .flatMap((layer) => layer.notes?.(shown, context) ?? []);
