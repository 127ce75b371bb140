// The clock: moves the map through the days out of what is loaded, without asking the server.
(function (parts) {
  "use strict";

  const { DAYS, dayNumber, isoOf, within } = parts.tally;

  /** A range of at least this many days counts as the whole: playing lets it grow from its first day. */
  const WHOLE = 90;
  /** Milliseconds after the last move before a screen reader is told. */
  const SPEAK = 700;

  /** What of a state the sums depend on. */
  const filterOf = (page) => `${page.counter}?${page.query}`;

  class Clock {
    constructor(self) {
      this.self = self;
      this.sequence = null;
      this.sums = null;
      this.asked = "";
      this.range = [0, DAYS - 1];
      this.wish = null;
      this.goal = null;
      this.maps = new Map();
      this.waiting = [];
      this.strip = new parts.figures.Strip(self.context);
      this.bar = new parts.bar.Bar(self.context, {
        moved: (a, b) => this.byHand(a, b),
        play: () => (this.playing ? this.pause() : this.play()),
        step: (days) => this.step(days),
        grow: (grow) => this.choose(grow),
        apply: () => parts.share.applyToPage(self),
        back: () => this.byHand(...this.own),
      });
      document.body.classList.add("situation-clocked");
      document.body.append(this.bar.box);
      self.panel.box.append(this.strip.box);
      L.DomEvent.disableClickPropagation(this.strip.box);
      this.bar.say(self.config.words.clock_loading);
      this.bar.disable(true);
    }

    get ready() {
      return Boolean(this.sequence && this.sums);
    }

    /** A new state of the page: the clock goes to its range, and asks for the sums of its filter. */
    reset(page) {
      this.pause();
      this.wanted = filterOf(page);
      this.own = [within(dayNumber(page.from)), within(dayNumber(page.to))];
      this.range = this.own;
      this.wish = null;
      this.goal = null;
      this.maps.clear();
      this.bar.set(...this.own);
      this.bar.changed(false);
      this.bar.growing(this.grows());
      // Until the clock can count by itself, the page's own figures stand.
      if (this.ready && (this.asked === this.wanted || !page.figures)) this.refresh();
      else if (page.figures) this.strip.set(page.figures, page.figures.front_km);
    }

    /** Fetch what is lacking, behind the map that is painted already. */
    async load(page) {
      const { server, context } = this.self;
      const key = filterOf(page);
      if (this.ready && this.asked === key) return;
      const answers = [server.sequence(), server.clock(page.counter, page.query, context.lang)];
      try {
        const [sequence, sums] = await Promise.all(answers);
        if (this.wanted !== key) return;
        this.asked = key;
        Object.assign(this, { sequence, sums });
      } catch {
        if (this.wanted === key) this.fail(page);
        return;
      }
      this.bar.brush.fill(this.sums);
      this.bar.disable(false);
      this.bar.say("");
      this.refresh();
      this.waiting.splice(0).forEach((go) => go());
      this.prepare();
    }

    fail(page) {
      const { words } = this.self.config;
      this.bar.say(words.clock_unreachable);
      // Figures of another filter would be wrong ones.
      this.strip.box.hidden = true;
      window.addEventListener("online", () => this.load(page), { once: true });
    }

    /** Make the shapes of all control dates while nothing else is to be done, so that the first drag is as quick. */
    prepare() {
      const { sequence } = this;
      let index = 0;
      const idle = window.requestIdleCallback || ((run) => setTimeout(() => run({ timeRemaining: () => 8 }), 30));
      const run = (deadline) => {
        if (this.sequence !== sequence) return;
        while (index < sequence.dates.length && deadline.timeRemaining() > 6) {
          this.self.prepareControl(this.control(index));
          index += 1;
        }
        if (index < sequence.dates.length) idle(run);
      };
      idle(run);
    }

    /** The control map of a control date, with the sides the page shows. */
    control(index) {
      if (!this.maps.has(index)) {
        const { controllers } = this.self.painted;
        this.maps.set(index, parts.control.only(this.sequence.control(index), controllers));
      }
      return this.maps.get(index);
    }

    /** The state of another range under the page's filter. */
    stateOf(a, b) {
      const page = this.self.painted;
      const [from, to] = [isoOf(a), isoOf(b)];
      if (from === page.from && to === page.to) return { state: page };
      const { sequence } = this;
      const now = sequence.index(b);
      const eve = (day) => sequence.index(Math.max(day - 1, sequence.dates[0]));
      // A line that the page compares with stays; the line of the eve moves with the first day.
      const fixed = !page.control_before || dayNumber(page.control_before) !== sequence.dates[eve(dayNumber(page.from))];
      const before = fixed ? null : eve(a);
      const state = {
        ...page,
        from,
        to,
        control: isoOf(sequence.dates[now]),
        control_before: fixed ? page.control_before : isoOf(sequence.dates[before]),
        title: "",
        dates: this.self.context.span(from, to),
        stamp: `${page.stamp}@${from}..${to}`,
      };
      return { state, control: this.control(now), before: fixed ? undefined : this.control(before) };
    }

    /** By hand: playing stops, and plays from here on next time. */
    byHand(a, b) {
      this.pause();
      this.goal = null;
      this.bar.say("");
      this.move(a, b);
    }

    /** Move the clock; drawn with the next frame, however many moves come before it. */
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
      this.bar.set(a, b);
      this.bar.changed(a !== this.own[0] || b !== this.own[1]);
      if (this.wish === null) this.bar.growing(this.grows());
      this.refresh();
      this.self.show(this.stateOf(a, b));
    }

    /** The figures of the range, in the strip and for whoever looks at window.situation. */
    refresh() {
      const [a, b] = this.range;
      const { sums, sequence, self } = this;
      if (this.asked !== this.wanted) {
        // The sums of a new filter are on their way.
        self.report.figures = null;
        return;
      }
      const found = parts.tally.figures(sums, a, b);
      const km = sequence.dates.length ? sequence.front_km[sequence.index(b)] : 0;
      const first = this.strip.box.hidden;
      this.strip.set(found, km);
      if (first) self.marks.redraw();
      self.report.figures = {
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
      return this.wish === null ? b - a >= WHOLE : this.wish;
    }

    choose(grow) {
      this.wish = grow;
      this.goal = null;
      this.bar.growing(grow);
    }

    step(days) {
      const [a, b] = this.range;
      // What a step does is settled by the range it starts from.
      if (this.wish === null) this.choose(this.grows());
      if (this.grows()) this.byHand(a, Math.max(a, within(b + days)));
      else this.bar.brush.moveBy([a, b], days);
    }

    /** Grow: from the first day to where the range ended. Slide: the window, to the last day of all. */
    play() {
      if (!this.ready) return;
      const [a, b] = this.range;
      if (this.wish === null) this.choose(this.grows());
      if (this.goal === null || b >= this.goal) {
        if (this.grows()) {
          this.goal = b > a ? b : DAYS - 1;
          this.move(a, a);
        } else {
          this.goal = DAYS - 1;
          if (b >= this.goal) this.move(0, b - a);
        }
      }
      this.playing = true;
      this.bar.playing(true);
      let due = performance.now();
      const tick = (now) => {
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

    advance(days) {
      const [a, b] = this.range;
      const by = Math.min(days, this.goal - b);
      this.move(this.grows() ? a : a + by, b + by);
      if (b + by >= this.goal) this.pause();
    }

    pause() {
      if (!this.playing) return;
      this.playing = false;
      this.bar.playing(false);
    }

    /** Move to two ISO days and wait until that is painted: the way in for tests and benchmarks. */
    async setRange(from, to) {
      if (!this.ready) await new Promise((resolve) => this.waiting.push(resolve));
      const days = [from, to].map((iso) => within(dayNumber(iso)));
      this.byHand(Math.min(...days), Math.max(...days));
      const [a, b] = this.range;
      const { state } = this.stateOf(a, b);
      while (this.self.report.stamp !== state.stamp && this.range[0] === a && this.range[1] === b) await parts.context.frame();
    }
  }

  parts.clock = { Clock };
})((window.situationParts = window.situationParts || {}));
