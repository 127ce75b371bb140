// Who holds what: tinted and patterned areas, and what changed hands in the range.

/** @import { Bounds, Box, Context, Context2D, ControlMap, Gain, Layer, LegendEntry, Place, Project, Shown, Style, View } from "../types.js" */

import { swatch } from "../draw/samples.js";
import { context2d, fill } from "../draw/dom.js";
import { around, shapes } from "../draw/geometry.js";
import { pattern, sidePattern } from "../draw/patterns.js";
import { atAnchor, fillAll } from "../draw/pens.js";
import * as unassessed from "../draw/unassessed.js";
import * as frontStretches from "./front_stretches.js";

/**
 * control/<date>.json as a control map.
 * @param {any} body
 * @param {Project} project
 * @returns {ControlMap}
 */
export function decode(body, project) {
  const lines = shapes(body.front, project);
  /** @type {[string, number, number, string, string, number][]} */
  const rows = body.places || [];
  return {
    as_of: body.as_of,
    front_km: body.front_km || 0,
    areas: shapes(body.areas, project),
    front: lines.filter((line) => line.properties.is_front),
    stretches: frontStretches.decode(body.stretches, project),
    boundaries: lines.filter((line) => !line.properties.is_front),
    band: shapes(body.band, project),
    places: rows
      .filter((row) => Number.isFinite(row[1]) && Number.isFinite(row[2]))
      .map(([place, lat, lon, controller, since, apart]) => {
        const [x, y] = project(lat, lon);
        return { place, lat, lon, controller, since, apart: Boolean(apart), x, y };
      }),
  };
}

/**
 * The same map with only the sides the reader wants to see; no choice shows them all.
 * @template {ControlMap | null} Known
 * @param {Known} control
 * @param {string[] | undefined} controllers
 * @returns {Known}
 */
export function only(control, controllers) {
  if (!control || !controllers?.length) return control;
  return { ...control, areas: control.areas.filter((area) => controllers.includes(area.properties.controller)) };
}

/**
 * Tint the areas, each with its side's pattern.
 * @param {Context2D} ctx
 * @param {View} view
 * @param {ControlMap | null} control
 * @param {Style} style
 */
export function drawAreas(ctx, view, control, style) {
  if (!control) return;
  const look = style.control;
  atAnchor(ctx, view, () =>
    control.areas.forEach((area) => {
      const side = look[area.properties.controller];
      if (!side) return;
      const second = sidePattern(side, look);
      if (!second) {
        fillAll(ctx, [area], view.scale, side.tint, look.opacity);
        return;
      }
      ctx.fillStyle = pattern(ctx, second.kind, second.pen, { tint: side.tint, opacity: look.opacity });
      ctx.fill(area.path(view.scale), "evenodd");
    }),
  );
}

/** @param {ControlMap} map @param {string[]} names @param {number} scale */
function held(map, names, scale) {
  const path = new Path2D();
  map.areas
    .filter((area) => names.includes(area.properties.controller))
    .forEach((area) => path.addPath(area.path(scale)));
  return path;
}

/**
 * The earlier and the later of two maps, whichever of them is compared with the other.
 * @param {ControlMap} control
 * @param {ControlMap} other
 */
const inOrder = (control, other) => (other.as_of > control.as_of ? [control, other] : [other, control]);

/**
 * Hatch what passed from one side to the other between two dates, each way in its own direction and colour.
 * @param {Context2D} ctx
 * @param {View} view
 * @param {ControlMap | null} control
 * @param {ControlMap | null} other
 * @param {Context} context
 */
export function drawGained(ctx, view, control, other, { crisis, style }) {
  if (!control || !other) return;
  const [before, after] = inOrder(control, other);
  crisis.gains.forEach((gain) =>
    atAnchor(ctx, view, () => {
      ctx.clip(held(before, gain.from, view.scale), "evenodd");
      ctx.fillStyle = pattern(ctx, style.gained[gain.id].kind, style.gained[gain.id]);
      ctx.fill(held(after, gain.to, view.scale), "evenodd");
    }),
  );
}

/** @param {ControlMap} map */
const pieces = (map) => [
  ...map.band,
  ...map.boundaries,
  ...(map.stretches.length ? map.stretches.map(({ shape }) => shape) : map.front),
];

/**
 * The box around all that differs between two maps, in unit Mercator from the anchor; null when nothing does. Dates
 * that follow each other share the shapes that stay, and an area changes only where its lines do.
 * @param {ControlMap} one
 * @param {ControlMap} other
 */
export function changed(one, other) {
  if (one === other) return null;
  const [before, after] = [new Set(pieces(one)), new Set(pieces(other))];
  const differ = [...before]
    .filter((shape) => !after.has(shape))
    .concat([...after].filter((shape) => !before.has(shape)));
  return differ.reduce((box, shape) => around(box, shape.box), /** @type {Box | null} */ (null));
}

/** Pixels of the screen in one cell. */
const CELL = 3;

/**
 * Whether some square of `side` cells is covered; `data` holds four bytes a cell, the last its cover.
 * @param {Uint8ClampedArray} data
 * @param {number} wide
 * @param {number} side
 */
export function patch(data, wide, side) {
  // The side of the largest covered square that ends at each cell, from those of its three neighbours before it.
  const sides = new Uint16Array(data.length / 4);
  for (let i = 0; i < sides.length; i += 1) {
    if (data[4 * i + 3] <= 127) continue;
    const edge = i < wide || i % wide === 0;
    sides[i] = edge ? 1 : 1 + Math.min(sides[i - 1], sides[i - wide], sides[i - wide - 1]);
    if (sides[i] >= side) return true;
  }
  return false;
}

const gainsKnown = new WeakMap();

/**
 * Which ways ground passed so that it is seen as hatched in the part `seen` of the view: the two maps are computed,
 * and between them lie slivers that no eye finds.
 * @param {ControlMap} control
 * @param {ControlMap} other
 * @param {Gain[]} ways
 * @param {View} view
 * @param {{seen: Bounds, least: number}} within What is seen, and the side of the least square that is, pixels.
 */
export function gains(control, other, ways, view, { seen, least }) {
  const key = [seen.min.x, seen.min.y, seen.max.x, seen.max.y, view.scale, ...view.shift].join();
  const known = gainsKnown.get(control);
  if (known && known.other === other && known.key === key) return known.found;
  const [before, after] = inOrder(control, other);
  const canvas = document.createElement("canvas");
  canvas.width = Math.ceil((seen.max.x - seen.min.x) / CELL);
  canvas.height = Math.ceil((seen.max.y - seen.min.y) / CELL);
  /** @type {Record<string, boolean>} */
  const found = {};
  if (!canvas.width || !canvas.height) return found;
  const ctx = context2d(canvas, { willReadFrequently: true });
  ways.forEach(({ id, from, to }) => {
    ctx.setTransform(1, 0, 0, 1, 0, 0);
    ctx.clearRect(0, 0, canvas.width, canvas.height);
    ctx.save();
    ctx.scale(1 / CELL, 1 / CELL);
    ctx.translate(view.shift[0] - seen.min.x, view.shift[1] - seen.min.y);
    ctx.clip(held(before, from, view.scale), "evenodd");
    ctx.fill(held(after, to, view.scale), "evenodd");
    ctx.restore();
    found[id] = patch(ctx.getImageData(0, 0, canvas.width, canvas.height).data, canvas.width, least / CELL);
  });
  gainsKnown.set(control, { other, key, found });
  return found;
}

/**
 * The reported place nearest to a point of an area or near the front line, or null out in the open.
 * @param {ControlMap} control
 * @param {View} view
 * @param {number} x
 * @param {number} y
 * @param {Set<string>} layers
 */
export function placeAt(control, view, x, y, layers) {
  const [ux, uy] = view.unit(x, y);
  const inArea = layers.has("control") && control.areas.some((area) => area.contains(ux, uy));
  const reach = (9 / view.scale) ** 2;
  const onLine = layers.has("front") && control.front.some((line) => line.distance2(ux, uy) < reach);
  if (!inArea && !onLine) return null;
  /** @type {Place | null} */
  let nearest = null;
  let best = Infinity;
  for (const place of control.places) {
    const d = (place.x - ux) ** 2 + (place.y - uy) ** 2;
    if (d < best) [nearest, best] = [place, d];
  }
  return nearest;
}

/** @param {string} name @param {Style} style */
function areaSwatch(name, style) {
  return swatch(`area ${name}`, (ctx) => {
    const side = style.control[name];
    ctx.fillStyle = style.ground.land;
    ctx.fillRect(0, 0, 38, 15);
    ctx.globalAlpha = style.control.opacity;
    ctx.fillStyle = side.tint;
    ctx.fillRect(0, 0, 38, 15);
    ctx.globalAlpha = 1;
    const second = sidePattern(side, style.control);
    if (!second) return;
    ctx.fillStyle = pattern(ctx, second.kind, second.pen);
    ctx.fillRect(0, 0, 38, 15);
  });
}

/** @param {Gain} gain @param {Style} style */
function gainSwatch(gain, style) {
  return swatch(`gain ${gain.id}`, (ctx) => {
    const look = style.gained[gain.id];
    ctx.fillStyle = look.tint;
    ctx.fillRect(0, 0, 38, 15);
    ctx.fillStyle = pattern(ctx, look.kind, look);
    ctx.fillRect(0, 0, 38, 15);
  });
}

/**
 * What the legend says of this layer.
 * @param {Shown} shown
 * @param {Context} context
 * @returns {LegendEntry[]}
 */
export function legend(shown, context) {
  const { crisis, day, style, words } = context;
  const sides = shown.sides.map((name) => ({
    symbol: areaSwatch(name, style),
    text: words.sides[name],
    short: words.short_sides[name],
    ...(name === crisis.contested ? { line: "unsure" } : {}),
  }));
  const gained = crisis.gains.filter(({ id }) => shown.gains[id]);
  // What passed since a day before the range is more than what passed in the range.
  const { since } = shown;
  /** @param {Record<string, string>} bare @param {Record<string, string>} dated @param {string} id */
  const said = (bare, dated, id, cut = false) => (since ? fill(dated[id], { day: day(since, cut) }) : bare[id]);
  const passed = gained.map((gain) => ({
    symbol: gainSwatch(gain, style),
    text: said(words.gained, words.gained_since, gain.id),
    short: said(words.short_gained, words.short_gained_since, gain.id, true),
    line: "passed",
  }));
  const bare = shown.unassessed ? [{ ...unassessed.entry(context), line: "unsure" }] : [];
  return [...sides, ...passed, ...bare];
}

/** @type {Layer} */
export const layer = {
  symbols(situation, _groups, _view, clear) {
    // Names keep to their side of the line where the line or the sides are seen; of two maps, on both.
    const shown = situation.has("control") || situation.has("front");
    const maps = [situation.answers.control, situation.swiped()].filter((map) => map !== null);
    Object.assign(clear, { maps: shown ? maps : [], sides: situation.has("control") });
    return [];
  },
  drawn: (situation) => ({
    control_areas: situation.has("control") ? (situation.answers.control?.areas.length ?? 0) : 0,
  }),
  explain(situation, { compare, to }) {
    const { answers, config, lines: canvas } = situation;
    const { gains: ways, order } = config.crisis;
    const { least_seen: least } = config.style.control;
    const tinted = situation.has("control") ? answers.control : null;
    const before = situation.earlier();
    const tints = new Set(tinted?.areas.map((area) => area.properties.controller));
    return {
      sides: order.filter((name) => tints.has(name)),
      unassessed: Boolean(tinted) && unassessed.seen(situation),
      since: before && compare && compare < to ? compare : "",
      gains: before && tinted ? gains(tinted, before, ways, canvas.surface.view(), { seen: canvas.seen(), least }) : {},
    };
  },
  legend,
};
