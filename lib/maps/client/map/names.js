// When the names of a view are laid out: when it has settled, and anew when what lies over the map has changed, or when
// the smaller places are there that only a near view names.

/** @import { Bounds, Box, Clear, SituationMap, View } from "../types.js" */

import * as labels from "../draw/labels.js";

/** What lies over the map where it stands; names keep clear of it. */
const FURNITURE = [
  ...["legend", "title", "tools", "scale", "foot", "search"].map((name) => `.situation-${name}`),
  ".leaflet-control",
].join();

/** Pixels that names keep off the edge of the map. */
const EDGE = 4;

/**
 * Where the furniture lies, in layer points.
 * @param {SituationMap} situation
 * @returns {Box[]}
 */
function furniture({ map }) {
  const container = map.getContainer();
  const origin = container.getBoundingClientRect();
  const boxes = [...container.querySelectorAll(FURNITURE)].map((element) => element.getBoundingClientRect());
  return boxes
    .filter(({ width, height }) => width > 0 && height > 0)
    .map(({ left, top, width, height }) => {
      const { x, y } = map.containerPointToLayerPoint([left - origin.left, top - origin.top]);
      return [x, y, x + width, y + height];
    });
}

/**
 * What of the map is on the screen, less its edge; in layer points.
 * @param {SituationMap} situation
 * @returns {Bounds}
 */
function frameOf({ map }) {
  const { x, y } = map.getSize();
  return {
    min: map.containerPointToLayerPoint([EDGE, EDGE]),
    max: map.containerPointToLayerPoint([x - EDGE, y - EDGE]),
  };
}

/**
 * Lay out the names of a view.
 * @param {SituationMap} situation
 * @param {SVGGElement} group
 * @param {View} view
 * @param {Clear} clear
 */
export function draw(situation, group, view, clear) {
  const { answers, config, context } = situation;
  if (view.zoom >= config.style.town.more_zoom) ask(situation);
  const frame = frameOf(situation);
  const whole = { ...clear, frame, inner: frame, furniture: furniture(situation), towns: answers.settlements };
  labels.draw(group, view, answers.base, context, whole);
  situation.named = { group, view, clear, furniture: String(whole.furniture) };
}

/**
 * Lay them out anew: nothing that they mind has been drawn since.
 * @param {SituationMap} situation
 */
export function again(situation) {
  const { motion, named } = situation;
  if (!named || motion.on || !named.group.isConnected) return;
  named.group.replaceChildren();
  draw(situation, named.group, named.view, named.clear);
}

/** The maps that have asked for the smaller places. @type {WeakSet<SituationMap>} */
const asked = new WeakSet();

/**
 * Ask once for the smaller places; again with the next view when they could not be had.
 * @param {SituationMap} situation
 */
function ask(situation) {
  if (asked.has(situation)) return;
  asked.add(situation);
  situation.server.settlements().then(
    (found) => {
      situation.answers.settlements = found;
      again(situation);
    },
    () => {
      asked.delete(situation);
    },
  );
}

/**
 * Follow the legend, which grows and folds over the map.
 * @param {SituationMap} situation
 */
export function listen(situation) {
  new ResizeObserver(() => {
    if (situation.named && situation.named.furniture !== String(furniture(situation))) again(situation);
  }).observe(situation.panel.legend.box);
}
