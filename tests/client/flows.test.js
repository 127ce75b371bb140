import assert from "node:assert/strict";
import { before, test } from "node:test";

import { Days } from "../../lib/maps/client/data/days.js";
import * as flows from "../../lib/maps/client/layers/flows.js";
import * as modelled from "../../lib/maps/client/layers/modelled.js";
import { contextWith, document, flatView } from "./support.js";

before(() => document());

const counting = { calendar: new Days({ epoch: "2023-10-01", days: 20 }) };
const pair = (rows, more = {}) => ({
  lat: 36,
  lon: 36,
  origin_lat: 35,
  origin_lon: 36,
  origin: "A",
  place: "B",
  loose_from: false,
  loose_to: false,
  bend: 0,
  rows,
  ...more,
});
const inRange = (rows, from, to) =>
  flows.inRange([pair(rows)], from, to, counting).map((one) => [one.low, one.high, one.persons]);

test("persons of a pair are added up as a range", () => {
  assert.deepEqual(
    inRange(
      [
        [0, 3, 10, 20],
        [3, 4, 5, 5],
        [9, 9, 99, 99],
      ],
      2,
      5,
    ),
    [[15, 25, 20]],
  );
});

test("a flow without a number stays without a number", () => {
  assert.deepEqual(inRange([[0, 3, null, null]], 0, 5), [[null, null, null]]);
});

test("a figure with one end stands for both", () => {
  assert.deepEqual(inRange([[0, 3, null, 40]], 0, 5), [[40, 40, 40]]);
});

test("who stayed in the place has no arrow", () => {
  assert.deepEqual(flows.inRange([pair([[0, 1, 5, 5]], { lat: 35 })], 0, 5, counting), []);
});

test("wide arrows are drawn before thin ones and bare directions before all", () => {
  const found = flows.inRange(
    [pair([[0, 1, 5, 5]]), pair([[0, 1, null, null]]), pair([[0, 1, 90, 90]])],
    0,
    5,
    counting,
  );
  assert.deepEqual(
    found.map((one) => one.persons),
    [null, 90, 5],
  );
});

test("an end that stands for an area is said and fades", () => {
  const group = globalThis.document.createElementNS("http://www.w3.org/2000/svg", "g");
  const context = contextWith();
  const items = flows.inRange([pair([[0, 1, 5, 9]], { loose_to: true })], 0, 5, counting);
  const [symbol] = flows.draw(group, items, flatView(), context);
  assert.equal(symbol.lines.at(-1), context.words.representative);
  assert.equal(group.querySelectorAll("linearGradient").length, 1);
});

test("a modelled split keeps to one counter: the one chosen where it has any", () => {
  const one = (counter, first, last, persons) => ({
    counter,
    first,
    last,
    flows: [{ origin: "A", place: "B", persons, low: persons, high: persons }],
  });
  const windows = [one("X", 0, 4, 10), one("X", 5, 9, 20), one("Y", 0, 3, 500)];
  assert.deepEqual(
    modelled.inRange(windows, "Y", 0, 9, 5).flows.map((flow) => flow.persons),
    [500],
  );
  assert.deepEqual(
    modelled.inRange(windows, "Z", 0, 9, 5).flows.map((flow) => flow.persons),
    [30],
  );
  assert.equal(modelled.inRange(windows, "Z", 12, 15, 5).empty, true);
});
