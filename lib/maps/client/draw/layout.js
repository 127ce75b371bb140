// Where text finds room: greedy, most important first. A name stands beside its dot, else a little farther off with a
// leader; where it would lie on what it may not, it is left out. Paper follows the same rule in lib/print/labels.py.

/** @import { Bounds, Box, Context, LabelLook, Letters, Point } from "../types.js" */

import { svg } from "./dom.js";
import { Terrain } from "./terrain.js";
import { textWidth } from "./text.js";

/** @param {Box} a @param {Box} b */
function overlap(a, b) {
  const wide = Math.min(a[2], b[2]) - Math.max(a[0], b[0]);
  const high = Math.min(a[3], b[3]) - Math.max(a[1], b[1]);
  return wide > 0 && high > 0 ? wide * high : 0;
}

/**
 * Whether a round symbol in a box of its own reaches into another box.
 * @param {Box} symbol
 * @param {Box} box
 */
export function meets([left, top, right, bottom], box) {
  const [x, y] = [(left + right) / 2, (top + bottom) / 2];
  const away = [x - Math.max(box[0], Math.min(x, box[2])), y - Math.max(box[1], Math.min(y, box[3]))];
  return Math.hypot((2 * away[0]) / (right - left), (2 * away[1]) / (bottom - top)) < 1;
}

/** The eight directions in which a name may stand from its dot, the best first. @type {Point[]} */
const DIRECTIONS = [
  [1, 0],
  [0.75, -0.75],
  [-1, 0],
  [-0.75, -0.75],
  [0.75, 0.75],
  [-0.75, 0.75],
  [0, -1],
  [0, 1],
];

/** @typedef {{x: number, y: number, anchor: "start" | "middle" | "end", cost: number, leader: [Point, Point] | null}} Spot */

/**
 * Where a name may stand around its dot: eight places beside it, then the same farther off, with a leader.
 * @param {Point} dot
 * @param {number} gap Pixels between the dot's middle and the nearest places.
 * @param {number} high Size of the letters.
 * @param {boolean} first Whether it may stand the farthest.
 * @param {LabelLook} look
 * @returns {Spot[]}
 */
export function spotsAround([x, y], gap, high, first, { farther, farthest, cost }) {
  return [0, ...farther, ...(first ? [farthest] : [])].flatMap((more) =>
    DIRECTIONS.map(([dx, dy], order) => {
      const far = gap + more;
      const lift = dx ? 0 : 2;
      const down = (dx ? 0.8 : 0.85) * high;
      const base = dy < 0 ? -lift : dy > 0 ? down : 0.35 * high;
      const long = Math.hypot(dx, dy);
      const begin = gap - 1.5;
      return {
        x: x + dx * far,
        y: y + dy * far + base,
        anchor: dx > 0 ? "start" : dx < 0 ? "end" : "middle",
        cost: cost.direction * order + (more ? cost.leader + cost.length * more : 0),
        leader: more
          ? [
              [x + (dx / long) * begin, y + (dy / long) * begin],
              [x + dx * (far - 1.5), y + dy * (far - 1.5)],
            ]
          : null,
      };
    }),
  );
}

/** How much of a text lies left of the point it is anchored at. */
const SHARE = { start: 0, middle: 0.5, end: 1 };

/**
 * The box of a line of text, with a little air.
 * @param {{x: number, y: number, anchor: keyof typeof SHARE}} spot
 * @param {number} wide
 * @param {number} high
 * @returns {Box}
 */
export function boxOf({ x, y, anchor }, wide, high) {
  const left = x - wide * SHARE[anchor];
  return [left - 2, y - 0.85 * high - 1, left + wide + 2, y + 0.26 * high + 1];
}

export class Layout {
  /**
   * @param {SVGGElement} group What the texts are appended to.
   * @param {Context} context
   * @param {Terrain} [terrain]
   */
  constructor(group, context, terrain = new Terrain({ min: { x: 0, y: 0 }, max: { x: 0, y: 0 } })) {
    this.group = group;
    this.context = context;
    this.terrain = terrain;
    /** Where names and furniture lie. @type {Box[]} */
    this.taken = [];
    /** Round symbols that no name may lie on, and such that it had better not. @type {Box[]} */
    this.strong = [];
    /** @type {Box[]} */
    this.faint = [];
    /** @type {Set<string>} */
    this.written = new Set();
    /** What of the map is on the screen: no name is cut at its edge. @type {Bounds | null} */
    this.frame = null;
  }

  /**
   * Whether a name or furniture lies under a box.
   * @param {Box} box
   */
  overlies(box) {
    return this.taken.some((other) => overlap(box, other) > 0);
  }

  /** @param {Box} box */
  free(box) {
    return !this.overlies(box) && !this.strong.some((one) => meets(one, box));
  }

  /**
   * Whether a box lies inside the screen as a whole, or outside.
   * @param {Box} box
   */
  whole([left, top, right, bottom]) {
    if (!this.frame) return true;
    const { min, max } = this.frame;
    const inside = left >= min.x && right <= max.x && top >= min.y && bottom <= max.y;
    return inside || right < min.x || left > max.x || bottom < min.y || top > max.y;
  }

  /**
   * Whether a name that belongs to a point may have a box: free, off the front, and on its own side.
   * @param {Box} box
   * @param {number[]} owners Who holds the point.
   */
  stands(box, owners) {
    const { off_front: off, own_side: own } = this.context.style.label;
    return (
      this.whole(box) &&
      this.free(box) &&
      !this.terrain.nearFront(box, off) &&
      this.terrain.elsewhere(box, owners) <= 1 - own
    );
  }

  /**
   * What a box costs of what lies under it.
   * @param {Box} box
   */
  covers(box) {
    const { line, ring } = this.context.style.label.cost;
    return line * this.terrain.crossed(box) + ring * this.faint.reduce((sum, other) => sum + overlap(box, other), 0);
  }

  /**
   * @param {string | string[]} text One line, or several.
   * @param {Point} at
   * @param {Letters} look
   * @param {string} anchor
   * @param {{turn?: number, kind?: string, side?: string}} [how] Degrees clockwise; what it names, and whose ground.
   */
  write(text, [x, y], look, anchor, { turn = 0, kind = "", side = "" } = {}) {
    const { halo, label } = this.context.style;
    const lines = [text].flat();
    const element = svg("text", {
      x: x.toFixed(1),
      y: y.toFixed(1),
      "text-anchor": anchor,
      "font-size": look.size,
      "font-weight": look.weight || null,
      "font-style": look.italic && !this.context.rtl ? "italic" : null,
      "letter-spacing": (!this.context.rtl && look.spacing) || null,
      fill: look.colour,
      stroke: halo.colour,
      "stroke-opacity": look.halo === undefined ? halo.opacity : look.halo,
      "stroke-width": label.halo_width,
      transform: turn ? `rotate(${turn.toFixed(1)} ${x.toFixed(1)} ${y.toFixed(1)})` : null,
      "data-label": kind || null,
      "data-side": kind ? side : null,
    });
    if (lines.length === 1) [element.textContent] = lines;
    else
      lines.forEach((line, i) => {
        const row = svg("tspan", { x: x.toFixed(1), dy: i ? LEADING * look.size : null });
        row.textContent = line;
        element.append(row);
      });
    this.group.append(element);
    this.written.add(lines.join(" "));
  }

  /** @param {Letters} look */
  font(look) {
    return `${look.italic && !this.context.rtl ? "italic " : ""}${look.weight || 400} ${look.size}px ${this.context.style.font}`;
  }

  /**
   * Text beside a point, at the cheapest of the places it may have; returns whether there was any.
   * @param {string} text
   * @param {Point} at
   * @param {number} gap Pixels between the point and the text.
   * @param {Letters} look
   * @param {{first?: boolean, kind?: string}} [how] Whether it may stand the farthest, and what it names.
   */
  beside(text, at, gap, look, { first = false, kind = "" } = {}) {
    const wide = textWidth(text, this.font(look));
    const owners = this.terrain.owners(at);
    /** @type {{cost: number, box: Box, spot: Spot} | null} */
    let best = null;
    for (const spot of spotsAround(at, gap, look.size, first, this.context.style.label)) {
      if (best && spot.cost >= best.cost) continue;
      const box = boxOf(spot, wide, look.size);
      if (!this.stands(box, owners) || (spot.leader && this.struck(spot.leader))) continue;
      const cost = spot.cost + this.covers(box);
      if (!best || cost < best.cost) best = { cost, box, spot };
    }
    if (!best) return false;
    this.taken.push(best.box);
    if (best.spot.leader) this.lead(best.spot.leader);
    const { x, y, anchor } = best.spot;
    this.write(text, [x, y], look, anchor, { kind, side: this.terrain.sides[owners[0] - 1] || "" });
    return true;
  }

  /**
   * Whether a leader runs through a name or under furniture.
   * @param {[Point, Point]} ends
   */
  struck(ends) {
    return this.taken.some((box) => crosses(ends, box));
  }

  /** @param {[Point, Point]} ends */
  lead([from, to]) {
    const { leader } = this.context.style.label;
    const line = { x1: from[0], y1: from[1], x2: to[0], y2: to[1], "stroke-linecap": "round" };
    this.group.append(
      svg("line", { ...line, stroke: leader.casing, "stroke-width": leader.casing_width }),
      svg("line", { ...line, stroke: leader.colour, "stroke-width": leader.width }),
    );
  }

  /**
   * Text centred on a point, only where nothing lies that no name may cover; returns whether it was written.
   * @param {string | string[]} text One line, or several.
   * @param {Point} at
   * @param {Letters} look
   * @param {{turn?: number, kind?: string, owner?: number | null}} [how] Degrees clockwise, what it names, and whose
   *   ground all of it has to be.
   */
  centred(text, [x, y], look, { turn = 0, kind = "", owner = null } = {}) {
    const lines = [text].flat();
    const wide = Math.max(...lines.map((line) => this.wide(line, look)));
    const high = look.size * (1 + LEADING * (lines.length - 1));
    const angle = (turn * Math.PI) / 180;
    const bw = Math.abs(wide * Math.cos(angle)) + Math.abs(high * Math.sin(angle));
    const bh = Math.abs(wide * Math.sin(angle)) + Math.abs(high * Math.cos(angle));
    /** @type {Box} */
    const box = [x - bw / 2 - 3, y - bh / 2 - 2, x + bw / 2 + 3, y + bh / 2 + 2];
    const { off_front: off } = this.context.style.label;
    if (!this.whole(box) || !this.free(box) || this.terrain.nearFront(box, off)) return false;
    if (owner !== null && this.terrain.notOf(box, owner) > 0) return false;
    this.taken.push(box);
    const lift = look.size * 0.35 - (high - look.size) / 2;
    const side = (owner !== null && this.terrain.sides[owner - 1]) || "";
    this.write(text, [x - lift * Math.sin(angle), y + lift * Math.cos(angle)], look, "middle", { turn, kind, side });
    return true;
  }

  /** @param {string} line @param {Letters} look */
  wide(line, look) {
    return textWidth(line, this.font(look)) + (this.context.rtl ? 0 : line.length * (look.spacing || 0));
  }
}

/** From one line of a text to the next, as a share of its size. */
export const LEADING = 1.2;

/**
 * Whether a straight line runs through a box.
 * @param {[Point, Point]} ends
 * @param {Box} box
 */
function crosses([[ax, ay], [bx, by]], [left, top, right, bottom]) {
  let [from, to] = [0, 1];
  for (const [start, way, low, high] of [
    [ax, bx - ax, left, right],
    [ay, by - ay, top, bottom],
  ]) {
    if (way === 0) {
      if (start <= low || start >= high) return false;
    } else {
      const [near, far] = [(low - start) / way, (high - start) / way].sort((a, b) => a - b);
      [from, to] = [Math.max(from, near), Math.min(to, far)];
    }
  }
  return from < to;
}
