// The author's own marks: pins, lines, arrows, boxes, and their words on plates, over everything else. The decisions are
// those of lib/print/own_marks.py, of the same tokens; a test holds the two to each other.

/** @import { Box, Context, Layer, LegendEntry, MapSymbol, OwnMark, OwnMarkLook, Point, Shown, SituationMap, View } from "../types.js" */

import { svg } from "../draw/dom.js";
import * as hits from "../draw/hit.js";
import { sample } from "../draw/samples.js";
import { textWidth } from "../draw/text.js";

/** @param {Point[]} points */
const pathOf = (points) => `M${points.map((point) => point.map((n) => n.toFixed(1)).join(",")).join("L")}`;

/** @param {Point} a @param {Point} b @returns {Point} */
const plus = ([ax, ay], [bx, by]) => [ax + bx, ay + by];

/**
 * A line as a marker pen draws it: a pale core in a dark rim.
 * @param {string} d
 * @param {OwnMarkLook} look
 * @param {string} [fill]
 */
function stroked(d, look, fill = "none") {
  const shape = { d, fill: "none", "stroke-linejoin": "round", "stroke-linecap": "round" };
  const rim = svg("path", { ...shape, stroke: look.ink, "stroke-width": look.casing_width });
  const core = svg("path", { ...shape, stroke: look.fill, "stroke-width": look.width });
  const ground = fill === "none" ? [] : [svg("path", { d, fill, "fill-opacity": look.box.opacity })];
  return [...ground, rim, core];
}

/** @param {Point} at @param {OwnMarkLook} look */
function pin(at, look) {
  const { outline, edge_width: width, dot, head } = look.pin;
  const d = `${pathOf(outline.map((corner) => plus(at, corner)))}Z`;
  const [cx, cy] = plus(at, head);
  return [
    svg("path", { d, fill: look.fill, stroke: look.ink, "stroke-width": width, "stroke-linejoin": "round" }),
    svg("circle", { cx, cy, r: dot, fill: look.ink }),
  ];
}

/**
 * The three points of an arrow's head; null where it has no length on the screen.
 * @param {Point[]} at
 * @param {OwnMarkLook} look
 * @returns {Point[] | null}
 */
export function arrowHead(at, look) {
  const [[x0, y0], [x1, y1]] = at.slice(-2);
  const long = Math.hypot(x1 - x0, y1 - y0);
  if (!long) return null;
  const [ux, uy] = [(x1 - x0) / long, (y1 - y0) / long];
  const { length, half } = look.head;
  const [x, y] = [x1 - length * ux, y1 - length * uy];
  return [
    [x - half * uy, y + half * ux],
    [x1, y1],
    [x + half * uy, y - half * ux],
  ];
}

/** @param {Point[]} points @returns {Box} */
const around = (points) => {
  const [xs, ys] = [points.map(([x]) => x), points.map(([, y]) => y)];
  return [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)];
};

/** @param {Point[]} at @returns {Point[]} */
function corners(at) {
  const [left, top, right, bottom] = around(at);
  return [
    [left, top],
    [right, top],
    [right, bottom],
    [left, bottom],
  ];
}

/**
 * What is seen of a mark besides its words; `at` in pixels.
 * @param {OwnMark["kind"]} kind
 * @param {Point[]} at
 * @param {OwnMarkLook} look
 * @returns {SVGElement[]}
 */
export function shapes(kind, at, look) {
  if (kind === "point") return pin(at[0], look);
  if (kind === "text" || at.length < 2) return [];
  if (kind === "box") return stroked(`${pathOf(corners(at))}Z`, look, look.fill);
  const head = kind === "arrow" ? arrowHead(at, look) : null;
  return stroked(pathOf(at) + (head ? pathOf(head) : ""), look);
}

/**
 * Where the plate of a mark's words stands: beside the head of a pin, over a box, else on the first of its points.
 * @param {OwnMark["kind"]} kind
 * @param {Point[]} at
 * @param {number} wide
 * @param {number} high
 * @param {OwnMarkLook} look
 * @returns {Box}
 */
export function plateBox(kind, at, wide, high, look) {
  const [x, y] = at[0];
  const { gap } = look.plate;
  let [left, top] = [x - wide / 2, y - high / 2];
  if (kind === "point") [left, top] = [x + look.pin.radius + gap - 2, y + look.pin.head[1] - high / 2];
  if (kind === "box") {
    const [west, north] = around(at);
    [left, top] = [west, north - high - gap];
  }
  return [left, top, left + wide, top + high];
}

/**
 * The words of a mark on their plate.
 * @param {OwnMark} mark
 * @param {Point[]} at
 * @param {Context} context
 */
function plate({ kind, lines }, at, { style }) {
  const look = style.own_marks;
  const { pad, line, text_size: size, fill, edge, edge_width: width, dash } = look.plate;
  const wide = Math.max(...lines.map((text) => textWidth(text, `${size}px ${style.font}`))) + 2 * pad;
  const high = line * lines.length + pad;
  const box = plateBox(kind, at, wide, high, look);
  const [x, y] = box;
  const ground = { x, y, width: wide, height: high, fill, stroke: edge, "stroke-width": width };
  const elements = lines.map((text, n) => {
    const place = { x: x + wide / 2, y: y + pad / 2 + (n + 0.78) * line, "text-anchor": "middle" };
    const element = svg("text", { ...place, "font-size": size, fill: look.ink, style: "unicode-bidi: plaintext" });
    element.textContent = text;
    return element;
  });
  return { box, elements: [svg("rect", { ...ground, "stroke-dasharray": dash.join(" ") }), ...elements] };
}

/**
 * Where a mark answers: its pin, its line, the rim of its box; what a box holds is pointed at through it.
 * @param {OwnMark["kind"]} kind
 * @param {Point[]} at
 * @param {Box | null} words
 * @param {OwnMarkLook} look
 */
function hitOf(kind, at, words, look) {
  const half = look.casing_width / 2;
  const found = { r: 0, half: 0, ...(words ? hits.box(words) : {}) };
  if (kind === "point") return { ...found, at: plus(at[0], look.pin.head), r: look.pin.radius + 2 };
  if (kind === "text") return found;
  if (kind === "box") {
    const ring = corners(at);
    return { ...found, line: [...ring, ring[0]], half };
  }
  return { ...found, line: at, half };
}

/**
 * @param {SituationMap} situation
 * @param {OwnMark} mark
 * @param {number} index
 * @returns {MapSymbol}
 */
function symbolOf({ config, tools }, { kind, text, at }, index) {
  const { words } = config;
  const name = text || words.mark_kinds[kind];
  return {
    key: `mark:${index}`,
    kind: "mark",
    name,
    lines: [name, words.marks_legend],
    latlng: at[0],
    report: { title: name, note: words.mark_note, lines: [], more: 0, reports: [] },
    actions: tools?.marking?.actions(index) ?? [],
  };
}

/**
 * The marks as the reader has them now: the tool may be ahead of the page.
 * @param {Pick<SituationMap, "tools" | "state">} situation
 * @returns {OwnMark[]}
 */
export const marksOf = ({ tools, state }) => tools?.marking?.shown ?? state?.own_marks?.list ?? [];

/** @param {SituationMap} situation @param {SVGGElement} group @param {View} view */
export function draw(situation, group, view) {
  const { context } = situation;
  const look = context.style.own_marks;
  /** @type {Box[]} */
  const obstacles = [];
  const symbols = marksOf(situation).map((mark, index) => {
    const at = mark.at.map(([lat, lon]) => view.point(lat, lon));
    const named = mark.lines.length ? plate(mark, at, context) : null;
    const symbol = { ...symbolOf(situation, mark, index), hit: hitOf(mark.kind, at, named?.box ?? null, look) };
    group.append(hits.button(symbol, [...shapes(mark.kind, at, look), ...(named?.elements ?? [])]));
    if (named) obstacles.push(named.box);
    if (mark.kind === "point") obstacles.push(around(look.pin.outline.map((corner) => plus(at[0], corner))));
    return symbol;
  });
  return { symbols, obstacles };
}

/** Whether any of it is on the screen. @param {SituationMap} situation */
function seen(situation) {
  const bounds = situation.map.getBounds();
  return marksOf(situation).some(({ at }) => bounds.intersects(L.latLngBounds(at)));
}

/**
 * What the legend says of them.
 * @param {Shown} shown
 * @param {Context} context
 * @returns {LegendEntry[]}
 */
export function legend({ own_marks: shown }, { style, words }) {
  if (!shown) return [];
  const look = style.own_marks;
  const line = stroked("M20,16h14", look);
  return [
    {
      symbol: sample(38, 34, [...pin([9, 31], look), ...line]),
      text: words.marks_legend,
      short: words.short.marks_legend,
    },
  ];
}

/** @type {Layer} */
export const layer = {
  group: "own_marks",
  overlays: (situation) => ({ own_marks: marksOf(situation).length }),
  symbols(situation, groups, view, clear) {
    const { obstacles, symbols } = draw(situation, groups.own_marks, view);
    clear.obstacles.push(...obstacles);
    return symbols;
  },
  explain: (situation) => ({ own_marks: marksOf(situation).length > 0 && seen(situation) }),
  legend,
};
