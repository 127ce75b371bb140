import assert from "node:assert/strict";
import { before, test } from "node:test";

import { othersCounts, Strip } from "../../lib/maps/client/clock/figures.js";
import { contextWith, document, stateWith } from "./support.js";

before(() => document());

const context = contextWith();

for (const [low, high, words] of [
  [null, null, "not reported"],
  [3, 5, "3\u20135"],
  [3, 3, "3"],
  [null, 5, "up to 5"],
  [3, null, "at least 3"],
]) {
  test(`a range from ${low} to ${high} is written "${words}"`, () => assert.equal(context.between(low, high), words));
}

test("a range of days repeats neither month nor year that both ends share", () => {
  assert.equal(context.span("2020-02-09", "2020-02-15"), "9\u201315 February 2020");
  assert.equal(context.span("2020-02-09", "2020-02-09"), "9 February 2020");
  assert.match(context.span("2019-12-01", "2020-03-05"), /1 December 2019\s*\u2013\s*5 March 2020/);
  assert.match(context.span("2020-02-09", "2020-03-01", true), /9 Feb\s*\u2013\s*1 Mar 2020/);
});

test("a day goes without its year only where it cannot be taken for another", () => {
  const { calendar } = context;
  assert.doesNotMatch(context.day(calendar.iso(0)), /\d{4}/);
  assert.doesNotMatch(context.day(calendar.iso(-1)), /\d{4}/);
  assert.doesNotMatch(context.day(calendar.iso(calendar.last)), /\d{4}/);
  assert.match(context.day(calendar.iso(-2)), /\d{4}$/);
  assert.match(context.day(calendar.iso(calendar.last + 1)), /\d{4}$/);
});

test("where only a month is known, the month is said", () => assert.equal(context.date("2018-02"), "February 2018"));

test("a length is rounded as the page rounds it, halves to the even", () => {
  assert.deepEqual([context.whole(218.5), context.whole(219.5)], ["218", "220"]);
});

const figures = (more = {}) => ({
  strikes: 12,
  civilians: { low: 3, high: 5, silent: 1 },
  unsure: { strikes: 1, killed: 0 },
  coarse: 3,
  displaced: { low: 100, high: 200, since: 0, until: 95 },
  counter: "OCHA",
  changed: 4,
  ...more,
});
const written = (given, range) => {
  const strip = new Strip(context);
  strip.set(given, 218.4, range, stateWith());
  return strip.spoken();
};

test("the strip says each figure with what it rests on, as one sentence", () => {
  const said = written(figures(), [0, 95]);
  assert.match(said, /^strikes reported: 12; civilians reported killed: 3\u20135, 1 strike with no figure;/);
  assert.match(said, /people displaced: 100\u2013200, OCHA totals, 1 Dec to 5 Mar;/);
  assert.match(said, /front line, computed: 218 km$/);
});

test("the strip says what is of low confidence where it is more than a tenth", () => {
  const said = written(figures({ unsure: { strikes: 2, killed: 1 } }), [0, 95]);
  assert.match(said, /strikes reported: 12, 2 of low confidence;/);
  assert.match(said, /1 strike with no figure; up to 1 by reports of low confidence;/);
  assert.doesNotMatch(written(figures(), [0, 95]), /low confidence/);
});

test("a displacement figure of other days than the range carries its days in its name", () => {
  assert.match(
    written(figures(), [3, 95]),
    /people displaced, 1 Dec 2019\s*\u2013\s*5 Mar 2020: 100\u2013200, OCHA totals; other days/,
  );
});

test("without two totals there is no displacement figure", () => {
  const none = figures({ displaced: { low: null, high: null, since: null, until: null } });
  assert.match(written(none, [0, 95]), /people displaced: not reported, no two totals cover these days/);
});

test("figures of kinds that are filtered out are not shown", () => {
  const strip = new Strip(context);
  strip.set(figures(), 1, [0, 95], stateWith({ kinds: ["strike"] }));
  assert.doesNotMatch(strip.spoken(), /displaced|front line/);
});

test("inside an area of the reader's own the strip says where, and how many strikes are located roughly", () => {
  const inside = stateWith({ own_area: { rings: [], legend: "The area" } });
  const strip = new Strip(contextWith());
  strip.set(figures(), 12, [0, 95], inside);
  const said = strip.spoken();
  assert.match(said, /3 of them are located to a sub-district or wider/);
  assert.equal(said.split("inside the area").length, 3);
  strip.set(figures(), 12, [0, 95], stateWith());
  assert.doesNotMatch(strip.spoken(), /sub-district|inside/);
});

test("the strip says how many settlements changed hands by reports of low confidence, and that a total is unsure", () => {
  const unsure = { strikes: 0, killed: 0, displaced: true, changed: 1 };
  const said = written(figures({ unsure }), [0, 95]);
  assert.match(said, /settlements changed hands: 4, 1 of low confidence;/);
  assert.match(said, /1 Dec to 5 Mar; all of it by totals of low confidence;/);
});

const total = (beside, from, to, text, figure = beside) => ({ figure, beside, from, to, text });
const others = [
  total("civilians", "2019-12-01", "2019-12-31", "A"),
  total("civilians", "2019-12-01", "2020-01-31", "B"),
  total("civilians", "2020-01-01", "2020-01-02", "C"),
  total("changed", "2019-12-05", "2019-12-06", "D"),
  total("changed", "2019-12-07", "2019-12-09", "E", "gained"),
  total("changed", "2018-09-17", "2019-12-09", "F", "gained"),
];
const withOthers = contextWith({ crisis: { ...context.crisis, others } });
const every = stateWith({ others: [0, 1, 2, 3, 4, 5] });

test("others' counts stand with their figure, of each sort the longest whose days lie in the range", () => {
  assert.deepEqual(othersCounts([0, 95], every, withOthers), {
    civilians: "Others' counts: B; A; more on the method page: 1.",
    changed: "Others' counts: D; E.",
  });
  assert.deepEqual(othersCounts([31, 95], every, withOthers), { civilians: "Others' counts: C." });
});

test("of several totals of the same days none is picked", () => {
  const same = [1, 2, 3].map((n) => total("civilians", "2019-12-01", "2019-12-31", String(n)));
  const told = othersCounts(
    [0, 95],
    every,
    contextWith({ crisis: { ...context.crisis, others: [...same, ...others] } }),
  );
  assert.equal(told.civilians, "Others' counts: B; 1; 2; 3; A; more on the method page: 1.");
});

test("what does not fit the page's filter does not stand beside its figures", () => {
  assert.deepEqual(othersCounts([0, 95], stateWith({ others: [0] }), withOthers), {
    civilians: "Others' counts: A.",
  });
});

test("others' counts are the title of their figure, after what it rests on", () => {
  const strip = new Strip(withOthers);
  strip.set(figures(), 1, [0, 95], every);
  assert.equal(strip.items[1].title, "1 strike with no figure\nOthers' counts: B; A; more on the method page: 1.");
  assert.deepEqual(
    strip.items.map((item) => item.classList.contains("situation-beside")),
    [false, true, false, true, false],
  );
  strip.set(figures(), 1, [0, 95], stateWith());
  assert.equal(strip.items[1].title, "1 strike with no figure");
});

const arabic = contextWith({
  locale: "ar-SY-u-nu-latn",
  rtl: true,
  months: {
    long: Array.from({ length: 12 }, (_unused, at) => `M${at + 1}/W${at + 1}`),
    short: Array.from({ length: 12 }, (_unused, at) => `M${at + 1}`),
  },
  words: {
    ...contextWith().words,
    comma: "\u060c ",
    counts: {
      strikes: { zero: "none", one: "one", two: "both", few: "{n} few", many: "{n} many", other: "{n} other" },
      short_of_forms: { other: "{n} of any" },
    },
  },
});

test("a count takes the form that the language has for its number", () => {
  const said = [0, 1, 2, 3, 11, 100, 103].map((n) => arabic.count("strikes", n));
  assert.deepEqual(said, ["none", "one", "both", "3 few", "11 many", "100 other", "103 few"]);
  assert.equal(arabic.count("short_of_forms", 3), "3 of any");
  const english = contextWith();
  assert.equal(english.count("strikes", 1), "1 reported strike");
  assert.equal(english.count("persons", 1200, { n: "900\u20131,200" }), "900\u20131,200 persons");
});

test("a language whose months are other ones than its browser's is told them, in ranges too", () => {
  assert.equal(arabic.date("2020-02-05"), "5 M2/W2 2020");
  assert.equal(arabic.short("2020-02-05"), "5 M2 2020");
  assert.equal(arabic.span("2020-02-09", "2020-02-15"), "\u20669\u201315\u2069 M2/W2 2020");
  assert.equal(arabic.span("2020-01-28", "2020-02-15"), "28 M1/W1\u2009\u2013\u200915 M2/W2 2020");
  assert.equal(arabic.span("2019-12-28", "2020-02-15", true), "28 M12 2019\u2009\u2013\u200915 M2 2020");
});

test("a range of figures keeps its order inside words that are read from the right", () => {
  assert.equal(arabic.between(58, 97), "\u206658\u201397\u2069");
  assert.equal(contextWith().between(58, 97), "58\u201397");
  assert.equal(arabic.enumerated(["a", "b"]), "a\u060c b");
});
