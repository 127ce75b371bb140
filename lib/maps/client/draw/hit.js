// What lies under the pointer: every symbol says where it is drawn, and the nearest is meant. Pixels, in layer points.

/** @import { Box, Hit, MapSymbol, Point, Reach } from "../types.js" */

import { svg } from "./dom.js";

/**
 * An element of the map that opens: for the pointer, the keyboard and whoever looks for it by kind and name. Tab stops at
 * one of a layer (interface/rove.js).
 * @param {MapSymbol} symbol
 * @param {Node[]} [children]
 * @param {string} [className]
 */
export function button({ key, kind, name, lines }, children = [], className = "situation-symbol") {
  const told = { "data-key": key, "data-kind": kind, "data-name": name, "aria-label": lines.join(". ") };
  return svg("g", { class: className, ...told, tabindex: -1, role: "button" }, children);
}

/** @typedef {{hit: Hit, open?: MapSymbol["open"]}} Pointed What has a place on the screen. */

/** Pixels from a shape that still belong to it: its edge is drawn there. */
const EXACT = 1;

/**
 * Where symbols are drawn: a mark around a point, a line with half its width, a closed ring.
 * @param {number} x
 * @param {number} y
 * @param {number} r
 * @returns {Hit}
 */
export const mark = (x, y, r) => ({ at: [x, y], r, half: 0 });
/**
 * @param {Point[]} points
 * @param {number} half
 * @param {Point[] | null} [head]
 * @returns {Hit}
 */
export const line = (points, half, head = null) => ({ line: points, half, ring: head, r: 0 });
/**
 * @param {Point[]} points
 * @returns {Hit}
 */
export const ring = (points) => ({ ring: points, r: 0, half: 0 });
/**
 * @param {Box} edges
 * @returns {Hit}
 */
export const box = ([left, top, right, bottom]) =>
  ring([
    [left, top],
    [right, top],
    [right, bottom],
    [left, bottom],
  ]);

/**
 * @param {Point} from
 * @param {Point} to
 * @param {number} x
 * @param {number} y
 */
function toSegment([ax, ay], [bx, by], x, y) {
  const [dx, dy] = [bx - ax, by - ay];
  const length2 = dx * dx + dy * dy;
  const t = length2 ? Math.max(0, Math.min(1, ((x - ax) * dx + (y - ay) * dy) / length2)) : 0;
  return Math.hypot(ax + t * dx - x, ay + t * dy - y);
}

/** @param {Point[]} points @param {number} x @param {number} y */
function toLine(points, x, y) {
  let best = Infinity;
  for (let i = 1; i < points.length; i += 1) best = Math.min(best, toSegment(points[i - 1], points[i], x, y));
  return best;
}

/** @param {Point[]} points @param {number} x @param {number} y */
function inside(points, x, y) {
  let found = false;
  points.forEach(([bx, by], i) => {
    const [ax, ay] = points[i ? i - 1 : points.length - 1];
    if (ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax) found = !found;
  });
  return found;
}

/** @param {Point[]} points @param {number} x @param {number} y */
const toRing = (points, x, y) => (inside(points, x, y) ? 0 : toLine([...points, points[0]], x, y));

/**
 * Pixels from a point to what is drawn; 0 on it.
 * @param {Hit} hit
 * @param {number} x
 * @param {number} y
 */
export function away(hit, x, y) {
  const found = [];
  if (hit.at) found.push(Math.hypot(hit.at[0] - x, hit.at[1] - y) - hit.r);
  if (hit.line) found.push(toLine(hit.line, x, y) - hit.half);
  if (hit.ring) found.push(toRing(hit.ring, x, y));
  return Math.max(0, Math.min(...found));
}

/**
 * How far from what is drawn it still answers: a mark is `reach.mark` pixels across at least.
 * @param {Hit} hit
 * @param {Reach} reach
 */
const reachOf = (hit, reach) => (hit.at ? Math.max(0, reach.mark / 2 - hit.r) : reach.line);

/**
 * Whether a mark lies under another, where it could not be pointed at by itself.
 * @param {Hit} upper
 * @param {Hit} lower
 */
const covers = (upper, lower) =>
  upper.at !== undefined &&
  lower.at !== undefined &&
  Math.hypot(upper.at[0] - lower.at[0], upper.at[1] - lower.at[1]) <= upper.r;

/**
 * The symbols that a point means, topmost first; `symbols` come as they are drawn, from below. What is seen there
 * wins, all of it, and before what is only within a finger's `slack`; else the nearest within reach. What these cover
 * is told with them.
 * Returns {exact, seen, nearest, found}: whether anything is drawn at the point itself, or within the slack, how far
 * the nearest is, and the symbols.
 * @template {Pointed} T
 * @param {T[]} symbols
 * @param {number} x
 * @param {number} y
 * @param {Reach} reach
 */
export function under(symbols, x, y, reach) {
  /** @type {{symbol: T, distance: number}[]} */
  const near = [];
  symbols.forEach((symbol) => {
    const distance = away(symbol.hit, x, y);
    if (distance <= Math.max(reach.slack, reachOf(symbol.hit, reach))) near.unshift({ symbol, distance });
  });
  const shown = near
    .filter(({ distance }) => distance <= reach.slack)
    .sort((a, b) => Number(a.distance > EXACT) - Number(b.distance > EXACT));
  const closest = () => [near.reduce((best, one) => (one.distance < best.distance ? one : best))];
  const chosen = (shown.length || !near.length ? shown : closest()).map(({ symbol }) => symbol);
  const hidden = (/** @type {T} */ one, /** @type {number} */ at) =>
    chosen.some((upper) => symbols.indexOf(upper) > at && !upper.open && covers(upper.hit, one.hit));
  const below = symbols.filter((one, at) => !chosen.includes(one) && !one.open && hidden(one, at));
  const least = near.reduce((best, { distance }) => Math.min(best, distance), Infinity);
  return { exact: least <= EXACT, seen: shown.length > 0, nearest: least, found: [...chosen, ...below.reverse()] };
}
