// An area of the reader's own: its outline, the front inside it, and what a pointer and keys make while it is drawn.

import assert from "node:assert/strict";
import { test } from "node:test";

import { frontInside } from "../../lib/maps/client/data/tally.js";
import { AreaDrawing } from "../../lib/maps/client/interface/draw_area.js";
import { pathOf } from "../../lib/maps/client/layers/own_area.js";
import { config, contextWith, document as makeDocument, flatView, pointerOn } from "./support.js";

const CENTRE = [35.9, 36.6];

/** A map without a server, and what it tells the page. */
function drawing() {
  const window = makeDocument();
  const box = window.document.createElement("div");
  window.document.body.append(box);
  const map = window.L.map(box, { zoomAnimation: false }).setView(CENTRE, 9);
  const told = [];
  window.parent.postMessage = (message) => told.push(message.value);
  const notices = window.document.createElement("div");
  const situation = {
    map,
    config,
    context: contextWith(),
    keepsView: false,
    panel: { notices, legend: { fold() {} } },
  };
  const tool = new AreaDrawing(situation);
  const send = pointerOn(window, box, () => map.latLngToContainerPoint(CENTRE));
  const key = (name) => window.dispatchEvent(new window.KeyboardEvent("keydown", { key: name, cancelable: true }));
  return { box, key, map, notices, send, situation, told, tool };
}

test("an outline is a closed line around each ring", () => {
  const rings = [
    [
      [0, 0],
      [0, 10],
      [10, 10],
    ],
    [
      [1, 2],
      [3, 4],
      [5, 6],
    ],
  ];
  assert.equal(pathOf(rings, flatView()), "M0.0,0.0L10.0,0.0L10.0,10.0ZM2.0,1.0L4.0,3.0L6.0,5.0Z");
});

test("the front inside an area is as long as on the last control date up to the day", () => {
  const known = {
    front_km: [
      [-1, 30],
      [5, 40.5],
      [9, 0],
    ],
  };
  assert.deepEqual(
    [0, 5, 8, 9, 90].map((day) => frontInside(known, day)),
    [30, 40.5, 40.5, 0, 0],
  );
  assert.equal(frontInside({ front_km: null }, 3), null);
});

test("clicks are the corners of a polygon, and Enter finishes it", () => {
  const { key, send, situation, told, tool } = drawing();
  tool.follow({ drawing: { shape: "polygon", n: 1 } });
  [
    [0, 0],
    [100, 0],
    [100, 100],
  ].forEach(([x, y]) => send("click", x, y));
  key("Enter");
  assert.equal(told.length, 1);
  const { area } = told[0];
  assert.equal(area.shape, "polygon");
  assert.equal(area.corners.length, 3);
  // To the pixel.
  assert.ok(Math.hypot(area.corners[0][0] - CENTRE[1], area.corners[0][1] - CENTRE[0]) < 0.005);
  assert.ok(situation.keepsView);
  assert.ok(!tool.active);
});

test("a corner is taken back, a second click on the last one is none, and two corners close nothing", () => {
  const { key, send, told, tool } = drawing();
  tool.begin("polygon");
  [
    [0, 0],
    [100, 0],
    [101, 1],
    [100, 100],
  ].forEach(([x, y]) => send("click", x, y));
  assert.equal(tool.corners.length, 3);
  key("Backspace");
  assert.equal(tool.corners.length, 2);
  key("Enter");
  assert.deepEqual([told.length, tool.active], [0, true]);
});

test("a rectangle is pulled open, or made of two clicks", () => {
  const { send, told, tool } = drawing();
  tool.begin("box");
  send("pointerdown", 0, 0);
  send("pointermove", 50, 40);
  send("pointerup", 100, 80);
  tool.begin("box");
  send("pointerdown", 0, 0);
  send("pointerup", 1, 1);
  assert.ok(tool.active);
  send("pointerdown", 100, 80);
  send("pointerup", 100, 80);
  assert.deepEqual(
    told.map(({ area }) => area.shape),
    ["box", "box"],
  );
  assert.deepEqual(told[0].area.corners, told[1].area.corners);
});

test("Escape leaves nothing behind, and the same wish is not begun twice", () => {
  const { box, key, map, notices, send, told, tool } = drawing();
  const wish = { drawing: { shape: "box", n: 4 } };
  tool.follow(wish);
  assert.ok(!map.dragging.enabled());
  send("pointerdown", 0, 0);
  key("Escape");
  assert.deepEqual(
    told.map(({ area }) => area),
    [null],
  );
  assert.deepEqual(
    [map.dragging.enabled(), notices.childElementCount, box.querySelector("svg.situation-drawn")],
    [true, 0, null],
  );
  tool.follow(wish);
  assert.ok(!tool.active);
  tool.follow({ drawing: { shape: "box", n: 5 } });
  tool.follow({ drawing: null });
  assert.ok(!tool.active);
});

test("while nothing is drawn the pointer and the keys are left alone", () => {
  const { key, send, told, tool } = drawing();
  send("click", 0, 0);
  key("Escape");
  assert.deepEqual([tool.active, told], [false, []]);
});
