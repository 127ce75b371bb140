import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { beforeEach, test } from "node:test";

import { config, document } from "./support.js";

const LOADER = readFileSync(new URL("../../lib/maps/client/loader.js", import.meta.url), "utf-8");
const told = { ...config, script: "/assets/situation.js?v=1" };

let window;
let container;
let calls;

/** What the map's own script puts in the loader's place. */
function arrive(script) {
  window.situationMap = {
    create: (_map, given) => calls.push(["create", given.script]),
    set: (state) => calls.push(["set", state.stamp]),
    setRange: async (...days) => calls.push(["setRange", ...days]),
  };
  script.onload();
}

beforeEach(() => {
  window = document();
  calls = [];
  container = window.document.createElement("div");
  window.eval(LOADER);
  window.situationMap.create({ getContainer: () => container }, told);
});

const scripts = () => [...window.document.querySelectorAll("script")];

test("the script is asked for once, by its address", () => {
  assert.deepEqual(
    scripts().map((one) => one.getAttribute("src")),
    [told.script],
  );
});

test("what the page says meanwhile is handed on, the last of it", async () => {
  window.situationMap.set({ stamp: "one" });
  window.situationMap.set({ stamp: "two" });
  const moved = window.situationMap.setRange("2023-10-01", "2023-10-02");
  arrive(scripts()[0]);
  await moved;
  assert.deepEqual(calls, [
    ["create", told.script],
    ["set", "two"],
    ["setRange", "2023-10-01", "2023-10-02"],
  ]);
});

test("a script that cannot be loaded is said, and tried again when the reader asks", () => {
  scripts()[0].onerror();
  assert.match(container.textContent, new RegExp(config.words.script_missing.replace(".", "\\.")));
  container.querySelector("button").click();
  assert.equal(container.childElementCount, 0);
  assert.equal(scripts().length, 2);
  arrive(scripts()[1]);
  assert.deepEqual(calls, [["create", told.script]]);
});

test("a map that brings its script along needs no loader", () => {
  const own = { create() {}, set() {} };
  window.situationMap = own;
  window.eval(LOADER);
  assert.equal(window.situationMap, own);
});
