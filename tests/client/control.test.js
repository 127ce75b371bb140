import assert from "node:assert/strict";
import { test } from "node:test";

import { Days } from "../../lib/maps/client/data/days.js";
import { Sequence } from "../../lib/maps/client/data/sequence.js";
import { projectionFrom } from "../../lib/maps/client/draw/geometry.js";
import * as control from "../../lib/maps/client/layers/control.js";
import * as stretches from "../../lib/maps/client/layers/front_stretches.js";
import * as placesLayer from "../../lib/maps/client/layers/places.js";
import { config, contextWith } from "./support.js";

const project = projectionFrom([36, 36.8]);

for (const [wide, high, seen] of [
  [3, 3, true],
  [2, 30, false],
  [30, 2, false],
  [8, 5, true],
]) {
  test(`a hatch of ${wide} by ${high} cells is ${seen ? "" : "not "}explained`, () => {
    const data = new Uint8ClampedArray(4 * 40 * 40);
    for (let x = 5; x < 5 + wide; x += 1) for (let y = 7; y < 7 + high; y += 1) data[4 * (y * 40 + x) + 3] = 255;
    assert.equal(control.patch(data, 40, 3), seen);
  });
}

test("a covered cell at the end of a row does not go on in the next", () => {
  const data = new Uint8ClampedArray(4 * 6 * 6);
  [4, 5, 6, 7, 10, 11, 12, 13, 16, 17, 18, 19].forEach((cell) => (data[4 * cell + 3] = 255));
  assert.equal(control.patch(data, 6, 3), false);
});

const SQUARE = {
  days: 99,
  grid: 0.1,
  origin: [36, 35],
  dates: [0, 10],
  front_km: [1, 2],
  arcs: [
    [0, 0, 10, 0, 0, 10],
    [0, 0, 0, 10, 10, 0],
  ],
  layers: {
    areas: { columns: ["controller"], features: [[0, 99, ["red"], [[[0, -2]]]]] },
    front: {
      columns: ["is_front"],
      features: [
        [0, 10, [true], [[0]]],
        [10, 99, [true], [[1]]],
      ],
    },
    band: { columns: [], features: [] },
    stretches: { columns: ["is_front", "since_day"], features: [[0, 99, [true, -4], [[0]]]] },
  },
  places: [
    [
      "A",
      35.5,
      36.5,
      [
        [0, 10, "blue", -3],
        [10, 99, "red", 9],
      ],
    ],
  ],
};
const all = () => new Sequence(SQUARE, project, new Days({ epoch: "2023-12-01", days: 99 }));

test("arcs that meet make one ring with each corner once", () => {
  const [area] = all().control(0).areas;
  assert.equal(area.polygons[0][0].length / 2, 5);
});

test("a point inside an area of the sequence is inside", () => {
  const [area] = all().control(0).areas;
  assert.deepEqual(
    [
      [35.5, 36.5],
      [36.5, 36.5],
    ].map(([lat, lon]) => area.contains(...project(lat, lon))),
    [true, false],
  );
});

test("what does not change is the same shape on every date", () => {
  const sequence = all();
  assert.equal(sequence.control(0).areas[0], sequence.control(1).areas[0]);
  assert.notEqual(sequence.control(0).front[0], sequence.control(1).front[0]);
});

test("only what changes between two dates is in the box that is drawn anew", () => {
  const sequence = all();
  const [one, other] = [0, 1].map((i) => ({ ...sequence.control(i), stretches: [] }));
  assert.equal(control.changed(one, one), null);
  const [left, top, right, bottom] = control.changed(one, other);
  assert.ok(left < right && top < bottom);
});

test("a day has the control of the latest date before it, and the first date before any", () => {
  assert.deepEqual(
    [-5, 0, 9, 10, 98, 400].map((day) => all().index(day)),
    [0, 0, 0, 1, 1, 1],
  );
});

test("a stretch grows older while its line stays", () => {
  assert.deepEqual(
    [0, 1].map((i) => all().control(i).stretches[0].age_days),
    [4, 14],
  );
});

test("a place has its holder of the day", () => {
  const places = [0, 1].map((i) => all().control(i).places[0]);
  assert.deepEqual(
    places.map((place) => [place.controller, place.since]),
    [
      ["blue", "2023-11-28"],
      ["red", "2023-12-10"],
    ],
  );
});

test("only the sides that are chosen are shown, and all of them without a choice", () => {
  const map = all().control(0);
  assert.equal(control.only(map, []), map);
  assert.equal(control.only(null, ["red"]), null);
  assert.deepEqual(control.only(map, ["blue"]).areas, []);
});

const stretch = (coordinates, properties = {}) => ({
  type: "Feature",
  geometry: { type: "LineString", coordinates },
  properties: { is_front: true, ...properties },
});
const decode = (...features) => stretches.decode({ type: "FeatureCollection", features }, project);
const SOUTH = stretch(
  [
    [36, 35.5],
    [36.5, 35.5],
  ],
  { place_a: "South" },
);
const NORTH = stretch(
  [
    [36, 36],
    [36.5, 36],
  ],
  { place_a: "North" },
);

for (const [lat, named] of [
  [35.51, "South"],
  [35.99, "North"],
  [35.75, undefined],
]) {
  test(`the stretch under the pointer at latitude ${lat} is ${named || "none"}`, () => {
    assert.equal(stretches.nearest(decode(SOUTH, NORTH), ...project(lat, 36.2), 1e-4)?.place_a, named);
  });
}

test("a line where nobody fights is no stretch of the front", () => {
  assert.equal(
    decode(
      stretch(
        [
          [36, 35.5],
          [36.5, 35.5],
        ],
        { is_front: false },
      ),
      NORTH,
    ).length,
    1,
  );
});

test("an answer without stretches is a front without stretches", () => {
  assert.deepEqual(stretches.decode(undefined, project), []);
});

test("looking a stretch up takes less than two milliseconds", () => {
  const line = (i) => Array.from({ length: 40 }, (_, j) => [36 + i / 500, 35 + j / 40]);
  const many = decode(...Array.from({ length: 120 }, (_, i) => stretch(line(i))));
  const [x, y] = project(35.5, 36.12);
  const look = (times) => {
    for (let i = 0; i < times; i += 1) stretches.nearest(many, x, y, 1e-5);
  };
  look(200);
  const start = performance.now();
  look(100);
  assert.ok((performance.now() - start) / 100 < 2);
});

const described = (properties) =>
  stretches.describe(
    decode(
      stretch(
        [
          [36, 35],
          [36, 36],
        ],
        properties,
      ),
    )[0],
    contextWith(),
  );

test("a stretch says how exact it is and what holds it up", () => {
  const lines = described({ place_a: "Nayrab", place_b: "Sarmin", width_km: 2.34, age_days: 9, confidence: "medium" });
  assert.equal(lines[0], "Front line near Nayrab and Sarmin");
  assert.match(lines[1], /2\.3 km/);
  assert.match(lines[2], /9 days old/);
  assert.match(lines[3], /medium confidence/);
  assert.equal(lines.length, 4);
});

test("a stretch that one side claims says so", () => {
  assert.equal(described({ one_sided: true }).at(-1), "Only one side claims this");
});

test("what is not known of a stretch is not said", () => {
  assert.deepEqual(described({ width_km: null, age_days: null, confidence: "" }), ["Front line"]);
});

for (const [age, words] of [
  [0, "same day"],
  [1, "1 day old"],
  [14, "14 days old"],
]) {
  test(`reports of ${age} days are said to be ${words}`, () => {
    assert.ok(described({ age_days: age })[1].includes(words));
  });
}

test("a place in ground drawn as another side's says so on its day, and is drawn at every zoom", () => {
  const body = structuredClone(SQUARE);
  body.places = [
    ["A", 35.5, 36.5, [[0, 10, "blue", -3, 1]]],
    ["B", 35.6, 36.5, [[0, 99, "red", -3, 0]]],
  ];
  const sequence = new Sequence(body, project, new Days({ epoch: "2019-12-01", days: 99 }));
  const map = sequence.control(0);
  assert.deepEqual(
    map.places.map(({ place, apart }) => [place, apart]),
    [
      ["A", true],
      ["B", false],
    ],
  );
  const situation = (...layers) => ({ has: (name) => layers.includes(name), config: { style: config.style } });
  const names = (some, zoom) => placesLayer.visible(some, map, { zoom }).map(({ place }) => place);
  assert.deepEqual(names(situation("control"), 7), ["A"]);
  assert.deepEqual(names(situation("control", "places"), 7), ["A"]);
  assert.deepEqual(names(situation("control", "places"), 16), ["A", "B"]);
  assert.deepEqual(names(situation("front"), 16), []);
});
