// How wide text is, measured once.

/** @import { Context2D } from "../types.js" */

import { context2d } from "./dom.js";

/** @type {Context2D | null} */
let ruler = null;
/** @type {Map<string, number>} */
const widths = new Map();

/**
 * Pixels that a text is wide in a font.
 * @param {string} text
 * @param {string} font As in CSS.
 */
export function textWidth(text, font) {
  const key = `${font}|${text}`;
  let known = widths.get(key);
  if (known === undefined) {
    if (widths.size > 4000) widths.clear();
    ruler ||= context2d(document.createElement("canvas"));
    ruler.font = font;
    known = ruler.measureText(text).width;
    widths.set(key, known);
  }
  return known;
}
