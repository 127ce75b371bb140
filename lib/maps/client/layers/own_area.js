// The outline of the reader's own area, over the front line and under everything that can be pointed at.

/** @import { Layer, Pen, Point, SituationMap, View } from "../types.js" */

import { svg } from "../draw/dom.js";
import { lineSample } from "../draw/samples.js";

/**
 * The rings of an area as the data of a path, in the pixels of a view.
 * @param {Point[][]} rings
 * @param {Pick<View, "point">} view
 */
export function pathOf(rings, view) {
  const pair = (/** @type {Point} */ [lat, lon]) => view.point(lat, lon).map((n) => n.toFixed(1));
  return rings.map((points) => `M${points.map((point) => pair(point).join(",")).join("L")}Z`).join("");
}

/**
 * The casing and the line of an outline.
 * @param {string} d
 * @param {Pen} look
 */
export function outline(d, look) {
  const shape = { d, fill: "none", "stroke-linejoin": "round" };
  return [
    svg("path", { ...shape, stroke: look.casing ?? null, "stroke-width": look.casing_width ?? null }),
    svg("path", { ...shape, stroke: look.colour, "stroke-width": look.width, "stroke-dasharray": String(look.dash) }),
  ];
}

/**
 * @param {SituationMap} situation
 * @param {SVGGElement} group
 * @param {View} view
 */
function draw(situation, group, view) {
  const { own_area: area } = situation.current();
  if (area) group.append(...outline(pathOf(area.rings, view), situation.config.style.own_area));
}

/** @type {Layer} */
export const layer = {
  group: "own_area",
  symbols(situation, groups, view) {
    draw(situation, groups.own_area, view);
    return [];
  },
  explain: (_situation, { own_area: area }) => ({ own_area: area ? area.legend : "" }),
  legend: ({ own_area: text }, { style }) => (text ? [{ symbol: lineSample(style.own_area), text }] : []),
};
