// The figures of the clock's range, in one row above the map: the same as the page counts.

/** @import { Context, Figures, State } from "../types.js" */

import { fill, html } from "../draw/dom.js";

/** The kind of report that each cell is counted of, in the order of the cells. */
const KINDS = ["strike", "strike", "displacement", "control", "control"];
/** The keys of the figures, in the order of the cells. */
const KEYS = ["strikes", "civilians", "displaced", "changed", "front"];
/** Totals of one sort that stand with a figure, and others of the same days: as the page's own table of figures gives. */
const MOST_BESIDE = 2;

/** What is unsure of a figure has to be said with it when it is more than a tenth: as the page's own figures do. */
const isTold = (/** @type {number} */ part, /** @type {number} */ whole) => part * 10 > whole;

/**
 * What others counted in days of the range, a sentence by key of the figure that it stands beside: of each sort the
 * longest spells of days, with all totals of these; how many more there are is said.
 * @param {[number, number]} range
 * @param {State} state
 * @param {Context} context
 */
export function othersCounts([a, b], { others }, { crisis, calendar, words }) {
  const [first, last] = [calendar.iso(a), calendar.iso(b)];
  const days = (/** @type {{from: string, to: string}} */ { from, to }) => calendar.number(to) - calendar.number(from);
  const within = others.map((at) => crisis.others[at]).filter(({ from, to }) => from >= first && to <= last);
  /** @type {Record<string, Record<string, Context["crisis"]["others"]>>} */
  const found = {};
  // Sort by sort, as the state names them.
  within.forEach((total) => {
    const sorts = (found[total.beside] ??= {});
    (sorts[total.figure] ??= []).push(total);
  });
  /** @param {Context["crisis"]["others"]} totals */
  const longest = (totals) => {
    const foremost = totals.sort((one, other) => days(other) - days(one)).slice(0, MOST_BESIDE);
    return totals.filter(({ from, to }) => foremost.some((one) => one.from === from && one.to === to));
  };
  const told = (/** @type {Record<string, Context["crisis"]["others"]>} */ sorts) => {
    const shown = Object.values(sorts).flatMap(longest);
    const more = Object.values(sorts).flat().length - shown.length;
    const rest = more ? [fill(words.others_more, { n: more })] : [];
    return fill(words.others, { list: [...shown.map(({ text }) => text), ...rest].join(words.semicolon) });
  };
  return Object.fromEntries(Object.entries(found).map(([beside, sorts]) => [beside, told(sorts)]));
}

/**
 * What the displacement figure is called and rests on: a figure of other days than the range carries its days.
 * @param {Figures} figures
 * @param {[number, number]} range
 * @param {string} whole
 * @param {Context} context
 */
function displacedWords({ displaced, counter, unsure }, [a, b], whole, { words, brief, calendar, joined: also, span }) {
  const { since, until } = displaced;
  const doubted = unsure.displaced ? words.unsure_displaced : "";
  if (since === null || until === null) return [words.figure_displaced, words.no_totals];
  if (since === a && until === b) {
    return [
      words.figure_displaced,
      also(
        whole,
        fill(words.totals, { who: counter, since: brief(calendar.iso(since)), until: brief(calendar.iso(until)) }),
        doubted,
      ),
    ];
  }
  const days = span(calendar.iso(since), calendar.iso(until), true);
  return [
    fill(words.figure_displaced_days, { days }),
    also(whole, fill(words.totals_other_days, { who: counter }), doubted),
  ];
}

/**
 * What the strip says of a range of day numbers, as [value, name, basis], in the order of its cells.
 * @param {Figures} figures
 * @param {number | null} frontKm
 * @param {[number, number]} range
 * @param {State} state
 * @param {Context} context
 */
function sentences(figures, frontKm, range, state, context) {
  const { count, joined: also, number, words } = context;
  const { civilians, coarse, displaced, unsure } = figures;
  // Which area that is stands with the strikes and in the page's heading.
  const where = state.own_area ? words.inside_it : "";
  const roughly = where && coarse ? count("coarse_inside", coarse) : "";
  const silent = count("silent", civilians.silent);
  const doubted = (/** @type {number} */ part, /** @type {number} */ whole) =>
    isTold(part, whole) ? fill(words.unsure_strikes, { n: number(part) }) : "";
  const killed = isTold(unsure.killed, civilians.high ?? 0)
    ? fill(words.unsure_killed, { n: number(unsure.killed) })
    : "";
  return [
    [
      number(figures.strikes),
      state.strikes_name,
      also(state.strikes_basis, roughly, doubted(unsure.strikes, figures.strikes)),
    ],
    [
      context.between(civilians.low, civilians.high),
      words.figure_civilians,
      also(figures.strikes ? silent : "", killed),
    ],
    [context.between(displaced.low, displaced.high), ...displacedWords(figures, range, state.displaced_basis, context)],
    [number(figures.changed), words.figure_changed, also(where, doubted(unsure.changed, figures.changed))],
    [frontKm === null ? "" : fill(words.km, { n: context.whole(frontKm) }), words.figure_front, where],
  ];
}

export class Strip {
  /** @param {Context} context */
  constructor(context) {
    this.context = context;
    this.cells = KINDS.map(() => ({ value: html("b"), name: html("span"), basis: html("small") }));
    this.items = this.cells.map(({ value, name, basis }) => html("li", "", null, [value, name, basis]));
    this.box = html("ul", "situation-figures", null, this.items);
    this.box.setAttribute("aria-label", context.words.figures);
    this.box.tabIndex = 0;
    this.box.hidden = true;
    // Its height is kept before there are figures, so that the map never jumps.
    this.row = html("div", "situation-strip", null, [this.box]);
    this.row.dir = context.rtl ? "rtl" : "ltr";
    this.row.setAttribute("role", "region");
    this.row.setAttribute("aria-label", context.words.figures);
  }

  /**
   * Write the figures of a range under a state of the page; what stays the same is left alone.
   * @param {Figures} figures
   * @param {number | null} frontKm
   * @param {[number, number]} range
   * @param {State} state
   */
  set(figures, frontKm, range, state) {
    this.box.hidden = false;
    const others = othersCounts(range, state, this.context);
    const write = (/** @type {HTMLElement} */ element, /** @type {string} */ text) => {
      if (element.textContent !== text) element.textContent = text;
    };
    sentences(figures, frontKm, range, state, this.context).forEach(([value, name, basis], i) => {
      const cell = this.cells[i];
      this.items[i].hidden = !state.kinds.includes(KINDS[i]);
      write(cell.value, value);
      write(cell.name, name);
      write(cell.basis, basis);
      // What is cut off where there is no room for it, and what others counted in these days.
      const beside = others[KEYS[i]] ?? "";
      this.items[i].title = [basis, beside].filter(Boolean).join("\n");
      this.items[i].classList.toggle("situation-beside", Boolean(beside));
    });
  }

  /** The strip as one sentence, for a screen reader. */
  spoken() {
    const { words } = this.context;
    const texts = this.cells
      .filter((_cell, i) => !this.items[i].hidden)
      .map((cell) => [cell.name, cell.value, cell.basis].map((part) => part.textContent));
    return texts
      .map(([name, value, basis]) => `${name}: ${value}${basis ? `${words.comma}${basis}` : ""}`)
      .join(words.semicolon);
  }
}
