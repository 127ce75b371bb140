import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { Brush, stepOf } from "../../lib/maps/client/clock/brush.js";
import { contextWith, document } from "./support.js";

const quiet = [{ from: "2023-10-04", to: "2023-10-05", text: "A source reports that no aircraft flew" }];
let brush;
let moves;
let played;

beforeEach(() => {
  document();
  moves = [];
  played = 0;
  brush = new Brush(
    contextWith({ crisis: { ...contextWith().crisis, epoch: "2023-10-01", days: 100, quiet } }),
    (...range) => moves.push(range),
    () => (played += 1),
  );
  // Ten pixels a day.
  Object.defineProperty(brush.days, "clientWidth", { value: 1000 });
  brush.days.getBoundingClientRect = () => ({ left: 50, width: 1000 });
  brush.resize();
  brush.set(20, 39);
  brush.settle();
});

const at = (day, more = {}) => ({ clientX: 50 + 10 * day, pointerType: "mouse", ...more });
const press = (end, name, more = {}) =>
  brush.handles[end].dispatchEvent(new KeyboardEvent("keydown", { key: name, bubbles: true, ...more }));

test("keys move a day, with Shift a week, and Page Up and Down a week", () => {
  const steps = [["ArrowLeft"], ["ArrowRight", true], ["PageDown"], ["PageUp", true], ["Tab"]].map(
    ([key, shiftKey = false]) => stepOf({ key, shiftKey }),
  );
  assert.deepEqual(steps, [-1, 7, -7, 7, undefined]);
});

test("an end does not pass the other, nor the days", () => {
  press(0, "End");
  press(0, "Home");
  press(1, "Home");
  press(1, "End");
  assert.deepEqual(moves, [
    [39, 39],
    [0, 39],
    [20, 20],
    [20, 99],
  ]);
});

test("the space bar plays, and other keys are left to the page", () => {
  press(0, " ");
  assert.equal(played, 1);
  press(0, "Tab");
  assert.deepEqual(moves, []);
});

test("the pointer takes hold of the end it is near, of the range inside, and calls an end from outside", () => {
  const taken = (day, more) => {
    const { end, jump } = brush.taken(at(day, more));
    return [end, jump];
  };
  assert.deepEqual(taken(20.5), [0, false]);
  assert.deepEqual(taken(40.5), [1, false]);
  assert.deepEqual(taken(30), [null, false]);
  assert.deepEqual(taken(10), [0, true]);
  assert.deepEqual(taken(70), [1, true]);
});

test("a finger takes hold of an end from farther than a mouse", () => {
  assert.equal(brush.taken(at(18.5)).jump, true);
  assert.equal(brush.taken(at(18.5, { pointerType: "touch" })).jump, false);
});

test("a narrow range keeps its middle for moving it as a whole", () => {
  brush.set(30, 32);
  assert.equal(brush.taken(at(31.5)).end, null);
  assert.equal(brush.taken(at(30.2)).end, 0);
  assert.equal(brush.taken(at(32.8)).end, 1);
});

test("a range that is dragged keeps its length, and stops at both ends of the days", () => {
  const held = brush.taken(at(30));
  brush.drag(held, 35);
  brush.drag(held, -90);
  brush.drag(held, 190);
  assert.deepEqual(moves, [
    [25, 44],
    [0, 19],
    [80, 99],
  ]);
});

test("a screen reader hears where each end is and how far it can go", () => {
  const heard = brush.handles.map((handle) =>
    ["valuemin", "valuemax", "valuenow", "valuetext"].map((name) => handle.getAttribute(`aria-${name}`)),
  );
  assert.deepEqual(heard, [
    ["0", "39", "20", "21 October 2023"],
    ["20", "99", "39", "9 November 2023"],
  ]);
});

test("ends that move are painted at once, and their boxes follow when they stand still", () => {
  brush.set(25, 39);
  assert.equal(brush.handles[0].classList.contains("situation-passing"), true);
  assert.equal(brush.handles[0].style.left, "200px");
  brush.settle();
  assert.equal(brush.handles[0].style.left, "250px");
  assert.equal(brush.handles[0].classList.contains("situation-passing"), false);
});

const sums = {
  bars: Array(100).fill(2),
  changes: Array(100).fill(0),
  milestones: [
    { day: 5, title: "one" },
    { day: 60, title: "two" },
    { day: 60, title: "three" },
    { day: 400, title: "late" },
  ],
};

test("milestones of one day share a tick, and one beyond the days stands on the last", () => {
  brush.fill(sums);
  const ticks = [...brush.ticks.children].map((tick) => tick.getAttribute("aria-label"));
  assert.equal(ticks.length, 3);
  assert.match(ticks[1], /30 November 2023\. two\. three$/);
  assert.match(ticks[2], /late$/);
});

test("a tick sets the last day, and takes the first along when that is later", () => {
  brush.fill(sums);
  brush.ticks.children[0].click();
  brush.ticks.children[1].click();
  assert.deepEqual(moves, [
    [5, 5],
    [20, 60],
  ]);
});

test("ticks are one stop for Tab, and the arrow keys go from one to the next", () => {
  brush.fill(sums);
  globalThis.document.body.append(brush.box);
  const [first, second] = brush.ticks.children;
  first.focus();
  first.dispatchEvent(new KeyboardEvent("keydown", { key: "ArrowRight", bubbles: true }));
  assert.deepEqual([first.tabIndex, second.tabIndex, globalThis.document.activeElement === second], [-1, 0, true]);
});

test("the tip over a day of reported quiet says so, and over the days beside it does not", () => {
  brush.clock = { bars: Array(100).fill(0), changes: Array(100).fill(0), milestones: [] };
  const tip = (day) => {
    brush.hover(at(day + 0.5));
    return brush.tip.textContent;
  };
  assert.deepEqual(
    [2, 3, 4, 5].map((day) => tip(day).includes(quiet[0].text)),
    [false, true, true, false],
  );
});
