// The clock's bar under the map: play, step, the range in words, its two days, speed, and the brush over the days.

/** @import { BarActions, Context } from "../types.js" */

import { closest, html, htmlButton } from "../draw/dom.js";
import { scrolled } from "../interface/scrolled.js";
import * as share from "../interface/share.js";
import { Brush, stepOf } from "./brush.js";

const SPEEDS = [1, 2, 5, 10];
/** Milliseconds without a move after which the bar stands still; less than one day takes at the highest speed. */
const STILL = 50;
/** Milliseconds between two dates in the fields while they fly by. */
const LEGIBLE = 120;

export class Bar {
  /**
   * `actions`: moved(a, b), play(), step(days), grow(bool), apply(), back().
   * @param {Context} context
   * @param {BarActions} actions
   */
  constructor(context, actions) {
    this.context = context;
    this.calendar = context.calendar;
    this.actions = actions;
    const { words } = context;
    this.brush = new Brush(context, actions.moved, actions.play);
    this.play = this.button("\u25b6", words.play, actions.play, "situation-play");
    this.speed = this.makeSpeed();
    this.modes = [this.makeMode("grow"), this.makeMode("slide")];
    this.dates = [this.makeDate(words.first_day, 0), this.makeDate(words.last_day, 1)];
    this.range = html("strong", "situation-range");
    this.note = html("span", "situation-clock-note");
    this.note.setAttribute("role", "status");
    this.apply = this.button(words.apply, words.apply_help, actions.apply, "situation-apply");
    this.back = this.button(words.back, words.back_help, actions.back, "situation-back");
    this.live = html("div", "situation-live");
    this.live.setAttribute("aria-live", "polite");
    /** @param {string} sign @param {string} label @param {number} days */
    const step = (sign, label, days) =>
      this.button(sign, label, () => actions.step(days), Math.abs(days) > 1 ? "situation-week" : "");
    this.choices = html("div", "situation-choices", null, [
      html("span", "situation-typed", null, [this.dates[0], html("span", "", "\u2013"), this.dates[1]]),
      this.speed,
      html("span", "situation-modes", null, this.modes),
      this.note,
      this.back,
      this.apply,
    ]);
    // Two groups, each of which stays together where there is no room for both in one row.
    this.controls = html("div", "situation-controls", null, [
      html("div", "situation-now", null, [
        step("\u00ab", words.week_back, -7),
        step("\u2039", words.day_back, -1),
        this.play,
        step("\u203a", words.day_forward, 1),
        step("\u00bb", words.week_forward, 7),
        this.range,
      ]),
      this.choices,
    ]);
    this.box = html("section", "situation-clock", null, [this.controls, this.brush.box, this.live]);
    this.box.dir = context.rtl ? "rtl" : "ltr";
    // A phone on its side has all of it in one row.
    [this.choices, this.controls].forEach((row) => scrolled(row, words.clock));
    this.box.setAttribute("aria-label", words.clock);
    this.box.addEventListener("keydown", (event) => this.key(event));
    this.last = this.dated = 0;
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.settling = undefined;
    this.changed(false);
  }

  /**
   * A button with a sign, named by its label.
   * @param {string} sign
   * @param {string} label
   * @param {() => void} action
   * @param {string} [className]
   */
  button(sign, label, action, className = "") {
    const button = htmlButton(className, sign, action);
    button.title = label;
    if (sign.length < 3) button.setAttribute("aria-label", label);
    return button;
  }

  makeSpeed() {
    const { words, count } = this.context;
    const select = html("select", "situation-speed");
    select.setAttribute("aria-label", words.speed);
    select.title = words.speed;
    SPEEDS.forEach((days) => {
      const option = html("option", "", count("speed", days));
      option.value = String(days);
      select.append(option);
    });
    select.value = "5";
    return select;
  }

  /** @param {"grow" | "slide"} mode */
  makeMode(mode) {
    const { words } = this.context;
    const labels = { grow: [words.grow, words.grow_help], slide: [words.slide, words.slide_help] };
    return this.button(labels[mode][0], labels[mode][1], () => this.actions.grow(mode === "grow"));
  }

  /**
   * A day of the table, each written out: what a browser makes of a date input depends on where it is set up.
   * @param {string} label
   * @param {number} end
   */
  makeDate(label, end) {
    const { short } = this.context;
    const select = html("select", "situation-day");
    select.setAttribute("aria-label", label);
    select.title = label;
    select.append(
      ...Array.from(
        { length: this.calendar.count },
        (_, day) => new Option(short(this.calendar.iso(day)), String(day)),
      ),
    );
    select.addEventListener("input", () => this.typed(end, Number(select.value)));
    return select;
  }

  /**
   * A chosen end takes the other along when it passes it.
   * @param {number} end
   * @param {number} day
   */
  typed(end, day) {
    /** @type {[number, number]} */
    const range = [...this.brush.range];
    range[end] = day;
    if (range[0] > range[1]) range[1 - end] = day;
    this.actions.moved(...range);
  }

  /**
   * Space and arrows anywhere on the bar, except where they mean something else.
   * @param {KeyboardEvent} event
   */
  key(event) {
    if (closest(event, "input, select, [role=slider], .situation-ticks")) return;
    const step = stepOf(event);
    if (event.key === " " && !closest(event, "button")) this.actions.play();
    else if (step === undefined || !Number.isFinite(step)) return;
    else this.actions.step(step);
    event.preventDefault();
  }

  /**
   * Show a range: while it moves from frame to frame what is watched, and the rest when it stands still.
   * @param {number} a
   * @param {number} b
   */
  set(a, b) {
    const now = performance.now();
    const moving = now - this.last < STILL;
    this.last = now;
    this.brush.set(a, b);
    this.range.textContent = this.context.span(this.calendar.iso(a), this.calendar.iso(b));
    clearTimeout(this.settling);
    if (moving) this.settling = setTimeout(() => this.settle(), STILL);
    else this.settle();
    if (now - this.dated > LEGIBLE) this.date(now);
  }

  settle() {
    this.brush.settle();
    this.date(performance.now());
  }

  /** @param {number} now */
  date(now) {
    this.dated = now;
    this.brush.range.forEach((day, end) => {
      if (this.dates[end].value !== String(day)) this.dates[end].value = String(day);
    });
  }

  /**
   * Whether the clock stands elsewhere than the page.
   * @param {boolean} changed
   */
  changed(changed) {
    const inPage = share.inPage();
    this.back.hidden = !changed;
    this.apply.hidden = !changed || !inPage;
    // The heading above the map is the page's: it says by this mark that the map shows other days.
    if (inPage) window.parent.document.documentElement.toggleAttribute("data-clock-moved", changed);
  }

  /** @param {boolean} on */
  playing(on) {
    const { words } = this.context;
    const label = on ? words.pause : words.play;
    this.play.textContent = on ? "\u275a\u275a" : "\u25b6";
    this.play.title = label;
    this.play.setAttribute("aria-label", label);
  }

  /** @param {boolean} grow */
  growing(grow) {
    this.modes.forEach((button, i) => button.setAttribute("aria-pressed", String(grow === (i === 0))));
  }

  /** @param {string} text */
  say(text) {
    if (this.note.textContent !== text) this.note.textContent = text;
  }

  /** @param {boolean} disabled */
  disable(disabled) {
    this.box.setAttribute("aria-busy", String(disabled));
    const controls = /** @type {NodeListOf<HTMLButtonElement>} */ (
      this.controls.querySelectorAll("button, select, input")
    );
    controls.forEach((control) => (control.disabled = disabled));
    this.brush.disable(disabled);
  }
}
