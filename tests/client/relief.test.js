import assert from "node:assert/strict";
import { test } from "node:test";

import { ink } from "../../lib/maps/client/map/relief.js";

const GREYS = { flat: 128, noise: 2 };

/** @param {number} grey */
function inked(grey) {
  const dots = Uint8ClampedArray.of(grey, grey, grey, 255);
  ink(dots, GREYS);
  return [...dots];
}

test("flat ground and what compression left of it carry no ink", () => {
  [126, 127, 128, 129, 130].forEach((grey) => assert.equal(inked(grey)[3], 0));
});

test("darker than flat ground is black, lighter is white, each of twice the opacity", () => {
  assert.deepEqual(inked(98), [0, 0, 0, 60]);
  assert.deepEqual(inked(148), [255, 255, 255, 40]);
});

test("the darkest and the lightest grey stay within what a dot can hold", () => {
  assert.deepEqual(inked(0), [0, 0, 0, 255]);
  assert.equal(inked(255)[3], 254);
});
