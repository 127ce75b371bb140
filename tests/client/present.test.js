import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { Presentation } from "../../lib/maps/client/interface/present.js";
import { config, contextWith, document, stateWith } from "./support.js";

let window;

/** A page around the map's frame, of which the address and what is moved to are all that is asked. */
const around = (address) => ({
  location: new URL(address),
  gone: [],
  history: { state: null },
  PopStateEvent: class {},
  addEventListener() {},
  removeEventListener() {},
  dispatchEvent() {},
});

function presented(address, story) {
  const top = around(address);
  top.history.pushState = (_state, _title, href) => {
    top.location = new URL(href);
    top.gone.push(top.location.search);
  };
  Object.defineProperty(window, "parent", { value: top, configurable: true });
  const box = globalThis.document.createElement("div");
  const title = globalThis.document.createElement("div");
  const situation = {
    config,
    context: contextWith(),
    clock: null,
    painted: stateWith({ story }),
    map: { keyboard: { disable() {} } },
    panel: { box, title },
  };
  const made = new Presentation(situation);
  const press = (key) => made.key(new window.KeyboardEvent("keydown", { key, cancelable: true }));
  /** The page shows a step, and the map has heard of it. */
  const shows = (step) => {
    situation.painted = stateWith({ story: [step, story[1]] });
    made.go();
  };
  return { top, press, shows };
}

beforeEach(() => {
  window = document();
});

test("the keys go from step to step, and drop the view of the step before", () => {
  const kept = "https://map.test/stories?story=a&step=3&view=present&lang=ar";
  const { top, press, shows } = presented(`${kept}&from=2020-02-05`, [3, 9]);
  press("ArrowRight");
  assert.equal(top.location.search, "?story=a&step=4&view=present&lang=ar");
  const steps = [4, 5, 4, 3, 9, 1];
  ["PageDown", "ArrowLeft", "PageUp", "End", "Home"].forEach((key, i) => {
    shows(steps[i]);
    press(key);
  });
  shows(1);
  assert.deepEqual(
    top.gone.map((search) => Number(new URLSearchParams(search).get("step"))),
    steps,
  );
});

test("keys that are pressed quickly lead to one step, once the page shows the one before", () => {
  const { top, press, shows } = presented("https://map.test/stories?story=a&step=1&view=present", [1, 9]);
  ["ArrowRight", "ArrowRight", "ArrowRight"].forEach(press);
  assert.equal(top.location.search, "?story=a&step=2&view=present");
  shows(2);
  assert.equal(top.location.search, "?story=a&step=4&view=present");
  shows(4);
  assert.equal(top.gone.length, 2);
});

test("at the ends a key leads nowhere, and no other key does", () => {
  const { top, press } = presented("https://map.test/stories?story=a&view=present", [1, 1]);
  ["ArrowRight", "ArrowLeft", "Home", "End", " ", "x"].forEach(press);
  assert.deepEqual(top.gone, []);
});

test("escape leaves the presentation and keeps the step", () => {
  const { top, press } = presented("https://map.test/stories?story=a&step=3&view=present", [3, 9]);
  press("Escape");
  assert.equal(top.location.search, "?story=a&step=3");
});
