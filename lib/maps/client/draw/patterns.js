// Small tiles that repeat: the second sign beside a tint, so that nothing is told by colour alone.

/** @import { Context2D, ControlLook, Hatch, PatternKind, SideLook } from "../types.js" */

import { context2d } from "./dom.js";

/** @type {Map<string, CanvasPattern>} */
const made = new Map();

/** @type {Record<PatternKind, (c: Context2D, step: number, width: number) => void>} */
const DRAWN = {
  dots(c, step, width) {
    c.arc(step / 2, step / 2, width * 0.85, 0, 7);
    c.fill();
  },
  lines(c, step) {
    c.moveTo(0, step / 2);
    c.lineTo(step, step / 2);
  },
  uprights(c, step) {
    c.moveTo(step / 2, 0);
    c.lineTo(step / 2, step);
  },
  crosses(c, step) {
    c.moveTo(step / 2 - 2, step / 2);
    c.lineTo(step / 2 + 2, step / 2);
    c.moveTo(step / 2, step / 2 - 2);
    c.lineTo(step / 2, step / 2 + 2);
  },
  hatch: (c, step) => slanted(c, step, step + 1, -1),
  backhatch: (c, step) => slanted(c, step, -1, step + 1),
};

/**
 * @param {Context2D} c
 * @param {number} step
 * @param {number} low
 * @param {number} high
 */
function slanted(c, step, low, high) {
  for (let offset = -step; offset <= step; offset += step) {
    c.moveTo(offset - 1, low);
    c.lineTo(offset + step + 1, high);
  }
}

/**
 * @param {PatternKind} kind
 * @param {Hatch} pen
 * @param {{tint: string, opacity: number} | undefined} below
 */
function tileOf(kind, { colour, opacity, step, width }, below) {
  const ratio = Math.min(window.devicePixelRatio || 1, 2);
  const tile = document.createElement("canvas");
  tile.width = Math.round(step * ratio);
  tile.height = Math.round(step * ratio);
  const c = context2d(tile);
  c.scale(tile.width / step, tile.height / step);
  if (below) {
    c.globalAlpha = below.opacity;
    c.fillStyle = below.tint;
    c.fillRect(0, 0, step, step);
  }
  c.globalAlpha = opacity;
  c.strokeStyle = colour;
  c.fillStyle = colour;
  c.lineWidth = width;
  c.beginPath();
  DRAWN[kind](c, step, width);
  if (kind !== "dots") c.stroke();
  return tile;
}

/**
 * A pattern to fill with. With a ground `below` of its own it is the tint as well.
 * @param {Context2D} ctx
 * @param {PatternKind} kind
 * @param {Hatch} pen Colour, opacity and width of the pen, and the tile's side in pixels.
 * @param {{tint: string, opacity: number}} [below]
 * @returns {CanvasPattern}
 */
export function pattern(ctx, kind, pen, below) {
  const key = [kind, pen.colour, pen.opacity, pen.step, pen.width, below?.tint].join();
  let known = made.get(key);
  if (!known) {
    const tile = tileOf(kind, pen, below);
    known = /** @type {CanvasPattern} */ (ctx.createPattern(tile, "repeat"));
    known.setTransform(new DOMMatrix().scaleSelf(pen.step / tile.width, pen.step / tile.height));
    made.set(key, known);
  }
  return known;
}

/**
 * How a side's areas are patterned; null for a plain tint.
 * @param {SideLook} side
 * @param {ControlLook} look
 * @returns {{kind: PatternKind, pen: Hatch} | null}
 */
export function sidePattern(side, look) {
  if (side.pattern === "none") return null;
  if (side.pattern === "hatch") return { kind: "hatch", pen: look.hatch };
  const pen = { colour: side.ink, opacity: look.pattern_opacity, step: look.pattern_step, width: 1.1 };
  return { kind: /** @type {PatternKind} */ (side.pattern), pen };
}
