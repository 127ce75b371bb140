import assert from "node:assert/strict";
import { before, test } from "node:test";

import { Shape } from "../../lib/maps/client/draw/geometry.js";
import * as labels from "../../lib/maps/client/draw/labels.js";
import { Layout } from "../../lib/maps/client/draw/layout.js";
import { borderNames } from "../../lib/maps/client/draw/line_names.js";
import { twoLines } from "../../lib/maps/client/draw/side_names.js";
import { CELL, Terrain } from "../../lib/maps/client/draw/terrain.js";
import { config, contextWith, document, flatView } from "./support.js";

before(() => document());

const group = () => globalThis.document.createElementNS("http://www.w3.org/2000/svg", "g");
const BOUNDS = { min: { x: 0, y: 0 }, max: { x: 900, y: 600 } };
const layoutOf = (context = contextWith(), terrain = undefined) => new Layout(group(), context, terrain);
const look = { size: 10, colour: "#000000" };
const boxOf = (layout) => layout.taken.at(-1);
const rule = config.style.label;

/** A shape of rectangles in layer points of the flat view, each [left, top, right, bottom]. */
const rectangles = (properties, ...boxes) => {
  const { scale } = flatView();
  const ring = ([l, t, r, b]) => Float64Array.from([l, t, r, t, r, b, l, b, l, t].map((at) => at / scale));
  return new Shape(
    [],
    boxes.map((box) => [ring(box)]),
    properties,
  );
};
const lineOf = (...points) => new Shape([Float64Array.from(points.flat().map((at) => at / flatView().scale))], [], {});
const area = (controller, ...boxes) => rectangles({ controller }, ...boxes);
const [own, other] = config.crisis.order;

/** A map held by one side left of x = 300 and by the other right of it, with the front between. */
const divided = () => ({
  areas: [area(own, [0, 0, 300, 600]), area(other, [300, 0, 900, 600])],
  front: [lineOf([300, 0], [300, 600])],
});
function terrainOf(map) {
  const terrain = new Terrain(BOUNDS);
  terrain.hold(map.areas, flatView());
  terrain.trace(terrain.front, map.front, flatView());
  return terrain;
}

test("a name stands to the right of its point where that side is free", () => {
  const layout = layoutOf();
  assert.equal(layout.beside("abc", [100, 100], 6, look), true);
  const [left, , right] = boxOf(layout);
  assert.deepEqual([left, right], [104, 129]);
});

test("a name goes to another side where a name stands already", () => {
  const layout = layoutOf();
  layout.taken.push([100, 60, 300, 112]);
  layout.beside("abc", [100, 100], 6, look);
  const [, , right] = boxOf(layout);
  assert.ok(right <= 100);
});

test("a name is led to its point from farther off where nothing beside it is free, the first names from farthest", () => {
  const crowded = (reach) => {
    const layout = layoutOf();
    layout.strong.push([100 - reach, 100 - reach, 100 + reach, 100 + reach]);
    return layout;
  };
  const near = crowded(16);
  assert.equal(near.beside("abc", [100, 100], 6, look), true);
  assert.equal(near.group.querySelectorAll("line").length, 2);
  const most = Math.max(...rule.farther);
  const far = () => crowded(6 + (most + rule.farthest) / 2);
  assert.equal(far().beside("abc", [100, 100], 6, look), false);
  assert.equal(far().beside("abc", [100, 100], 6, look, { first: true }), true);
});

test("a name is left out where no place is free, however important", () => {
  const layout = layoutOf();
  layout.taken.push([0, 0, 300, 300]);
  assert.equal(layout.beside("abc", [100, 100], 6, look, { first: true }), false);
  layout.taken = [];
  layout.strong.push([-200, -200, 400, 400]);
  assert.equal(layout.beside("abc", [100, 100], 6, look, { first: true }), false);
  assert.equal(layout.group.childElementCount, 0);
});

test("a name may lie on a faint ring, but rather beside it", () => {
  const layout = layoutOf();
  layout.faint.push([100, 90, 140, 110]);
  layout.beside("abc", [100, 100], 6, look);
  assert.ok(boxOf(layout)[2] <= 100);
  const all = layoutOf();
  all.faint.push([0, 0, 300, 300]);
  assert.equal(all.beside("abc", [100, 100], 6, look), true);
});

test("a name rather lies beside an arrow or the border than on it", () => {
  const terrain = new Terrain(BOUNDS);
  terrain.follow(terrain.lines, [
    [100, 100],
    [300, 100],
  ]);
  const layout = layoutOf(contextWith(), terrain);
  layout.beside("a long name", [100, 100], 6, look);
  const [, top, , bottom] = boxOf(layout);
  assert.ok(bottom < 100 || top > 100 || boxOf(layout)[2] <= 100);
});

for (const x of [200, 240, 270, 285, 292]) {
  test(`a name of a place ${300 - x} pixels before the front stays on its side and off the line`, () => {
    const terrain = terrainOf(divided());
    const layout = layoutOf(contextWith(), terrain);
    if (!layout.beside("a long name", [x, 300], 6, look)) return;
    const [left, , right] = boxOf(layout);
    assert.ok(right <= 300 - rule.off_front + CELL, `it reaches to ${right}`);
    assert.ok(left < right);
  });
}

test("a name lies to no more than a small share on another side's ground, where no front parts the two", () => {
  const map = { ...divided(), front: [] };
  const layout = layoutOf(contextWith(), terrainOf(map));
  assert.equal(layout.beside("a long name", [290, 300], 6, look), true);
  const [left, , right] = boxOf(layout);
  assert.ok((right - 300) / (right - left) <= 1 - rule.own_side + 0.05);
});

test("where two maps are compared a name keeps to its side on both", () => {
  const terrain = terrainOf(divided());
  terrain.hold([area(own, [0, 0, 150, 600]), area(other, [150, 0, 900, 600])], flatView());
  const layout = layoutOf(contextWith(), terrain);
  layout.beside("a long name", [200, 300], 6, look);
  const [left, , right] = boxOf(layout);
  assert.ok(left >= 150 - CELL && right <= 300);
});

test("contested ground bars no name, and the name of a place on it may lie on either side", () => {
  const { contested } = config.crisis;
  const terrain = new Terrain(BOUNDS, contested);
  terrain.hold(
    [area(own, [0, 0, 290, 600]), area(contested, [290, 0, 310, 600]), area(other, [310, 0, 900, 600])],
    flatView(),
  );
  const layout = layoutOf(contextWith(), terrain);
  assert.equal(layout.beside("a long name", [300, 100], 6, look), true);
  assert.ok(boxOf(layout)[2] > 320);
  assert.equal(layout.beside("short", [260, 300], 6, look), true);
  assert.ok(boxOf(layout)[2] > 290 && boxOf(layout)[2] <= 313);
});

test("a name is not cut at the edge of the screen", () => {
  const layout = layoutOf();
  layout.frame = { min: { x: 0, y: 0 }, max: { x: 120, y: 600 } };
  layout.beside("a long name", [100, 100], 6, look);
  assert.ok(boxOf(layout)[2] <= 120);
});

test("the cells of an area are those whose middle lies in it, its holes left out", () => {
  const { scale } = flatView();
  const ring = (...at) => Float64Array.from(at.map((one) => one / scale));
  const outer = ring(30, 30, 270, 30, 270, 270, 30, 270, 30, 30);
  const hole = ring(90, 90, 210, 90, 210, 210, 90, 210, 90, 90);
  const terrain = new Terrain(BOUNDS);
  terrain.hold([new Shape([], [[outer, hole]], { controller: own })], flatView());
  assert.deepEqual(
    [
      [60, 60],
      [150, 150],
      [240, 150],
      [280, 150],
      [-5, 10],
    ].map((point) => terrain.owners(point)[0]),
    [1, 0, 1, 0, 0],
  );
  assert.equal(terrain.elsewhere([40, 40, 80, 80], [0]), 1);
  assert.equal(terrain.elsewhere([40, 40, 80, 80], [1]), 0);
  assert.equal(terrain.elsewhere([60, 100, 120, 140], [2]), 0.5);
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
  maps: [],
  sides: false,
  flows: [],
  furniture: [],
  frame: null,
  inner: BOUNDS,
  towns: [],
  ...more,
});
const base = (more = {}) => ({
  towns: [],
  border: [],
  highways: [],
  governorate_labels: [],
  countries: [],
  ...more,
});
const bare = (changes = {}) => contextWith({ countries: [], crisis: { ...config.crisis, fades: {} }, ...changes });
function drawn(ground, told = {}, view = {}, context = bare()) {
  const made = group();
  labels.draw(made, flatView(view), ground && base(ground), context, clear(told));
  return made;
}
const written = (...asked) => [...drawn(...asked).querySelectorAll("text")].map((one) => one.textContent);

test("where two towns cannot both be named, the greater is", () => {
  const crowd = [
    ["village", 300, 300, 4],
    ["capital", 300, 300, 1],
  ];
  assert.deepEqual(written({ towns: crowd }, {}, { zoom: 12 }), ["capital"]);
});

test("small towns are named only when the map is near", () => {
  const towns = [
    ["capital", 100, 100, 1],
    ["village", 300, 300, 5],
  ];
  assert.deepEqual(written({ towns }, {}, { zoom: 8 }), ["capital"]);
  assert.deepEqual(written({ towns }, {}, { zoom: 11 }), ["capital", "village"]);
});

test("a town whose dot would lie under a name is not named at all", () => {
  const towns = [
    ["capital", 300, 300, 1],
    ["village", 300, 330, 4],
  ];
  const made = drawn({ towns }, {}, { zoom: 12 });
  assert.equal(made.querySelectorAll("text").length, 1);
  assert.equal(made.querySelectorAll("circle").length, 1);
});

test("a town on a strike's circle has its name clear of the circle and no dot", () => {
  const circle = [280, 280, 320, 320];
  const made = drawn({ towns: [["town", 300, 300, 2]] }, { obstacles: [circle] });
  assert.equal(made.querySelectorAll("circle").length, 0);
  assert.ok(Number(made.querySelector("text").getAttribute("x")) >= 320);
});

test("a name says what it names, and on whose ground", () => {
  const made = drawn({ towns: [["town", 300, 100, 2]] }, { maps: [divided()] });
  const { label, side } = made.querySelector("text").dataset;
  assert.deepEqual([label, side], ["town", own]);
});

const AREA_NAME = config.words.area_names[own];
const LONG = 7 * AREA_NAME.length;

test("a side is named in the widest free part of its largest ground", () => {
  const map = { areas: [area(own, [0, 0, 200, 200], [400, 0, 900, 500])], front: [] };
  const made = drawn(null, { maps: [map], sides: true, obstacles: [[400, 0, 650, 500]] });
  const text = made.querySelector("text");
  assert.equal(text.textContent, AREA_NAME);
  assert.equal(text.dataset.side, own);
  assert.ok(Number(text.getAttribute("x")) - LONG / 2 >= 600);
});

test("a side whose name does not fit in a line has it in two, and none where that does not fit", () => {
  const strip = (wide) => ({ areas: [area(own, [100, 50, 100 + wide, 550])], front: [] });
  const lines = (wide) => drawn(null, { maps: [strip(wide)], sides: true }).querySelectorAll("tspan").length;
  const [first, second] = twoLines(AREA_NAME);
  const half = 7 * Math.max(first.length, second.length);
  assert.equal(lines(LONG + 60), 0);
  assert.equal(lines((LONG + half) / 2 + 20), 2);
  assert.deepEqual(written(null, { maps: [strip(half / 2)], sides: true }), []);
});

test("no side is named over the front, or where its layer is off", () => {
  assert.deepEqual(written(null, { maps: [divided()], sides: false }), []);
  const { areas } = divided();
  const lines = [...Array(60).keys()].map((i) => lineOf([0, 10 * i], [900, 10 * i]));
  assert.deepEqual(written(null, { maps: [{ areas, front: lines }], sides: true }), []);
});

test("a crossing named like the town beside it needs no second label, nor does a town at its point", () => {
  const names = [{ text: "Bab", x: 600, y: 100, open: true, camp: false }];
  assert.deepEqual(written({ towns: [["Bab", 100, 100, 1]] }, { names }), ["Bab"]);
  assert.deepEqual(written({ towns: [["Bab", 100, 100, 4]] }, { names }, { zoom: 12 }), ["Bab"]);
  assert.deepEqual(written({ towns: [["Baab", 101, 601, 4]] }, { names }, { zoom: 12 }), ["Bab"]);
  assert.deepEqual(written({ towns: [] }, { names }), ["Bab"]);
});

test("a camp keeps its name beside the town it is called after", () => {
  const names = [{ text: "Bab camps", x: 100, y: 100, open: false, camp: true }];
  assert.deepEqual(written({ towns: [["Bab", 100, 100, 1]] }, { names }, { zoom: 12 }), ["Bab", "Bab camps"]);
});

test("what is not assessed is said on a pill in the country beyond, and no side is named there", () => {
  const land = rectangles({ code: config.crisis.country }, [0, 0, 900, 600]);
  const map = { areas: [area(own, [0, 0, 900, 600])], front: [] };
  const context = bare({ crisis: { ...config.crisis, fades: { east: [500, 540] } } });
  const made = drawn({ countries: [land] }, { maps: [map], sides: true }, {}, context);
  const at = Object.fromEntries(
    [...made.querySelectorAll("text")].map((one) => [one.dataset.label, Number(one.getAttribute("x"))]),
  );
  assert.ok(at.unassessed > 540);
  assert.ok(at.side + LONG / 2 <= 540);
  const only = drawn({ countries: [] }, { maps: [map], sides: true }, {}, context);
  assert.equal(only.querySelectorAll("[data-label=unassessed]").length, 0);
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
