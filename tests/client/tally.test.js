import assert from "node:assert/strict";
import { test } from "node:test";

import { Days } from "../../lib/maps/client/data/days.js";
import { decode, figures, Tally } from "../../lib/maps/client/data/tally.js";

const calendar = new Days({ epoch: "2023-10-01", days: 10 });
const none = [Array(10).fill(0), Array(10).fill(0)];
const on = (begun, ended) =>
  [0, 1].map((which) => Array.from({ length: 10 }, (_, day) => (which ? ended : begun)[day] ?? 0));

/** The body of clock.json with some of its sums. */
const body = ({
  count = none,
  given = none,
  low = none,
  high = none,
  totals = [],
  others = [],
  changes_by_place = [],
}) => ({
  strikes: { count, civilians: { given, low, high }, unsure: { strikes: none, killed: none }, coarse: none },
  front_km: null,
  changes: Array(10).fill(0),
  changes_by_place,
  displaced: { counter: "A", totals, others },
});
const counted = (some, a, b) => figures(decode(body(some), calendar), a, b);

test("what overlaps a range counts once, however many of its days lie inside", () => {
  const tally = new Tally(calendar);
  tally.add(3, 6, 1);
  tally.add(6, 6, 2);
  const total = tally.total();
  assert.deepEqual(
    [
      [0, 9],
      [4, 5],
      [6, 6],
      [7, 9],
    ].map(([a, b]) => total(a, b)),
    [3, 1, 3, 0],
  );
});

test("what began before the first day counts on it, and what ends after the last on that", () => {
  const tally = new Tally(calendar);
  tally.add(-5, 0, 1);
  tally.add(9, 40, 1);
  tally.add(-9, -1, 1);
  tally.add(10, 12, 1);
  const total = tally.total();
  assert.deepEqual([total(0, 0), total(9, 9), total(0, 9), total(1, 8)], [1, 1, 2, 0]);
});

test("a displacement figure is the later total less the earlier, with the days it stands for", () => {
  const totals = [
    [1, 100, 120],
    [4, 150, 200],
    [8, 400, 400],
  ];
  assert.deepEqual(counted({ totals }, 2, 5).displaced, { low: 30, high: 100, since: 2, until: 4 });
});

test("before any earlier total the figure is the total itself", () => {
  assert.deepEqual(counted({ totals: [[4, 150, null]] }, 0, 5).displaced, { low: 150, high: null, since: 0, until: 4 });
});

test("a range without a total of its own has no displacement figure", () => {
  const nothing = { low: null, high: null, since: null, until: null };
  assert.deepEqual(counted({ totals: [[1, 100, 120]] }, 2, 5).displaced, nothing);
});

test("a later and larger total that lies inside the range stands instead, with its own days", () => {
  const totals = [[2, 60, 70]];
  const others = [
    [3, 4, 200, 200],
    [3, 6, 235, null],
  ];
  assert.deepEqual(counted({ totals, others }, 0, 7).displaced, { low: 235, high: null, since: 3, until: 6 });
  assert.deepEqual(counted({ totals, others }, 0, 5).displaced, { low: 200, high: 200, since: 3, until: 4 });
  assert.deepEqual(counted({ totals, others }, 0, 3).displaced, { low: 60, high: 70, since: 0, until: 2 });
  assert.deepEqual(counted({ totals, others }, 3, 6).displaced, { low: 235, high: null, since: 3, until: 6 });
});

test("a smaller total inside the range, or one that ends earlier, does not stand instead", () => {
  const totals = [[6, 300, 400]];
  const others = [
    [1, 4, 900, 900],
    [1, 7, 350, 350],
  ];
  assert.deepEqual(counted({ totals, others }, 0, 8).displaced, { low: 300, high: 400, since: 0, until: 6 });
});

test("totals that went down give no figure, for fewer displaced than none cannot be", () => {
  assert.equal(
    counted(
      {
        totals: [
          [1, 500, 500],
          [4, 100, 100],
        ],
      },
      2,
      5,
    ).displaced.high,
    null,
  );
});

test("a low end below nothing is nothing", () => {
  assert.equal(
    counted(
      {
        totals: [
          [1, 100, 200],
          [4, 150, 260],
        ],
      },
      2,
      5,
    ).displaced.low,
    0,
  );
});

test("casualties are unknown where no report gives any, and silent reports are counted", () => {
  const some = { count: on({ 2: 3 }, { 2: 3 }) };
  assert.deepEqual(counted(some, 0, 9).civilians, { low: null, high: null, silent: 3 });
});

test("a high end is never below the low one", () => {
  const some = { count: on([2], [2]), given: on([2], [2]), low: on([7], [7]), high: on([4], [4]) };
  assert.deepEqual(counted(some, 0, 0).civilians, { low: 7, high: 7, silent: 0 });
});

test("a place that changed hands and back is no changed place", () => {
  const changes_by_place = [
    [
      "there and back",
      [
        [2, 1, 2],
        [4, 2, 1],
      ],
    ],
    ["there", [[2, 1, 2]]],
    ["from nobody known", [[2, 0, 2]]],
  ];
  assert.equal(counted({ changes_by_place }, 0, 9).changed, 1);
  assert.equal(counted({ changes_by_place }, 3, 9).changed, 1);
});

test("what rests on a report of low confidence is counted beside what changed hands", () => {
  const changes_by_place = [
    ["sure", [[2, 1, 2, 0]]],
    ["unsure", [[2, 1, 2, 1]]],
    [
      "sure in the end",
      [
        [2, 1, 2, 1],
        [4, 2, 3, 0],
      ],
    ],
  ];
  const of = (first, last) => counted({ changes_by_place }, first, last);
  assert.deepEqual([of(0, 9).changed, of(0, 9).unsure.changed], [3, 1]);
  assert.equal(of(0, 3).unsure.changed, 2);
});

test("a figure of displaced people is unsure when a total that it is made of is", () => {
  const totals = [
    [1, 100, 100, 1],
    [3, 200, 200, 0],
    [5, 300, 300, 0],
  ];
  const unsure = (first, last) => counted({ totals, others: [[6, 7, 900, 900, 1]] }, first, last).unsure.displaced;
  assert.deepEqual([unsure(0, 1), unsure(2, 3), unsure(4, 5), unsure(4, 7)], [true, true, false, true]);
});
