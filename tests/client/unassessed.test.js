import assert from "node:assert/strict";
import { test } from "node:test";

import { fadesOf, tintLeft } from "../../lib/maps/client/draw/unassessed.js";
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
