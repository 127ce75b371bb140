import assert from "node:assert/strict";
import { test } from "node:test";

import * as geometry from "../../lib/maps/client/draw/geometry.js";
import { config } from "./support.js";

const style = config.style.flow;
const plain = geometry.projectionFrom([0, 0]);

test("a positive bend goes to the left of the way", () => {
  // Northward on a screen is towards smaller y; its left is west, towards smaller x.
  const [x] = geometry.arrow([0, 100], [0, 0], 0.2, 6, style).middle;
  assert.ok(Math.abs(x + 20) < 1e-9);
});

test("the tip of an arrow is its destination", () => {
  assert.ok(geometry.arrow([0, 100], [40, 10], 0.2, 6, style).head.includes("40.0,10.0"));
});

test("a short arrow is slimmer, so that it is never a block without a direction", () => {
  const wide = (to) => {
    const { head } = geometry.arrowPoints([0, 0], [to, 0], 0, 16, style);
    return Math.abs(head[0][1] - head[2][1]);
  };
  assert.ok(wide(20) < wide(200) / 2);
});

test("the projection counts from its anchor, wherever that is", () => {
  assert.deepEqual(geometry.projectionFrom([36, 36.8])(36, 36.8), [0, 0]);
  const [x, y] = geometry.projectionFrom([-10, 30])(-9, 31);
  assert.ok(Math.abs(x - 1 / 360) < 1e-12 && y < 0);
});

test("every kind of GeoJSON becomes shapes, and a missing layer none", () => {
  const ring = [
    [0, 0],
    [10, 0],
    [10, 10],
    [0, 0],
  ];
  const of = (type, coordinates) => geometry.shapes({ type, coordinates }, plain)[0];
  assert.equal(of("LineString", ring).lines.length, 1);
  assert.equal(of("MultiLineString", [ring, ring]).lines.length, 2);
  assert.equal(of("Polygon", [ring]).polygons.length, 1);
  assert.equal(of("MultiPolygon", [[ring], [ring]]).polygons.length, 2);
  const both = {
    type: "GeometryCollection",
    geometries: [
      { type: "LineString", coordinates: ring },
      { type: "Polygon", coordinates: [ring] },
    ],
  };
  const [shape] = geometry.shapes(both, plain);
  assert.deepEqual([shape.lines.length, shape.polygons.length], [1, 1]);
  assert.deepEqual(geometry.shapes(undefined, plain), []);
});

test("a point in a hole of an area is outside it", () => {
  const square = (a, b) => [
    [a, a],
    [b, a],
    [b, b],
    [a, b],
    [a, a],
  ];
  const [area] = geometry.shapes({ type: "Polygon", coordinates: [square(0, 10), square(4, 6)] }, plain);
  const inside = (lat, lon) => area.contains(...plain(lat, lon));
  assert.deepEqual([inside(2, 2), inside(5, 5), inside(12, 2)], [true, false, false]);
});

test("the box of a shape holds all of it", () => {
  const [line] = geometry.shapes(
    {
      type: "LineString",
      coordinates: [
        [-20, 0],
        [10, 30],
      ],
    },
    plain,
  );
  const [left, top, right, bottom] = line.box;
  assert.ok(Math.abs(left + 20 / 360) < 1e-12 && Math.abs(right - 10 / 360) < 1e-12);
  assert.ok(top < bottom && Math.abs(bottom) < 1e-12);
});

test("a kilometre is more pixels nearer to the pole", () => {
  assert.ok(geometry.pixelsOfKm(60, 1000) / geometry.pixelsOfKm(0, 1000) - 2 < 1e-9);
});

test("a line or an area comes into a box by its edge, or by lying all around it", () => {
  const [shape] = geometry.shapes(
    {
      type: "Polygon",
      coordinates: [
        [
          [0, 0],
          [10, 0],
          [10, 10],
          [0, 10],
          [0, 0],
        ],
      ],
    },
    (lat, lon) => [lon, lat],
  );
  const MEETS = [
    [[2, 2, 4, 4], true, "all of the box inside"],
    [[-5, 4, 1, 6], true, "over an edge"],
    [[-5, -5, 20, 20], true, "around all of it"],
    [[11, 2, 14, 4], false, "beside it"],
  ];
  for (const [box, meets, why] of MEETS) assert.equal(shape.meets(box), meets, why);
  const line = [
    [0, 0],
    [10, 10],
  ];
  assert.equal(geometry.lineMeets(line, [4, 0, 6, 20]), true, "through the box, with no point in it");
  assert.equal(geometry.lineMeets(line, [6, 0, 9, 3]), false, "past a corner of it");
});
