import assert from "node:assert/strict";
import { test } from "node:test";

import { Days } from "../../lib/maps/client/data/days.js";
import { config } from "./support.js";

const ours = new Days(config.crisis);
const other = new Days({ epoch: "2023-10-30", days: 64 });

test("days are counted from the first of the crisis, and below it", () => {
  const first = config.crisis.epoch;
  assert.equal(ours.number(first), 0);
  assert.equal(ours.number(ours.iso(-1)), -1);
  assert.equal(ours.number(ours.iso(ours.last)), config.crisis.days - 1);
});

test("a day number and its ISO day are each other's inverse, over a leap day too", () => {
  for (let day = -40; day < 500; day += 1) assert.equal(other.number(other.iso(day)), day);
});

test("a day beyond the crisis is its nearest one", () => {
  assert.deepEqual(
    [-3, 0, 12, 63, 400].map((day) => other.within(day)),
    [0, 0, 12, 63, 63],
  );
});

test("the months are named by their first day, and the first month by the first day of all", () => {
  assert.deepEqual(other.months(), ["2023-10-30", "2023-11-01", "2023-12-01", "2024-01-01"]);
});

test("a crisis of a few days has one month", () => {
  assert.deepEqual(new Days({ epoch: "2023-10-02", days: 5 }).months(), ["2023-10-02"]);
});
