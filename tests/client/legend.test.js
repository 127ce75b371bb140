import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import * as legend from "../../lib/maps/client/interface/legend.js";
import { Panel } from "../../lib/maps/client/interface/panel.js";
import { dated } from "../../lib/maps/client/layers/front.js";
import { config, contextWith, document, mapOf, stateWith, texts } from "./support.js";

beforeEach(() => {
  document();
});

const panelOf = (changes, turned = () => {}) => new Panel(mapOf(), contextWith(changes), { copy: () => {}, turned });

// ---- What it says

const shown = (more = {}) => ({
  points: [],
  sides: [],
  gains: {},
  front: "",
  swipe: "",
  earlier: "",
  compared: "",
  one_sided: false,
  boundaries: false,
  band: false,
  flows: false,
  directions: false,
  loose_flows: false,
  short_flows: [],
  modelled: { flows: [], all: 0, counter: "", empty: false },
  strikes: false,
  rings: "",
  own: false,
  coarse_strikes: false,
  strikes_before: null,
  flows_before: null,
  unassessed: false,
  partly_coarse: false,
  open_crossings: false,
  other_crossings: false,
  camps: false,
  agreements: [],
  posts: [],
  unplaced_posts: [],
  place_sides: [],
  places_apart: false,
  ...more,
});
const entries = (more, changes) =>
  legend.entries(shown(more), { ...contextWith(changes), state: stateWith() }).map((one) => one.text);
const { words } = config;

test("where nothing is drawn nothing is explained", () => assert.deepEqual(entries({}), []));

test("what is faint is explained by its days, strikes and movements each by themselves", () => {
  const days = { from: "2019-12-01", to: "2020-02-27" };
  assert.deepEqual(entries({ strikes_before: days }), ["Struck before, 1 December to 27 February: in no figure"]);
  assert.deepEqual(entries({ flows_before: days }), ["Movements before, 1 December to 27 February: in no figure"]);
});

test("sides are explained in the order of the crisis, then what passed between them", () => {
  const [first, second] = config.crisis.order;
  const [gain] = config.crisis.gains;
  assert.deepEqual(entries({ sides: [first, second], gains: { [gain.id]: true } }), [
    words.sides[first],
    words.sides[second],
    words.gained[gain.id],
  ]);
});

test("the front's day is named, and both days where a divider shows two", () => {
  assert.deepEqual(entries({ front: "2020-03-05" }), ["Front line on 5 March"]);
  assert.deepEqual(entries({ front: "2020-03-05", earlier: "2020-02-01" }), [
    "Front line on 5 March",
    "Front line before 1 February",
  ]);
  assert.deepEqual(entries({ front: "2020-03-05", swipe: "2020-01-28" }), [
    "Front line: 28 January left of the divider, 5 March right of it",
  ]);
});

/** An entry of every sort that there is. */
const everything = () => {
  const { crisis } = config;
  const { layer, kind } = crisis.agreements.find((one) => one.kind !== "posts");
  const ids = Object.fromEntries(crisis.gains.map(({ id }) => [id, true]));
  const days = { front: "2020-03-05", earlier: "2020-02-01", compared: "2020-02-01" };
  const flags = [
    "one_sided",
    "boundaries",
    "band",
    "flows",
    "directions",
    "loose_flows",
    "strikes",
    "own",
    "own_marks",
  ];
  const more = ["coarse_strikes", "partly_coarse", "open_crossings", "other_crossings", "camps", "places_apart"];
  return shown({
    ...Object.fromEntries([...flags, ...more].map((name) => [name, true])),
    ...days,
    sides: crisis.order,
    place_sides: crisis.order,
    gains: ids,
    rings: "5 km",
    modelled: { flows: [1], all: 3, counter: "A", empty: false },
    agreements: [{ layer, kind, legend: "The strip" }],
    posts: [{ encircled: true, text: "Post" }],
  });
};

test("every entry of the legend stands in one of its lines, and every line has a name", () => {
  const context = { ...contextWith(), state: stateWith() };
  const list = legend.entries(everything(), context);
  const lines = legend.lines(list, context);
  assert.equal(lines.flatMap((line) => line.entries).length, list.length);
  assert.deepEqual(
    lines.map(({ name }) => name),
    config.order.lines.map((id) => words.legend_lines[id]),
  );
});

test("what is fought over stands among what is unsure, and what passed in a line of its own", () => {
  const { crisis } = config;
  const context = { ...contextWith(), state: stateWith() };
  const lines = legend.lines(legend.entries(everything(), context), context);
  const of = (id) => lines.find(({ name }) => name === words.legend_lines[id]).entries.map(({ short }) => short);
  assert.ok(of("unsure").includes(words.short_sides[crisis.contested]));
  assert.ok(!of("held").includes(words.short_sides[crisis.contested]));
  assert.deepEqual(of("passed"), Object.values(words.short_gained));
});

test("days that follow the clock are known by their entry", () => {
  const list = legend.entries(shown({ front: "2020-03-05", earlier: "2020-02-01" }), contextWith());
  assert.deepEqual(
    list.map((one) => one.date),
    ["front", "earlier"],
  );
});

test("arrows and circles are explained by their sizes, and what is rough by itself", () => {
  const { legend_persons: persons } = config.style.flow;
  const list = entries({ flows: true, directions: true, strikes: true, coarse_strikes: true });
  assert.equal(list.length, persons.length + 3);
  assert.equal(list[persons.length], words.direction_only);
  assert.equal(list.at(-1), words.strike_coarse);
});

test("a reader's own table is explained first and the marks of places last", () => {
  const [side] = config.crisis.order;
  const list = entries({ own: true, camps: true, posts: [{ encircled: false, text: "Post" }], place_sides: [side] });
  assert.deepEqual([list[0], list.length], [words.own_legend, 4]);
  assert.match(list[3], new RegExp(words.area_names[side]));
});

test("what agreements drew is explained by their own words", () => {
  const { layer, kind } = config.crisis.agreements.find((one) => one.kind !== "posts");
  assert.deepEqual(entries({ agreements: [{ layer, kind, legend: "The strip" }] }), ["The strip"]);
});

test("what is on the map only in part is said under the entries", () => {
  assert.deepEqual(legend.notes(shown(), contextWith()), []);
  assert.match(legend.notes(shown({ unplaced_posts: ["Sarman", "Qabtan"] }), contextWith())[0], /Sarman, Qabtan/);
  assert.deepEqual(legend.notes(shown({ modelled: { flows: [], all: 0, counter: "", empty: true } }), contextWith()), [
    words.modelled_none,
  ]);
});

// ---- Where it stands

test("days of reported quiet are told where the range holds one of them and strikes are shown", () => {
  const spells = [
    { from: "2019-12-12", to: "2019-12-14", text: "No aircraft: A." },
    { from: "2020-01-12", to: "2020-01-13", text: "No aircraft: B." },
  ];
  const context = contextWith({ crisis: { ...contextWith().crisis, quiet: spells } });
  const told = (more) => legend.quiet(stateWith(more), context);
  assert.deepEqual(told(), ["No aircraft: A.", "No aircraft: B."]);
  assert.deepEqual(told({ from: "2019-12-14", to: "2020-01-11" }), ["No aircraft: A."]);
  assert.deepEqual(told({ from: "2019-12-15", to: "2020-01-11" }), []);
  assert.deepEqual(told({ kinds: ["control"] }), []);
});

test("the legend opens where there is room, once, and then stays as the reader left it", () => {
  const { legend: box } = panelOf();
  box.settle();
  assert.deepEqual([box.open, box.body.hidden], [true, false]);
  box.close.click();
  box.settle();
  assert.deepEqual([box.open, box.body.hidden], [false, true]);
});

test("the legend begins folded below 900 pixels, and wherever the page says so; presented it is open", () => {
  const opens = (changes, ...true_of) => {
    globalThis.matchMedia = (query) => ({ matches: true_of.includes(query) });
    const { legend: box } = panelOf(changes);
    box.settle();
    return box.open;
  };
  const [narrow, small] = ["(width < 900px)", "(width < 600px), (height < 420px)"];
  assert.deepEqual(
    [opens({}), opens({ folded: true }), opens({}, narrow), opens({ present: true }, narrow), opens({}, narrow, small)],
    [true, false, false, true, false],
  );
});

test("a reader who opens the legend has the names give way to it; where it is a sheet nothing has to", () => {
  let turns = 0;
  const { legend: box } = panelOf({}, () => (turns += 1));
  box.toggle.click();
  assert.deepEqual([turns, box.covers()?.slice(0, 1)], [1, [0]]);
  globalThis.matchMedia = () => ({ matches: true });
  assert.equal(box.covers(), null);
  box.toggle.click();
  assert.equal(turns, 1);
});

test("the handle of a sheet closes it by a tap or a pull down, not by one up", () => {
  const { legend: box } = panelOf();
  const bar = box.box.querySelector(".situation-sheet-handle");
  const pull = (by) => {
    box.unfold(true);
    bar.dispatchEvent(Object.assign(new Event("pointerdown"), { clientY: 100, pointerId: 1 }));
    bar.dispatchEvent(Object.assign(new Event("pointerup"), { clientY: 100 + by }));
    bar.dispatchEvent(new Event("click"));
    return box.open;
  };
  assert.deepEqual([0, 60, -60].map(pull), [false, false, true]);
});

test("the days in the legend follow the clock without drawing it anew", () => {
  const { legend: box } = panelOf();
  const context = contextWith();
  box.draw(legend.lines(legend.entries(shown({ front: "2020-03-05" }), context), context), [], []);
  box.redate(dated({ from: "", to: "2020-03-06" }, context));
  assert.deepEqual(texts(box.list.querySelector("dd")), ["", "Front line on 6 March", "6 Mar"]);
});

test("what has to be said stands in the legend, and notes and whole sentences where they are asked for", () => {
  const { legend: box } = panelOf();
  const context = contextWith();
  box.draw(legend.lines(legend.entries(shown({ band: true }), context), context), ["Narrowed"], ["A long note"]);
  assert.deepEqual([texts(box.said), box.notes.hidden, box.more.textContent], [["Narrowed"], true, words.legend_more]);
  box.more.click();
  assert.deepEqual([texts(box.notes), box.notes.hidden], [["A long note"], false]);
  assert.deepEqual([box.more.getAttribute("aria-expanded"), box.more.textContent], ["true", words.legend_less]);
  box.draw([], [], []);
  assert.equal(box.more.hidden, true, "there is nothing more to say");
});
