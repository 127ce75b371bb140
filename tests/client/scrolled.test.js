import assert from "node:assert/strict";
import test from "node:test";

import { scrolled } from "../../lib/maps/client/interface/scrolled.js";
import * as support from "./support.js";

test("a row longer than its room can be scrolled by keyboard while nothing in it has a stop of its own", async () => {
  const window = support.document();
  const row = window.document.createElement("div");
  const button = window.document.createElement("button");
  button.disabled = true;
  Object.defineProperty(row, "scrollWidth", { value: 300 });
  window.document.body.append(row);
  scrolled(row, "Clock");
  row.append(button);
  await null;
  assert.deepEqual([row.tabIndex, row.getAttribute("role"), row.getAttribute("aria-label")], [0, "group", "Clock"]);
  button.disabled = false;
  await null;
  assert.equal(row.hasAttribute("tabindex"), false);
  assert.equal(row.hasAttribute("aria-label"), false);
});
