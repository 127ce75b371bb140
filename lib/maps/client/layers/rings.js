// Rings around the places that strikes have to be near, under everything else.

/** @import { Layer, SituationMap, View } from "../types.js" */

import { svg } from "../draw/dom.js";
import * as geometry from "../draw/geometry.js";

/**
 * Rings around the places that strikes have to be near.
 * @param {SituationMap} situation
 * @param {SVGGElement} group
 * @param {View} view
 */
function draw(situation, group, view) {
  const { rings } = situation.current();
  if (!rings || !situation.has("strikes")) return;
  const look = situation.config.style.near_ring;
  rings.points.forEach(([lat, lon]) => {
    const [cx, cy] = view.point(lat, lon);
    const r = rings.km * geometry.pixelsOfKm(lat, view.scale);
    group.append(
      svg("circle", {
        cx: cx.toFixed(1),
        cy: cy.toFixed(1),
        r: r.toFixed(1),
        fill: look.fill,
        "fill-opacity": look.opacity,
        stroke: look.colour,
        "stroke-width": look.width,
        "stroke-dasharray": look.dash.join(" "),
      }),
    );
  });
}

/** @type {Layer} */
export const layer = {
  group: "rings",
  symbols(situation, groups, view) {
    draw(situation, groups.rings, view);
    return [];
  },
};
