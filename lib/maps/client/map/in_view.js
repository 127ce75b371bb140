// What of the map is on the screen: the legend explains nothing else.

/** @import { Box, ControlMap, Point, SituationMap, State } from "../types.js" */

import * as geometry from "../draw/geometry.js";

/** @typedef {{lat: number, lon: number}} At */
/** @typedef {{lat: number, lon: number, origin_lat: number, origin_lon: number, bend?: number}} Way */

/**
 * What is on the screen, of a map that has a size: left, top, right, bottom in layer points.
 * @param {SituationMap} situation
 * @returns {Box}
 */
function screen({ lines }) {
  const { min, max } = lines.seen();
  return [min.x, min.y, max.x, max.y];
}

/** @param {Point} point @param {Box} box */
const within = ([x, y], [left, top, right, bottom]) => x >= left && x <= right && y >= top && y <= bottom;

/**
 * Whether the arrow between two places comes onto the screen.
 * @param {SituationMap} situation
 * @param {Way} way
 */
export function crosses(situation, way) {
  if (!situation.lines.surface.bounds) return true;
  const view = situation.lines.surface.view();
  const from = view.point(way.origin_lat, way.origin_lon);
  const to = view.point(way.lat, way.lon);
  const { spine } = geometry.arrowPoints(from, to, way.bend || 0, 1, situation.config.style.flow);
  return geometry.lineMeets([...spine, to], screen(situation));
}

/**
 * Who holds what, of what is on the screen.
 * @template {ControlMap | null} Known
 * @param {Known} control
 * @param {Box} units The screen in unit Mercator.
 * @param {(at: At) => boolean} seen
 * @returns {Known}
 */
function controlIn(control, units, seen) {
  if (!control) return control;
  const meets = (/** @type {geometry.Shape} */ shape) => shape.meets(units);
  return {
    ...control,
    areas: control.areas.filter(meets),
    band: control.band.filter(meets),
    boundaries: control.boundaries.filter(meets),
    front: control.front.filter(meets),
    places: control.places.filter(seen),
    stretches: control.stretches.filter(({ shape }) => meets(shape)),
  };
}

/**
 * The rings of a state, where the line of one is on the screen.
 * @param {SituationMap} situation
 * @param {State["rings"]} rings
 */
function ringsIn(situation, rings) {
  const [left, top, right, bottom] = screen(situation);
  const view = situation.lines.surface.view();
  const found = rings?.points.some(([lat, lon]) => {
    const [x, y] = view.point(lat, lon);
    const r = rings.km * geometry.pixelsOfKm(lat, view.scale);
    // Where the farthest corner lies inside, the line goes all around the screen.
    const around = Math.hypot(Math.max(x - left, right - x), Math.max(y - top, bottom - y)) < r;
    return !around && within([x, y], [left - r, top - r, right + r, bottom + r]);
  });
  return found ? rings : null;
}

/**
 * The same map and state with only what is on the screen: what the layers are asked to explain.
 * @param {SituationMap} situation
 * @param {State} state
 * @returns {{situation: SituationMap, state: State}}
 */
export function inView(situation, state) {
  const { answers, lines, now, placesShown } = situation;
  if (!lines.surface.bounds) return { situation, state };
  const view = lines.surface.view();
  const box = screen(situation);
  /** @type {Box} */
  const units = [...view.unit(box[0], box[1]), ...view.unit(box[2], box[3])];
  const seen = (/** @type {At} */ { lat, lon }) => within(view.point(lat, lon), box);
  const { agreements } = answers;
  const limited = {
    now: {
      ...now,
      flows: now.flows.filter(({ flow }) => crosses(situation, flow)),
      earlier: {
        ...now.earlier,
        strikes: now.earlier.strikes.filter(({ place }) => seen(place)),
        flows: now.earlier.flows.filter(({ flow }) => crosses(situation, flow)),
      },
      own: now.own.filter(seen),
      points: now.points.filter(({ point }) => seen(point)),
      sites: now.sites.filter(seen),
      strikes: now.strikes.filter(({ place }) => seen(place)),
    },
    answers: {
      ...answers,
      agreements: agreements && {
        ...agreements,
        areas: agreements.areas.filter(({ shapes }) => shapes.some((shape) => shape.meets(units))),
        posts: agreements.posts.filter(seen),
      },
      before: controlIn(answers.before, units, seen),
      control: controlIn(answers.control, units, seen),
    },
    placesShown: placesShown.filter(({ latlng: [lat, lon] }) => seen({ lat, lon })),
  };
  return {
    situation: Object.assign(Object.create(situation), limited),
    state: { ...state, rings: ringsIn(situation, state.rings) },
  };
}
