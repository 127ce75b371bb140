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
  return { top, press };
}

beforeEach(() => {
  window = document();
});

test("the keys go from step to step, and drop the view of the step before", () => {
  const kept = "https://map.test/stories?story=a&step=3&view=present&lang=ar";
  const { top, press } = presented(`${kept}&from=2020-02-05`, [3, 9]);
  press("ArrowRight");
  assert.equal(top.location.search, "?story=a&step=4&view=present&lang=ar");
  press("PageDown");
  press("ArrowLeft");
  press("PageUp");
  press("End");
  press("Home");
  const steps = top.gone.map((search) => new URLSearchParams(search).get("step"));
  assert.deepEqual(steps, ["4", "5", "4", "3", "9", "1"]);
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
