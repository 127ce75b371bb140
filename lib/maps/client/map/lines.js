// Areas and lines of one map, or of two beside each other. What never moves with the clock is kept as a picture.

/** @import { Bounds, Context2D, ControlMap, Crisis, SituationMap, State, View, XY } from "../types.js" */

import * as agreementsLayer from "../layers/agreements.js";
import * as bandLayer from "../layers/band.js";
import * as controlLayer from "../layers/control.js";
import * as frontLayer from "../layers/front.js";
import { changed } from "../layers/control.js";
import * as ground from "../layers/ground.js";
import { CanvasSurface } from "../leaflet/surfaces.js";
import { context2d } from "../draw/dom.js";
import * as geometry from "../draw/geometry.js";
import * as unassessed from "../draw/unassessed.js";

/**
 * Two dates side by side, with a divider; any other comparison hatches what was gained.
 * @param {State} state
 */
export const swiping = (state) => Boolean(state.compare) && state.compare_mode === "swipe";

/**
 * What the canvas depends on; a change of strikes or flows alone leaves it as it is.
 * @param {State} state
 * @param {Crisis} crisis
 */
export function key(state, crisis) {
  const names = ["control", "front", "band", "roads", ...crisis.agreements.map(({ layer }) => layer)];
  const layers = names.filter((layer) => state.layerSet.has(layer));
  const compared = [state.compare, state.compare_control, state.compare && state.compare_mode];
  return [state.control, state.control_before, state.online, state.controllers, ...compared, ...layers].join();
}

/** Wider than half of the widest pen, pixels: what a line that goes or comes can cover. */
const MARGIN = 8;

export class Lines {
  /** @param {SituationMap} situation @param {string} pane */
  constructor(situation, pane) {
    this.situation = situation;
    /** What stays, as a picture of a view. @type {{canvas: HTMLCanvasElement, min: XY, scale: number} | null} */
    this.ground = null;
    /** The control maps of the last drawing. @type {{control: ControlMap | null, earlier: ControlMap | null} | null} */
    this.drawn = null;
    /** Whether the clock moves, and whether only what differs was drawn. */
    this.moving = false;
    this.partial = false;
    this.surface = new CanvasSurface(situation.context, { pane, padding: 0.2 }, (ctx, view) =>
      this.draw(ctx, view),
    ).addTo(situation.map);
  }

  /** Draw all of it anew. */
  redraw() {
    this.moving = false;
    this.partial = false;
    this.ground = null;
    this.surface.redraw();
  }

  /** Draw other dates: what is seen and differs, for the next frame; the margins follow when the clock rests. */
  follow() {
    this.moving = true;
    this.partial = true;
    if (this.situation.swiped()) this.surface.redraw();
    else {
      const within = this.differing();
      if (within.max.x > within.min.x && within.max.y > within.min.y) this.surface.redraw(within);
    }
    this.moving = false;
  }

  /**
   * The part of the view where the maps of now differ from those drawn last, on whole canvas pixels.
   * @returns {Bounds}
   */
  differing() {
    const seen = this.seen();
    const { drawn, surface, situation } = this;
    const { control } = situation.answers;
    if (!drawn || !drawn.control || !control) return seen;
    // Without an earlier map nothing is hatched: as if the earlier map were the same.
    const earlier = changed(drawn.earlier || drawn.control, situation.earlier() || control);
    const box = geometry.around(changed(drawn.control, control), earlier);
    if (!box) return { min: seen.min, max: seen.min };
    const { scale, shift, min } = surface.view();
    const [left, top, right, bottom] = box.map((at, i) => at * scale + shift[i % 2] + (i < 2 ? -MARGIN : MARGIN));
    /** @param {(value: number) => number} round @param {number} at @param {number} from */
    const whole = (round, at, from) => from + round((at - from) * surface.ratio) / surface.ratio;
    const { floor, ceil } = Math;
    return {
      min: { x: Math.max(seen.min.x, whole(floor, left, min.x)), y: Math.max(seen.min.y, whole(floor, top, min.y)) },
      max: { x: Math.min(seen.max.x, whole(ceil, right, min.x)), y: Math.min(seen.max.y, whole(ceil, bottom, min.y)) },
    };
  }

  rest() {
    if (this.partial) this.redraw();
  }

  /**
   * What of the map is on the screen, in layer points.
   * @returns {Bounds}
   */
  seen() {
    const { map } = this.situation;
    return { min: map.containerPointToLayerPoint([0, 0]), max: map.containerPointToLayerPoint(map.getSize()) };
  }

  /** @param {Context2D} ctx @param {View} view */
  draw(ctx, view) {
    const { situation } = this;
    const left = situation.swiped();
    this.drawn = left ? null : { control: situation.answers.control, earlier: situation.earlier() };
    if (left)
      situation.swipe.render((side, i) => this.drawControl(side, view, i ? situation.answers.control : left, null));
    else this.drawControl(ctx, view, situation.answers.control, situation.earlier());
  }

  /**
   * @param {Context2D} ctx
   * @param {View} view
   * @param {ControlMap | null} control
   * @param {ControlMap | null} earlier
   */
  drawControl(ctx, view, control, earlier) {
    const { situation } = this;
    const { style } = situation.config;
    if (situation.has("control")) controlLayer.drawAreas(ctx, view, control, style);
    if (situation.has("control")) controlLayer.drawGained(ctx, view, control, earlier, situation.context);
    if (situation.has("band")) bandLayer.draw(ctx, view, control, style);
    unassessed.thin(ctx, view, situation.config.crisis);
    this.drawGround(ctx, view);
    if (situation.has("front"))
      unassessed.fading(ctx, view, situation.context, [control, earlier], (pens) =>
        frontLayer.draw(ctx, view, control, earlier, pens),
      );
  }

  /**
   * Agreements, rivers, roads, boundaries: drawn once while the clock moves, and copied.
   * @param {Context2D} ctx
   * @param {View} view
   */
  drawGround(ctx, view) {
    if (!this.moving) {
      this.paintGround(ctx, view);
      return;
    }
    const { ratio, ctx: own } = this.surface;
    if (!this.ground || this.ground.min !== view.min || this.ground.scale !== view.scale) {
      const canvas = document.createElement("canvas");
      canvas.width = own.canvas.width;
      canvas.height = own.canvas.height;
      const c = context2d(canvas);
      c.setTransform(ratio, 0, 0, ratio, -view.min.x * ratio, -view.min.y * ratio);
      this.paintGround(c, view);
      this.ground = { canvas, min: view.min, scale: view.scale };
    }
    ctx.drawImage(this.ground.canvas, view.min.x, view.min.y, view.max.x - view.min.x, view.max.y - view.min.y);
  }

  /** @param {Context2D} ctx @param {View} view */
  paintGround(ctx, view) {
    const { situation } = this;
    const { base, agreements } = situation.answers;
    const { style } = situation.config;
    if (situation.has("control")) unassessed.hatch(ctx, view, base, situation.context, situation.tilesSeen);
    if (situation.state) agreementsLayer.drawAreas(ctx, view, agreements, situation.state.layerSet, style);
    ground.drawLines(ctx, view, base, style, { roads: situation.has("roads"), online: situation.tilesSeen });
    ground.drawBorder(ctx, view, base, style);
  }
}
