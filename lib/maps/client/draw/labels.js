// The names on the map, most important first: large towns, open crossings, sides, lands, roads, towns, all else.

/** @import { Base, Bounds, Box, Clear, Context, Minded, Point, SiteName, Style, View } from "../types.js" */

import { svg } from "./dom.js";
import { Layout } from "./layout.js";
import { borderNames, shields } from "./line_names.js";
import { nameSides, nameUnassessed } from "./side_names.js";
import { Terrain } from "./terrain.js";

/** @typedef {{text: string, rank: number, p: Point}} Town */

/** Pixels within which a town and a crossing are at the same point, and one name says both. */
const SAME = 4;

/** @param {number} rank @param {Style} style */
const ofRank = (rank, { town: { ranks } }) => ranks[Math.min(rank, ranks.length) - 1];

/**
 * The towns that the zoom shows, by rank.
 * @param {View} view
 * @param {Base["towns"]} known
 * @param {Style} style
 * @returns {Town[]}
 */
function townsOf(view, known, style) {
  return known
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

/** The names of one view. */
class Names {
  /**
   * @param {Layout} layout
   * @param {View} view
   */
  constructor(layout, view) {
    this.layout = layout;
    this.view = view;
    this.style = layout.context.style;
    /** Where towns and crossings are named. @type {Point[]} */
    this.named = [];
  }

  /**
   * Whether a name stands already, or another at the same point.
   * @param {string} text
   * @param {Point} p
   */
  known(text, [x, y]) {
    return this.layout.written.has(text) || this.named.some((one) => Math.hypot(one[0] - x, one[1] - y) < SAME);
  }

  /**
   * Half the size of the largest strong symbol that lies on a point itself.
   * @param {Point} point
   */
  symbolOn([x, y]) {
    return this.layout.strong.reduce((most, box) => {
      const half = (box[2] - box[0]) / 2;
      const away = Math.hypot((box[0] + box[2]) / 2 - x, (box[1] + box[3]) / 2 - y);
      return away < half * 0.8 ? Math.max(most, half) : most;
    }, 0);
  }

  /** @param {Town} town */
  town(town) {
    const { layout, style } = this;
    const { text, rank, p } = town;
    const { dot: r, first, size, weight } = ofRank(rank, style);
    /** @type {Box} */
    const spot = [p[0] - r, p[1] - r, p[0] + r, p[1] + r];
    if (!layout.whole(spot) || layout.overlies(spot) || this.known(text, p)) return;
    // A strong circle on the town itself: the name stands clear of it, and its number needs no dot on it.
    const circle = this.symbolOn(p);
    const gap = circle ? circle + 4 : style.label.off;
    const look = { size, weight, colour: style.label.colour };
    if (!layout.beside(text, p, gap, look, { first, kind: "town" })) return;
    this.named.push(p);
    if (circle) return;
    layout.group.append(dot(town, style));
    layout.taken.push(spot);
  }

  /** @param {SiteName} name */
  site({ text, x, y, open, camp }) {
    const { site } = this.style.label;
    const look = { size: site.size, colour: site.colour, weight: open ? 650 : 400 };
    // A camp has a name of its own wherever it lies.
    if (camp ? this.layout.written.has(text) : this.known(text, [x, y])) return;
    if (this.layout.beside(text, [x, y], 12, look, { first: open, kind: "site" }) && !camp) this.named.push([x, y]);
  }

  /** @param {Bounds} inner */
  lands({ min, max }) {
    const { layout, view } = this;
    const { countries, style } = layout.context;
    /** @type {{text: string, x: number, y: number}[]} */
    const lands = [];
    countries.forEach(([text, lat, lon]) => {
      const [x, y] = view.point(lat, lon);
      const look = { ...style.label.country, spacing: 2, halo: 0.6 };
      const half = text.length * look.size * 0.4 + 10;
      const within = x - half > min.x && x + half < max.x && y >= min.y && y <= max.y;
      if (!within || lands.some((one) => one.text === text && Math.hypot(one.x - x, one.y - y) < 500)) return;
      if ([0, 25, -25, 50, -50].some((dy) => layout.centred(text, [x, y + dy], look, { kind: "land" })))
        lands.push({ text, x, y });
    });
  }

  /** @param {Base} base */
  divisions(base) {
    const { layout, view } = this;
    const { lang, locale, style } = layout.context;
    const look = { ...style.label.governorate, spacing: 1.2, halo: 0.5 };
    base.governorate_labels.forEach(({ names, point }) => {
      const text = names[`name_${lang}`] || layout.context.named(names.name_en);
      const p = view.point(point[1], point[0]);
      if (text && view.zoom <= 10 && view.sees(p, 0))
        layout.centred(text.toLocaleUpperCase(locale), p, look, { kind: "division" });
    });
  }
}

/**
 * Whose ground lies where in a view, and what its names had better not cover.
 * @param {View} view
 * @param {Base | null} base
 * @param {Clear} clear
 * @param {Context} context
 */
function terrainOf(view, base, { maps, flows }, { crisis }) {
  const terrain = new Terrain(view, crisis.contested);
  maps.forEach(({ areas, front }) => {
    terrain.hold(areas, view);
    terrain.trace(terrain.front, front, view);
  });
  if (base) terrain.trace(terrain.lines, base.border, view);
  flows.forEach((points) => terrain.follow(terrain.lines, points));
  return terrain;
}

/**
 * All the names of one view.
 * @param {SVGGElement} group
 * @param {View} view
 * @param {Base | null} base
 * @param {Context} context
 * @param {Minded} clear What the names stay clear of, and the names of sites and sides.
 */
export function draw(group, view, base, context, clear) {
  const { faint = [], furniture, inner, names, obstacles, taken, towns: more } = clear;
  const { site } = context.style.label;
  const layout = new Layout(group, context, terrainOf(view, base, clear, context));
  layout.strong.push(...obstacles);
  layout.faint.push(...faint);
  layout.taken.push(...taken, ...furniture);
  layout.frame = clear.frame;
  const written = new Names(layout, view);
  const towns = townsOf(view, [...(base?.towns ?? []), ...more], context.style);
  const write = (/** @type {(rank: number) => boolean} */ wanted) =>
    towns.filter(({ rank }) => wanted(rank)).forEach((town) => written.town(town));
  write((rank) => ofRank(rank, context.style).first);
  names.filter((name) => name.open && view.zoom >= site.min_zoom_open).forEach((name) => written.site(name));
  if (clear.sides) nameSides(layout, view, inner);
  if (clear.sides && base) nameUnassessed(layout, view, base, inner);
  written.lands(inner);
  if (base) borderNames(layout, view, base, context);
  if (base) shields(layout, view, base, context);
  write((rank) => !ofRank(rank, context.style).first);
  names
    .filter((name) => !name.open && view.zoom >= (name.camp ? site.min_zoom_camp : site.min_zoom))
    .forEach((name) => written.site(name));
  if (base) written.divisions(base);
}
