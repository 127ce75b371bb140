// What a state needs of the server.

/** @import { Server } from "../data/server.js" */

/** @import { Context, State } from "../types.js" */

import { LAYERS } from "../layers/index.js";

/** Layers that are drawn from a control map. */
export const AREAL = ["control", "front", "band", "places"];

/**
 * The answers a state is drawn from, each a promise or a value; a layer that is off is not asked for.
 * @param {Server} server
 * @param {Context} context
 * @param {State} state
 * @returns {Record<string, any>}
 */
export function ask(server, context, state) {
  const area = AREAL.some((layer) => state.layerSet.has(layer));
  const earlier = state.compare ? state.compare_control || state.compare : state.control_before;
  return Object.assign(
    {
      base: server.base(),
      control: area ? server.control(state.control) : null,
      before: area && earlier ? server.control(earlier) : null,
    },
    ...LAYERS.map((layer) => layer.ask?.(server, state, context)),
  );
}
