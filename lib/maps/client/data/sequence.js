// Control over time: every control date's map, made of shapes that many dates share.

/** @import { ControlMap, Days, Place, Project, SequenceBody } from "../types.js" */

import { Shape } from "../draw/geometry.js";
import * as frontStretches from "../layers/front_stretches.js";

export class Sequence {
  /** @param {SequenceBody} body @param {Project} project @param {Days} calendar */
  constructor(body, project, calendar) {
    this.body = body;
    this.project = project;
    this.calendar = calendar;
    this.dates = body.dates;
    this.front_km = body.front_km;
    /** @type {Float64Array[]} */
    this.arcs = [];
    /** @type {Record<string, Shape[]>} */
    this.shapes = {};
    /** @type {ControlMap[]} */
    this.maps = [];
    this.at = Int16Array.from({ length: body.days }, (_, day) => this.find(day));
  }

  /** @param {number} day */
  find(day) {
    let found = 0;
    while (found + 1 < this.dates.length && this.dates[found + 1] <= day) found += 1;
    return found;
  }

  /**
   * Which control date holds on a day, which may be the day before the first; the first one before it.
   * @param {number} day
   */
  index(day) {
    if (day < 0) return this.find(day);
    return this.at[Math.max(0, Math.min(this.at.length - 1, day))];
  }

  /**
   * An arc as x, y, x, y … in unit Mercator from the anchor.
   * @param {number} number
   */
  arc(number) {
    if (!this.arcs[number]) {
      const { arcs, grid, origin } = this.body;
      const from = arcs[number];
      const made = new Float64Array(from.length);
      let lon = 0;
      let lat = 0;
      for (let i = 0; i < from.length; i += 2) {
        lon += from[i];
        lat += from[i + 1];
        const [x, y] = this.project(origin[1] + lat * grid, origin[0] + lon * grid);
        made[i] = x;
        made[i + 1] = y;
      }
      this.arcs[number] = made;
    }
    return this.arcs[number];
  }

  /**
   * Arcs end to end; the point where two meet is kept once.
   * @param {number[]} numbers
   */
  chain(numbers) {
    const runs = numbers.map((number) => this.arc(number < 0 ? ~number : number));
    const xy = new Float64Array(runs.reduce((sum, run) => sum + run.length, 0) - 2 * (runs.length - 1));
    let end = 0;
    runs.forEach((run, i) => {
      const skip = i ? 2 : 0;
      if (numbers[i] >= 0) xy.set(skip ? run.subarray(2) : run, end);
      else {
        for (let from = run.length - 2 - skip, to = end; from >= 0; from -= 2, to += 2) {
          xy[to] = run[from];
          xy[to + 1] = run[from + 1];
        }
      }
      end += run.length - skip;
    });
    return xy;
  }

  /** @param {string} layer @param {SequenceBody["layers"][string]["features"][number]} feature */
  shape(layer, feature) {
    const [, , values, geometry] = feature;
    const { columns } = this.body.layers[layer];
    const properties = Object.fromEntries(columns.map((name, i) => [name, values[i]]));
    const areal = Array.isArray(geometry[0][0]);
    const lines = (/** @type {number[][]} */ list) => list.map((line) => this.chain(line));
    return areal ? new Shape([], geometry.map(lines), properties) : new Shape(lines(geometry), [], properties);
  }

  /**
   * The shapes of a layer that hold on a day.
   * @param {string} layer
   * @param {number} day
   */
  holding(layer, day) {
    const known = this.body.layers[layer];
    if (!known) return [];
    if (!this.shapes[layer]) this.shapes[layer] = [];
    const made = this.shapes[layer];
    /** @type {Shape[]} */
    const found = [];
    known.features.forEach((feature, i) => {
      if (feature[0] > day || feature[1] <= day) return;
      if (!made[i]) made[i] = this.shape(layer, feature);
      found.push(made[i]);
    });
    return found;
  }

  /**
   * The control map of a control date, as controlLayer.decode gives it for control/<date>.json.
   * @param {number} index
   * @returns {ControlMap | null}
   */
  control(index) {
    if (!this.maps[index] && this.dates.length) this.maps[index] = this.made(index);
    return this.maps[index] || null;
  }

  /**
   * @param {number} index
   * @returns {ControlMap}
   */
  made(index) {
    const day = this.dates[index];
    const lines = this.holding("front", day);
    const stretches = this.holding("stretches", day).filter((shape) => shape.properties.is_front !== false);
    return {
      as_of: this.calendar.iso(day),
      front_km: this.front_km[index],
      areas: this.holding("areas", day),
      front: lines.filter((line) => line.properties.is_front),
      boundaries: lines.filter((line) => !line.properties.is_front),
      band: this.holding("band", day),
      stretches: stretches.filter((shape) => shape.lines.length).map((shape) => this.stretch(shape, day)),
      places: this.places(day),
    };
  }

  /**
   * What a stretch rests on stays as the days pass; its age grows.
   * @param {Shape} shape
   * @param {number} day
   */
  stretch(shape, day) {
    const { since_day: since, ...properties } = shape.properties;
    const age = since === null || since === undefined ? null : day - since;
    return frontStretches.of(shape, { ...properties, age_days: age });
  }

  /**
   * @param {number} day
   * @returns {Place[]}
   */
  places(day) {
    return this.body.places.flatMap(([place, lat, lon, spells]) => {
      const spell = spells.find(([from, to]) => from <= day && day < to);
      if (!spell) return [];
      const [x, y] = this.project(lat, lon);
      const since = this.calendar.iso(spell[3]);
      return [{ place, lat, lon, controller: spell[2], since, apart: Boolean(spell[4]), x, y }];
    });
  }
}
