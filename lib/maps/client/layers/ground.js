// The ground: land, water and relief below the areas; rivers, roads, boundaries and the border above them.

/** @import { Base, Context2D, Crisis, Point, Project, Style, View } from "../types.js" */

import { shapes } from "../draw/geometry.js";
import { atAnchor, fillAll, stroke } from "../draw/pens.js";

/**
 * base.json: the base layers as shapes.
 * @param {any} body
 * @param {Project} project
 * @param {Pick<Crisis, "border">} crisis Which of the layers is the border with a name along it.
 * @returns {Base}
 */
export function decode(body, project, { border }) {
  const layer = (/** @type {string} */ name) => shapes(body[name], project);
  /** @type {any[]} */
  const divisions = body.governorates?.features || [];
  return {
    countries: [...layer("countries"), ...layer("around")],
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
  if (image && base.relief) drawRelief(ctx, view, base, image, ground);
}

/**
 * @param {Context2D} ctx
 * @param {View} view
 * @param {Base} base
 * @param {CanvasImageSource} image
 * @param {Style["ground"]} ground
 */
function drawRelief(ctx, view, base, image, ground) {
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
  ctx.globalAlpha = ground.relief_opacity;
  ctx.imageSmoothingQuality = "high";
  ctx.drawImage(image, ...topLeft, bottomRight[0] - topLeft[0], bottomRight[1] - topLeft[1]);
  ctx.globalAlpha = 1;
  fadeOut(ctx, topLeft, bottomRight, ground.land);
  ctx.restore();
}

/** Share of the relief's width along which it goes over into bare land at its edges. */
const FADE = 0.05;

/**
 * Cover the edges of the relief with land, so that it has no edge.
 * @param {Context2D} ctx
 * @param {Point} topLeft
 * @param {Point} bottomRight
 * @param {string} colour
 */
function fadeOut(ctx, [left, top], [right, bottom], colour) {
  const wide = FADE * (right - left);
  /** @type {[number, number, number, number][]} Where it is all land, and where nothing of that is left: x, y, x, y. */
  const edges = [
    [left, 0, left + wide, 0],
    [right, 0, right - wide, 0],
    [0, top, 0, top + wide],
    [0, bottom, 0, bottom - wide],
  ];
  edges.forEach((edge) => {
    const fade = ctx.createLinearGradient(...edge);
    fade.addColorStop(0, colour);
    fade.addColorStop(1, `${colour}00`);
    ctx.fillStyle = fade;
    ctx.fillRect(left - 1, top - 1, right - left + 2, bottom - top + 2);
  });
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
