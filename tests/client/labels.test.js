import assert from "node:assert/strict";
import { before, test } from "node:test";

import * as labels from "../../lib/maps/client/draw/labels.js";
import { Layout } from "../../lib/maps/client/draw/layout.js";
import { borderNames } from "../../lib/maps/client/draw/line_names.js";
import { config, contextWith, document, flatView } from "./support.js";

before(() => document());

const group = () => globalThis.document.createElementNS("http://www.w3.org/2000/svg", "g");
const layoutOf = (context = contextWith()) => new Layout(group(), context);
const look = { size: 10, colour: "#000000" };
const boxOf = (layout) => layout.taken.at(-1);

test("a name stands to the right of its point where that side is free", () => {
  const layout = layoutOf();
  assert.equal(layout.beside("abc", [100, 100], 6, look, false), true);
  const [left, , right] = boxOf(layout);
  assert.deepEqual([left, right], [104, 129]);
});

test("a name goes to another side where a name stands already", () => {
  const layout = layoutOf();
  layout.taken.push([100, 60, 300, 112]);
  layout.beside("abc", [100, 100], 6, look, false);
  const [, , right] = boxOf(layout);
  assert.ok(right <= 100);
});

test("a name is left out where no side is free", () => {
  const layout = layoutOf();
  layout.taken.push([0, 0, 300, 300]);
  assert.equal(layout.beside("abc", [100, 100], 6, look, true), false);
  assert.equal(layout.group.childElementCount, 0);
});

test("only an important name may lie over symbols", () => {
  const crowded = () => {
    const layout = layoutOf();
    layout.avoid([[0, 0, 300, 300]]);
    return layout;
  };
  assert.equal(crowded().beside("abc", [100, 100], 6, look, false), false);
  assert.equal(crowded().beside("abc", [100, 100], 6, look, true), true);
});

test("a turned text takes the room of its turned box", () => {
  const layout = layoutOf();
  layout.centred("abcdefghij", [100, 100], look, { turn: 90 });
  const [left, top, right, bottom] = boxOf(layout);
  assert.ok(bottom - top > 70 && right - left < 20);
});

const clear = (more = {}) => ({
  obstacles: [],
  taken: [],
  names: [],
  spots: [],
  inner: { min: { x: 0, y: 0 }, max: { x: 900, y: 600 } },
  ...more,
});
const base = (more = {}) => ({ towns: [], border: [], highways: [], governorate_labels: [], ...more });
const written = (ground, told = {}, view = {}, context = contextWith({ countries: [] })) => {
  const drawn = group();
  labels.draw(drawn, flatView(view), ground && base(ground), context, clear(told));
  return [...drawn.querySelectorAll("text")].map((one) => one.textContent);
};

test("where two towns cannot both be named, the greater is", () => {
  const crowd = [
    ["village", 300, 300, 4],
    ["capital", 300, 300, 1],
  ];
  const one = [["capital", 300, 300, 1]];
  assert.equal(written({ towns: crowd }, {}, { zoom: 12 })[0], written({ towns: one }, {}, { zoom: 12 })[0]);
});

test("small towns are named only when the map is near", () => {
  const towns = [
    ["capital", 100, 100, 1],
    ["village", 300, 300, 5],
  ];
  assert.deepEqual(written({ towns }, {}, { zoom: 8 }), ["capital"]);
  assert.deepEqual(written({ towns }, {}, { zoom: 11 }), ["capital", "village"]);
});

test("a town on a strike's circle has its name clear of the circle and no dot", () => {
  const drawn = group();
  const circle = [280, 280, 320, 320];
  labels.draw(
    drawn,
    flatView(),
    base({ towns: [["town", 300, 300, 2]] }),
    contextWith({ countries: [] }),
    clear({ obstacles: [circle] }),
  );
  assert.equal(drawn.querySelectorAll("circle").length, 0);
  assert.ok(Number(drawn.querySelector("text").getAttribute("x")) >= 320);
});

test("a side is named where there is room, over symbols rather than not at all", () => {
  const [side] = config.crisis.order;
  const spots = [{ controller: side, x: 400, y: 300, room: 90 }];
  const name = config.words.area_names[side];
  assert.deepEqual(written(null, { spots }), [name]);
  assert.deepEqual(written(null, { spots, obstacles: [[0, 0, 900, 600]] }), [name]);
  assert.deepEqual(written(null, { spots: [{ ...spots[0], room: 20 }] }), []);
});

test("a crossing named like the town beside it needs no second label", () => {
  const names = [{ text: "Bab", x: 600, y: 100, open: true, camp: false }];
  assert.deepEqual(written({ towns: [["Bab", 100, 100, 1]] }, { names }), ["Bab"]);
  assert.deepEqual(written({ towns: [] }, { names }), ["Bab"]);
});

/** Where the border's name stands beside a line through these points. */
function beside(points, toward = config.crisis.border.toward) {
  const context = contextWith({ crisis: { ...config.crisis, border: { ...config.crisis.border, toward } } });
  const layout = layoutOf(context);
  borderNames(layout, flatView(), base({ border: [{ lines: [Float64Array.from(points.flat())] }] }), context);
  const [left, top, right, bottom] = boxOf(layout);
  return [(left + right) / 2, (top + bottom) / 2];
}
const line = (from, to) =>
  Array.from({ length: 41 }, (_, i) => [0, 1].map((axis) => (from[axis] * (40 - i) + to[axis] * i) / 40));
// Longitude and latitude of the shapes are pixels here: scale 1 would be the whole world.
const scaled = (points) => points.map(([x, y]) => [x / flatView().scale, y / flatView().scale]);

test("the border's name stands north of a line from west to east, whichever way it is drawn", () => {
  assert.ok(beside(scaled(line([100, 300], [500, 300])))[1] < 300);
  assert.ok(beside(scaled(line([500, 300], [100, 300])))[1] < 300);
});

test("and west of a line from north to south", () => {
  assert.ok(beside(scaled(line([300, 100], [300, 500])))[0] < 300);
  assert.ok(beside(scaled(line([300, 500], [300, 100])))[0] < 300);
});

test("another crisis may have it on the other side", () => {
  assert.ok(beside(scaled(line([100, 300], [500, 300])), [0, 1])[1] > 300);
});
