import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import * as legend from "../../lib/maps/client/interface/legend.js";
import { Panel } from "../../lib/maps/client/interface/panel.js";
import { content, sourceLink } from "../../lib/maps/client/interface/popup.js";
import { outside } from "../../lib/maps/client/interface/popups.js";
import * as share from "../../lib/maps/client/interface/share.js";
import { Swipe } from "../../lib/maps/client/interface/swipe.js";
import { config, contextWith, document, stateWith, texts } from "./support.js";

let window;
beforeEach(() => {
  window = document();
});

/** A Leaflet map of 1000 by 600 pixels whose panes and points are all that is asked of it. */
const mapOf = () => {
  const container = globalThis.document.createElement("div");
  container.getBoundingClientRect = () => ({ left: 0, top: 0, width: 1000, height: 600 });
  globalThis.document.body.append(container);
  return {
    on: () => {},
    getContainer: () => container,
    getSize: () => ({ x: 1000, y: 600 }),
    getZoom: () => 9.5,
    getCenter: () => ({ lat: 35.81234567, lng: 36.7 }),
    createPane: () => container,
    containerPointToLayerPoint: ([x, y]) => ({ x, y }),
    containerPointToLatLng: ([x, y]) => ({ lat: y, lng: x }),
    distance: () => 12345,
    closePopup: () => {},
  };
};

// ---- Popups

test("only http and https addresses become links, and these tell nothing", () => {
  const link = sourceLink("Agency", "https://example.org/report");
  assert.deepEqual([link.tagName, link.rel, link.target], ["A", "noopener noreferrer", "_blank"]);
  for (const address of ["javascript:alert(1)", "data:text/html,x", "//example.org", "", undefined]) {
    assert.equal(sourceLink("Agency", address).tagName, "SPAN");
  }
});

test("a source without a name is called by its host", () => {
  assert.equal(sourceLink("", "https://example.org/report").textContent, "example.org");
});

test("names that look like markup stay text", () => {
  const hostile = "<img src=x onerror=alert(1)>";
  const box = content(
    {
      title: hostile,
      lines: [hostile],
      note: hostile,
      reports: [{ heading: hostile, lines: [hostile], source: hostile, source_url: "https://x.org" }],
    },
    config.words,
    String,
  );
  assert.equal(box.querySelector("img"), null);
  assert.equal(box.textContent.split(hostile).length - 1, 5);
});

test("a report tells its lines, its source with its confidence, and who else reports it", () => {
  const also = [{ source: "B", source_url: "https://b.org", line: "3 killed" }];
  const box = content(
    {
      title: "T",
      reports: [
        {
          heading: "5 February",
          lines: ["3 strikes"],
          source: "A",
          source_url: "https://a.org",
          confidence: "high",
          also,
        },
      ],
    },
    config.words,
    String,
  );
  assert.deepEqual(texts(box.querySelector("section")), [
    "5 February",
    "3 strikes",
    "A \u00b7 high",
    config.words.also_reported,
    "B \u2013 3 killed",
  ]);
});

test("an archived copy of a source is a link beside it, and only when its address is one of the web", () => {
  const told = (archive_url) =>
    content({ title: "T", reports: [{ source: "A", source_url: "https://a.org", archive_url }] }, config.words, String);
  const link = told("https://copies.org/1").querySelectorAll("a")[1];
  assert.equal(link.textContent, config.words.archived_copy);
  assert.match(link.rel, /noopener/);
  assert.equal(told("javascript:alert(1)").querySelectorAll("a").length, 1);
  assert.equal(told("").querySelectorAll("a").length, 1);
});

test("where there are no reports that is said, and how many more there are", () => {
  assert.equal(content({ title: "T", reports: [] }, config.words, String).textContent, config.words.no_reports);
  assert.match(content({ title: "T", reports: [], more: 7 }, config.words, String).lastChild.textContent, /7/);
});

test("a popup that stands out of the map says by how much", () => {
  const room = { left: 0, top: 0, right: 1000, bottom: 600 };
  assert.deepEqual(outside({ left: 100, top: 100, right: 300, bottom: 200 }, room), [0, 0]);
  assert.deepEqual(outside({ left: -20, top: 500, right: 300, bottom: 700 }, room), [-28, 108]);
});

// ---- The legend

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

// ---- The panel

const panelOf = (changes) => new Panel(mapOf(), contextWith(changes), { copy: () => {} });

test("a notice is shown once under its key, and taken away by no words", () => {
  const panel = panelOf();
  panel.notice("offline", "No connection");
  panel.notice("offline", "No connection");
  panel.notice("empty", "Nothing");
  assert.deepEqual(texts(panel.notices), ["No connection", "Nothing"]);
  panel.notice("offline", "");
  assert.deepEqual(texts(panel.notices), ["Nothing"]);
});

test("the scale bar is a round length that fits", () => {
  const panel = panelOf();
  panel.drawScale();
  assert.deepEqual(texts(panel.scale.firstChild), ["0", "10 km"]);
  assert.equal(panel.scale.lastChild.style.width, "97px");
});

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
  const panel = panelOf();
  panel.settle();
  assert.equal(panel.body.hidden, false);
  panel.close.click();
  panel.settle();
  assert.equal(panel.body.hidden, true);
});

test("the days in the legend follow the clock without drawing it anew", () => {
  const panel = panelOf();
  panel.drawLegend(legend.entries(shown({ front: "2020-03-05" }), contextWith()), ["a note"]);
  panel.redate({ front: "Front line on 6 March", earlier: "" });
  assert.deepEqual(texts(panel.body), ["Front line on 6 March", "a note"]);
});

test("an Arabic map is laid out from right to left", () => {
  assert.equal(panelOf({ rtl: true }).box.dir, "rtl");
});

// ---- The divider

const swipeOf = () => {
  const moved = [];
  const swipe = new Swipe(mapOf(), { bounds: null, ctx: null }, contextWith(), (x) => moved.push(x));
  swipe.set(["2020-01-28", "2020-03-05"]);
  return { swipe, moved };
};
const frames = () => new Promise((resolve) => setTimeout(resolve, 40));

test("the divider stands in the middle, and says which date is on which side", () => {
  const { swipe } = swipeOf();
  assert.equal(
    swipe.handle.getAttribute("aria-valuetext"),
    "28 January 2020 on the left 50 per cent of the map, 5 March 2020 on the right",
  );
  assert.equal(swipe.x(), 500);
});

test("keys move the divider, and not beyond the map", async () => {
  const { swipe, moved } = swipeOf();
  for (const key of ["ArrowRight", "PageUp", "Tab"]) swipe.handle.dispatchEvent(new KeyboardEvent("keydown", { key }));
  assert.equal(swipe.share, 62);
  swipe.handle.dispatchEvent(new KeyboardEvent("keydown", { key: "End" }));
  await frames();
  assert.deepEqual([swipe.share, moved.at(-1)], [100, 1000]);
  swipe.to(-40);
  assert.equal(swipe.share, 0);
});

test("switched off the divider is hidden and stays where it was", () => {
  const { swipe } = swipeOf();
  swipe.to(20);
  swipe.set(null);
  assert.deepEqual([swipe.box.hidden, swipe.on, swipe.share], [true, false, 20]);
});

// ---- The address

const sharing = (clipboard) => {
  Object.defineProperty(globalThis, "navigator", { value: { clipboard }, configurable: true });
  const panel = panelOf();
  return { panel, map: mapOf(), config, state: stateWith({ from: "2020-02-01", to: "2020-02-10" }) };
};

test("a copied link holds the days of the clock, the view and the page's own filter", async () => {
  let copied = "";
  await share.copyLink(sharing({ writeText: async (text) => (copied = text) }));
  const found = new URL(copied).searchParams;
  assert.deepEqual(
    ["from", "to", "kinds", "lat", "lon", "zoom"].map((name) => found.get(name)),
    ["2020-02-01", "2020-02-10", "strike", "35.8123", "36.7000", "9.5"],
  );
});

test("where nothing can be copied the link stands in a field to be taken, once", async () => {
  const situation = sharing({ writeText: () => Promise.reject(new Error("denied")) });
  await share.copyLink(situation);
  await share.copyLink(situation);
  const fields = situation.panel.notices.querySelectorAll("input");
  assert.equal(fields.length, 1);
  assert.match(fields[0].value, /from=2020-02-01&kinds=strike&to=2020-02-10/);
});

test("a map without a page around it has none to move", () => {
  assert.equal(share.inPage(), false);
  assert.equal(window.parent === window, true);
});
