import assert from "node:assert/strict";
import { test } from "node:test";

import * as hits from "../../lib/maps/client/draw/hit.js";

const symbols = [
  { name: "hamlet", hit: hits.mark(100, 100, 3) },
  {
    name: "way",
    hit: hits.line(
      [
        [0, 60],
        [200, 60],
      ],
      2,
    ),
  },
  { name: "town", hit: hits.mark(104, 100, 8) },
  { name: "village", hit: hits.mark(140, 100, 3) },
  { name: "camp", hit: hits.mark(109, 100, 6) },
];
const reach = { slack: 1, mark: 24, line: 10, front: 9 };

const MEANT = [
  [[109, 100], ["camp", "town", "hamlet"], "drawn there, topmost first, with what they hide"],
  [[100, 100], ["town", "hamlet"], "the camp covers another part of the circle"],
  [[129, 100], ["village"], "nothing is drawn there, and this is the nearest within reach"],
  [[150, 100], ["village"], "within half of the least mark"],
  [[153, 100], [], "beyond it"],
  [[50, 69], ["way"], "beside a line"],
  [[50, 73], [], "too far beside a line"],
];
for (const [point, named, why] of MEANT) {
  test(`a point at ${point} means ${named.join(", ") || "nothing"}: ${why}`, () => {
    assert.deepEqual(
      hits.under(symbols, ...point, reach).found.map((one) => one.name),
      named,
    );
  });
}

test("inside a ring is on it, and beside it is as far as its edge", () => {
  const square = hits.box([0, 0, 10, 10]);
  assert.deepEqual(
    [
      [5, 5],
      [10, 5],
      [13, 5],
      [13, 14],
    ].map(([x, y]) => hits.away(square, x, y)),
    [0, 0, 3, 5],
  );
});

test("what a merged circle covers is not told with it: the circle opens nearer instead", () => {
  const merged = [symbols[0], { ...symbols[2], open: () => {} }];
  assert.deepEqual(
    hits.under(merged, 110, 100, reach).found.map((one) => one.name),
    ["town"],
  );
});

test("what is drawn at the point itself comes before what a finger only nearly touches", () => {
  const near = [
    { name: "under", hit: hits.mark(0, 0, 5) },
    { name: "beside", hit: hits.mark(12, 0, 5) },
  ];
  const found = hits.under(near, 4, 0, { slack: 4, mark: 44, line: 22, front: 16 }).found;
  assert.deepEqual(
    found.map((one) => one.name),
    ["under", "beside"],
  );
});
