import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { Clock } from "../../lib/maps/client/clock/clock.js";
import { contextWith, document, stateWith } from "./support.js";

const nothing = () => 0;
const SUMS = {
  count: (a, b) => b - a + 1,
  civilians: { given: nothing, low: nothing, high: nothing },
  unsure: { strikes: nothing, killed: nothing },
  coarse: nothing,
  front_km: null,
  bars: Array(99).fill(1),
  changes: Array(99).fill(0),
  changes_by_place: [],
  displaced: { counter: "OCHA", totals: [], others: [] },
  milestones: [],
};
/** Control dates on days 0 and 10. */
const SEQUENCE = {
  dates: [0, 10],
  front_km: [1, 2],
  index: (day) => (day < 10 ? 0 : 1),
  control: (i) => ({ as_of: `map ${i}`, areas: [] }),
};

let clock;
let shown;
let refuse;

/** A map with just what the clock asks of it; frames come when they are let. */
function situation() {
  const context = contextWith();
  return {
    context,
    config: context,
    report: {},
    painted: null,
    server: {
      sequence: async () => (refuse ? Promise.reject(new Error("offline")) : SEQUENCE),
      clock: async () => SUMS,
    },
    show: (moment) => shown.push(moment),
    prepareControl: () => {},
  };
}

const frames = () => new Promise((resolve) => setTimeout(resolve, 40));

async function started(changes = {}) {
  clock = new Clock(situation());
  const page = stateWith(changes);
  clock.situation.painted = page;
  clock.reset(page);
  await clock.load(page);
  return page;
}

beforeEach(() => {
  document();
  shown = [];
  refuse = false;
});

test("until it is loaded the clock counts nothing and moves nothing", () => {
  clock = new Clock(situation());
  clock.move(0, 5);
  assert.deepEqual([clock.ready, clock.stateOf(0, 5), clock.drawing], [false, null, 0]);
});

test("many moves before a frame are drawn once, the last of them", async () => {
  await started();
  clock.move(0, 5);
  clock.move(0, 7);
  clock.move(2, 8);
  await frames();
  assert.deepEqual(
    shown.map(({ state }) => [state.from, state.to]),
    [["2019-12-03", "2019-12-09"]],
  );
});

test("another range has the control map of its end, and the line of its own eve", async () => {
  await started({ control_before: "2019-12-01" });
  const { state, control, before } = clock.stateOf(12, 20);
  assert.deepEqual([control.as_of, before.as_of], ["map 1", "map 1"]);
  assert.deepEqual([state.control, state.control_before], ["2019-12-11", "2019-12-11"]);
  assert.equal(clock.stateOf(3, 20).before.as_of, "map 0");
});

test("a line that the page compares with stays where it is", async () => {
  await started({ control_before: "2020-02-20" });
  const { state, before } = clock.stateOf(3, 20);
  assert.deepEqual([state.control_before, before], ["2020-02-20", undefined]);
});

test("the page's own range is the page's own state, title and all", async () => {
  const page = await started();
  const [a, b] = clock.own;
  assert.equal(clock.stateOf(a, b).state, page);
  assert.equal(clock.stateOf(a, b - 1).state.title, "");
});

test("nearly all days grow from the first one, fewer slide as a whole", async () => {
  await started();
  assert.equal(clock.grows(), true);
  clock.range = [0, 89];
  assert.equal(clock.grows(), false);
  clock.range = [0, 90];
  assert.equal(clock.grows(), true);
});

test("what a reader chooses holds whatever the range", async () => {
  await started();
  clock.choose(false);
  assert.equal(clock.grows(), false);
  clock.choose(true);
  clock.range = [3, 4];
  assert.equal(clock.grows(), true);
});

test("a step moves the end alone when growing, and the whole range when sliding", async () => {
  await started({ from: "2019-12-01", to: "2020-03-05" });
  clock.step(-7);
  assert.deepEqual(clock.range, [0, 88]);
  clock.choose(false);
  clock.step(30);
  assert.deepEqual(clock.range, [10, 98]);
});

test("playing goes from the first day to where the range ended, and no further", async () => {
  await started();
  clock.play();
  assert.deepEqual([clock.range, clock.goal], [[0, 0], 95]);
  clock.advance(90);
  clock.advance(90);
  assert.deepEqual([clock.range, clock.playing], [[0, 95], false]);
});

test("a sliding range plays to the last day of all, and from the start when it is there", async () => {
  await started({ from: "2020-02-01", to: "2020-02-10" });
  clock.play();
  clock.advance(400);
  assert.deepEqual([clock.range, clock.playing], [[89, 98], false]);
  clock.play();
  assert.deepEqual(clock.range, [0, 9]);
  clock.pause();
});

test("a sliding range plays from the first day where fewer days are left than it has", async () => {
  await started({ from: "2020-02-28", to: "2020-03-05" });
  clock.play();
  assert.deepEqual(clock.range, [0, 6]);
  await frames();
  clock.pause();
  const held = clock.range;
  clock.play();
  assert.deepEqual(clock.range, held, "a pause is no new start");
  clock.pause();
});

test("another range says since when what is faint is, as the page does", async () => {
  await started({ from: "2020-02-28", to: "2020-03-05", layers: ["strikes", "earlier"] });
  assert.match(clock.stateOf(10, 20).state.earlier, /^1\D+10 December 2019, faint$/);
  assert.equal(clock.stateOf(0, 20).state.earlier, "");
  await started({ from: "2020-02-28", to: "2020-03-05", layers: ["strikes"] });
  assert.equal(clock.stateOf(10, 20).state.earlier, "");
});

test("a hand on the clock stops it", async () => {
  await started();
  clock.play();
  clock.byHand(4, 9);
  assert.deepEqual([clock.playing, clock.range], [false, [4, 9]]);
});

test("the clock says when its days cannot be loaded, and shows no figures of another filter", async () => {
  refuse = true;
  const page = await started();
  assert.equal(clock.bar.note.textContent, "No connection: the days could not be loaded.");
  assert.equal(clock.strip.box.hidden, true);
  refuse = false;
  await clock.load(page);
  assert.equal(clock.bar.note.textContent, "");
});

test("sums of a filter that is no longer asked for are let go", async () => {
  await started();
  const late = clock.load(stateWith({ query: "actor=x" }));
  clock.reset(stateWith({ query: "actor=y" }));
  await late;
  assert.notEqual(clock.asked, "OCHA?actor=x");
  assert.equal(clock.situation.report.figures, null);
});

test("a page that answers late does not take the clock back from where its reader has moved on", async () => {
  await started({ from: "2020-01-01", to: "2020-01-10" });
  const sent = (/** @type {string} */ to) => {
    clock.situation.current = () => stateWith({ from: "2020-01-01", to });
    clock.apply();
  };
  clock.byHand(31, 45);
  await frames();
  sent("2020-01-15");
  clock.byHand(31, 44);
  clock.reset(stateWith({ from: "2020-01-01", to: "2020-01-15" }));
  await frames();
  assert.deepEqual(clock.range, [31, 44]);
  assert.equal(shown.at(-1).state.to, "2020-01-14");
  clock.reset(stateWith({ from: "2020-01-01", to: "2020-01-15" }));
  await frames();
  assert.deepEqual(clock.range, [31, 45], "days of its own, or asked for once more, are taken over");
});

test("a chosen first day after the last takes the last along", async () => {
  await started({ from: "2019-12-05", to: "2019-12-09" });
  clock.bar.typed(0, 40);
  assert.deepEqual(clock.range, [40, 40]);
  await frames();
  clock.bar.typed(1, 12);
  assert.deepEqual(clock.range, [12, 12]);
});

test("space and arrows anywhere on the bar play and step, except in a field", async () => {
  await started({ from: "2020-01-01", to: "2020-01-10" });
  const press = (element, key) => element.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true }));
  press(clock.bar.box, "ArrowRight");
  assert.deepEqual(clock.range, [32, 41]);
  press(clock.bar.speed, "ArrowRight");
  press(clock.bar.box, "End");
  assert.deepEqual(clock.range, [32, 41]);
  press(clock.bar.box, " ");
  assert.equal(clock.playing, true);
  clock.pause();
});

test("the fields list every day of the crisis in words", async () => {
  await started();
  const listed = [...clock.bar.dates[1].options].map((option) => option.text);
  assert.deepEqual([listed.length, listed[0], listed.at(-1)], [99, "1 Dec 2019", "8 Mar 2020"]);
});

test("the buttons step a day or a week, and Slide and Grow choose what they move", async () => {
  await started({ from: "2020-01-10", to: "2020-01-16" });
  const named = (label) => [...clock.bar.controls.querySelectorAll("button")].find((one) => one.title === label);
  named("One day on").click();
  assert.deepEqual(clock.range, [41, 47]);
  named("Playing and stepping move the last day; the first day stays").click();
  named("One week on").click();
  assert.deepEqual(clock.range, [41, 54]);
});

test("playing is offered as Play and stopped as Pause", async () => {
  await started();
  clock.bar.play.click();
  assert.equal(clock.bar.play.getAttribute("aria-label"), "Pause");
  clock.bar.play.click();
  assert.deepEqual([clock.bar.play.getAttribute("aria-label"), clock.playing], ["Play", false]);
});

test("only a clock that stands elsewhere than the page offers the way back", async () => {
  await started();
  assert.equal(clock.bar.back.hidden, true);
  clock.byHand(3, 9);
  await frames();
  assert.equal(clock.bar.back.hidden, false);
  clock.bar.back.click();
  await frames();
  assert.equal(clock.bar.back.hidden, true);
});
