// What the legend says: an entry for each thing in view, made by the layer that draws it, one line for those of a sort.

/** @import { Context, LegendEntry, LegendLine, Shown, State } from "../types.js" */

import { inLegend, withSymbols } from "../layers/index.js";

/**
 * The legend's entries for what is drawn now, and nothing else, each with its line.
 * @param {Shown} shown
 * @param {Context} context
 * @returns {LegendEntry[]}
 */
export const entries = (shown, context) =>
  inLegend(context).flatMap(({ legend, line }) =>
    (legend?.(shown, context) ?? []).map((entry) => ({ line, ...entry })),
  );

/**
 * Entries by line, from the top of the legend; a line without entries is left out.
 * @param {LegendEntry[]} list
 * @param {Context} context
 * @returns {LegendLine[]}
 */
export const lines = (list, { order, words }) =>
  order.lines
    .map((id) => ({ name: words.legend_lines[id], entries: list.filter(({ line }) => line === id) }))
    .filter(({ entries: some }) => some.length);

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

/**
 * Sentences on days in the range of which a source reports that nothing was struck: a finding, where strikes are shown.
 * @param {State} state
 * @param {Context} context
 * @returns {string[]}
 */
export const quiet = (state, { crisis }) =>
  state.kinds.includes("strike")
    ? crisis.quiet.filter(({ from, to }) => from <= state.to && to >= state.from).map(({ text }) => text)
    : [];
