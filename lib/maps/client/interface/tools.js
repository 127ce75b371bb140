// What a reader can draw with on the map: an area of their own, and marks of their own.

/** @import { SituationMap, State } from "../types.js" */

import { AreaDrawing } from "./draw_area.js";
import { Marking } from "./marking.js";

export class Tools {
  /** @param {SituationMap} situation */
  constructor(situation) {
    this.drawing = new AreaDrawing(situation);
    this.marking = situation.config.marking ? new Marking(situation) : null;
  }

  /** Whether something is drawn or dragged now: nothing else is pointed at. */
  get active() {
    return this.drawing.active || Boolean(this.marking?.active);
  }

  /** Whether a click still belongs to what was drawn. */
  get busy() {
    return this.drawing.busy || Boolean(this.marking?.busy);
  }

  /** @param {State} state */
  follow(state) {
    this.drawing.follow(state);
    this.marking?.follow(state);
  }
}
