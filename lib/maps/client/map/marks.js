// Symbols and names: everything of the map that can be pointed at, in one SVG, built anew when a view has settled.

/** @import { Box, Clear, MapSymbol, Point, SituationMap, View } from "../types.js" */

import { svg } from "../draw/dom.js";
import { symbolScale } from "../draw/sizes.js";
import * as rove from "../interface/rove.js";
import { withSymbols } from "../layers/index.js";
import * as names from "./names.js";

/** What lies over the layers: the place that is looked for, names, what has the focus, and what is highlighted. */
const OVER = ["chosen", "labels", "focus", "hover"];

/**
 * The groups of the SVG, from below. What a canvas draws instead while the clock moves is hidden by one class.
 * @param {SituationMap} situation
 */
function makeGroups({ config }) {
  const made = withSymbols(config).flatMap(({ group, follows }) =>
    group ? [[group, svg("g", { class: `situation-${group}${follows ? " situation-follows" : ""}` })]] : [],
  );
  return Object.fromEntries([...made, ...OVER.map((name) => [name, svg("g", { class: `situation-${name}` })])]);
}

/** @param {SituationMap} situation @param {SVGSVGElement} root @param {View} view */
export function draw(situation, root, view) {
  const active = document.activeElement;
  const focused = active instanceof SVGElement && root.contains(active) ? active.dataset.key : null;
  const groups = makeGroups(situation);
  situation.context.symbol_scale = symbolScale(view.zoom, situation.config.style);
  /** @type {MapSymbol[]} */
  const symbols = [];
  /** @type {Clear} */
  const clear = { obstacles: [], faint: [], taken: [], names: [], maps: [], sides: false, flows: [] };
  situation.placesShown = [];
  if (situation.state) symbols.push(...drawState(situation, groups, view, clear));
  // Larger than a dot: a name that begins at the dot would lie on them.
  situation.placesShown.forEach(({ apart, hit }) => {
    if (apart && hit?.at) clear.obstacles.push(around(hit.at, hit.r + 1));
  });
  clear.flows = symbols.flatMap(({ kind, hit }) => {
    const line = kind === "flow" && (hit?.ring ?? hit?.line);
    return line ? [line] : [];
  });
  names.draw(situation, groups.labels, view, clear);
  situation.symbols = new Map(symbols.map((symbol) => [symbol.key, symbol]));
  rove.stops(situation, groups);
  root.replaceChildren(...Object.values(groups));
  if (focused) {
    const again = /** @type {SVGElement | null} */ (root.querySelector(`[data-key="${CSS.escape(focused)}"]`));
    if (again) again.focus({ preventScroll: true });
  }
}

/**
 * @param {Point} at
 * @param {number} r
 * @returns {Box}
 */
const around = ([x, y], r) => [x - r, y - r, x + r, y + r];

/**
 * All symbols of a state; notes in `clear` what names have to stay clear of.
 * @param {SituationMap} situation
 * @param {Record<string, SVGGElement>} groups
 * @param {View} view
 * @param {Clear} clear
 */
function drawState(situation, groups, view, clear) {
  const symbols = withSymbols(situation.config).flatMap(({ follows, symbols: make }) =>
    (make?.(situation, groups, view, clear) ?? []).map((symbol) => Object.assign(symbol, { follows })),
  );
  drawChosen(situation, groups.chosen, view);
  return symbols;
}

/**
 * A ring around the place the reader filters for, and around the report that was chosen.
 * @param {SituationMap} situation
 * @param {SVGGElement} group
 * @param {View} view
 */
function drawChosen(situation, group, view) {
  const { mark, place: name } = situation.current();
  if (mark) ring(situation, group, view.point(...mark), 24);
  if (!name) return;
  const { strikes, control } = situation.answers;
  const found =
    strikes.find((one) => one.place === name) || (control && control.places.find((one) => one.place === name));
  if (!found) return;
  ring(situation, group, view.point(found.lat, found.lon));
}

/**
 * @param {SituationMap} situation
 * @param {SVGGElement} group
 * @param {Point} point
 * @param {number} [r]
 */
function ring(situation, group, [x, y], r = 16) {
  const circle = { cx: x, cy: y, r, fill: "none" };
  group.append(
    svg("circle", { ...circle, stroke: "#ffffff", "stroke-width": 5 }),
    svg("circle", { ...circle, stroke: situation.config.style.ink, "stroke-width": 2 }),
  );
}
