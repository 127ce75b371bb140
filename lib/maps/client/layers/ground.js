// The ground: land, water and relief below the areas; rivers, roads, boundaries and the border above them.

/** @import { Base, Box, Context2D, Crisis, Project, Style, View } from "../types.js" */

import { shapes } from "../draw/geometry.js";
import { atAnchor, fillAll, stroke } from "../draw/pens.js";

/**
 * base.json: the base layers as shapes.
 * @param {any} body
 * @param {Project} project
 * @param {Pick<Crisis, "border" | "base">} crisis Which of the layers is the border with a name along it, and what the
 *   layers cover.
 * @returns {Base}
 */
export function decode(body, project, { border, base: covered }) {
  const layer = (/** @type {string} */ name) => shapes(body[name], project);
  /** @type {any[]} */
  const divisions = body.governorates?.features || [];
  return {
    countries: shapes(beyond(body.countries, covered), project),
    borders: layer("borders"),
    coast: layer("coast"),
    governorates: shapes(
      divisions.filter((one) => one.geometry.type !== "Point"),
      project,
    ),
    governorate_labels: divisions
      .filter((one) => one.geometry.type === "Point")
      .map(({ properties, geometry }) => ({ names: properties, point: geometry.coordinates })),
    rivers: layer("rivers"),
    lakes: layer("lakes"),
    roads: layer("roads"),
    highways: layer("highways"),
    border: border ? layer(border.layer) : [],
    towns: body.towns || [],
    relief: body.relief || null,
    attribution: body.attribution || "",
    names: body.names || {},
  };
}

/** Degrees that land goes on beyond what the base layers cover: farther than any view reaches. */
const FAR = 20;
/** Degrees within which a corner of land lies on the edge of what they cover, and along which land meets it at least. */
const ON_EDGE = 1e-3;
const TIP = 0.25;

/** @param {number[]} a @param {number[]} b */
const apart = (a, b) => Math.hypot(a[0] - b[0], a[1] - b[1]);

/**
 * The countries with their land going on beyond the edge at which the base layers end, so that no sea seems to begin.
 * @param {any} countries GeoJSON.
 * @param {Box} covered West, south, east and north, degrees.
 */
export function beyond(countries, [west, south, east, north]) {
  const out = (/** @type {number} */ at, /** @type {number} */ low, /** @type {number} */ high) => {
    if (Math.abs(at - low) < ON_EDGE) return at - FAR;
    return Math.abs(at - high) < ON_EDGE ? at + FAR : at;
  };
  /** What lies along the edge goes far out; where the outline comes to the edge, it goes on straight. */
  const grown = (/** @type {number[][]} */ ring) => {
    const far = ring.map(([lon, lat]) => [out(lon, west, east), out(lat, south, north)]);
    const inside = (/** @type {number} */ i) => far[i][0] === ring[i][0] && far[i][1] === ring[i][1];
    // Of an island whose tip alone is covered nothing is known beyond it.
    if (ring.reduce((sum, at, i) => (i && !inside(i) && !inside(i - 1) ? sum + apart(at, ring[i - 1]) : sum), 0) < TIP)
      return ring;
    // A ring ends with its first corner.
    const last = ring.length - 1;
    return ring.flatMap((corner, i) => {
      if (inside(i)) return [corner];
      const [before, after] = [inside(i ? i - 1 : last - 1), inside(i < last ? i + 1 : 1)];
      return [...(before ? [corner] : []), far[i], ...(after ? [corner] : [])];
    });
  };
  const features = (countries?.features ?? []).map((/** @type {any} */ one) => {
    const { type, coordinates } = one.geometry;
    const polygons = type === "Polygon" ? [coordinates] : coordinates;
    const moved = polygons.map((/** @type {number[][][]} */ rings) => rings.map(grown));
    return { ...one, geometry: { type: "MultiPolygon", coordinates: moved } };
  });
  return { type: "FeatureCollection", features };
}

/**
 * Land, water and relief; all land until it is known where water is. `image` is the loaded relief picture, or null.
 * @param {Context2D} ctx
 * @param {View} view
 * @param {Base | null} base
 * @param {Style} style
 * @param {CanvasImageSource | null} image
 */
export function drawGround(ctx, view, base, style, image) {
  const ground = style.ground;
  ctx.fillStyle = base ? ground.water : ground.land;
  ctx.fillRect(view.min.x, view.min.y, view.max.x - view.min.x, view.max.y - view.min.y);
  if (!base) return;
  atAnchor(ctx, view, () => fillAll(ctx, base.countries, view.scale, ground.land));
  if (image && base.relief) drawRelief(ctx, view, base, image, ground.relief_opacity);
}

/**
 * @param {Context2D} ctx
 * @param {View} view
 * @param {Base} base
 * @param {CanvasImageSource} image
 * @param {number} opacity
 */
function drawRelief(ctx, view, base, image, opacity) {
  if (!base.relief) return;
  const [west, south, east, north] = base.relief.bounds;
  const topLeft = view.point(north, west);
  const bottomRight = view.point(south, east);
  ctx.save();
  // Clipped to the land: shade over water would read as depth.
  const land = new Path2D();
  const move = new DOMMatrix().translateSelf(view.shift[0], view.shift[1]);
  base.countries.forEach((shape) => land.addPath(shape.path(view.scale), move));
  ctx.clip(land, "evenodd");
  ctx.globalAlpha = opacity;
  ctx.imageSmoothingQuality = "high";
  ctx.drawImage(image, ...topLeft, bottomRight[0] - topLeft[0], bottomRight[1] - topLeft[1]);
  ctx.restore();
}

/**
 * Thin lines over the areas: what the eye needs to find its way, and no more.
 * @param {Context2D} ctx
 * @param {View} view
 * @param {Base | null} base
 * @param {Style} style
 * @param {{roads: boolean, online: boolean}} wanted
 */
export function drawLines(ctx, view, base, style, wanted) {
  if (!base) return;
  const ground = style.ground;
  ctx.save();
  ctx.translate(view.shift[0], view.shift[1]);
  if (!wanted.online) {
    stroke(ctx, base.rivers, view.scale, ground.river);
    fillAll(ctx, base.lakes, view.scale, ground.lake.fill);
    stroke(ctx, base.lakes, view.scale, ground.lake);
    if (wanted.roads && view.zoom >= 8) stroke(ctx, base.roads, view.scale, ground.road);
    stroke(ctx, base.governorates, view.scale, ground.governorate);
    stroke(ctx, base.coast, view.scale, ground.coast);
  }
  stroke(ctx, base.borders, view.scale, ground.country_line);
  stroke(ctx, base.highways, view.scale, ground.highway);
  ctx.restore();
}

/**
 * @param {Context2D} ctx
 * @param {View} view
 * @param {Base | null} base
 * @param {Style} style
 */
export function drawBorder(ctx, view, base, style) {
  if (!base) return;
  atAnchor(ctx, view, () => stroke(ctx, base.border, view.scale, style.ground.border));
}
