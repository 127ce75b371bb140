// Marks of the reader's own: how they are drawn, and what a pointer, keys and the field for words make of them.

import assert from "node:assert/strict";
import { test } from "node:test";

import { Marking } from "../../lib/maps/client/interface/marking.js";
import * as layer from "../../lib/maps/client/layers/own_marks.js";
import { config, contextWith, document as makeDocument, flatView, pointerOn } from "./support.js";

const CENTRE = [35.9, 36.6];
const { words } = config;
const mark = (changes = {}) => ({ kind: "point", at: [[36, 37]], text: "Here", lines: ["Here"], ...changes });

/** The tool on a map without a server, and what it tells the page. */
function tool() {
  const window = makeDocument();
  const { document } = window;
  const box = document.createElement("div");
  const [tools, notices] = [document.createElement("div"), document.createElement("div")];
  document.body.append(box, tools, notices);
  const map = window.L.map(box, { zoomAnimation: false }).setView(CENTRE, 9);
  map.getSize = () => window.L.point(1000, 600);
  const told = [];
  window.parent.postMessage = (message) => told.push(message.value.marks);
  // A page around the map, as a frame has it.
  Object.defineProperty(window, "parent", {
    value: { postMessage: window.parent.postMessage, location: window.location, addEventListener() {}, document },
    configurable: true,
  });
  const said = {};
  const situation = {
    map,
    config,
    context: contextWith(),
    state: null,
    symbols: new Map(),
    swipe: { on: false },
    motion: { on: false },
    marks: { redraw() {} },
    panel: { tools, notices, legend: { fold() {} }, notice: (key, text) => (said[key] = text) },
  };
  const marking = new Marking(situation);
  situation.tools = { marking };
  const send = pointerOn(window, box, () => map.latLngToContainerPoint(CENTRE));
  const key = (name) =>
    box.dispatchEvent(new window.KeyboardEvent("keydown", { key: name, bubbles: true, cancelable: true }));
  const button = (text) => [...document.querySelectorAll("button")].find((one) => one.textContent === text);
  const write = (text) => {
    const form = notices.querySelector("form");
    form.querySelector("input").value = text;
    form.dispatchEvent(new window.Event("submit", { bubbles: true, cancelable: true }));
  };
  button(words.mark).click();
  return { button, key, marking, notices, said, send, situation, told, write };
}

test("a click and a word are a point, which the page is told", () => {
  const { button, marking, send, told, write } = tool();
  button(words.mark_kinds.point).click();
  send("click", 0, 0);
  assert.equal(marking.shown.length, 1, "it is seen before its words are there");
  assert.equal(told.length, 0);
  write("  Here ");
  assert.equal(told.length, 1);
  const [{ kind, text, at }] = told[0].list;
  assert.deepEqual([kind, text, told[0].n], ["point", "Here", 1]);
  assert.ok(Math.hypot(at[0][0] - CENTRE[1], at[0][1] - CENTRE[0]) < 0.005, "longitude first");
});

test("an arrow is dragged, a box clicked, a line ends with a double click", () => {
  const { button, send, told, write } = tool();
  button(words.mark_kinds.arrow).click();
  send("pointerdown", 0, 0);
  send("pointermove", 20, 20);
  send("pointerup", 60, 40);
  write("");
  button(words.mark_kinds.box).click();
  [
    [0, 0],
    [50, 50],
  ].forEach(([x, y]) => ["pointerdown", "pointerup"].forEach((name) => send(name, x, y)));
  write("");
  button(words.mark_kinds.line).click();
  [
    [0, 0],
    [40, 0],
    [80, 30],
    [81, 30],
  ].forEach(([x, y]) => send("click", x, y));
  write("Road");
  assert.deepEqual(
    told.at(-1).list.map(({ kind, at, text }) => [kind, at.length, text]),
    [
      ["arrow", 2, ""],
      ["box", 2, ""],
      ["line", 3, "Road"],
    ],
  );
});

test("arrow keys and Enter put a mark as a pointer does", () => {
  const { button, key, told, write } = tool();
  button(words.mark_kinds.box).click();
  ["ArrowRight", "Enter", "ArrowDown", "ArrowLeft", "Enter"].forEach(key);
  write("");
  assert.deepEqual([told.length, told[0].list[0].kind, told[0].list[0].at.length], [1, "box", 2]);
});

test("Escape and Discard leave nothing behind, and a text without words is none", () => {
  const { button, key, marking, notices, send, told, write } = tool();
  button(words.mark_kinds.point).click();
  key("Escape");
  assert.ok(!marking.drawing.active);
  button(words.mark_kinds.text).click();
  send("click", 0, 0);
  write("  ");
  assert.ok(notices.querySelector("form"));
  button(words.mark_discard).click();
  assert.deepEqual([told.length, marking.shown.length, notices.querySelector("form")], [0, 0, null]);
});

test("a mark is moved, written on and deleted where it opens, and each is undone", () => {
  const { button, marking, send, told, write } = tool();
  marking.follow({
    own_marks: {
      n: 0,
      list: [
        mark(),
        mark({
          kind: "box",
          at: [
            [36, 36.4],
            [36.2, 36.8],
          ],
        }),
      ],
      handed: true,
    },
  });
  const act = (index, label) =>
    marking
      .actions(index)
      .find((one) => one.label === label)
      .run();
  act(1, words.mark_move);
  send("click", 0, 0);
  const [southWest, northEast] = told.at(-1).list[1].at;
  assert.ok(Math.abs((southWest[0] + northEast[0]) / 2 - CENTRE[1]) < 0.005, "its middle");
  assert.ok(Math.abs(northEast[1] - southWest[1] - 0.2) < 1e-6, "as large as before");
  act(0, words.mark_change);
  write("There");
  assert.equal(told.at(-1).list[0].text, "There");
  act(0, words.mark_delete);
  assert.equal(told.at(-1).list.length, 1);
  [1, 2, 3].forEach(() => button(words.mark_undo).click());
  assert.deepEqual(
    told.at(-1).list.map(({ text, at }) => [text, at[0]]),
    [
      ["Here", [37, 36]],
      ["Here", [36.4, 36]],
    ],
  );
  assert.ok(button(words.mark_undo).disabled);
});

test("an answer of the page that is older than the reader's last change is not taken", async () => {
  const { button, marking, send, write } = tool();
  button(words.mark_kinds.point).click();
  send("click", 0, 0);
  write("new");
  marking.follow({ own_marks: { n: 0, list: [], handed: true } });
  assert.equal(marking.list[0].text, "new");
  let there = false;
  const settled = marking.settled().then(() => (there = true));
  await Promise.resolve();
  assert.ok(!there, "a link waits for the page");
  marking.follow({ own_marks: { n: 1, list: [mark({ text: "kept" })], handed: true } });
  await settled;
  assert.equal(marking.list[0].text, "kept");
});

test("marks that the page could not use are taken back, and the map says why until the next change", () => {
  const { button, marking, said, send, write } = tool();
  button(words.mark_kinds.point).click();
  send("click", 0, 0);
  write("one too many");
  marking.follow({ own_marks: { n: 1, list: [], handed: true, refused: "These marks cannot be used: too many." } });
  assert.deepEqual(marking.list, []);
  assert.match(said.marks, /too many/);
  button(words.mark_kinds.point).click();
  send("click", 0, 0);
  write("fewer");
  assert.equal(said.marks, "");
});

test("of more marks than fit none is begun, with a sentence", () => {
  const { button, marking, said } = tool();
  marking.follow({ own_marks: { n: 0, list: Array.from({ length: 40 }, () => mark()), handed: true } });
  button(words.mark_kinds.point).click();
  assert.ok(!marking.drawing.active);
  assert.match(said.marks, /40/);
});

test("words are text and never markup, and a mark says that it is no report", () => {
  const window = makeDocument();
  const group = window.document.createElementNS("http://www.w3.org/2000/svg", "g");
  const evil = "<img src=x onerror=alert(1)>";
  const context = contextWith();
  const situation = { config, context, state: { own_marks: { list: [mark({ text: evil, lines: [evil] })] } } };
  const { symbols, obstacles } = layer.draw(situation, group, flatView());
  assert.equal(group.querySelector("text").textContent, evil);
  assert.equal(group.querySelectorAll("img").length, 0);
  assert.equal(group.querySelector("[data-kind=mark]").getAttribute("aria-label"), `${evil}. ${words.marks_legend}`);
  assert.equal(symbols[0].report.note, words.mark_note);
  assert.deepEqual(symbols[0].actions, [], "where there is no tool there is nothing to do");
  assert.equal(obstacles.length, 2, "names keep off pin and plate");
});

test("a box answers on its rim, and what it holds is pointed at through it", () => {
  const window = makeDocument();
  const group = window.document.createElementNS("http://www.w3.org/2000/svg", "g");
  const list = [
    mark({
      kind: "box",
      at: [
        [100, 100],
        [300, 300],
      ],
      text: "",
      lines: [],
    }),
  ];
  const { symbols } = layer.draw({ config, context: contextWith(), state: { own_marks: { list } } }, group, flatView());
  assert.equal(symbols[0].name, words.mark_kinds.box);
  assert.equal(symbols[0].hit.ring, undefined);
  assert.equal(symbols[0].hit.line.length, 5);
});
