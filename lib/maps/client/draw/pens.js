// Shapes on a canvas: stroked with a pen of the look, or filled.

/** @import { Context2D, Pen, Shape, View } from "../types.js" */

/**
 * Draw with the canvas's origin at the anchor of the shapes.
 * @param {Context2D} ctx
 * @param {View} view
 * @param {() => void} draw
 */
export function atAnchor(ctx, view, draw) {
  ctx.save();
  ctx.translate(...view.shift);
  draw();
  ctx.restore();
}

/**
 * Stroke shapes with one pen; the context stands at the shapes' anchor.
 * @param {Context2D} ctx
 * @param {Shape[]} list
 * @param {number} scale
 * @param {Pen} pen
 */
export function stroke(ctx, list, scale, pen) {
  ctx.globalAlpha = pen.opacity ?? 1;
  ctx.setLineDash(pen.dash || []);
  ctx.lineJoin = "round";
  ctx.lineCap = pen.dash ? "butt" : "round";
  if (pen.casing && pen.casing_width) {
    ctx.strokeStyle = pen.casing;
    ctx.lineWidth = pen.casing_width;
    ctx.setLineDash([]);
    list.forEach((shape) => ctx.stroke(shape.path(scale)));
    ctx.setLineDash(pen.dash || []);
  }
  ctx.strokeStyle = pen.colour;
  ctx.lineWidth = pen.width;
  list.forEach((shape) => ctx.stroke(shape.path(scale)));
  ctx.setLineDash([]);
  ctx.globalAlpha = 1;
}

/**
 * Fill shapes; the context stands at the shapes' anchor.
 * @param {Context2D} ctx
 * @param {Shape[]} list
 * @param {number} scale
 * @param {string} colour
 * @param {number} [opacity]
 */
export function fillAll(ctx, list, scale, colour, opacity = 1) {
  ctx.globalAlpha = opacity;
  ctx.fillStyle = colour;
  list.forEach((shape) => ctx.fill(shape.path(scale), "evenodd"));
  ctx.globalAlpha = 1;
}
