// The divider between two dates: both maps are painted once a view, and moving it copies only the columns between.

/** @import { CanvasSurface } from "../leaflet/surfaces.js" */

/** @import { Bounds, Context, Context2D, LeafletMap } from "../types.js" */

import { context2d, fill, html, setAttributes } from "../draw/dom.js";

/** Per cent of the map by key. @type {Record<string, number | undefined>} */
const STEPS = {
  ArrowLeft: -2,
  ArrowDown: -2,
  ArrowRight: 2,
  ArrowUp: 2,
  PageDown: -10,
  PageUp: 10,
  Home: -100,
  End: 100,
};

export class Swipe {
  /**
   * @param {LeafletMap} map
   * @param {CanvasSurface} surface
   * @param {Context} context
   * @param {(x: number) => void} moved
   */
  constructor(map, surface, context, moved) {
    this.map = map;
    this.surface = surface;
    this.context = context;
    this.moved = moved;
    this.share = 50;
    /** The two dates painted whole, while there are two. @type {HTMLCanvasElement[] | null} */
    this.sides = null;
    /** Column of the canvas up to which the left one is shown; null when nothing is. @type {number | null} */
    this.shown = null;
    this.on = false;
    this.waiting = false;
    this.left = html("span", "situation-swipe-left");
    this.right = html("span", "situation-swipe-right");
    this.handle = html("div", "situation-swipe-handle");
    this.box = html("div", "situation-swipe", null, [this.left, this.right, this.handle]);
    this.build();
    map.on("move zoomend moveend resize", () => this.place());
  }

  build() {
    const pane = this.map.createPane("situation-swipe");
    pane.style.zIndex = "640";
    pane.style.pointerEvents = "none";
    setAttributes(this.handle, {
      role: "slider",
      tabindex: 0,
      "aria-valuemin": 0,
      "aria-valuemax": 100,
      "aria-orientation": "horizontal",
      "aria-label": this.context.words.swipe,
    });
    this.box.hidden = true;
    pane.append(this.box);
    L.DomEvent.disableClickPropagation(this.box);
    this.listen();
  }

  listen() {
    /** Pixels between the pointer and the divider it holds. @type {number | null} */
    let offset = null;
    const rect = () => this.map.getContainer().getBoundingClientRect();
    this.box.addEventListener("pointerdown", (event) => {
      if (event.button) return;
      event.preventDefault();
      event.stopPropagation();
      const { left, width } = rect();
      offset = event.clientX - left - (this.share * width) / 100;
      this.box.setPointerCapture(event.pointerId);
      this.handle.focus({ preventScroll: true });
    });
    this.box.addEventListener("pointermove", (event) => {
      event.stopPropagation();
      if (offset === null) return;
      const { left, width } = rect();
      this.to(((event.clientX - left - offset) * 100) / width);
    });
    const release = () => {
      offset = null;
    };
    this.box.addEventListener("pointerup", release);
    this.box.addEventListener("pointercancel", release);
    this.handle.addEventListener("keydown", (event) => {
      const step = STEPS[event.key];
      if (step === undefined) return;
      event.preventDefault();
      event.stopPropagation();
      this.to(this.share + step);
    });
  }

  /**
   * Move the divider, at most once an animation frame. `share` = per cent of the map's width left of it.
   * @param {number} share
   */
  to(share) {
    this.share = Math.max(0, Math.min(100, share));
    if (this.waiting) return;
    this.waiting = true;
    requestAnimationFrame(() => {
      this.waiting = false;
      this.place();
    });
  }

  /**
   * Switch on with the two days in ISO form, or off with null.
   * @param {[string, string] | null} days
   */
  set(days) {
    this.on = Boolean(days);
    this.box.hidden = !days;
    if (!days) {
      this.sides = null;
      return;
    }
    const [left, right] = days.map(this.context.date);
    this.left.textContent = left;
    this.right.textContent = right;
    this.place();
  }

  /** Layer point (pixels) of the divider. */
  x() {
    return this.map.containerPointToLayerPoint([this.cut(), 0]).x;
  }

  /** Pixels from the left edge of the map to the divider. */
  cut() {
    return Math.round((this.map.getSize().x * this.share) / 100);
  }

  place() {
    if (!this.on) return;
    const at = this.map.containerPointToLayerPoint([this.cut(), 0]);
    L.DomUtil.setPosition(this.box, at);
    this.box.style.height = `${this.map.getSize().y}px`;
    const percent = Math.round(this.share);
    const [left, right] = [this.left.textContent, this.right.textContent];
    this.handle.setAttribute("aria-valuenow", String(percent));
    const text = { left, right, n: this.context.number(percent) };
    this.handle.setAttribute("aria-valuetext", fill(this.context.words.swipe_at, text));
    this.copy();
    this.moved(at.x);
  }

  /**
   * Paint both maps; `paint(ctx, side)` draws 0 = the compared date, 1 = the end of the range.
   * @param {(ctx: Context2D, side: number) => void} paint
   */
  render(paint) {
    const { canvas } = this.surface.ctx;
    const sides = this.sides || [0, 1].map(() => document.createElement("canvas"));
    this.sides = sides;
    sides.forEach((side, i) => {
      side.width = canvas.width;
      side.height = canvas.height;
      const ctx = context2d(side);
      ctx.setTransform(this.surface.ctx.getTransform());
      paint(ctx, i);
    });
    this.shown = null;
    this.copy();
  }

  /** Bring the visible canvas up to the divider: all of it at first, afterwards only the columns it moved over. */
  copy() {
    const { sides, surface } = this;
    const { bounds, ctx } = surface;
    // While the zoom is on its way the canvas still holds the old one.
    if (!sides || !bounds || surface.zoom !== this.map.getZoom()) return;
    const { width, height } = ctx.canvas;
    const left = /** @type {Bounds} */ (bounds).min.x;
    const column = Math.max(0, Math.min(width, Math.round((this.x() - left) * surface.ratio)));
    const from = (/** @type {number} */ side, /** @type {number} */ x, /** @type {number} */ wide) => {
      if (wide <= 0) return;
      ctx.clearRect(x, 0, wide, height);
      ctx.drawImage(sides[side], x, 0, wide, height, x, 0, wide, height);
    };
    ctx.save();
    ctx.setTransform(1, 0, 0, 1, 0, 0);
    if (this.shown === null) {
      from(0, 0, column);
      from(1, column, width - column);
    } else if (column > this.shown) from(0, this.shown, column - this.shown);
    else from(1, column, this.shown - column);
    ctx.restore();
    this.shown = column;
  }
}
