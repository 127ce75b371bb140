// While the clock moves: symbols on a canvas, frame by frame. When it rests, the SVG with its names is built anew.

/** @import { Context2D, SituationMap, View } from "../types.js" */

import { frame } from "../data/context.js";
import * as agreementsLayer from "../layers/agreements.js";
import { withSymbols } from "../layers/index.js";
import { CanvasSurface } from "../leaflet/surfaces.js";

/** Milliseconds without a move after which the clock rests; longer while a hand still holds it. */
const REST = 100;
const HELD = 400;

export class Motion {
  /** @param {SituationMap} situation @param {string} pane */
  constructor(situation, pane) {
    this.situation = situation;
    this.on = false;
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.timer = undefined;
    /** Which posts stand and which are encircled, in the SVG; null before that is known. @type {string | null} */
    this.posts = null;
    this.surface = new CanvasSurface(situation.context, { pane, padding: 0 }, (ctx, view) =>
      this.draw(ctx, view),
    ).addTo(situation.map);
  }

  /**
   * Draw the symbols of this frame; the steps `after` follow one a frame, once the clock rests.
   * @param {...() => void} after
   */
  paint(...after) {
    const { marks } = this.situation;
    if (!this.on) {
      this.on = true;
      this.posts = null;
      marks.root.classList.add("situation-moving");
    }
    this.surface.redraw();
    this.followPosts();
    clearTimeout(this.timer);
    const held = this.situation.clock && this.situation.clock.bar.brush.held;
    this.timer = setTimeout(() => this.rest(after), held ? HELD : REST);
  }

  /** @param {(() => void)[]} after */
  async rest(after) {
    const { paints } = this.situation;
    this.stop();
    for (const step of after) {
      await frame();
      if (paints !== this.situation.paints) return;
      step();
    }
  }

  /** The canvas makes way in the same frame in which the SVG is there again. */
  stop() {
    clearTimeout(this.timer);
    if (!this.on) return;
    this.on = false;
    this.situation.marks.root.classList.remove("situation-moving");
    this.situation.marks.redraw();
    this.surface.redraw();
  }

  /** @param {Context2D} ctx @param {View} view */
  draw(ctx, view) {
    const { situation } = this;
    if (!this.on || !situation.state) return;
    withSymbols(situation.config).forEach((layer) => layer.paint?.(situation, ctx, view));
  }

  /** Observation posts stay in the SVG; drawn again only on the day that one of them is encircled or set up. */
  followPosts() {
    const { situation } = this;
    const state = situation.current();
    const standing = agreementsLayer.posts(situation.answers.agreements, state.layerSet, state.to);
    const key = standing.map(({ post, encircled }) => `${post.number}${encircled}`).join();
    const group = /** @type {SVGGElement | null} */ (situation.marks.root.querySelector(".situation-posts"));
    if (this.posts !== null && this.posts !== key && group) {
      group.replaceChildren();
      agreementsLayer.draw(group, situation.answers.agreements, state, situation.marks.view(), situation.context);
    }
    this.posts = key;
  }
}
