// Draws an area of the reader's own on the map: a rectangle by drag or by two corners, a polygon corner by corner.

/** @import { Point, SituationMap, State } from "../types.js" */

import { outline } from "../layers/own_area.js";
import { Drawing, rectangle, STILL } from "./drawing.js";
import { tellPage } from "./input.js";

const RULES = {
  box: { drag: true, least: 2, most: 2, closed: true },
  polygon: { drag: false, least: 3, most: Infinity, closed: true },
};

/** @extends {Drawing<"box" | "polygon">} */
export class AreaDrawing extends Drawing {
  /** @param {SituationMap} situation */
  constructor(situation) {
    super(situation, RULES);
    /** The last wish of the page that was begun. */
    this.wish = 0;
  }

  /**
   * Begin what the page wishes; a wish that was begun once is not begun again.
   * @param {State} state
   */
  follow({ drawing }) {
    if (!drawing) {
      this.end();
      return;
    }
    if (drawing.n === this.wish) return;
    this.wish = drawing.n;
    this.begin(drawing.shape);
  }

  /** @override */
  left() {
    tellPage(this.situation, { area: null });
  }

  /** @override @param {"box" | "polygon"} shape @param {Point[]} corners */
  finished(shape, corners) {
    const { situation } = this;
    // The reader looks at it already.
    situation.keepsView = true;
    tellPage(situation, { area: { shape, corners: corners.map(([lat, lon]) => [lon, lat]) } });
  }

  /** A rectangle needs both its sides. @override @param {Point} a @param {Point} b */
  tooSmall([ax, ay], [bx, by]) {
    return Math.abs(ax - bx) < STILL || Math.abs(ay - by) < STILL;
  }

  /** @override */
  dot() {
    const { casing, colour } = this.situation.config.style.own_area;
    return { fill: casing ?? null, stroke: colour };
  }

  /** @override @returns {[string, string]} */
  told() {
    const { words } = this.situation.config;
    return this.shape === "box"
      ? [words.draw_box, words.draw_box_second]
      : [words.draw_polygon, words.draw_polygon_close];
  }

  /** @override @param {Point[]} points */
  outline(points) {
    if (points.length < 2) return [];
    const ring = this.shape === "box" ? rectangle(points[0], points[1]) : points;
    const d = `M${ring.map((point) => point.map((n) => n.toFixed(1)).join(",")).join("L")}Z`;
    return outline(d, this.situation.config.style.own_area);
  }
}
