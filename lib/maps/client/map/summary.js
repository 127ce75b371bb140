// What is on the map, in numbers and by kind: for the page's tests and exports, and for the legend.

/** @import { Inspection, Now, Shown, SituationMap, State } from "../types.js" */

import { LAYERS } from "../layers/index.js";
import { inView } from "./in_view.js";

/**
 * What the layers say, in one object.
 * @template Whole
 * @param {(Partial<Whole> | undefined)[]} parts
 */
const together = (parts) => /** @type {Whole} */ (Object.assign({}, ...parts));

/**
 * What of the range's days there is.
 * @param {SituationMap} situation
 * @returns {Now}
 */
export function inRange(situation) {
  const [from, to] = situation.range();
  return together(LAYERS.map((layer) => layer.now?.(situation, from, to)));
}

/**
 * The numbers of what is drawn now; a layer that is off counts nothing.
 * @param {SituationMap} situation
 * @returns {Inspection["drawn"]}
 */
export const drawn = (situation) => together(LAYERS.map((layer) => layer.drawn?.(situation)));

/**
 * What of agreements, modelled flows and a reader's own table is on the map now; not part of the counted layers.
 * @param {SituationMap} situation
 * @returns {Inspection["overlays"]}
 */
export const overlays = (situation) => together(LAYERS.map((layer) => layer.overlays?.(situation)));

/**
 * What the legend has to explain: what of the layers is on the screen.
 * @param {SituationMap} whole
 * @param {State} given
 * @returns {Shown}
 */
export function shown(whole, given) {
  const { situation, state } = inView(whole, given);
  return together(LAYERS.map((layer) => layer.explain?.(situation, state)));
}
