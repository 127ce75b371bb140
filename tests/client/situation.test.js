import assert from "node:assert/strict";
import { before, test } from "node:test";

import { config, document, stateWith } from "./support.js";

const place = (name, lat, lon, more) => ({ place: name, lat, lon, ...more });
const square = (w, s, e, n) => [
  [
    [w, s],
    [e, s],
    [e, n],
    [w, n],
    [w, s],
  ],
];
const feature = (geometry, properties) => ({ type: "Feature", geometry, properties });
const [first, second] = config.crisis.order;

const BASE = { towns: [["Capital", 35.9, 36.6, 1]], attribution: "Natural Earth", relief: null };
const SEQUENCE = {
  days: config.crisis.days,
  grid: 0.1,
  origin: [36, 35],
  dates: [0, 60],
  front_km: [100, 90],
  arcs: [[0, 0, 10, 0, 0, 10, -10, 0, 0, -10]],
  layers: { areas: { columns: ["controller"], features: [[0, 999, [first], [[[0]]]]] } },
  places: [
    [
      "Held",
      35.5,
      36.5,
      [
        [0, 60, second, -3],
        [60, 999, first, 60],
      ],
    ],
  ],
};
const none = Array(config.crisis.days).fill(0);
const sums = [none.with(40, 3), none.with(40, 3)];
const EMBEDDED = {
  base: BASE,
  sites: {
    sites: [
      {
        name: "Gate",
        kind: "border_crossing",
        lat: 36.2,
        lon: 36.6,
        open_to_un_aid: true,
        source: "A",
        source_url: "https://a.org",
      },
    ],
  },
  strikes: { places: [place("Town", 35.8, 36.7, { rows: [[40, 40, 1, 3]] })] },
  flows: {
    flows: [
      {
        origin: "Town",
        origin_lat: 35.8,
        origin_lon: 36.7,
        loose_from: false,
        place: "Camp",
        lat: 36.1,
        lon: 36.9,
        loose_to: false,
        bend: 0.1,
        rows: [[41, 44, 100, 200]],
      },
    ],
  },
  clock: {
    strikes: {
      count: sums,
      civilians: { given: [none, none], low: [none, none], high: [none, none] },
      unsure: { strikes: [none, none], killed: [none, none] },
      coarse: [none, none],
    },
    changes: none,
    changes_by_place: [],
    displaced: { counter: "OCHA", totals: [], others: [] },
  },
  sequence: SEQUENCE,
  modelled: { windows: [] },
  overlays: {
    posts: [],
    words: {},
    areas: [
      {
        id: config.crisis.agreements[0].layer,
        kind: config.crisis.agreements[0].kind,
        areas: feature({ type: "Polygon", coordinates: square(36, 35, 37, 36) }, {}),
        name: "Strip",
        legend: "Strip",
        title: "Strip",
        lines: [],
        note: "",
        anchor: [35.5, 36.4],
        sources: [],
      },
    ],
  },
  reports: {
    "strike||Town|35.80000,36.70000": {
      title: "Town",
      reports: [
        { heading: "10 January", lines: ["3 strikes"], source: "A", source_url: "https://a.org", start: 40, end: 40 },
      ],
    },
  },
};

let window;
let container;

before(async () => {
  window = document();
  // A document without layout has no sizes: the map is given one.
  Object.defineProperty(window.HTMLElement.prototype, "clientWidth", { get: () => 1000, configurable: true });
  Object.defineProperty(window.HTMLElement.prototype, "clientHeight", { get: () => 700, configurable: true });
  // Its custom properties are not inherited either: the style sheet counts as loaded.
  globalThis.getComputedStyle = () => ({ getPropertyValue: () => "1" });
  globalThis.CSS = { escape: (text) => text.replace(/[^\w-]/g, "\\$&") };
  container = window.document.createElement("div");
  window.document.body.append(container);
  await import("../../lib/maps/client/index.js");
  const map = L.map(container, {
    center: [35.8, 36.7],
    zoom: 10,
    attributionControl: false,
    zoomAnimation: false,
    fadeAnimation: false,
  });
  window.situationMap.create(map, { ...config, embedded: EMBEDDED, online: null });
  await settled(() =>
    window.situationMap.set(
      stateWith({
        view: { lat: 35.7, lon: 36.6, zoom: 10.5 },
        layers: ["control", "front", "places", "strikes", "flows", "crossings", config.crisis.agreements[0].layer],
      }),
    ),
  );
});

const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
async function settled(change) {
  change?.();
  for (let i = 0; i < 200; i += 1) {
    await wait(10);
    if (window.situation.ready && window.situation.figures) return;
  }
  throw new Error("the map did not settle");
}
const named = (kind) =>
  [...container.querySelectorAll(`[data-kind=${kind}]`)].map((one) => one.getAttribute("data-name"));

test("the map says what it has drawn, in numbers", () => {
  const { drawn, overlays, from, to, stamp } = window.situation;
  assert.deepEqual([from, to, stamp], ["2019-12-01", "2020-03-05", "s1"]);
  assert.deepEqual(drawn, {
    front_km: 90,
    control_areas: 1,
    strike_places: 1,
    strike_events: 3,
    flows: 1,
    camps: 0,
    crossings: 1,
  });
  assert.equal(overlays[config.crisis.agreements[0].layer], true);
});

test("every symbol that opens carries its kind and name", () => {
  assert.deepEqual(["strike", "crossing", "place", "agreement"].map(named), [["Town"], ["Gate"], ["Held"], ["Strip"]]);
});

test("the legend explains what is on the screen, and nothing else", () => {
  const { held, moves, sites, strikes } = config.words.legend_lines;
  const said = () => {
    const names = [...container.querySelectorAll(".situation-line dt")].map((one) => one.textContent);
    return [held, strikes, moves, sites].map((name) => names.includes(name));
  };
  assert.deepEqual(said(), [true, true, true, false], "the crossing lies north of the view");
  window.situationMap.look(36.2, 36.6, 13);
  assert.deepEqual(said(), [false, false, false, true]);
  window.situationMap.look(35.97, 36.77, 13);
  assert.deepEqual(said(), [true, false, true, false], "an arrow that passes with both ends elsewhere");
  window.situationMap.look(35.7, 36.6, 10.5);
});

test("Tab stops once at each layer, at a symbol that is seen", () => {
  const stops = [...container.querySelectorAll('.situation-symbols [tabindex="0"]')];
  const groups = [...container.querySelectorAll(".situation-symbols [data-layer]")];
  assert.deepEqual(
    stops.map((one) => one.closest("[data-layer]").dataset.layer),
    groups.map((one) => one.dataset.layer),
  );
  assert.ok(groups.length > 3);
  for (const group of groups) assert.match(group.getAttribute("aria-label"), /, \d+: /);
});

test("a key goes on within a layer, and what it comes to is brought into view", () => {
  const gate = container.querySelector("[data-kind=crossing]");
  const y = () =>
    Number(
      container
        .querySelector("[data-kind=crossing] path")
        .getAttribute("d")
        .match(/,(-?[\d.]+)/)[1],
    );
  const top = () => Number(container.querySelector(".situation-symbols").getAttribute("viewBox").split(" ")[1]);
  gate.dispatchEvent(new KeyboardEvent("keydown", { key: "Home", bubbles: true }));
  assert.equal(window.document.activeElement.dataset.key, "site:0");
  assert.ok(y() - top() > 100, "it lay beyond the upper edge");
  window.situationMap.look(35.7, 36.6, 10.5);
});

test("the keyboard comes to search, legend and clock before the symbols", () => {
  const order = ["situation-skip", "situation-clock", "situation-legend", "situation-symbols"];
  const parts = order.map((name) => window.document.querySelector(`.${name}`));
  const follows = (one, other) => one.compareDocumentPosition(other) & window.Node.DOCUMENT_POSITION_FOLLOWING;
  for (let i = 1; i < parts.length; i += 1) assert.ok(follows(parts[i - 1], parts[i]), order[i]);
});

test("a point on a symbol means that symbol", () => {
  const box = window.document.querySelector("[data-kind=strike] circle");
  const root = container.querySelector(".situation-symbols").getAttribute("viewBox").split(" ").map(Number);
  assert.equal(root.length, 4);
  const at = [box.getAttribute("cx"), box.getAttribute("cy")].map(Number);
  const found = window.situationMap.under(...at);
  assert.deepEqual(found[0], { kind: "strike", name: "Town" });
});

test("the clock goes to other days out of what is loaded", async () => {
  await window.situationMap.setRange("2019-12-01", "2019-12-20");
  assert.deepEqual([window.situation.from, window.situation.to], ["2019-12-01", "2019-12-20"]);
  assert.equal(window.situation.drawn.strike_events, 0);
  assert.equal(window.situation.figures.front_km, 100);
  await window.situationMap.setRange("2019-12-01", "2020-03-05");
  assert.equal(window.situation.drawn.strike_events, 3);
});

test("a symbol opens by keyboard to its reports, and Escape closes them", async () => {
  await wait(200);
  const symbol = container.querySelector("[data-kind=strike]");
  symbol.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", bubbles: true }));
  await wait(20);
  const popup = container.querySelector("[data-popup]");
  assert.deepEqual([popup.dataset.kind, popup.dataset.name], ["strike", "Town"]);
  assert.match(popup.textContent, /10 January.*3 strikes/);
  container.dispatchEvent(new KeyboardEvent("keydown", { key: "Escape", bubbles: true }));
  await wait(20);
  assert.equal(container.querySelector("[data-popup]"), null);
});

test("a range without anything says so, and a filter that fails keeps the last map", async () => {
  await settled(() =>
    window.situationMap.set(stateWith({ from: "2020-03-01", to: "2020-03-02", layers: ["strikes"], stamp: "s2" })),
  );
  assert.match(container.querySelector(".situation-notices").textContent, /1 March/);
  const { drawn } = window.situation;
  window.situationMap.set(stateWith({ own: "gone", stamp: "s3" }));
  globalThis.fetch = () => Promise.reject(new Error("offline"));
  await wait(50);
  assert.equal(window.situation.stamp, "s2");
  assert.deepEqual(window.situation.drawn, drawn);
  assert.ok(container.querySelector(".situation-notice[data-key=offline] button"));
});
