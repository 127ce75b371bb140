// The front under the pointer and on the keyboard: one stop for Tab, arrow keys go along the line.

/** @import { MapSymbol, Point, SituationMap, Stretch, View, Walked, XY } from "../types.js" */

import { fill, svg } from "../draw/dom.js";
import * as hits from "../draw/hit.js";
import * as agreementsLayer from "../layers/agreements.js";
import * as frontStretches from "../layers/front_stretches.js";

/** Stretches to go along the line, by key. @type {Record<string, number | undefined>} */
const STEPS = { ArrowLeft: -1, ArrowUp: -1, ArrowRight: 1, ArrowDown: 1 };

/**
 * Latitude and longitude of a point kept in unit Mercator relative to the anchor.
 * @param {SituationMap} situation
 * @param {Point} point
 * @param {View} view
 * @returns {Point}
 */
function latLngOf(situation, [x, y], view) {
  const point = situation.map.layerPointToLatLng([x * view.scale + view.shift[0], y * view.scale + view.shift[1]]);
  return [point.lat, point.lng];
}

/**
 * The stretches whose middle is in view, each from the map that is seen there.
 * @param {SituationMap} situation
 * @param {View} view
 */
function inView(situation, view) {
  const left = situation.swiped();
  const maps = [left, situation.answers.control].flatMap((one) => (one ? [one] : []));
  return maps.flatMap((control) =>
    control.stretches.filter((stretch) => {
      const [x, y] = frontStretches.middle(stretch);
      /** @type {Point} */
      const p = [x * view.scale + view.shift[0], y * view.scale + view.shift[1]];
      const at = situation.map.layerPointToContainerPoint(p);
      const size = situation.map.getSize();
      const seen = at.x > 8 && at.y > 8 && at.x < size.x - 8 && at.y < size.y - 30;
      return seen && situation.controlAt(p[0]).control === control;
    }),
  );
}

/**
 * @param {SituationMap} situation
 * @param {Stretch} stretch
 * @param {View} view
 * @param {Point} [latlng]
 */
function symbolOf(situation, stretch, view, latlng) {
  const spot = latlng || latLngOf(situation, frontStretches.middle(stretch), view);
  const x = situation.map.latLngToLayerPoint(spot).x;
  return frontStretches.symbol(stretch, spot, situation.controlAt(x).days, situation);
}

/**
 * The stop for the keyboard, and an empty place for the highlight. Returns its symbol.
 * @param {SituationMap} situation
 * @param {SVGGElement} group
 * @param {SVGGElement} hover
 * @param {View} view
 * @returns {MapSymbol[]}
 */
export function draw(situation, group, hover, view) {
  const marked = situation.hovered;
  situation.hover = hover;
  situation.hovered = null;
  const maps = [situation.answers.control, situation.swiped()];
  highlight(situation, marked && maps.some((one) => one?.stretches.includes(marked)) ? marked : null);
  const shown = situation.has("front") && situation.answers.control && situation.answers.control.stretches.length;
  const stretches = shown ? inView(situation, view) : [];
  if (!stretches.length) {
    situation.walked = null;
    return [];
  }
  const at = situation.walked ? stretches.indexOf(situation.walked.stretch) : -1;
  const stretch = stretches[Math.max(at, 0)];
  const symbol = symbolOf(situation, stretch, view);
  const element = hits.button(symbol, [], "situation-walk");
  group.append(element);
  situation.walked = { element, stretches, view, stretch };
  name(situation, situation.walked, symbol);
  return [symbol];
}

/** @param {SituationMap} situation @param {Walked} walked @param {MapSymbol} symbol */
function name(situation, { element, stretches, stretch }, symbol) {
  const place = {
    n: situation.context.number(stretches.indexOf(stretch) + 1),
    of: situation.context.number(stretches.length),
  };
  element.setAttribute("data-name", symbol.name);
  element.setAttribute("aria-label", [fill(situation.context.words.stretch_walk, place), ...symbol.lines].join(". "));
}

/**
 * Show a stretch as the one that is meant, or none.
 * @param {SituationMap} situation
 * @param {Stretch | null} stretch
 */
export function highlight(situation, stretch) {
  if (situation.hovered === stretch || !situation.hover) return;
  situation.hovered = stretch;
  const look = situation.config.style.stretch.highlight;
  const path = stretch && {
    d: frontStretches.outline(stretch, situation.lines.surface.view()),
    fill: "none",
    stroke: look.colour,
    "stroke-width": look.width,
    "stroke-opacity": look.opacity,
    "stroke-linecap": "round",
    "stroke-linejoin": "round",
  };
  situation.hover.replaceChildren(...(path ? [svg("path", path)] : []));
}

/**
 * Along the line by arrow keys; the tip and a spoken line follow.
 * @param {SituationMap} situation
 * @param {KeyboardEvent} event
 */
export function key(situation, event) {
  const step = STEPS[event.key];
  const { walked } = situation;
  if (!walked || step === undefined) return false;
  const { stretches, stretch, view } = walked;
  const next = stretches[(stretches.indexOf(stretch) + step + stretches.length) % stretches.length];
  walked.stretch = next;
  const symbol = symbolOf(situation, next, view);
  situation.symbols.set("front", symbol);
  name(situation, walked, symbol);
  focus(situation, symbol);
  situation.panel.live.textContent = symbol.lines.join(". ");
  return true;
}

/** @param {SituationMap} situation @param {MapSymbol} symbol */
export function focus(situation, symbol) {
  const p = situation.map.latLngToContainerPoint(symbol.latlng);
  highlight(situation, situation.walked?.stretch ?? null);
  situation.panel.showTip(symbol.lines, p.x, p.y);
}

/**
 * What of the canvas lies under a layer point: a stretch of the front, or the edge of an agreement's area.
 * @param {SituationMap} situation
 * @param {XY} point
 * @param {Point} latlng
 * @param {number} reach
 */
export function under(situation, point, latlng, reach) {
  if (!situation.state || !situation.lines.surface.bounds) return null;
  const view = situation.lines.surface.view();
  const [x, y] = view.unit(point.x, point.y);
  const { control } = situation.controlAt(point.x);
  const stretches = situation.has("front") && control ? control.stretches : [];
  const stretch = frontStretches.nearest(stretches, x, y, reach / view.scale);
  if (stretch) return { stretch, symbol: symbolOf(situation, stretch, view, latlng) };
  const area = agreementsLayer.edgeAt(
    situation.answers.agreements,
    situation.state.layerSet,
    x,
    y,
    (reach * 0.6) / view.scale,
  );
  return area ? { stretch: null, symbol: agreementsLayer.areaSymbol(area, latlng) } : null;
}
