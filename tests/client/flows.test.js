import assert from "node:assert/strict";
import { before, test } from "node:test";

import { Days } from "../../lib/maps/client/data/days.js";
import * as arrows from "../../lib/maps/client/layers/flow_arrows.js";
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

/** A view in which a degree is a hundred pixels. */
const far = flatView({ point: (lat, lon) => [100 * lon, 100 * lat] });
/** A flow that is drawn from one pixel to another. */
const moved = (from, to, persons, more = {}) => {
  const ends = { origin_lon: from[0] / 100, origin_lat: from[1] / 100, lon: to[0] / 100, lat: to[1] / 100 };
  const whole = pair([[0, 1, persons, persons]], { ...ends, origin: `${from}`, place: `${to}`, ...more });
  return { flow: whole, rows: 1, low: persons, high: persons, persons };
};
const drawn = (...items) => arrows.arrange(items, far, contextWith());
const named = (items) => items.map((one) => one.flow.origin);

for (const [length, short] of [
  [43, true],
  [45, false],
]) {
  test(`a flow ${length} pixels long is ${short ? "no arrow" : "an arrow"}`, () => {
    const found = drawn(moved([100, 100], [100 + length, 100], 27_000));
    assert.deepEqual([found.short.length, found.arrows.length], short ? [1, 0] : [0, 1]);
  });
}

test("the legend says what is too short to draw, the largest by number and the rest by how many there are", () => {
  const context = contextWith();
  const said = (...numbers) =>
    flows.legend({ short_flows: numbers.map((n) => ({ place: "Dana", low: n, high: n })) }, context)[0].text;
  assert.equal(said(27_000), "Too short to draw: 27,000 at Dana");
  assert.equal(said(27_000, 9, 8, 7, null), "Too short to draw: 27,000 at Dana, 9 at Dana, 8 at Dana, and 2 more");
  assert.equal(said(null, null), "Too short to draw: 2 without a number");
});

test("of flows to one point that would lie on each other the widest is drawn and opens with the others", () => {
  const items = [
    moved([100, 98], [400, 100], null),
    moved([104, 100], [400, 100], 90_000),
    moved([100, 104], [400, 100], 400),
  ];
  const { arrows: found } = drawn(...items);
  assert.deepEqual(named(found.map(({ item }) => item)), ["104,100"]);
  assert.deepEqual(named(found[0].beneath), ["100,104", "100,98"]);
  const group = globalThis.document.createElementNS("http://www.w3.org/2000/svg", "g");
  const [symbol] = arrows.draw(group, items, far, contextWith());
  assert.deepEqual(
    symbol.members.map(({ asked }) => asked.origin),
    ["104,100", "100,104", "100,98"],
  );
  assert.equal(symbol.lines.at(-1), "and 2 more that would lie on it");
  assert.equal(group.querySelectorAll("[data-kind=flow]").length, 1);
});

test("flows that come to a point from different sides, or go to different points, are arrows of their own", () => {
  const { arrows: found } = drawn(
    moved([100, 100], [400, 100], 90_000),
    moved([100, 400], [400, 100], 400),
    moved([100, 104], [400, 130], 400),
  );
  assert.equal(found.length, 3);
});

test("arrows are drawn in the order in which they came, the thin on top of the wide", () => {
  const items = [
    moved([100, 300], [400, 100], null),
    moved([100, 100], [400, 100], 90),
    moved([100, 500], [400, 100], 5),
  ];
  assert.deepEqual(named(drawn(...items).arrows.map(({ item }) => item)), named(items));
});

test("near by, an arrow to an area is no river", () => {
  const { near, max_width: widest } = contextWith().style.flow;
  const thick = (zoom, loose) => {
    const item = moved([100, 100], [400, 100], 100_000, { loose_to: loose });
    return arrows.arrange([item], { ...far, zoom }, contextWith()).arrows[0].thick;
  };
  assert.deepEqual([thick(near.zoom, true), thick(near.zoom, false)], [near.most_width, widest]);
  assert.equal(thick(near.zoom - 0.25, true), widest);
});

test("a flow of the days before is faint, slim, without an edge, and asks for its own days", () => {
  const days = { from: "2019-12-01", to: "2020-02-27" };
  const group = globalThis.document.createElementNS("http://www.w3.org/2000/svg", "g");
  const [symbol] = arrows.draw(group, [moved([100, 100], [400, 100], 100_000)], far, contextWith(), days);
  assert.deepEqual([symbol.asked.from, symbol.asked.to], [days.from, days.to]);
  const { faint } = contextWith().style.flow;
  const [edge, body] = group.querySelectorAll("path");
  assert.deepEqual([edge.getAttribute("stroke-width"), body.getAttribute("fill")], ["0", faint.colour]);
  assert.equal(Number(body.getAttribute("fill-opacity")), faint.opacity);
  const { arrows: found } = arrows.arrange([moved([100, 100], [400, 100], 100_000)], far, contextWith(), true);
  assert.equal(found[0].thick, faint.most_width);
});

test("of faint flows to one point one is drawn, whichever way they come", () => {
  const items = [
    moved([100, 100], [400, 100], 90),
    moved([100, 400], [400, 100], 400),
    moved([100, 400], [400, 300], 1),
  ];
  const { arrows: found } = arrows.arrange(items, far, contextWith(), true);
  assert.deepEqual(
    found.map(({ item, beneath }) => [item.persons, beneath.length]),
    [
      [400, 1],
      [1, 0],
    ],
  );
});

test("a pair with a movement in the range has none before it", () => {
  const earlier = (...rows) => flows.before([pair(rows)], 5, 9, counting).map((one) => one.persons);
  assert.deepEqual(earlier([0, 3, 10, 10], [6, 6, 1, 1]), []);
  assert.deepEqual(earlier([0, 5, 10, 10]), []);
  assert.deepEqual(earlier([0, 3, 10, 10], [12, 12, 1, 1]), [10]);
});

test("an end that stands for an area is said and fades", () => {
  const group = globalThis.document.createElementNS("http://www.w3.org/2000/svg", "g");
  const context = contextWith();
  const items = flows.inRange([pair([[0, 1, 5, 9]], { loose_to: true })], 0, 5, counting);
  const [symbol] = arrows.draw(group, items, far, context);
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
