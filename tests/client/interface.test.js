import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { Panel } from "../../lib/maps/client/interface/panel.js";
import { content, sourceLink } from "../../lib/maps/client/interface/popup.js";
import { outside } from "../../lib/maps/client/interface/popups.js";
import * as share from "../../lib/maps/client/interface/share.js";
import { Swipe } from "../../lib/maps/client/interface/swipe.js";
import { config, contextWith, document, mapOf, stateWith, texts } from "./support.js";

let window;
beforeEach(() => {
  window = document();
});

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
    contextWith(),
  );
  assert.equal(box.querySelector("img"), null);
  assert.equal(box.textContent.split(hostile).length - 1, 5);
});

test("the note of a row is shown as it was given, with its language", () => {
  const said = (report) => content({ title: "T", reports: [report] }, contextWith()).querySelector(".situation-given");
  assert.deepEqual(
    [said({ given: "<b>Two</b> raids" }).textContent, said({ given: "x" }).lang],
    ["<b>Two</b> raids", "en"],
  );
  assert.equal(said({ given: "iki saldırı", given_in: "" }).getAttribute("lang"), "");
  assert.equal(said({ given: "x" }).getAttribute("dir"), "auto");
  assert.equal(said({ given: "" }), null);
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
    contextWith(),
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
    content({ title: "T", reports: [{ source: "A", source_url: "https://a.org", archive_url }] }, contextWith());
  const link = told("https://copies.org/1").querySelectorAll("a")[1];
  assert.equal(link.textContent, config.words.archived_copy);
  assert.match(link.rel, /noopener/);
  assert.equal(told("javascript:alert(1)").querySelectorAll("a").length, 1);
  assert.equal(told("").querySelectorAll("a").length, 1);
});

test("where there are no reports that is said, and how many more there are", () => {
  assert.equal(content({ title: "T", reports: [] }, contextWith()).textContent, config.words.no_reports);
  assert.match(content({ title: "T", reports: [], more: 7 }, contextWith()).lastChild.textContent, /7/);
});

test("a popup that stands out of the map says by how much", () => {
  const room = { left: 0, top: 0, right: 1000, bottom: 600 };
  assert.deepEqual(outside({ left: 100, top: 100, right: 300, bottom: 200 }, room), [0, 0]);
  assert.deepEqual(outside({ left: -20, top: 500, right: 300, bottom: 700 }, room), [-28, 108]);
});

// ---- The panel

const panelOf = (changes) => new Panel(mapOf(), contextWith(changes), { copy: () => {}, turned: () => {} });

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
