// Small drawings for the legend, made with the same pens as the map.

/** @import { Context2D, Pen } from "../types.js" */

import { context2d, html, svg } from "./dom.js";

/**
 * A small SVG.
 * @param {number} width
 * @param {number} height
 * @param {Node[]} children
 */
export function sample(width, height, children) {
  return svg("svg", { width, height, viewBox: `0 0 ${width} ${height}`, "aria-hidden": "true" }, children);
}

/** @type {Map<string, HTMLImageElement>} */
const swatches = new Map();

/**
 * A small drawing as a picture: a canvas would be a layer of its own, copied in each frame of the clock. Made once
 * for each `key`; the look itself stays the same as long as the frame.
 * @param {string} key
 * @param {(ctx: Context2D) => void} draw Draws on 38 by 15 pixels.
 */
export function swatch(key, draw) {
  const ratio = Math.min(window.devicePixelRatio || 1, 2);
  const name = `${ratio} ${key}`;
  const image = swatches.get(name) || picture(ratio, draw);
  swatches.set(name, image);
  return /** @type {HTMLImageElement} */ (image.cloneNode());
}

/**
 * @param {number} ratio
 * @param {(ctx: Context2D) => void} draw
 */
function picture(ratio, draw) {
  const canvas = html("canvas");
  canvas.width = 38 * ratio;
  canvas.height = 15 * ratio;
  const ctx = context2d(canvas);
  ctx.scale(ratio, ratio);
  draw(ctx);
  const image = html("img");
  image.alt = "";
  image.src = canvas.toDataURL();
  return image;
}

/**
 * A line as a pen draws it.
 * @param {Pen} pen
 */
export function lineSample(pen) {
  const shape = { x1: 1, y1: 7.5, x2: 27, y2: 7.5 };
  const casing = pen.casing
    ? [svg("line", { ...shape, stroke: pen.casing, "stroke-width": pen.casing_width ?? null })]
    : [];
  const dash = pen.dash ? pen.dash.join(" ") : null;
  const line = svg("line", { ...shape, stroke: pen.colour, "stroke-width": pen.width, "stroke-dasharray": dash });
  return sample(28, 15, [...casing, line]);
}
