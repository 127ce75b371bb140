import assert from "node:assert/strict";
import { test } from "node:test";

import { fadesOf, tintLeft } from "../../lib/maps/client/draw/unassessed.js";
import { beyond } from "../../lib/maps/client/layers/ground.js";
import { flatView } from "./support.js";

/** A view whose layer points are longitude, and latitude turned round as on a screen. */
const view = (changes = {}) => flatView({ point: (lat, lon) => [10 * lon, -10 * lat], ...changes });
const FADES = { east: [50, 60], south: [-20, -30] };

test("the tint is whole up to a degree, gone at the edge, and half gone between, in both directions together", () => {
  const fades = fadesOf(view(), FADES);
  const share = (lon, lat) => tintLeft(fades, 10 * lon, -10 * lat);
  assert.deepEqual([share(40, 0), share(50, 0), share(55, 0), share(60, 0), share(70, 0)], [1, 1, 0.5, 0, 0]);
  assert.deepEqual([share(40, -25), share(55, -25)], [0.5, 0.25]);
});

test("a fade may run to the west or the north as well", () => {
  const fades = fadesOf(view({ min: { x: 0, y: -600 }, max: { x: 900, y: 0 } }), { west: [20, 10], north: [30, 40] });
  assert.deepEqual(
    [
      [30, 0],
      [15, 0],
      [5, 0],
      [30, 35],
      [30, 45],
    ].map(([lon, lat]) => tintLeft(fades, 10 * lon, -10 * lat)),
    [1, 0.5, 0, 0.5, 0],
  );
});

test("a fade that is not seen is none", () => {
  assert.equal(fadesOf(view({ max: { x: 400, y: 100 } }), FADES).length, 0);
  assert.equal(fadesOf(view(), {}).length, 0);
  assert.equal(tintLeft([], 5, 5), 1);
});

const country = (...ring) => ({
  type: "FeatureCollection",
  features: [{ type: "Feature", properties: { code: "ABC" }, geometry: { type: "Polygon", coordinates: [ring] } }],
});
const ringOf = (collection) => collection.features[0].geometry.coordinates[0][0];

test("land goes on straight beyond the edge at which the base layers end", () => {
  const half = country([0, 0], [10, 0], [10, 4], [0, 4], [0, 0]);
  const ring = ringOf(beyond(half, [-10, -10, 10, 10]));
  assert.deepEqual(ring, [
    [0, 0],
    [10, 0],
    [30, 0],
    [30, 4],
    [10, 4],
    [0, 4],
    [0, 0],
  ]);
});

test("and around a corner of what they cover", () => {
  const corner = country([5, 5], [10, 5], [10, 10], [5, 10], [5, 5]);
  const ring = ringOf(beyond(corner, [-10, -10, 10, 10]));
  assert.deepEqual(ring, [
    [5, 5],
    [10, 5],
    [30, 5],
    [30, 30],
    [5, 30],
    [5, 10],
    [5, 5],
  ]);
});

test("an island whose tip alone is covered ends where the base layers do", () => {
  const tip = country([9, 1], [10, 1], [10, 1.2], [9, 1]);
  assert.deepEqual(ringOf(beyond(tip, [-10, -10, 10, 10])), [
    [9, 1],
    [10, 1],
    [10, 1.2],
    [9, 1],
  ]);
});

test("land that ends at a shore ends there", () => {
  const island = country([1, 1], [2, 1], [2, 2], [1, 1]);
  assert.deepEqual(ringOf(beyond(island, [-10, -10, 10, 10])), ringOf(beyond(island, [-99, -85, 99, 85])));
  assert.deepEqual(beyond(undefined, [-10, -10, 10, 10]).features, []);
});
