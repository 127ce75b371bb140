import assert from "node:assert/strict";
import { test } from "node:test";

import * as hits from "../../lib/maps/client/draw/hit.js";
import { middle, nearest } from "../../lib/maps/client/interface/rove.js";
import { LAYERS } from "../../lib/maps/client/layers/index.js";
import { config } from "./support.js";

const [LEFT, RIGHT, UP, DOWN] = [
  [-1, 0],
  [1, 0],
  [0, -1],
  [0, 1],
];

/** Random numbers from 0 to 1 that are the same in every run. */
function* numbers(seed) {
  let at = seed;
  for (;;) {
    at = (at * 48271) % 2147483647;
    yield at / 2147483647;
  }
}

/** The points that the arrow keys lead to from the first. */
function reached(points) {
  const known = new Set([0]);
  for (const at of known) {
    for (const way of [LEFT, RIGHT, UP, DOWN]) {
      const next = nearest(points, at, way);
      if (next >= 0) known.add(next);
    }
  }
  return known;
}

test("a key goes to the nearest in its direction, before what lies nearer and aside", () => {
  const points = [
    [0, 0],
    [30, 2],
    [12, 20],
    [-40, 0],
    [0, -10],
  ];
  assert.deepEqual(
    [RIGHT, LEFT, UP, DOWN].map((way) => nearest(points, 0, way)),
    [1, 3, 4, 2],
  );
});

test("where nothing lies straight on, a key takes what lies that way at all, and else none", () => {
  const points = [
    [0, 0],
    [5, 40],
  ];
  assert.deepEqual([nearest(points, 0, RIGHT), nearest(points, 0, LEFT), nearest(points, 0, UP)], [1, -1, -1]);
});

test("symbols that lie at one place are gone through one by one, and back", () => {
  const points = [
    [0, 0],
    [50, 0],
    [50, 0],
    [50, 0],
    [90, 0],
  ];
  const walk = (from, way) => {
    const found = [from];
    for (let at = nearest(points, from, way); at >= 0; at = nearest(points, at, way)) found.push(at);
    return found;
  };
  assert.deepEqual(walk(0, RIGHT), [0, 1, 2, 3, 4]);
  assert.deepEqual(walk(4, LEFT), [4, 3, 2, 1, 0]);
});

test("arrow keys reach every symbol, wherever they lie and however many lie at one place", () => {
  for (const seed of [1, 7, 2020, 99991]) {
    const random = numbers(seed);
    const next = () => random.next().value;
    const points = Array.from({ length: 200 }, () => [next() * 900, next() * 600]);
    const twice = points.slice(0, 30).map((point) => [...point]);
    assert.equal(reached([...points, ...twice]).size, 230, `seed ${seed}`);
  }
});

test("the middle of an arrow lies on it, and that of a mark is its point", () => {
  const line = [
    [0, 0],
    [10, 0],
    [20, 0],
  ];
  assert.deepEqual([hits.mark(3, 4, 5), hits.line(line, 2), hits.box([0, 0, 10, 20])].map(middle), [
    [3, 4],
    [10, 0],
    [5, 10],
  ]);
});

test("every layer with symbols has a name for them, which the keyboard is told", () => {
  const groups = LAYERS.flatMap(({ group, symbols }) => (group && symbols ? [group] : []));
  const silent = ["rings"];
  assert.deepEqual(groups.filter((name) => !silent.includes(name)).sort(), Object.keys(config.words.symbols).sort());
});
