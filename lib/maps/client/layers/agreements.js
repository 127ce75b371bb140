// What agreements drew: areas on the map, and observation posts.

/** @import { AgreementArea, AgreementLook, Agreements, Box, Context, Context2D, Crisis, Layer, LegendEntry, MapSymbol, Point, Post, PostLook, PostWords, Project, Shown, StandingPost, State, Style, View } from "../types.js" */

import { sample, swatch } from "../draw/samples.js";
import { fill, svg } from "../draw/dom.js";
import { shapes } from "../draw/geometry.js";
import * as hits from "../draw/hit.js";
import { pattern } from "../draw/patterns.js";
import { atAnchor, stroke } from "../draw/pens.js";
import { textWidth } from "../draw/text.js";

/**
 * overlays.json: the areas in the order they are painted, and the posts with a point and without.
 * @param {any} body
 * @param {Project} project
 * @returns {Agreements}
 */
export function decode(body, project) {
  /** @type {any[]} */
  const drawn = body.areas || [];
  /** @type {Post[]} */
  const listed = body.posts || [];
  const placed = (/** @type {Post} */ post) => Number.isFinite(post.lat) && Number.isFinite(post.lon);
  return {
    areas: drawn.map(({ id, areas, ...words }) => ({ ...words, layer: id, shapes: shapes(areas, project) })),
    posts: listed.filter(placed),
    unplaced: listed.filter((post) => !placed(post)),
    words: body.words || {},
  };
}

/** @param {Set<string>} layers @param {Crisis} crisis */
export const wanted = (layers, crisis) => crisis.agreements.some(({ layer }) => layers.has(layer));
/** @param {Agreements | null} agreements @param {Set<string>} layers */
export const chosen = (agreements, layers) =>
  agreements ? agreements.areas.filter(({ layer }) => layers.has(layer)) : [];

/**
 * Posts that stood at the end of the range, and whether each was encircled by then.
 * @param {Agreements | null} agreements
 * @param {Set<string>} layers
 * @param {string} to
 */
export function posts(agreements, layers, to) {
  if (!agreements) return [];
  return agreements.posts
    .filter((post) => layers.has(post.layer) && post.established <= to)
    .map((post) => ({ post, encircled: Boolean(post.encircled) && post.encircled <= to }));
}

/**
 * What the legend says of posts that stand: of each agreement those that are free, and those that are encircled.
 * @param {Agreements | null} agreements
 * @param {StandingPost[]} standing
 */
export function explained(agreements, standing) {
  return Object.entries(agreements?.words ?? {}).flatMap(([id, told]) => {
    const of = standing.filter(({ post }) => post.layer === id);
    const free = of.some((one) => !one.encircled) ? [{ encircled: false, text: told.legend }] : [];
    const held = of.some((one) => one.encircled) ? [{ encircled: true, text: told.legend_encircled }] : [];
    return [...free, ...held];
  });
}

/**
 * @param {Context2D} ctx
 * @param {View} view
 * @param {Agreements | null} agreements
 * @param {Set<string>} layers
 * @param {Style} style
 */
export function drawAreas(ctx, view, agreements, layers, style) {
  atAnchor(ctx, view, () =>
    chosen(agreements, layers).forEach((area) => {
      const look = style[area.kind];
      area.shapes.forEach((shape) => {
        const path = shape.path(view.scale);
        // The strip's outer ring is where the wording leaves the depth open: paler, and without hatch.
        const open = Boolean(shape.properties.depth_from_km);
        ctx.globalAlpha = open ? look.open_opacity : look.opacity;
        ctx.fillStyle = look.fill;
        ctx.fill(path, "evenodd");
        ctx.globalAlpha = 1;
        if (look.hatch && !open) {
          ctx.fillStyle = pattern(ctx, "uprights", look.hatch);
          ctx.fill(path, "evenodd");
        }
      });
      stroke(ctx, area.shapes, view.scale, look.edge);
    }),
  );
}

/**
 * The area whose edge lies near a point. Its inside stays free for the places that are asked for there.
 * @param {Agreements | null} agreements
 * @param {Set<string>} layers
 * @param {number} x
 * @param {number} y
 * @param {number} reach
 */
export function edgeAt(agreements, layers, x, y, reach) {
  return chosen(agreements, layers).find((area) => area.shapes.some((shape) => shape.distance2(x, y) < reach * reach));
}

/**
 * @param {AgreementArea} area
 * @param {Point} latlng
 * @returns {MapSymbol}
 */
export function areaSymbol(area, latlng) {
  const sources = area.sources.map((source) => ({ heading: "", lines: [], also: [], ...source }));
  const report = { title: area.title, lines: area.lines, note: area.note, reports: sources, more: 0 };
  return {
    key: `agreement:${area.layer}`,
    kind: "agreement",
    name: area.title,
    lines: [area.name, area.title, ...area.lines, area.note],
    latlng,
    report,
  };
}

/**
 * A square with a dot: white while the post is free, filled once it is encircled.
 * @param {number} x
 * @param {number} y
 * @param {boolean} encircled
 * @param {PostLook} style
 */
export function mark(x, y, encircled, style) {
  const s = style.size;
  const box = { x: x - s, y: y - s, width: 2 * s, height: 2 * s };
  return [
    svg("rect", { ...box, fill: "none", stroke: style.halo, "stroke-width": style.halo_width }),
    svg("rect", {
      ...box,
      fill: encircled ? style.ink : style.fill,
      stroke: style.ink,
      "stroke-width": style.edge_width,
    }),
    svg("circle", { cx: x, cy: y, r: style.dot, fill: encircled ? style.fill : style.ink }),
  ];
}

/**
 * @param {StandingPost} post
 * @param {PostWords} told
 * @param {Context} context
 * @returns {MapSymbol}
 */
function postSymbol({ post, encircled }, told, context) {
  const { words, date } = context;
  const setUp = fill(words.post_set_up, { day: date(post.established) });
  const sentence = post.encircled_precision === "by" ? told.encircled_by : told.encircled_on;
  const siege = encircled ? fill(sentence, { day: date(post.encircled) }) : words.post_free;
  const name = fill(words.post, { n: context.number(post.number), name: context.named(post.name) });
  const reports = [{ heading: setUp, lines: [], source: post.source, source_url: post.source_url, also: [] }];
  if (encircled) {
    reports.push({
      heading: siege,
      lines: [],
      source: post.encircled_source,
      source_url: post.encircled_url,
      also: [],
    });
  }
  return {
    key: `${post.layer}:${post.number}`,
    kind: "post",
    name: post.name,
    lines: [name, siege, setUp],
    latlng: [post.lat, post.lon],
    report: {
      title: name,
      lines: encircled ? [] : [siege],
      note: [told.note, post.note].filter(Boolean).join(" "),
      reports,
      more: 0,
    },
  };
}

/**
 * A name on an area, that opens to the wording behind it; moved up or down where a post lies.
 * @param {AgreementArea} area
 * @param {View} view
 * @param {Pick<Context, "style" | "rtl">} context
 * @param {Box[]} posted
 */
function areaName(area, view, { style, rtl }, posted) {
  const slant = rtl ? "normal" : "italic";
  const look = style[area.kind].name;
  const [x, middle] = view.point(area.anchor[0], area.anchor[1]);
  const half = textWidth(area.name, `${slant} 600 ${look.size}px ${style.font}`) / 2 + 2;
  const clear = (/** @type {number} */ y) =>
    posted.every(([left, top, right, bottom]) => right < x - half || left > x + half || bottom < y - 8 || top > y + 8);
  const y = [0, 16, -16, 30, -30, 44].map((step) => middle + step).find(clear) || middle;
  const text = svg("text", {
    x: x.toFixed(1),
    y: (y + look.size * 0.35).toFixed(1),
    "text-anchor": "middle",
    "font-size": look.size,
    "font-style": slant,
    "font-weight": 600,
    fill: look.colour,
    stroke: style.halo.colour,
    "stroke-opacity": 0.85,
    "stroke-width": style.label.halo_width,
  });
  text.textContent = area.name;
  /** @type {Box} */
  const box = [x - half, y - look.size * 0.8, x + half, y + look.size * 0.8];
  const ground = svg("rect", { x: box[0], y: box[1], width: 2 * half, height: 1.6 * look.size, fill: "transparent" });
  return { box, children: [ground, text] };
}

/**
 * Names of the areas and the posts. Returns symbols by key, and what labels have to stay clear of.
 * @param {SVGGElement} group
 * @param {Agreements | null} agreements
 * @param {State} state
 * @param {View} view
 * @param {Context} context
 */
export function draw(group, agreements, { layerSet: layers, to }, view, context) {
  /** @type {MapSymbol[]} */
  const symbols = [];
  /** @type {Box[]} */
  const obstacles = [];
  /** @type {Box[]} */
  const taken = [];
  const look = context.style.post;
  const s = look.size + 2;
  const standing = posts(agreements, layers, to).map((one) => {
    const [x, y] = view.point(one.post.lat, one.post.lon);
    obstacles.push([x - s, y - s, x + s, y + s]);
    return { one, x, y };
  });
  chosen(agreements, layers).forEach((area) => {
    const { box, children } = areaName(area, view, context, obstacles);
    /** @type {MapSymbol} */
    const symbol = { ...areaSymbol(area, area.anchor), hit: hits.box(box) };
    group.append(hits.button(symbol, children));
    taken.push(box);
    symbols.push(symbol);
  });
  standing.forEach(({ one, x, y }) => {
    const told = /** @type {Agreements} */ (agreements).words[one.post.layer];
    /** @type {MapSymbol} */
    const symbol = { ...postSymbol(one, told, context), hit: hits.mark(x, y, look.size) };
    /** @type {SVGElement[]} */
    const children = mark(x, y, one.encircled, look);
    if (view.zoom >= look.number_zoom) {
      const number = svg("text", {
        x: (x + look.size + 4).toFixed(1),
        y: (y + look.text_size * 0.36).toFixed(1),
        "font-size": look.text_size,
        "font-weight": 700,
        fill: look.ink,
        stroke: look.halo,
        "stroke-width": 3,
      });
      number.textContent = context.number(one.post.number);
      children.push(number);
      taken.push([x + look.size + 2, y - look.text_size / 2, x + look.size + 18, y + look.text_size / 2]);
    }
    group.append(hits.button(symbol, children));
    symbols.push(symbol);
  });
  return { symbols, obstacles, taken };
}

/**
 * What an agreement drew: its fill, its hatch and its edge.
 * @param {string} layer
 * @param {AgreementLook} look
 */
function areaSwatch(layer, look) {
  return swatch(layer, (ctx) => {
    ctx.globalAlpha = look.opacity;
    ctx.fillStyle = look.fill;
    ctx.fillRect(1, 1, 36, 13);
    ctx.globalAlpha = 1;
    if (look.hatch) {
      ctx.fillStyle = pattern(ctx, "uprights", look.hatch);
      ctx.fillRect(1, 1, 36, 13);
    }
    ctx.setLineDash(look.edge.dash || []);
    ctx.strokeStyle = look.edge.colour;
    ctx.lineWidth = look.edge.width;
    ctx.strokeRect(1, 1, 36, 13);
  });
}

/**
 * What the legend says of this layer.
 * @param {Shown} shown
 * @param {Context} context
 * @returns {LegendEntry[]}
 */
export function legend({ agreements, posts: standing }, { style }) {
  const areas = agreements.map(({ kind, layer, legend: text }) => ({ symbol: areaSwatch(layer, style[kind]), text }));
  const post = (/** @type {boolean} */ encircled) => sample(22, 17, mark(11, 8.5, encircled, style.post));
  return [...areas, ...standing.map(({ encircled, text }) => ({ symbol: post(encircled), text }))];
}

/** @type {Layer} */
export const layer = {
  group: "posts",
  ask: (server, { layerSet }, { crisis, project }) => ({
    agreements: wanted(layerSet, crisis)
      ? server.get("overlays", server.spoken, (body) => decode(body, project))
      : null,
  }),
  overlays({ answers, config, state }) {
    const layers = state ? state.layerSet : new Set();
    const areas = chosen(answers.agreements, layers).map((area) => area.layer);
    const standing = state ? posts(answers.agreements, layers, state.to) : [];
    return Object.fromEntries(
      config.crisis.agreements.map(({ layer: id, kind }) => [
        id,
        kind === "posts" ? standing.filter(({ post }) => post.layer === id).length : areas.includes(id),
      ]),
    );
  },
  symbols(situation, groups, view, clear) {
    const drawn = draw(groups.posts, situation.answers.agreements, situation.current(), view, situation.context);
    clear.obstacles.push(...drawn.obstacles);
    clear.taken.push(...drawn.taken);
    return drawn.symbols;
  },
  explain({ answers: { agreements } }, { layerSet, to }) {
    const standing = posts(agreements, layerSet, to);
    return {
      agreements: chosen(agreements, layerSet),
      posts: explained(agreements, standing),
      unplaced_posts: standing.length && agreements ? agreements.unplaced.map((post) => post.name) : [],
    };
  },
  legend,
  notes({ unplaced_posts: unplaced }, { named, words }) {
    return unplaced.length ? [fill(words.posts_unplaced, { names: unplaced.map(named).join(words.comma) })] : [];
  },
};
