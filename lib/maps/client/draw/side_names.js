// Where a side's name is written: in the largest part of its ground that is seen, at the widest free spot. In two lines
// where it does not fit in one; where that does not fit either, the legend alone names the side.

/** @import { Layout } from "./layout.js" */

/** @import { Terrain } from "./terrain.js" */

/** @import { Base, Bounds, Box, Letters, Point, View } from "../types.js" */

import { svg } from "./dom.js";
import { LEADING } from "./layout.js";
import { countryOf, fadesOf, tintLeft } from "./unassessed.js";

/** Pixels between the spots that are tried, and how many of the widest are looked at closely. */
const STEP = 8;
const TRIED = 40;
/** Pixels that a side's name keeps off all else. */
const AIR = 6;
/** How much of the tint is left at least where a side is named, and at most where it is said that nobody is. */
const [TINTED, BARE] = [0.75, 0.25];

/** Spots of a view, on a grid, and which of them are open to a name. */
class Spots {
  /**
   * @param {Bounds} inner
   * @param {Uint8Array} own Which spots are, of those of `gridOf`.
   */
  constructor(inner, own) {
    const { wide, high } = gridOf(inner);
    this.min = inner.min;
    this.wide = wide;
    this.high = high;
    this.open = largest(own, wide);
    this.middle = this.centre();
  }

  /** @param {number} i @returns {Point} */
  at(i) {
    return [this.min.x + (0.5 + (i % this.wide)) * STEP, this.min.y + (0.5 + Math.floor(i / this.wide)) * STEP];
  }

  /** @returns {Point} */
  centre() {
    const sum = [0, 0, 0];
    this.open.forEach((open, i) => {
      if (!open) return;
      const [x, y] = this.at(i);
      sum[0] += x;
      sum[1] += y;
      sum[2] += 1;
    });
    return [sum[0] / sum[2], sum[1] / sum[2]];
  }

  /** @param {Box} box */
  close([left, top, right, bottom]) {
    const { x, y } = this.min;
    const [first, last] = [
      Math.max(0, Math.floor((left - x) / STEP)),
      Math.min(this.wide, Math.ceil((right - x) / STEP)),
    ];
    for (let row = Math.max(0, Math.floor((top - y) / STEP)); row < Math.min(this.high, (bottom - y) / STEP); row += 1)
      if (last > first) this.open.fill(0, row * this.wide + first, row * this.wide + last);
  }

  /**
   * The spots around which a box is open, those with most room first; of these the nearest to the middle.
   * @param {number} wide
   * @param {number} high
   * @returns {Point[]}
   */
  widest(wide, high) {
    const sums = summed(this.open, this.wide);
    const [a, b] = [Math.ceil(wide / 2 / STEP - 0.5), Math.ceil(high / 2 / STEP - 0.5)];
    const across = this.wide + 1;
    /** Whether all spots around one are open, so many to the sides and up and down. */
    const fits = (
      /** @type {number} */ x,
      /** @type {number} */ y,
      /** @type {number} */ dx,
      /** @type {number} */ dy,
    ) => {
      const [left, right, top, bottom] = [x - dx, x + dx + 1, y - dy, y + dy + 1];
      if (left < 0 || top < 0 || right > this.wide || bottom > this.high) return false;
      const sum =
        sums[bottom * across + right] -
        sums[top * across + right] -
        sums[bottom * across + left] +
        sums[top * across + left];
      return sum === (right - left) * (bottom - top);
    };
    /** @type {{p: Point, room: number, away: number}[]} */
    const found = [];
    this.open.forEach((open, i) => {
      if (!open) return;
      const [x, y] = [i % this.wide, Math.floor(i / this.wide)];
      if (!fits(x, y, a, b)) return;
      // Halving: what has room for a larger box has room for a smaller one.
      let [room, none] = [0, Math.max(this.wide, this.high)];
      while (none - room > 1) {
        const half = (room + none) >> 1;
        if (fits(x, y, a + half, b + half)) room = half;
        else none = half;
      }
      const p = this.at(i);
      found.push({ p, room, away: Math.hypot(p[0] - this.middle[0], p[1] - this.middle[1]) });
    });
    return found
      .sort((one, other) => other.room - one.room || one.away - other.away)
      .slice(0, TRIED)
      .map(({ p }) => p);
  }
}

/**
 * How many spots there are across a view and down.
 * @param {Bounds} inner
 */
const gridOf = ({ min, max }) => ({
  wide: Math.max(0, Math.floor((max.x - min.x) / STEP)),
  high: Math.max(0, Math.floor((max.y - min.y) / STEP)),
});

/**
 * What grids of the terrain say of each spot, where all say the same and as much of the tint is left as is wanted; else 0.
 * @param {Terrain} terrain
 * @param {Uint8Array[]} grids
 * @param {Bounds} inner
 * @param {(x: number, y: number) => boolean} wanted
 */
function toldOf(terrain, grids, inner, wanted) {
  const { wide, high } = gridOf(inner);
  const told = new Uint8Array(wide * high);
  for (let row = 0; row < high; row += 1) {
    const y = inner.min.y + (row + 0.5) * STEP;
    for (let column = 0; column < wide; column += 1) {
      const x = inner.min.x + (column + 0.5) * STEP;
      const cell = terrain.cell(x, y);
      const value = cell < 0 || !grids.length ? 0 : grids[0][cell];
      if (value && grids.every((grid) => grid[cell] === value) && wanted(x, y)) told[row * wide + column] = value;
    }
  }
  return told;
}

/**
 * The largest part of a grid that hangs together.
 * @param {Uint8Array} open
 * @param {number} wide
 */
function largest(open, wide) {
  const part = new Uint32Array(open.length);
  let [best, most, parts] = [0, 0, 0];
  for (let start = 0; start < open.length; start += 1) {
    if (!open[start] || part[start]) continue;
    parts += 1;
    let size = 0;
    const next = [start];
    part[start] = parts;
    while (next.length) {
      const i = /** @type {number} */ (next.pop());
      size += 1;
      const column = i % wide;
      for (const j of [column > 0 ? i - 1 : -1, column < wide - 1 ? i + 1 : -1, i - wide, i + wide]) {
        if (j < 0 || j >= open.length || !open[j] || part[j]) continue;
        part[j] = parts;
        next.push(j);
      }
    }
    if (size > most) [best, most] = [parts, size];
  }
  return open.map((_, i) => Number(part[i] > 0 && part[i] === best));
}

/**
 * The sums of a grid over all that lies above and left of each of its corners.
 * @param {Uint8Array} open
 * @param {number} wide
 */
function summed(open, wide) {
  const across = wide + 1;
  const sums = new Uint32Array(across * (wide ? open.length / wide + 1 : 1));
  open.forEach((value, i) => {
    const at = (Math.floor(i / wide) + 1) * across + (i % wide) + 1;
    sums[at] = value + sums[at - 1] + sums[at - across] - sums[at - across - 1];
  });
  return sums;
}

/**
 * A text broken in two lines as even as its words allow, or null when it is one word.
 * @param {string} text
 */
export function twoLines(text) {
  const breaks = [...text.matchAll(/[ -]/g)].map(({ index }) => index);
  if (!breaks.length) return null;
  const at = breaks.reduce((best, one) =>
    Math.abs(2 * one - text.length) < Math.abs(2 * best - text.length) ? one : best,
  );
  return [text.slice(0, at + 1).trim(), text.slice(at + 1)];
}

/**
 * The spots of a view that are `own`, without what a name may not cover.
 * @param {Layout} layout
 * @param {Bounds} inner
 * @param {Uint8Array} own
 */
function freeSpots(layout, inner, own) {
  const spots = new Spots(inner, own);
  [...layout.taken, ...layout.strong].forEach(([left, top, right, bottom]) =>
    spots.close([left - AIR, top - AIR, right + AIR, bottom + AIR]),
  );
  return spots;
}

/**
 * Write the name of each side that is seen.
 * @param {Layout} layout
 * @param {View} view
 * @param {Bounds} inner The part of the view that is seen.
 */
export function nameSides(layout, view, inner) {
  const { crisis, style, words } = layout.context;
  const { terrain } = layout;
  const fades = fadesOf(view, crisis.fades);
  const tinted = (/** @type {number} */ x, /** @type {number} */ y) => tintLeft(fades, x, y) >= TINTED;
  const told = toldOf(terrain, terrain.held, inner, tinted);
  terrain.sides.forEach((side, i) => {
    const owner = i + 1;
    if (!style.control[side] || !words.area_names[side] || !told.includes(owner)) return;
    const look = {
      size: style.control.name_size,
      italic: true,
      weight: 500,
      colour: style.control[side].ink,
      halo: 0.75,
    };
    const spots = freeSpots(
      layout,
      inner,
      told.map((one) => Number(one === owner)),
    );
    const name = words.area_names[side];
    [name, twoLines(name)].some((text) => text && nameSide(layout, spots, text, look, owner));
  });
}

/**
 * @param {Layout} layout
 * @param {Spots} spots
 * @param {string | string[]} text
 * @param {Letters} look
 * @param {number} owner
 */
function nameSide(layout, spots, text, look, owner) {
  const lines = [text].flat();
  const wide = Math.max(...lines.map((line) => layout.wide(line, look)));
  const high = look.size * (1 + LEADING * (lines.length - 1));
  return spots.widest(wide + 6, high + 4).some((p) => layout.centred(text, p, look, { kind: "side", owner }));
}

/**
 * Write on a pill that ground beyond what is assessed is not.
 * @param {Layout} layout
 * @param {View} view
 * @param {Base} base
 * @param {Bounds} inner
 */
export function nameUnassessed(layout, view, base, inner) {
  const { crisis, style, words } = layout.context;
  const fades = fadesOf(view, crisis.fades);
  if (!fades.length) return;
  const { terrain } = layout;
  const grid = terrain.grid();
  countryOf(base, crisis).forEach((shape) => terrain.fill(grid, shape, view, 1));
  const { pill } = style.unassessed;
  const look = { size: pill.size, italic: true, colour: pill.text, halo: 0 };
  const text = words.unassessed;
  const [wide, high] = [layout.wide(text, look) + 24, pill.size + 9];
  const bare = (/** @type {number} */ x, /** @type {number} */ y) => tintLeft(fades, x, y) < BARE;
  freeSpots(layout, inner, toldOf(terrain, [grid], inner, bare))
    .widest(wide + 8, high + 8)
    .some(([x, y]) => {
      const box = { x: x - wide / 2, y: y - high / 2, width: wide, height: high };
      const ground = svg("rect", { ...box, rx: high / 2, fill: pill.fill, stroke: pill.edge });
      layout.group.append(ground);
      if (layout.centred(text, [x, y], look, { kind: "unassessed" })) {
        layout.taken.push([box.x, box.y, box.x + wide, box.y + high]);
        return true;
      }
      ground.remove();
      return false;
    });
}
