// The clock's bar under the map: play, step, speed, typed dates, and the brush over the days.
(function (parts) {
  "use strict";

  const { fill, html } = parts.overlay;
  const { DAYS, dayNumber, isoOf, within } = parts.tally;

  const SPEEDS = [1, 2, 5, 10];
  /** Milliseconds without a move after which the bar stands still; less than one day takes at the highest speed. */
  const STILL = 50;
  /** Milliseconds between two dates in the fields while they fly by. */
  const LEGIBLE = 120;

  class Bar {
    /** `actions`: moved(a, b), play(), step(days), grow(bool), apply(), back(). */
    constructor(context, actions) {
      this.context = context;
      this.actions = actions;
      const { words } = context;
      this.brush = new parts.brush.Brush(context, actions.moved, actions.play);
      this.play = this.button("\u25b6", words.play, actions.play, "situation-play");
      this.speed = this.makeSpeed();
      this.modes = ["grow", "slide"].map((mode) => this.makeMode(mode));
      this.dates = [this.makeDate(words.first_day, 0), this.makeDate(words.last_day, 1)];
      this.range = html("strong", "situation-range");
      this.note = html("span", "situation-clock-note");
      this.note.setAttribute("role", "status");
      this.apply = this.button(words.apply, words.apply_help, actions.apply, "situation-apply");
      this.back = this.button(words.back, words.back_help, actions.back, "situation-back");
      this.live = html("div", "situation-live");
      this.live.setAttribute("aria-live", "polite");
      const step = (sign, label, days) => this.button(sign, label, () => actions.step(days), Math.abs(days) > 1 ? "situation-week" : "");
      this.controls = html("div", "situation-controls", null, [
        step("\u00ab", words.week_back, -7),
        step("\u2039", words.day_back, -1),
        this.play,
        step("\u203a", words.day_forward, 1),
        step("\u00bb", words.week_forward, 7),
        html("span", "situation-typed", null, [this.dates[0], html("span", "", "\u2013"), this.dates[1]]),
        this.speed,
        html("span", "situation-modes", null, this.modes),
        this.range,
        this.note,
        this.back,
        this.apply,
      ]);
      this.box = html("section", "situation-clock", null, [this.controls, this.brush.box, this.live]);
      this.box.dir = context.rtl ? "rtl" : "ltr";
      this.box.setAttribute("aria-label", words.clock);
      this.box.addEventListener("keydown", (event) => this.key(event));
      this.last = this.dated = 0;
      this.changed(false);
    }

    button(sign, label, action, className) {
      const button = html("button", className || "", sign);
      button.type = "button";
      button.title = label;
      if (sign.length < 3) button.setAttribute("aria-label", label);
      button.addEventListener("click", action);
      return button;
    }

    makeSpeed() {
      const { words, number } = this.context;
      const select = html("select", "situation-speed");
      select.setAttribute("aria-label", words.speed);
      select.title = words.speed;
      SPEEDS.forEach((days) => {
        const option = html("option", "", days === 1 ? words.speed_one : fill(words.speed_many, { n: number(days) }));
        option.value = days;
        select.append(option);
      });
      select.value = "5";
      return select;
    }

    makeMode(mode) {
      const { words } = this.context;
      const labels = { grow: [words.grow, words.grow_help], slide: [words.slide, words.slide_help] };
      return this.button(labels[mode][0], labels[mode][1], () => this.actions.grow(mode === "grow"));
    }

    makeDate(label, end) {
      const input = html("input");
      Object.assign(input, { type: "date", min: isoOf(0), max: isoOf(DAYS - 1), required: true, title: label });
      input.setAttribute("aria-label", label);
      // While the year is being typed it is the year 2 or 20: only whole dates within the table move the clock.
      input.addEventListener("input", () => {
        const day = dayNumber(input.value);
        if (day >= 0 && day < DAYS) this.typed(end, day, "");
      });
      const settle = () => {
        const day = dayNumber(input.value);
        if (day >= 0 && day < DAYS) return;
        const { words, date } = this.context;
        const limits = fill(words.limits, { from: date(isoOf(0)), to: date(isoOf(DAYS - 1)) });
        this.typed(end, Number.isFinite(day) ? within(day) : this.brush.range[end], limits);
      };
      input.addEventListener("blur", settle);
      input.addEventListener("keydown", (event) => event.key === "Enter" && settle());
      return input;
    }

    /** A typed end takes the other along when it passes it. */
    typed(end, day, note) {
      const range = [...this.brush.range];
      range[end] = day;
      if (range[0] > range[1]) range[1 - end] = day;
      this.actions.moved(...range);
      this.say(note);
    }

    /** Space and arrows anywhere on the bar, except where they mean something else. */
    key(event) {
      if (event.target.closest("input, select, [role=slider], .situation-ticks")) return;
      const step = parts.brush.stepOf(event);
      if (event.key === " " && !event.target.closest("button")) this.actions.play();
      else if (step === undefined || Math.abs(step) >= DAYS) return;
      else this.actions.step(step);
      event.preventDefault();
    }

    /** Show a range: while it moves from frame to frame what is watched, and the rest when it stands still. */
    set(a, b) {
      const now = performance.now();
      const moving = now - this.last < STILL;
      this.last = now;
      this.brush.set(a, b);
      this.range.textContent = this.context.span(isoOf(a), isoOf(b));
      clearTimeout(this.settling);
      if (moving) this.settling = setTimeout(() => this.settle(), STILL);
      else this.settle();
      if (now - this.dated > LEGIBLE) this.date(now);
    }

    settle() {
      this.brush.settle();
      this.date(performance.now());
    }

    /** Typed dates are left alone while they are being typed. */
    date(now) {
      this.dated = now;
      this.brush.range.map(isoOf).forEach((iso, end) => {
        if (this.dates[end].value !== iso) this.dates[end].value = iso;
      });
    }

    /** Whether the clock stands elsewhere than the page. */
    changed(changed) {
      const inPage = parts.share.inPage();
      this.back.hidden = !changed;
      this.apply.hidden = !changed || !inPage;
      // The heading above the map is the page's: it says by this mark that the map shows other days.
      if (inPage) window.parent.document.documentElement.toggleAttribute("data-clock-moved", changed);
    }

    playing(on) {
      const { words } = this.context;
      const label = on ? words.pause : words.play;
      this.play.textContent = on ? "\u275a\u275a" : "\u25b6";
      this.play.title = label;
      this.play.setAttribute("aria-label", label);
    }

    growing(grow) {
      this.modes.forEach((button, i) => button.setAttribute("aria-pressed", String(grow === (i === 0))));
    }

    say(text) {
      if (this.note.textContent !== text) this.note.textContent = text;
    }

    disable(disabled) {
      this.box.setAttribute("aria-busy", String(disabled));
      this.controls.querySelectorAll("button, select, input").forEach((control) => (control.disabled = disabled));
      this.brush.disable(disabled);
    }
  }

  parts.bar = { Bar };
})((window.situationParts = window.situationParts || {}));
