// Where what is assessed ends: toward some edges of the region tints and lines fade out, and the country beyond them is
// hatched. Paper follows the same rule in lib/print/unassessed.py.

/** @import { Base, Bounds, Context, Context2D, ControlMap, Crisis, Fade, LegendEntry, Pen, Shape, SituationMap, Style, View } from "../types.js" */

import { pattern } from "./patterns.js";
import { atAnchor } from "./pens.js";
import { swatch } from "./samples.js";

/** Spots of a view on which it is looked whether any ground is not assessed, across and down. */
const LOOKED = [24, 16];

/**
 * Where the fading begins and ends in a view, in layer points; only what is seen of it.
 * @param {View} view
 * @param {Crisis["fades"]} fades
 * @returns {Fade[]}
 */
export function fadesOf(view, fades) {
  return Object.entries(fades).flatMap(([edge, degrees]) => {
    const axis = edge === "west" || edge === "east" ? "x" : "y";
    const [from, to] = degrees.map((at) => Math.round(axis === "x" ? view.point(0, at)[0] : view.point(at, 0)[1]));
    const visible = to > from ? from < view.max[axis] : from > view.min[axis];
    return visible ? [{ axis, from, to }] : [];
  });
}

/**
 * How much of the tint is left at a layer point: 1 where all is assessed, 0 beyond.
 * @param {Fade[]} fades
 * @param {number} x
 * @param {number} y
 */
export function tintLeft(fades, x, y) {
  return fades.reduce((share, { axis, from, to }) => {
    const gone = ((axis === "x" ? x : y) - from) / (to - from);
    return share * Math.max(0, Math.min(1, 1 - gone));
  }, 1);
}

/**
 * The land of the crisis's own country: only its ground is said to be assessed or not.
 * @param {Base} base
 * @param {Crisis} crisis
 */
export const countryOf = (base, crisis) =>
  base.countries.filter(({ properties }) => properties.code === crisis.country);

/**
 * Fill all that is seen with a colour that grows along each fade.
 * @param {Context2D} ctx
 * @param {View} view
 * @param {Fade[]} fades
 */
function cover(ctx, { min, max }, fades) {
  fades.forEach((fade) => {
    ctx.fillStyle = growing(ctx, fade, "#00000000", "#000000ff", [0, 0]);
    ctx.fillRect(min.x, min.y, max.x - min.x, max.y - min.y);
  });
}

/**
 * @param {Context2D} ctx
 * @param {Fade} fade
 * @param {string} first
 * @param {string} last
 * @param {number[]} shift What the origin of `ctx` lies off the layer's.
 */
function growing(ctx, { axis, from, to }, first, last, [x, y]) {
  const made =
    axis === "x" ? ctx.createLinearGradient(from - x, 0, to - x, 0) : ctx.createLinearGradient(0, from - y, 0, to - y);
  made.addColorStop(0, first);
  made.addColorStop(1, last);
  return made;
}

/**
 * Let what is drawn so far fade out: nothing but tints, hatches and the band may be on the canvas yet.
 * @param {Context2D} ctx
 * @param {View} view
 * @param {Crisis} crisis
 */
export function thin(ctx, view, crisis) {
  ctx.save();
  ctx.globalCompositeOperation = "destination-out";
  cover(ctx, view, fadesOf(view, crisis.fades));
  ctx.restore();
}

/** @type {HTMLCanvasElement | null} */
let scratch = null;

/**
 * Hatch the country beyond, on bare land; over an online background the hatch alone.
 * @param {Context2D} ctx
 * @param {View} view
 * @param {Base | null} base
 * @param {Context} context
 * @param {boolean} online
 */
export function hatch(ctx, view, base, { crisis, style }, online) {
  const fades = fadesOf(view, crisis.fades);
  const land = base ? countryOf(base, crisis) : [];
  if (!fades.length || !land.length) return;
  scratch ||= document.createElement("canvas");
  [scratch.width, scratch.height] = [ctx.canvas.width, ctx.canvas.height];
  const c = /** @type {Context2D} */ (scratch.getContext("2d"));
  c.setTransform(ctx.getTransform());
  cover(c, view, fades);
  // What is filled from here on is as strong as the cover is.
  c.globalCompositeOperation = "source-in";
  atAnchor(c, view, () => {
    const ground = new Path2D();
    land.forEach((shape) => ground.addPath(shape.path(view.scale)));
    const lines = pattern(c, "hatch", style.unassessed.hatch);
    c.fillStyle = online ? lines : style.ground.land;
    c.fill(ground, "evenodd");
    if (online) return;
    c.globalCompositeOperation = "source-atop";
    c.fillStyle = lines;
    c.fill(ground, "evenodd");
  });
  ctx.save();
  ctx.setTransform(1, 0, 0, 1, 0, 0);
  ctx.drawImage(scratch, 0, 0);
  ctx.restore();
}

/** Pens of the lines that fade. */
const PENS = ["front", "earlier_front", "boundary"];

/**
 * Draw lines whole where all is assessed and fading where less is: once for each such part of the view.
 * @param {Context2D} ctx
 * @param {View} view
 * @param {Context} context
 * @param {(ControlMap | null)[]} maps Whose lines they are.
 * @param {(style: Style) => void} draw
 */
export function fading(ctx, view, { crisis, style }, maps, draw) {
  const fades = fadesOf(view, crisis.fades);
  const lines = maps.flatMap((map) => (map ? [...map.front, ...map.boundaries] : []));
  if (!fades.length) draw(style);
  else
    partsOf(view, fades).forEach(({ min, max, fade }) => {
      if (max.x <= min.x || max.y <= min.y) return;
      if (fade && !lines.some((line) => reaches(line, view, { min, max }))) return;
      ctx.save();
      ctx.beginPath();
      ctx.rect(min.x, min.y, max.x - min.x, max.y - min.y);
      ctx.clip();
      draw(fade ? fainter(ctx, view, style, fade) : style);
      ctx.restore();
    });
}

/** @param {Shape} line @param {View} view @param {Bounds} part */
function reaches({ box }, { scale, shift }, { min, max }) {
  const [west, north, east, south] = box.map((at, i) => at * scale + shift[i % 2]);
  return east > min.x && west < max.x && south > min.y && north < max.y;
}

/**
 * The part of a view where nothing fades, and a part for each fade. Where two fades meet, the line follows the first.
 * @param {View} view
 * @param {Fade[]} fades
 */
function partsOf(view, fades) {
  const [min, max] = [{ ...view.min }, { ...view.max }];
  const parts = fades.map((fade) => {
    const { axis, from, to } = fade;
    const part = { min: { ...min }, max: { ...max }, fade };
    part.min[axis] = Math.max(min[axis], Math.min(from, to));
    part.max[axis] = Math.min(max[axis], Math.max(from, to));
    if (to > from) max[axis] = Math.min(max[axis], from);
    else min[axis] = Math.max(min[axis], from);
    return part;
  });
  return [{ min, max, fade: null }, ...parts];
}

/**
 * The same style with pens that grow fainter.
 * @param {Context2D} ctx
 * @param {View} view
 * @param {Style} style
 * @param {Fade} fade
 * @returns {Style}
 */
function fainter(ctx, { shift }, style, fade) {
  const faint = (/** @type {string | undefined} */ colour) =>
    colour && growing(ctx, fade, colour, `${colour}00`, shift);
  const pens = PENS.map((name) => {
    /** @type {Pen} */
    const pen = style[name];
    return [name, { ...pen, colour: faint(pen.colour), casing: faint(pen.casing) }];
  });
  return { ...style, ...Object.fromEntries(pens) };
}

/**
 * Whether ground that is not assessed is on the screen.
 * @param {SituationMap} situation
 */
export function seen({ answers: { base }, config: { crisis }, lines }) {
  if (!base || !lines.surface.bounds) return false;
  const view = lines.surface.view();
  const fades = fadesOf(view, crisis.fades);
  const { min, max } = lines.seen();
  const land = fades.length ? countryOf(base, crisis) : [];
  const [across, down] = LOOKED;
  for (let i = 0; i < across * down; i += 1) {
    const x = min.x + ((0.5 + (i % across)) * (max.x - min.x)) / across;
    const y = min.y + ((0.5 + Math.floor(i / across)) * (max.y - min.y)) / down;
    if (tintLeft(fades, x, y) < 0.5 && land.some((shape) => shape.contains(...view.unit(x, y)))) return true;
  }
  return false;
}

/**
 * Whether nobody is said to hold a point of the view, in layer points.
 * @param {SituationMap} situation
 * @param {number} x
 * @param {number} y
 */
export function beyond({ config: { crisis }, lines }, x, y) {
  return tintLeft(fadesOf(lines.surface.view(), crisis.fades), x, y) < 0.5;
}

/**
 * The legend's entry for ground that is not assessed.
 * @param {Context} context
 * @returns {LegendEntry}
 */
export function entry({ style, words }) {
  const symbol = swatch("unassessed", (ctx) => {
    ctx.fillStyle = style.ground.land;
    ctx.fillRect(0, 0, 38, 15);
    ctx.fillStyle = pattern(ctx, "hatch", style.unassessed.hatch);
    ctx.fillRect(0, 0, 38, 15);
  });
  return { symbol, text: words.unassessed_legend, short: words.short.unassessed_legend };
}
