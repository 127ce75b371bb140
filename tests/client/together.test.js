import assert from "node:assert/strict";
import { before, beforeEach, test } from "node:test";

import { document } from "./support.js";

let Together;
let page;

/** A map of a page that holds others, with what it was told by them. */
function beside({ untouched = true } = {}) {
  const container = window.document.createElement("div");
  const map = L.map(container, { center: [35.8, 36.7], zoom: 9, zoomAnimation: false, fadeAnimation: false });
  const situation = { map, untouched };
  const told = [];
  const api = {
    moved: () => (situation.untouched ? null : [map.getCenter().lat, map.getCenter().lng, map.getZoom()]),
    follow(...view) {
      told.push(view);
      one.together.follow(...view);
    },
  };
  const one = { map, situation, told };
  one.together = new Together(situation, () => page.filter((other) => other !== api));
  page.push(api);
  return one;
}

const viewOf = ({ map }) => [map.getCenter().lat, map.getCenter().lng, map.getZoom()];
function assertTogether(one, other) {
  const [a, b] = [one, other].map(viewOf);
  assert.equal(a[2], b[2]);
  const apart = one.map.latLngToContainerPoint([b[0], b[1]]).distanceTo(one.map.getSize().divideBy(2));
  assert.ok(apart <= 1, `${apart} pixels apart`);
}

before(async () => {
  const made = document();
  Object.defineProperty(made.HTMLElement.prototype, "clientWidth", { get: () => 400, configurable: true });
  Object.defineProperty(made.HTMLElement.prototype, "clientHeight", { get: () => 400, configurable: true });
  ({ Together } = await import("../../lib/maps/client/interface/together.js"));
});

beforeEach(() => {
  page = [];
});

test("whichever map is moved, the others look at the same place at the same zoom", () => {
  const [a, b, c] = [beside(), beside(), beside()];
  a.situation.untouched = false;
  a.map.setView([36.1, 36.4], 11);
  [b, c].forEach((other) => assertTogether(a, other));
  c.map.panBy([30, -20], { animate: false });
  [a, b].forEach((other) => assertTogether(c, other));
  assert.ok(
    [a, b, c].every(({ situation }) => !situation.untouched),
    "none fits itself to the start view again",
  );
});

test("a map that follows tells nobody, so that nothing goes round", () => {
  const [a, b] = [beside({ untouched: false }), beside()];
  b.told.length = 0;
  a.map.setView([36.1, 36.4], 11);
  assert.deepEqual(a.told, []);
  assert.ok(b.told.length > 0);
});

test("while a map is drawn along, the others are shifted and not drawn anew", () => {
  const [a, b] = [beside({ untouched: false }), beside()];
  let rests = 0;
  b.map.on("moveend", () => (rests += 1));
  a.together.follow(36, 36.5, 9, true);
  a.map.setView([36, 36.5], 9);
  rests = 0;
  for (const x of [5, 5, 5]) {
    const pane = a.map.getPane("mapPane");
    L.DomUtil.setPosition(pane, L.DomUtil.getPosition(pane).subtract([x, 0]));
    a.map.fire("move");
    assertTogether(a, b);
  }
  assert.equal(rests, 0);
  a.map.fire("moveend");
  assert.equal(rests, 1);
  assertTogether(a, b);
});

test("a zoom that is not over yet is not followed", () => {
  const [a, b] = [beside({ untouched: false }), beside()];
  a.map.setView([36, 36.5], 9);
  b.told.length = 0;
  a.together.zoom = 10;
  a.map.fire("move");
  assert.deepEqual(b.told, []);
});

test("until a reader moves one of them, each stays as it fits", () => {
  const [a, b] = [beside(), beside()];
  a.map.setView([36.4, 36.9], 8);
  assert.deepEqual(b.told, []);
});

test("a map that comes late looks where the reader has moved the others to", () => {
  const a = beside({ untouched: false });
  a.map.setView([36.2, 36.6], 10.5);
  assertTogether(a, beside());
});
