import assert from "node:assert/strict";
import { before, test } from "node:test";

import { Days } from "../../lib/maps/client/data/days.js";
import { coarseDegrees } from "../../lib/maps/client/draw/sizes.js";
import * as density from "../../lib/maps/client/layers/strike_density.js";
import { marksOf, merge } from "../../lib/maps/client/layers/strike_merge.js";
import * as symbols from "../../lib/maps/client/layers/strike_symbols.js";
import * as strikes from "../../lib/maps/client/layers/strikes.js";
import { config, contextWith, document, flatView } from "./support.js";

before(() => document());

const counting = { calendar: new Days({ epoch: "2023-10-01", days: 99 }), coarse_from: 2 };
const inRange = (rows, from, to) => strikes.inRange([{ place: "a", lat: 1, lon: 2, rows }], from, to, counting);

test("a strike counts when its days overlap the range", () => {
  const [found] = inRange(
    [
      [0, 0, 1, 1],
      [5, 9, 2, 2],
      [10, 10, 1, 4],
    ],
    9,
    9,
  );
  assert.deepEqual([found.count, found.worst], [2, 2]);
});

for (const [first, last, expected] of [
  [0, 98, [22, 3]],
  [0, 4, [18, 1]],
  [10, 10, [4, 2]],
]) {
  test(`a place knows how many of its strikes of days ${first} to ${last} are located roughly`, () => {
    const [found] = inRange(
      [
        [0, 0, 1, 17],
        [4, 4, 2, 1],
        [10, 10, 0, 2],
        [10, 10, 3, 2],
      ],
      first,
      last,
    );
    assert.deepEqual([found.count, found.coarse], expected);
  });
}

test("a strike of many days counts once in a range that holds them all, and a place without any is left out", () => {
  const counts = ([a, b]) =>
    inRange(
      [
        [3, 9, 1, 1],
        [9, 9, 1, 2],
      ],
      a,
      b,
    ).map((one) => one.count);
  assert.deepEqual(
    [
      [0, 98],
      [4, 8],
      [9, 9],
      [10, 98],
    ].map(counts),
    [[3], [1], [3], []],
  );
});

/** Places as [x, y, strikes, worst precision], largest first; where that is rough, one strike is. */
const items = (...places) =>
  places.map(([x, y, count, worst]) => ({
    place: { place: `${x},${y}`, lat: y, lon: x, rows: [] },
    count,
    worst,
    coarse: Number(worst >= 2),
  }));
const merged = (found) =>
  merge(found, flatView(), { reach: 40, by_root: 0, gap: 0 }, () => 0).map((one) => [
    one.x,
    one.count,
    one.worst,
    one.coarse,
    one.items.length,
  ]);
const many = (dx = 0, dy = 0) =>
  items(
    ...Array.from({ length: 80 }, (_, n) => [((37 * n) % 400) + dx, ((53 * n) % 300) + dy, 1 + (n % 7), n % 3]).sort(
      (a, b) => b[2] - a[2],
    ),
  );

test("places that would lie on one another are counted together at the largest", () => {
  assert.deepEqual(merged(items([100, 100, 9, 1], [130, 100, 2, 1], [300, 100, 1, 1])), [
    [100, 11, 1, 0, 2],
    [300, 1, 1, 0, 1],
  ]);
});

test("no strike is lost in merging, and the worst precision is kept", () => {
  const found = merged(many());
  const sum = (list, of) => list.reduce((all, one) => all + of(one), 0);
  assert.equal(
    sum(found, (one) => one[1]),
    sum(many(), (one) => one.count),
  );
  assert.equal(
    sum(found, (one) => one[3]),
    sum(many(), (one) => one.coarse),
  );
  assert.equal(
    sum(found, (one) => one[4]),
    80,
  );
  assert.equal(Math.max(...found.map((one) => one[2])), 2);
});

const DAYS = { from: "2019-12-01", to: "2020-02-27" };
/** The circles and rings of a map with these places struck in the range, and before it. */
function marks(struck, older = [], changes = {}) {
  const context = { ...contextWith(), state: { symbols: "circles" }, ...changes };
  const now = { strikes: struck, earlier: { days: DAYS, strikes: older, flows: [] } };
  return marksOf({ context, now }, flatView());
}
const apart = (circles) =>
  circles.flatMap((a, i) =>
    circles.slice(i + 1).map((b) => Math.hypot(a.x - b.x, a.y - b.y) - a.rim - b.rim - config.style.strike.apart.gap),
  );

for (const way of ["circles", "clusters", "density"]) {
  for (const scale of [0.68, 1.2]) {
    test(`drawn as ${way} at a scale of ${scale}, no two circles touch, nor a ring a circle`, () => {
      const changes = { state: { symbols: way }, symbol_scale: scale };
      const { circles, rings } = marks(many(), many(3, 7), changes);
      assert.ok(circles.length > 1 && rings.length > 0);
      assert.ok(Math.min(...apart(circles)) >= -1e-9);
      assert.ok(Math.min(...apart([...circles, ...rings])) >= -1e-9);
    });
  }
}

test("a circle that grew takes in what it then comes near to", () => {
  // The second is too far from the first, but not from the first two together with the third.
  const [only, ...rest] = marks(items([100, 100, 9, 1], [128, 100, 4, 1], [109, 100, 4, 1])).circles;
  assert.deepEqual([only.count, only.items.length, rest.length], [17, 3, 0]);
});

test("a circle of several lies at the place of most strikes, however it came together", () => {
  // The last two come together first, and are more than the first alone.
  const [only, ...rest] = marks(items([100, 100, 6, 1], [128, 100, 4, 1], [134, 100, 4, 1])).circles;
  assert.deepEqual([only.x, only.count, rest.length], [100, 14, 0]);
  assert.deepEqual(
    only.items.map((one) => one.count),
    [6, 4, 4],
  );
});

test("a circle of several places lists them, each with its own reports, and none is open at first", () => {
  const [only] = marks(items([100, 100, 3, 1], [104, 100, 1, 1])).circles;
  const symbol = strikes.openable(only, contextWith());
  assert.equal(symbol.lines[0], "4 reported strikes at 2 places");
  assert.equal(symbol.lines[1], "100,100 (3), 104,100 (1)");
  assert.deepEqual(
    symbol.members.map(({ name, asked }) => [name, asked.at]),
    [
      ["100,100", "100.00000,100.00000"],
      ["104,100", "100.00000,104.00000"],
    ],
  );
  assert.equal(symbol.asked, undefined);
  assert.equal(symbol.folded, true);
});

test("a ring that would touch a circle opens with it, for its own days; any other is drawn", () => {
  const { circles, rings } = marks(items([100, 100, 3, 1]), items([107, 100, 2, 1], [160, 100, 5, 1]));
  assert.deepEqual(
    rings.map((one) => one.items[0].place.place),
    ["160,100"],
  );
  const symbol = strikes.openable(circles[0], contextWith());
  assert.deepEqual(
    symbol.members.map(({ name, asked }) => [name, asked.from]),
    [
      ["100,100", undefined],
      ["107,100", DAYS.from],
    ],
  );
  assert.equal(symbol.lines.at(-1), "and 1 more struck before these days");
  assert.equal(symbol.folded, false);
  const { asked, lines } = strikes.openable(rings[0], contextWith());
  assert.deepEqual([asked.from, asked.to], [DAYS.from, DAYS.to]);
  assert.match(lines.join(), /1 December 2019.*27 February 2020/);
});

test("what was struck before the range is what is not struck in it", () => {
  const place = (name, ...days) => ({ place: name, lat: 1, lon: 2, rows: days.map((day) => [day, day, 1, 1]) });
  const places = [place("both", 3, 30), place("before", 3, 4), place("in", 30), place("after", 50)];
  places.push({ place: "across", lat: 1, lon: 2, rows: [[10, 25, 1, 1]] });
  assert.deepEqual(
    strikes.before(places, 20, 40, counting).map(({ place: { place: name }, count }) => [name, count]),
    [["before", 2]],
  );
});

test("dragging the map merges nothing else", () => {
  const rest = (found) => found.map((one) => one.slice(1));
  assert.deepEqual(rest(merged(many(-170, 90))), rest(merged(many())));
});

const spread = (lat) => {
  const view = flatView({ point: (_lat, lon) => [lon, 300] });
  const [item] = items([450, lat, 1, 1]);
  return density.densities([item], view, { cell: 1, radius_km: 10 }).values;
};

for (const lat of [35, 36.5]) {
  test(`the density over all the land is the number of strikes at latitude ${lat}`, () => {
    const total = spread(lat).reduce((a, b) => a + b, 0);
    const kmOfPixel = (40075.016686 * Math.cos((lat * Math.PI) / 180)) / (256 * 2 ** 9);
    assert.ok(Math.abs((total / 100) * kmOfPixel ** 2 - 1) < 0.01);
  });
}

test("one strike is about one on a hundred square kilometres where it fell", () => {
  const peak = spread(35.8).reduce((most, value) => Math.max(most, value), 0);
  assert.ok(Math.abs(peak / ((3 / (Math.PI * 10 ** 2)) * 100) - 1) < 0.01);
});

test("a density is in the class that begins at or below it", () => {
  assert.deepEqual(
    [0.4, 0.5, 3.9, 4, 500].map((value) => density.classOf(value, [0.5, 1, 2, 4])),
    [-1, 0, 2, 3, 3],
  );
});

for (const way of ["places", "clusters", "density"]) {
  test(`drawn as ${way}, circles are ${way === "density" ? "not " : ""}explained`, () => {
    assert.equal(symbols.circles({ state: { symbols: way } }), way !== "density");
  });
}

const CIRCLES = [
  [18, 0, 0, 0, false],
  [18, 1, 36, 1, false],
  [9, 3, 120, 1, false],
  [6, 3, 180, 1, false],
  [4, 4, 0, 0, true],
];
for (const [count, coarse, degrees, arcs, pale] of CIRCLES) {
  test(`of ${count} strikes ${coarse} located roughly: an arc of ${degrees} degrees, ${pale ? "pale" : "full"}`, () => {
    const { children } = strikes.circle(0, 0, count, coarse, contextWith());
    assert.equal(coarseDegrees(count, coarse, config.style.strike), degrees);
    assert.equal(children.filter((one) => one.tagName === "path").length, arcs);
    assert.equal(children[1].hasAttribute("stroke-dasharray"), pale);
  });
}

test("the share that is located roughly is said", () => {
  const context = {
    words: { strike_share: "{n} of {all}", precision: ["", "", "sub-district"], coarse: "roughly" },
    number: String,
  };
  const said = [
    [18, 0, 1],
    [18, 1, 2],
    [4, 4, 2],
  ].map(([count, coarse, worst]) => strikes.located({ count, coarse, worst }, context));
  assert.deepEqual(said, ["", "1 of 18", "sub-district"]);
});

test("a circle that opens says its place, its number and how exactly it is located", () => {
  const group = globalThis.document.createElementNS("http://www.w3.org/2000/svg", "g");
  const { circles } = marks(items([10, 20, 3, 2]));
  const drawn = strikes.draw(group, circles, flatView(), contextWith());
  assert.deepEqual([drawn[0].kind, drawn[0].name, drawn[0].lines.length], ["strike", "10,20", 3]);
  assert.equal(drawn[0].asked.at, "20.00000,10.00000");
  assert.equal(group.firstChild.getAttribute("data-kind"), "strike");
});
