// The legend: a line for each thing that is on the map now, each made by the layer that draws it.

/** @import { Context, LegendEntry, Shown, State } from "../types.js" */

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
