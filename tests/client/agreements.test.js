import assert from "node:assert/strict";
import { before, test } from "node:test";

import { projectionFrom } from "../../lib/maps/client/draw/geometry.js";
import * as agreements from "../../lib/maps/client/layers/agreements.js";
import { config, contextWith, document, flatView, stateWith } from "./support.js";

before(() => document());

const { layer, kind } = config.crisis.agreements.find((one) => one.kind !== "posts");
const posts = config.crisis.agreements.find((one) => one.kind === "posts").layer;
const words = {
  [posts]: { legend: "Post", legend_encircled: "Post, encircled", encircled_by: "Encircled since {day}" },
};
const decode = (body) => agreements.decode({ words, ...body }, projectionFrom([0, 0]));
const post = (cells) => ({
  layer: posts,
  number: 1,
  name: "A",
  lat: 36,
  lon: 36,
  established: "2018-02",
  encircled: "",
  ...cells,
});
const area = {
  id: layer,
  kind,
  areas: null,
  legend: "The strip",
  name: "Strip",
  title: "Strip of 2018",
  lines: [],
  note: "",
  anchor: [10, 20],
  sources: [],
};

for (const [to, encircled] of [
  ["2020-02-04", false],
  ["2020-02-05", true],
]) {
  test(`a post encircled on 5 February is ${encircled ? "" : "not yet "}so on ${to}`, () => {
    const known = decode({ posts: [post({ encircled: "2020-02-05" })] });
    assert.deepEqual(
      agreements.posts(known, new Set([posts]), to).map((one) => one.encircled),
      [encircled],
    );
  });
}

test("a post that was set up later does not stand yet", () => {
  const known = decode({ posts: [post({ established: "2020-02-10" })] });
  assert.deepEqual(agreements.posts(known, new Set([posts]), "2020-02-09"), []);
});

test("a post without a point is named and not drawn", () => {
  const known = decode({ posts: [post(), post({ number: 2, name: "B", lat: null, lon: null })] });
  assert.deepEqual(
    [known.posts, known.unplaced].map((some) => some.map((one) => one.name)),
    [["A"], ["B"]],
  );
});

test("what is off is not drawn and not asked for", () => {
  const known = decode({ posts: [post()], areas: [area] });
  const off = new Set(["control", "front"]);
  assert.equal(agreements.wanted(off, config.crisis), false);
  assert.deepEqual([agreements.posts(known, off, "2020-03-05"), agreements.chosen(known, off)], [[], []]);
  assert.equal(agreements.wanted(new Set([layer]), config.crisis), true);
  assert.equal(agreements.wanted(new Set([posts]), config.crisis), true);
});

test("the legend names each area, and of the posts those that are free and those that are encircled", () => {
  const known = decode({
    posts: [post({ encircled: "2020-02-05" }), post({ number: 2 }), post({ number: 3 })],
    areas: [area],
  });
  const standing = agreements.posts(known, new Set([posts]), "2020-03-05");
  const shown = { agreements: known.areas, posts: agreements.explained(known, standing) };
  assert.deepEqual(
    agreements.legend(shown, contextWith()).map((one) => one.text),
    ["The strip", "Post", "Post, encircled"],
  );
});

test("an area's name opens to its wording, and a post to what is reported of it", () => {
  const group = globalThis.document.createElementNS("http://www.w3.org/2000/svg", "g");
  const known = decode({ posts: [post({ encircled: "2020-02-05", encircled_precision: "by" })], areas: [area] });
  const state = stateWith({ layers: [posts, layer] });
  const { symbols } = agreements.draw(group, known, state, flatView(), contextWith());
  assert.deepEqual(
    symbols.map((one) => one.kind),
    ["agreement", "post"],
  );
  assert.equal(symbols[0].report.title, area.title);
  assert.equal(symbols[1].report.reports.length, 2);
  assert.match(symbols[1].lines[1], /Encircled since 5 February 2020/);
});

test("what agreements say is asked for in the reader's language", async () => {
  const asked = [];
  const server = { spoken: "lang=ar", get: (...call) => asked.push(call.slice(0, 2)) };
  agreements.layer.ask(server, { layerSet: new Set([layer]) }, { ...contextWith(), project: projectionFrom([0, 0]) });
  assert.deepEqual(asked, [["overlays", "lang=ar"]]);
});
