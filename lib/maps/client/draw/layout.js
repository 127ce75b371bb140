// Where text finds room: greedy, most important first. A text that would lie on another is moved around its point, and
// left out when no side is free.

/** @import { Box, Context, Letters, Point } from "../types.js" */

import { svg } from "./dom.js";
import { textWidth } from "./text.js";

/** @param {Box} a @param {Box} b */
function overlap(a, b) {
  const wide = Math.min(a[2], b[2]) - Math.max(a[0], b[0]);
  const high = Math.min(a[3], b[3]) - Math.max(a[1], b[1]);
  return wide > 0 && high > 0 ? wide * high : 0;
}

export class Layout {
  /**
   * @param {SVGGElement} group What the texts are appended to.
   * @param {Context} context
   */
  constructor(group, context) {
    this.group = group;
    this.context = context;
    /** @type {Box[]} */
    this.taken = [];
    /** @type {Box[]} */
    this.symbols = [];
    /** @type {Set<string>} */
    this.written = new Set();
  }

  /** @param {Box[]} boxes */
  avoid(boxes) {
    this.symbols.push(...boxes);
  }

  /** @param {Box} box */
  free(box) {
    return this.taken.every((other) => overlap(box, other) === 0);
  }

  /** @param {Box} box */
  covered(box) {
    return this.symbols.reduce((sum, other) => sum + overlap(box, other), 0);
  }

  /**
   * @param {string} text
   * @param {Point} at
   * @param {Letters} look
   * @param {string} anchor
   * @param {number} [turn] Degrees, clockwise.
   */
  write(text, [x, y], look, anchor, turn = 0) {
    const halo = this.context.style.halo;
    const element = svg("text", {
      x: x.toFixed(1),
      y: y.toFixed(1),
      "text-anchor": anchor,
      "font-size": look.size,
      "font-weight": look.weight || null,
      "font-style": look.italic ? "italic" : null,
      "letter-spacing": look.spacing || null,
      fill: look.colour,
      stroke: halo.colour,
      "stroke-opacity": look.halo === undefined ? halo.opacity : look.halo,
      "stroke-width": this.context.style.label.halo_width,
      transform: turn ? `rotate(${turn.toFixed(1)} ${x.toFixed(1)} ${y.toFixed(1)})` : null,
    });
    element.textContent = text;
    this.group.append(element);
    this.written.add(text);
  }

  /** @param {Letters} look */
  font(look) {
    return `${look.italic ? "italic " : ""}${look.weight || 400} ${look.size}px ${this.context.style.font}`;
  }

  /**
   * Text beside a point, on the side with most room; returns whether there was any.
   * @param {string} text
   * @param {Point} at
   * @param {number} gap Pixels between the point and the text.
   * @param {Letters} look
   * @param {boolean} tolerant May cover symbols when nothing else is free.
   */
  beside(text, at, gap, look, tolerant) {
    const w = textWidth(text, this.font(look));
    const h = look.size;
    /** @type {{cost: number, box: Box, spot: Spot} | null} */
    let best = null;
    for (const [i, spot] of spotsAround(at, gap, h).entries()) {
      const { x, y, anchor } = spot;
      const left = x - w * SHARE[anchor];
      /** @type {Box} */
      const box = [left - 2, y - h * 0.85, left + w + 2, y + h * 0.25];
      if (!this.free(box)) continue;
      const cost = this.covered(box) + i * 2;
      if (!best || cost < best.cost) best = { cost, box, spot };
    }
    if (!best || (!tolerant && best.cost > 0.22 * w * h + 16)) return false;
    this.taken.push(best.box);
    this.write(text, [best.spot.x, best.spot.y], look, best.spot.anchor);
    return true;
  }

  /**
   * Text centred on a point, only where no other text lies; returns whether it was written.
   * @param {string} text
   * @param {Point} at
   * @param {Letters} look
   * @param {{turn?: number, strict?: boolean}} [how] Degrees clockwise; strict = no symbol may lie there either.
   */
  centred(text, [x, y], look, { turn = 0, strict = false } = {}) {
    const w = textWidth(text, this.font(look)) + text.length * (look.spacing || 0);
    const angle = (turn * Math.PI) / 180;
    const bw = Math.abs(w * Math.cos(angle)) + Math.abs(look.size * Math.sin(angle));
    const bh = Math.abs(w * Math.sin(angle)) + Math.abs(look.size * Math.cos(angle));
    /** @type {Box} */
    const box = [x - bw / 2 - 3, y - bh / 2 - 2, x + bw / 2 + 3, y + bh / 2 + 2];
    if (!this.free(box) || (strict && this.covered(box) > 0)) return false;
    this.taken.push(box);
    const lift = look.size * 0.35;
    this.write(text, [x - lift * Math.sin(angle), y + lift * Math.cos(angle)], look, "middle", turn);
    return true;
  }
}

/** How much of a text lies left of the point it is anchored at. */
const SHARE = { start: 0, end: 1, middle: 0.5 };

/** @typedef {{x: number, y: number, anchor: keyof typeof SHARE}} Spot */

/**
 * Where a text may stand around a point, the best first.
 * @param {Point} at
 * @param {number} gap
 * @param {number} h Height of the letters.
 * @returns {Spot[]}
 */
function spotsAround([x, y], gap, h) {
  const up = y - gap * 0.75;
  const down = y + gap * 0.75 + h * 0.8;
  return [
    { x: x + gap, y: y + h * 0.35, anchor: "start" },
    { x: x + gap * 0.75, y: up, anchor: "start" },
    { x: x - gap, y: y + h * 0.35, anchor: "end" },
    { x: x - gap * 0.75, y: up, anchor: "end" },
    { x: x + gap * 0.75, y: down, anchor: "start" },
    { x: x - gap * 0.75, y: down, anchor: "end" },
    { x, y: y - gap - 2, anchor: "middle" },
    { x, y: y + gap + h * 0.85, anchor: "middle" },
  ];
}
