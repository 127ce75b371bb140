// Names along lines: road shields on the highways, and the border's name beside it.

/** @import { Layout } from "./layout.js" */

/** @import { Base, Box, Context, Point, Shape, View } from "../types.js" */

import { svg } from "./dom.js";
import { textWidth } from "./text.js";

/**
 * Walk along lines in pixels and return points spaced apart, with the direction there.
 * @param {Shape[]} shapes
 * @param {View} view
 * @param {number} spacing
 * @param {number} offset
 */
function along(shapes, view, spacing, offset) {
  /** @type {{p: Point, shape: Shape}[]} */
  const spots = [];
  shapes.forEach((shape) =>
    shape.lines.forEach((xy) => {
      let walked = 0;
      let next = spacing * offset;
      for (let i = 2; i < xy.length; i += 2) {
        const ax = xy[i - 2] * view.scale + view.shift[0];
        const ay = xy[i - 1] * view.scale + view.shift[1];
        const bx = xy[i] * view.scale + view.shift[0];
        const by = xy[i + 1] * view.scale + view.shift[1];
        const length = Math.hypot(bx - ax, by - ay);
        while (length > 0 && walked + length >= next) {
          const t = (next - walked) / length;
          /** @type {Point} */
          const p = [ax + t * (bx - ax), ay + t * (by - ay)];
          if (view.sees(p, -10)) spots.push({ p, shape });
          next += spacing;
        }
        walked += length;
      }
    }),
  );
  return spots;
}

/**
 * Road numbers along the highways.
 * @param {Layout} layout
 * @param {View} view
 * @param {Base} base
 * @param {Context} context
 */
export function shields(layout, view, base, context) {
  const look = context.style.shield;
  /** @type {Point[]} */
  const set = [];
  along(base.highways, view, 60, 0.5).forEach(({ p, shape }) => {
    if (set.some((other) => Math.hypot(other[0] - p[0], other[1] - p[1]) < 170)) return;
    const text = String(shape.properties.name || shape.properties.ref || "");
    if (!text) return;
    const w = text.length * look.size * 0.66 + 7;
    const h = look.size + 6;
    /** @type {Box} */
    const box = [p[0] - w / 2, p[1] - h / 2, p[0] + w / 2, p[1] + h / 2];
    if (!layout.whole(box) || !layout.free(box)) return;
    layout.taken.push(box);
    set.push(p);
    layout.group.append(
      svg("rect", { x: box[0], y: box[1], width: w, height: h, rx: 2.5, fill: look.fill, stroke: look.edge }),
    );
    const label = svg("text", {
      x: p[0],
      y: p[1] + look.size * 0.36,
      "text-anchor": "middle",
      "font-size": look.size,
      "font-weight": 600,
      fill: look.text,
      "data-label": "shield",
    });
    label.textContent = text;
    layout.group.append(label);
  });
}

/**
 * @typedef {object} Straight A piece of the border as straight as the words on it need.
 * @property {number} off How far the line strays from the chord, pixels.
 * @property {Point} a
 * @property {Point} b
 * @property {number} chord
 * @property {Point} middle
 */

/**
 * How far the points from i to j stray from the chord between them.
 * @param {Point[]} points
 * @param {number} i
 * @param {number} j
 * @param {number} chord
 */
function strayOf(points, i, j, chord) {
  const [a, b] = [points[i], points[j]];
  let off = 0;
  for (let k = i; k <= j; k += 1) {
    const side = ((points[k][0] - a[0]) * (b[1] - a[1]) - (points[k][1] - a[1]) * (b[0] - a[0])) / chord;
    off = Math.max(off, Math.abs(side));
  }
  return off;
}

/**
 * The pieces of a line that run straight enough to carry words `room` pixels wide.
 * @param {Float64Array} xy
 * @param {View} view
 * @param {number} room
 */
function straights(xy, view, room) {
  /** @type {Point[]} */
  const points = [];
  for (let i = 0; i < xy.length; i += 2) {
    points.push([xy[i] * view.scale + view.shift[0], xy[i + 1] * view.scale + view.shift[1]]);
  }
  /** @type {Straight[]} */
  const found = [];
  for (let i = 0, j = 0; i < points.length; i += 1) {
    while (j < points.length - 1 && Math.hypot(points[j][0] - points[i][0], points[j][1] - points[i][1]) < room) j += 1;
    const [a, b] = [points[i], points[j]];
    const chord = Math.hypot(b[0] - a[0], b[1] - a[1]);
    /** @type {Point} */
    const middle = [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2];
    if (chord < room * 0.95 || chord > room * 2 || !view.sees(middle, -30)) continue;
    const off = strayOf(points, i, j, chord);
    if (off <= 9) found.push({ off, a, b, chord, middle });
  }
  return found;
}

/**
 * Degrees by which words along a piece are turned, so that they are never upside down.
 * @param {Straight} piece
 */
function turnOf({ a, b }) {
  const turn = (Math.atan2(b[1] - a[1], b[0] - a[0]) * 180) / Math.PI;
  if (turn > 90) return turn - 180;
  return turn < -90 ? turn + 180 : turn;
}

/**
 * The border's name written along the line, on the side that the crisis names, where it runs straight enough.
 * @param {Layout} layout
 * @param {View} view
 * @param {Base} base
 * @param {Context} context
 */
export function borderNames(layout, view, base, context) {
  if (!context.crisis.border) return;
  const { word, toward } = context.crisis.border;
  const look = { ...context.style.label.border, italic: true, weight: 600, spacing: 0.4 };
  const text = context.words[word];
  const room = textWidth(text, layout.font(look)) + text.length * 0.4 + 6;
  const tried = base.border.flatMap((shape) => shape.lines.flatMap((xy) => straights(xy, view, room)));
  /** @type {Point[]} */
  const placed = [];
  tried
    .sort((one, other) => one.off - other.off)
    .forEach((piece) => {
      const { off, a, b, chord, middle } = piece;
      if (placed.length >= 4 || placed.some((p) => Math.hypot(p[0] - middle[0], p[1] - middle[1]) < 320)) return;
      const [nx, ny] = [-(b[1] - a[1]) / chord, (b[0] - a[0]) / chord];
      const lift = nx * toward[0] + ny * toward[1] < 0 ? -off - 11 : off + 11;
      /** @type {Point} */
      const spot = [middle[0] + nx * lift, middle[1] + ny * lift];
      if (layout.centred(text, spot, look, { turn: turnOf(piece), kind: "border" })) placed.push(middle);
    });
}
