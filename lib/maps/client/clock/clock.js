// The clock: moves the map through the days out of what is loaded, without asking the server.

/** @import { Sequence } from "../data/sequence.js" */

/** @import { ClockSums, ControlMap, Moment, SituationMap, State } from "../types.js" */

import { frame } from "../data/context.js";
import { DataChanged } from "../data/server.js";
import * as tally from "../data/tally.js";
import * as share from "../interface/share.js";
import * as controlLayer from "../layers/control.js";
import * as earlierLayer from "../layers/earlier.js";
import { Bar } from "./bar.js";
import { Strip } from "./figures.js";

/** A range of at least this share of the days counts as the whole: playing lets it grow from its first day. */
const WHOLE = 0.9;
/** Milliseconds after the last move before a screen reader is told. */
const SPEAK = 700;

/**
 * What of a state the sums depend on.
 * @param {State} page
 */
const filterOf = (page) => `${page.counter}?${page.query}`;

export class Clock {
  /** @param {SituationMap} situation */
  constructor(situation) {
    this.situation = situation;
    this.calendar = situation.context.calendar;
    /** What the clock draws and counts with, once it is here. @type {{sequence: Sequence, sums: ClockSums} | null} */
    this.loaded = null;
    this.asked = "";
    /** The filter whose sums the page needs; `asked` is that of those that are here. */
    this.wanted = "";
    /** Where the clock is going. @type {[number, number]} */
    this.range = [0, this.calendar.last];
    /** What is drawn already, and the range of the page itself. */
    this.shown = this.range;
    this.own = this.range;
    /** Whether playing is to move the end alone; null as long as the reader has not chosen. @type {boolean | null} */
    this.wish = null;
    /** The day at which playing ends. @type {number | null} */
    this.goal = null;
    this.playing = false;
    /** Ranges that the page was moved to and has not answered yet. @type {Set<string>} */
    this.sent = new Set();
    /** The animation frame in which a move is drawn. */
    this.drawing = 0;
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.speaking = undefined;
    /** @type {Map<number, ControlMap | null>} */
    this.maps = new Map();
    /** Who waits for the clock to be ready. @type {((ready: null) => void)[]} */
    this.waiting = [];
    this.strip = new Strip(situation.context);
    this.bar = new Bar(situation.context, {
      moved: (a, b) => this.byHand(a, b),
      play: () => (this.playing ? this.pause() : this.play()),
      step: (days) => this.step(days),
      grow: (grow) => this.choose(grow),
      apply: () => this.apply(),
      back: () => this.byHand(...this.own),
    });
    document.body.classList.add("situation-clocked");
    // Before the map in the order of the keyboard, which would have to pass all symbols to come to the clock.
    document.body.prepend(this.strip.row, this.bar.box);
    this.bar.say(situation.config.words.clock_loading);
    this.bar.disable(true);
  }

  get ready() {
    return this.loaded !== null;
  }

  /** Move the page to the days that are drawn. */
  apply() {
    const { from, to } = this.situation.current();
    this.sent.add(`${from}..${to}`);
    share.applyToPage(this.situation);
  }

  /**
   * Where the reader has moved the clock since the page was sent to the range with which it answers only now; null when
   * the page comes with days of its own.
   * @param {State} page
   */
  ahead({ from, to }) {
    const late = this.sent.delete(`${from}..${to}`) && String(this.daysOf(from, to)) !== String(this.range);
    if (!late) this.sent.clear();
    return late ? this.range : null;
  }

  /**
   * A new state of the page: the clock goes to its range, and asks for the sums of its filter.
   * @param {State} page
   */
  reset(page) {
    this.pause();
    const ahead = this.ahead(page);
    this.wanted = filterOf(page);
    this.own = this.daysOf(page.from, page.to);
    this.range = this.shown = this.own;
    this.wish = null;
    this.goal = null;
    this.maps.clear();
    this.bar.set(...this.own);
    this.bar.changed(false);
    this.bar.growing(this.grows());
    // Until the clock can count by itself, the page's own figures stand.
    if (this.ready && (this.asked === this.wanted || !page.figures)) this.refresh();
    else if (page.figures) this.strip.set(page.figures, page.figures.front_km, this.own, page);
    if (ahead) this.move(...ahead);
  }

  /**
   * Fetch what is lacking, behind the map that is painted already.
   * @param {State} page
   */
  async load(page) {
    const { server, context } = this.situation;
    const key = filterOf(page);
    if (this.ready && this.asked === key) return;
    let sequence, sums;
    try {
      [sequence, sums] = await Promise.all([server.sequence(), server.clock(page.counter, page.query, context.lang)]);
    } catch (error) {
      if (this.wanted === key) this.fail(page, error);
      return;
    }
    if (this.wanted !== key) return;
    this.asked = key;
    this.loaded = { sequence, sums };
    this.bar.brush.fill(sums);
    this.bar.disable(false);
    this.bar.say("");
    this.refresh();
    this.waiting.splice(0).forEach((go) => go(null));
    this.prepare(sequence);
  }

  /** @param {State} page @param {unknown} error */
  fail(page, error) {
    const { words } = this.situation.config;
    this.bar.say(error instanceof DataChanged ? words.data_changed : words.clock_unreachable);
    // Figures of another filter would be wrong ones.
    this.strip.box.hidden = true;
    window.addEventListener("online", () => this.load(page), { once: true });
  }

  /**
   * Make the shapes of all control dates while nothing else is to be done, so that the first drag is as quick.
   * @param {Sequence} sequence
   */
  prepare(sequence) {
    let index = 0;
    /** @type {(run: (deadline: Pick<IdleDeadline, "timeRemaining">) => void) => void} */
    const idle = window.requestIdleCallback || ((run) => setTimeout(() => run({ timeRemaining: () => 8 }), 30));
    const run = (/** @type {Pick<IdleDeadline, "timeRemaining">} */ deadline) => {
      if (this.loaded?.sequence !== sequence) return;
      while (index < sequence.dates.length && deadline.timeRemaining() > 6) {
        const control = this.control(sequence, index);
        if (control) this.situation.prepareControl(control);
        index += 1;
      }
      if (index < sequence.dates.length) idle(run);
    };
    idle(run);
  }

  /**
   * The control map of a control date, with the sides the page shows.
   * @param {Sequence} sequence
   * @param {number} index
   */
  control(sequence, index) {
    const known = this.maps.get(index);
    if (known !== undefined) return known;
    const made = controlLayer.only(sequence.control(index), this.situation.painted?.controllers);
    this.maps.set(index, made);
    return made;
  }

  /**
   * What is drawn of another range under the page's filter; null before the clock is ready.
   * @param {number} a
   * @param {number} b
   * @returns {Moment | null}
   */
  stateOf(a, b) {
    const page = this.situation.painted;
    if (!page || !this.loaded) return null;
    const { calendar } = this;
    const { sequence } = this.loaded;
    const [from, to] = [calendar.iso(a), calendar.iso(b)];
    if (from === page.from && to === page.to) return { state: page };
    const now = sequence.index(b);
    const prior = (/** @type {number} */ day) => sequence.index(Math.max(day - 1, sequence.dates[0]));
    // A line that the page compares with stays; the line of the day before moves with the first day.
    const moves =
      page.control_before !== null &&
      calendar.number(page.control_before) === sequence.dates[prior(calendar.number(page.from))];
    const state = {
      ...page,
      from,
      to,
      control: calendar.iso(sequence.dates[now]),
      control_before: moves ? calendar.iso(sequence.dates[prior(a)]) : page.control_before,
      title: "",
      dates: this.situation.context.span(from, to),
      earlier: earlierLayer.inWords(page, a, this.situation.context),
      stamp: `${page.stamp}@${from}..${to}`,
    };
    return {
      state,
      control: this.control(sequence, now),
      before: moves ? this.control(sequence, prior(a)) : undefined,
    };
  }

  /**
   * By hand: playing stops, and plays from here on next time.
   * @param {number} a
   * @param {number} b
   */
  byHand(a, b) {
    this.pause();
    this.goal = null;
    this.bar.say("");
    this.move(a, b);
  }

  /**
   * Move the clock; drawn with the next frame, however many moves come before it.
   * @param {number} a
   * @param {number} b
   */
  move(a, b) {
    if (!this.ready) return;
    this.range = [a, b];
    if (this.drawing) return;
    this.drawing = requestAnimationFrame(() => {
      this.drawing = 0;
      this.draw();
    });
  }

  draw() {
    const [a, b] = this.range;
    this.shown = this.range;
    this.bar.set(a, b);
    this.bar.changed(a !== this.own[0] || b !== this.own[1]);
    if (this.wish === null) this.bar.growing(this.grows());
    this.refresh();
    const moment = this.stateOf(a, b);
    if (moment) this.situation.show(moment);
  }

  /** The figures of the range, in the strip and for whoever looks at window.situation. */
  refresh() {
    const [a, b] = this.range;
    const { loaded, situation } = this;
    if (!loaded || !situation.painted || this.asked !== this.wanted) {
      // The sums of a new filter are on their way.
      situation.report.figures = null;
      return;
    }
    const { sequence, sums } = loaded;
    const found = tally.figures(sums, a, b);
    const whole = sequence.dates.length ? sequence.front_km[sequence.index(b)] : 0;
    const km = tally.frontInside(sums, b) ?? whole;
    this.strip.set(found, km, [a, b], situation.painted);
    situation.report.figures = {
      strikes: found.strikes,
      civilians_low: found.civilians.low,
      civilians_high: found.civilians.high,
      displaced_low: found.displaced.low,
      displaced_high: found.displaced.high,
      changed: found.changed,
      front_km: km,
    };
    clearTimeout(this.speaking);
    this.speaking = setTimeout(() => {
      if (!this.playing) this.bar.live.textContent = `${this.bar.range.textContent}: ${this.strip.spoken()}`;
    }, SPEAK);
  }

  /** Whether playing and stepping move the end alone. */
  grows() {
    const [a, b] = this.range;
    return this.wish === null ? b - a > WHOLE * this.calendar.count : this.wish;
  }

  /** @param {boolean} grow */
  choose(grow) {
    this.wish = grow;
    this.goal = null;
    this.bar.growing(grow);
  }

  /** @param {number} days */
  step(days) {
    const [a, b] = this.range;
    // What a step does is settled by the range it starts from.
    if (this.wish === null) this.choose(this.grows());
    if (this.grows()) this.byHand(a, Math.max(a, this.calendar.within(b + days)));
    else this.bar.brush.moveBy([a, b], days);
  }

  /**
   * Grow: from the first day to where the range ended. Slide: the window, to the last day of all; from the first day
   * where fewer days are left than it has: nobody plays three days of a crisis.
   */
  play() {
    if (!this.ready) return;
    const [a, b] = this.range;
    if (this.wish === null) this.choose(this.grows());
    if (this.goal === null || b >= this.goal) {
      if (this.grows()) {
        this.goal = b > a ? b : this.calendar.last;
        this.move(a, a);
      } else {
        this.goal = this.calendar.last;
        if (this.goal - b <= b - a) this.move(0, b - a);
      }
    }
    this.playing = true;
    this.bar.playing(true);
    let due = performance.now();
    const tick = (/** @type {number} */ now) => {
      if (!this.playing) return;
      const speed = Number(this.bar.speed.value);
      const days = Math.floor(((now - due) / 1000) * speed);
      if (days > 0) {
        due += (days * 1000) / speed;
        this.advance(days);
      }
      requestAnimationFrame(tick);
    };
    requestAnimationFrame(tick);
  }

  /** @param {number} days */
  advance(days) {
    const [a, b] = this.range;
    const goal = this.goal ?? this.calendar.last;
    const by = Math.min(days, goal - b);
    this.move(this.grows() ? a : a + by, b + by);
    if (b + by >= goal) this.end();
  }

  /** Playing has come to its goal: the last day is still drawn. */
  end() {
    this.playing = false;
    this.bar.playing(false);
  }

  /** Stop playing at the days that are shown: a move that waits for the next frame is not made any more. */
  pause() {
    if (!this.playing) return;
    this.end();
    cancelAnimationFrame(this.drawing);
    this.drawing = 0;
    this.range = this.shown;
  }

  /**
   * Day numbers of two ISO days.
   * @param {string} from
   * @param {string} to
   * @returns {[number, number]}
   */
  daysOf(from, to) {
    const { calendar } = this;
    return [calendar.within(calendar.number(from)), calendar.within(calendar.number(to))];
  }

  /**
   * Move to two ISO days and wait until that is painted: the way in for tests and benchmarks.
   * @param {string} from
   * @param {string} to
   */
  async setRange(from, to) {
    if (!this.ready) await new Promise((resolve) => this.waiting.push(resolve));
    const days = this.daysOf(from, to);
    this.byHand(Math.min(...days), Math.max(...days));
    const [a, b] = this.range;
    const stamp = this.stateOf(a, b)?.state.stamp;
    while (this.situation.report.stamp !== stamp && this.range[0] === a && this.range[1] === b) await frame();
  }
}
