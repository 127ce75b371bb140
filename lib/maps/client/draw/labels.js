// The names on the map, most important first: towns by rank and zoom, lands, the border, sides, roads, crossings, camps.

/** @import { Base, Bounds, Box, Clear, Context, NameSpot, Point, SiteName, Style, View } from "../types.js" */

import { svg } from "./dom.js";
import { Layout } from "./layout.js";
import { borderNames, shields } from "./line_names.js";

/** @typedef {{text: string, rank: number, p: Point}} Town */

/** @param {number} rank @param {Style} style */
const ofRank = (rank, { town: { ranks } }) => ranks[Math.min(rank, ranks.length) - 1];

/**
 * The towns that the zoom shows, by rank.
 * @param {View} view
 * @param {Base | null} base
 * @param {Style} style
 * @returns {Town[]}
 */
function townsOf(view, base, style) {
  return (base ? base.towns : [])
    .map(([text, lat, lon, rank]) => ({ text, rank: Math.max(1, rank || 5), p: view.point(lat, lon) }))
    .filter(({ rank, p }) => view.zoom >= ofRank(rank, style).min_zoom && view.sees(p, 0))
    .sort((a, b) => a.rank - b.rank);
}

/** @param {Town} town @param {Style} style */
function dot({ p, rank }, style) {
  const { town: look } = style;
  return svg("circle", {
    cx: p[0].toFixed(1),
    cy: p[1].toFixed(1),
    r: ofRank(rank, style).dot,
    fill: look.dot_fill,
    stroke: look.dot_edge,
    "stroke-width": look.dot_edge_width,
  });
}

/**
 * Half the size of the largest symbol that lies on a point itself.
 * @param {Point} point
 * @param {Box[]} obstacles
 */
function symbolOn([x, y], obstacles) {
  return obstacles.reduce((most, box) => {
    const half = (box[2] - box[0]) / 2;
    return Math.hypot((box[0] + box[2]) / 2 - x, (box[1] + box[3]) / 2 - y) < half * 0.8 ? Math.max(most, half) : most;
  }, 0);
}

/** @param {Layout} layout @param {Town} town @param {Box[]} obstacles */
function writeTown(layout, town, obstacles) {
  const { style } = layout.context;
  // A strike circle on the town itself: the name stands clear of it, and its number needs no dot on it.
  const circle = symbolOn(town.p, obstacles);
  const { size, weight, first } = ofRank(town.rank, style);
  const look = { size, weight, colour: style.label.colour };
  const written = layout.beside(town.text, town.p, Math.max(6, circle + 2), look, first);
  // A dot would hide a circle that is hardly larger.
  if (written && !circle) layout.group.append(dot(town, style));
}

/** @param {Layout} layout @param {View} view @param {Bounds} inner */
function writeLands(layout, view, { min, max }) {
  const { countries, style } = layout.context;
  /** @type {{text: string, x: number, y: number}[]} */
  const lands = [];
  countries.forEach(([text, lat, lon]) => {
    const [x, y] = view.point(lat, lon);
    const look = { ...style.label.country, spacing: 2, halo: 0.6 };
    const half = text.length * look.size * 0.4 + 10;
    const within = x - half > min.x && x + half < max.x && y >= min.y && y <= max.y;
    if (!within || lands.some((one) => one.text === text && Math.hypot(one.x - x, one.y - y) < 500)) return;
    if ([0, 25, -25, 50, -50].some((dy) => layout.centred(text, [x, y + dy], look, { strict: true })))
      lands.push({ text, x, y });
  });
}

/** @param {Layout} layout @param {NameSpot} spot */
function writeSide(layout, { controller, x, y }) {
  const { style, words } = layout.context;
  const look = {
    size: style.control.name_size,
    italic: true,
    weight: 500,
    colour: style.control[controller].ink,
    halo: 0.75,
  };
  const places = [0, 20, -20, 40, -40, 60, -60];
  const put = (/** @type {boolean} */ strict) =>
    places.some((dy) => layout.centred(words.area_names[controller], [x, y + dy], look, { strict }));
  // Best where no symbol lies; rather over a symbol than not at all: the name stands for the tint.
  if (!put(true)) put(false);
}

/** @param {Layout} layout @param {SiteName} name */
function writeSite(layout, name) {
  const { site } = layout.context.style.label;
  const look = { size: site.size, colour: site.colour, weight: name.open ? 650 : 400 };
  // A crossing named like the town beside it needs no second label.
  if (!layout.written.has(name.text)) layout.beside(name.text, [name.x, name.y], 10, look, name.open);
}

/** @param {Layout} layout @param {View} view @param {Base | null} base */
function writeDivisions(layout, view, base) {
  const { lang, style } = layout.context;
  const look = { ...style.label.governorate, spacing: 1.2, halo: 0.5 };
  (base ? base.governorate_labels : []).forEach(({ names, point }) => {
    const text = names[`name_${lang}`] || names.name_en;
    const p = view.point(point[1], point[0]);
    if (text && view.zoom <= 10 && view.sees(p, 0)) layout.centred(text.toUpperCase(), p, look, { strict: true });
  });
}

/**
 * All the names of one view.
 * @param {SVGGElement} group
 * @param {View} view
 * @param {Base | null} base
 * @param {Context} context
 * @param {Clear} clear What the names stay clear of, and the names of sites and sides.
 */
export function draw(group, view, base, context, { obstacles, taken, names, spots, inner }) {
  const layout = new Layout(group, context);
  const { site } = context.style.label;
  const towns = townsOf(view, base, context.style);
  const write = (/** @type {(town: Town) => boolean} */ wanted) =>
    towns.filter(wanted).forEach((town) => writeTown(layout, town, obstacles));
  layout.avoid(obstacles);
  layout.taken.push(...taken);
  layout.avoid(towns.map(({ p }) => [p[0] - 3, p[1] - 3, p[0] + 3, p[1] + 3]));
  write(({ rank }) => rank <= 1);
  writeLands(layout, view, inner);
  write(({ rank }) => rank > 1 && ofRank(rank, context.style).first);
  if (base) borderNames(layout, view, base, context);
  names.filter((name) => name.open && view.zoom >= site.min_zoom_open).forEach((name) => writeSite(layout, name));
  spots.filter((spot) => spot.room > 26).forEach((spot) => writeSide(layout, spot));
  if (base) shields(layout, view, base, context);
  write(({ rank }) => !ofRank(rank, context.style).first);
  names
    .filter((name) => !name.open && view.zoom >= (name.camp ? site.min_zoom_camp : site.min_zoom))
    .forEach((name) => writeSite(layout, name));
  writeDivisions(layout, view, base);
}
