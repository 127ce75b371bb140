import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { Embedded, Server, perCounter, serverOf } from "../../lib/maps/client/data/server.js";
import { contextWith, stateWith } from "./support.js";

let asked = [];
let answer = () => ({ ok: true, json: async () => ({}) });

beforeEach(() => {
  asked = [];
  answer = () => ({ ok: true, json: async () => ({}) });
  globalThis.fetch = async (url) => {
    asked.push(url);
    return answer(url);
  };
});

const context = contextWith({ base_url: "/idlib", data_version: "v 1" });
const strikes = (server, query = "") => server.get("strikes", query, (body) => body.places);
const flows = (server) => server.get("flows", perCounter("OCHA", ""), (body) => body.flows);

test("an answer is fetched once and kept under its version", async () => {
  const server = new Server(context);
  await Promise.all([strikes(server, "kinds=strike"), strikes(server, "kinds=strike")]);
  await strikes(server, "kinds=strike");
  assert.deepEqual(asked, ["/idlib/map/v%201/strikes.json?kinds=strike"]);
});

test("an answer that failed is asked for again", async () => {
  const server = new Server(context);
  answer = () => ({ ok: false, status: 503 });
  await assert.rejects(flows(server));
  answer = () => ({ ok: true, json: async () => ({ flows: [] }) });
  assert.deepEqual(await flows(server), []);
  assert.equal(asked.length, 2);
});

test("the answers that were used least are let go first", async () => {
  const server = new Server(context);
  const queries = Array.from({ length: 12 }, (_, i) => `q=${i}`);
  for (const query of queries) await strikes(server, query);
  await strikes(server, "q=0");
  await strikes(server, "q=new");
  asked = [];
  await strikes(server, "q=0");
  await strikes(server, "q=1");
  assert.equal(asked.length, 1);
});

test("the language is named for sums in words, and left out in English", async () => {
  const server = new Server(context);
  await server.clock("OCHA", "", "ar").catch(() => null);
  await server.clock("OCHA", "", "en").catch(() => null);
  assert.deepEqual(
    asked.map((url) => url.includes("lang=")),
    [true, false],
  );
});

test("reports left of the divider are those of its date, and others those of the range", async () => {
  const server = new Server(context);
  const state = stateWith({ from: "2020-01-28", to: "2020-03-05" });
  await server.reports({ kind: "control", place: "A", from: "2020-01-28", to: "2020-01-28" }, state);
  await server.reports({ kind: "control", place: "A" }, state);
  assert.match(asked[0], /from=2020-01-28&to=2020-01-28/);
  assert.match(asked[1], /from=2020-01-28&to=2020-03-05/);
});

const reports = (start, end) => ({ heading: `${start}-${end}`, start, end });
const embedded = {
  strikes: { places: [] },
  flows: { flows: [] },
  reports: {
    "strike||A|": { title: "A", reports: [reports(0, 3), reports(4, 9), reports(20, 20)] },
    "control||A|": { title: "A", reports: [reports(0, 3), reports(20, 20), { heading: "before" }] },
  },
};
const file = contextWith({ embedded });
const state = stateWith({ from: file.calendar.iso(3), to: file.calendar.iso(8) });

test("a map in one file asks no server", async () => {
  const server = serverOf(file);
  assert.ok(server instanceof Embedded);
  assert.deepEqual(await strikes(server), []);
  assert.deepEqual(await flows(server), []);
  await assert.rejects(
    server.get("modelled", "", (body) => body),
    /not in this file/,
  );
  assert.deepEqual(asked, []);
});

test("its reports are those whose days overlap the range; of control those that held by its end", async () => {
  const server = serverOf(file);
  const headings = async (kind) =>
    (await server.reports({ kind, place: "A" }, state)).reports.map((one) => one.heading);
  assert.deepEqual(await headings("strike"), ["0-3", "4-9"]);
  assert.deepEqual(await headings("control"), ["0-3", "before"]);
  await assert.rejects(server.reports({ kind: "strike", place: "B" }, state), /not in this file/);
});
