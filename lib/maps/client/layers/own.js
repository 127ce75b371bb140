// A reader's own table beside the map's: a square a place, counted into nothing, and opening to its reports.

/** @import { Box, Context, Layer, LegendEntry, MapSymbol, OwnItem, OwnLook, OwnPlace, Shown, State, View } from "../types.js" */

import { svg } from "../draw/dom.js";
import { sample } from "../draw/samples.js";
import * as hits from "../draw/hit.js";
import { ownNumbered, ownSize } from "../draw/sizes.js";

/** @param {any} body */
const decode = (body) => body.places || [];

/**
 * The places with reports from day number `from` to `to`, and how many.
 * @param {OwnPlace[]} places
 * @param {number} from
 * @param {number} to
 */
export function inRange(places, from, to) {
  return places
    .map((place) => ({
      ...place,
      n: place.rows.reduce((sum, [first, last, count]) => (first <= to && last >= from ? sum + count : sum), 0),
    }))
    .filter((place) => place.n > 0);
}

/**
 * @param {number} x
 * @param {number} y
 * @param {OwnLook} style
 * @param {number} [size]
 */
function square(x, y, style, size = style.size) {
  const d = `M${x - size},${y - size}h${2 * size}v${2 * size}h${-2 * size}Z`;
  return [
    svg("path", {
      d,
      fill: "none",
      stroke: style.casing,
      "stroke-width": style.casing_width,
      "stroke-linejoin": "round",
    }),
    svg("path", { d, fill: style.fill, stroke: style.edge, "stroke-width": style.width, "stroke-linejoin": "round" }),
  ];
}

/**
 * @param {SVGGElement} group
 * @param {OwnItem[]} places
 * @param {View} view
 * @param {Context} context
 */
export function draw(group, places, view, context) {
  const { words, number, style } = context;
  /** @type {MapSymbol[]} */
  const symbols = [];
  /** @type {Box[]} */
  const obstacles = [];
  places.forEach((place) => {
    const [x, y] = view.point(place.lat, place.lon);
    if (!view.sees([x, y], 12)) return;
    const size = ownSize(place.n, style.own);
    const lines = [context.named(place.place) || words.own_nameless, context.count("own", place.n)];
    const key = `own:${place.at}`;
    const text = svg("text", {
      x,
      y: y + 3.5,
      "text-anchor": "middle",
      "font-size": style.own.text_size,
      "font-weight": 700,
      fill: style.own.edge,
    });
    text.textContent = ownNumbered(place.n, style.own) ? number(place.n) : "";
    /** @type {MapSymbol} */
    const symbol = {
      key,
      kind: "own",
      name: lines[0],
      lines,
      hit: hits.mark(x, y, size),
      latlng: [place.lat, place.lon],
      load: () => reports(context, place.at),
    };
    group.append(hits.button(symbol, [...square(x, y, style.own, size), text]));
    obstacles.push([x - size, y - size, x + size, y + size]);
    symbols.push(symbol);
  });
  return { symbols, obstacles };
}

/** @param {Context} context @param {string} own */
const root = (context, own) => `${context.base_url}/map/${encodeURIComponent(own)}`;

/** @param {string} url */
async function fetched(url) {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${response.status} own table`);
  return response.json();
}

/** @param {Context} context @param {string} at */
function reports(context, at) {
  const { state } = context;
  if (!state?.own) return Promise.reject(new Error("no own table"));
  const query = new URLSearchParams(state.query || "");
  Object.entries({ from: state.from, to: state.to, kind: "own", origin: at }).forEach(([name, value]) =>
    query.set(name, value),
  );
  return fetched(`${root(context, state.own)}/reports.json?${query}`);
}

/**
 * The places of the own table of a state; none when there is none.
 * @param {Context} context
 * @param {State} state
 */
export async function load(context, state) {
  if (!state.own) return [];
  return decode(await fetched(`${root(context, state.own)}/own.json${state.query ? `?${state.query}` : ""}`));
}

/**
 * What the legend says of this layer.
 * @param {Shown} shown
 * @param {Context} context
 * @returns {LegendEntry[]}
 */
export function legend(shown, { style, words }) {
  return shown.own
    ? [{ symbol: sample(22, 18, square(11, 9, style.own)), text: words.own_legend, short: words.short.own_legend }]
    : [];
}

/** @type {Layer} */
export const layer = {
  group: "own",
  ask: (_server, state, context) => ({ own: load(context, state) }),
  now: ({ answers }, from, to) => ({ own: inRange(answers.own, from, to) }),
  overlays: ({ now, state }) => ({ own: state ? now.own.length : 0 }),
  symbols({ context, now }, groups, view, clear) {
    const { obstacles, symbols } = draw(groups.own, now.own, view, context);
    clear.obstacles.push(...obstacles);
    return symbols;
  },
  explain: ({ now }) => ({ own: now.own.length > 0 }),
  legend,
};
