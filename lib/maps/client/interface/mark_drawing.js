// How marks of the reader's own are drawn: one click, two corners, or corner by corner.

/** @import { DrawRule, MarkKind, OwnMark, Point, SituationMap } from "../types.js" */

import { shapes } from "../layers/own_marks.js";
import { Drawing } from "./drawing.js";

/** Most corners of a line, as lib/events/own_marks.py has it. */
const MOST_CORNERS = 12;

/** @type {DrawRule} */
const one = { drag: false, least: 1, most: 1, closed: false };
/** @type {DrawRule} */
const two = { drag: true, least: 2, most: 2, closed: false };
const RULES = {
  point: one,
  text: one,
  move: one,
  arrow: two,
  box: two,
  line: { drag: false, least: 2, most: MOST_CORNERS, closed: false },
};

/** @extends {Drawing<MarkKind | "move">} */
export class MarkDrawing extends Drawing {
  /**
   * @param {SituationMap} situation
   * @param {(shape: MarkKind | "move", corners: Point[]) => void} done
   * @param {() => void} rest Is told that the reader let it be.
   */
  constructor(situation, done, rest) {
    super(situation, RULES);
    this.finished = done;
    this.left = rest;
  }

  /** @override */
  dot() {
    const { fill, ink } = this.situation.config.style.own_marks;
    return { fill, stroke: ink };
  }

  /** @override @returns {[string, string]} */
  told() {
    const { words } = this.situation.config;
    const [first, next, keys] = [words.mark_first, words.mark_next, words.mark_by_keys];
    const shape = this.shape ?? "point";
    const more = matchMedia("(pointer: coarse)").matches ? "" : ` ${keys}`;
    return [first[shape] + more, (next[shape] ?? first[shape]) + more];
  }

  /** @override @param {Point[]} points */
  outline(points) {
    const { shape, situation } = this;
    const seen = shape && shape !== "move" && points.length > 1;
    return seen ? shapes(shape, points, situation.config.style.own_marks) : [];
  }
}

/**
 * A mark by so many degrees farther north and east.
 * @param {OwnMark} mark
 * @param {number} north
 * @param {number} east
 * @returns {OwnMark}
 */
export const shifted = (mark, north, east) => ({ ...mark, at: mark.at.map(([lat, lon]) => [lat + north, lon + east]) });

/**
 * A mark with its first point elsewhere; a box with its middle.
 * @param {OwnMark} mark
 * @param {Point} to Latitude and longitude.
 */
export function moved(mark, [lat, lon]) {
  const [first, last] = [mark.at[0], mark.at[mark.at.length - 1]];
  const from = mark.kind === "box" ? [(first[0] + last[0]) / 2, (first[1] + last[1]) / 2] : first;
  return shifted(mark, lat - from[0], lon - from[1]);
}
