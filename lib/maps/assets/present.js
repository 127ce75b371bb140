// Presentation: the map alone, for a projector or a picture of the screen. Arrow keys step through the days.
(function (parts) {
  "use strict";

  const { html } = parts.overlay;
  const { DAYS, dayNumber, isoOf, within } = parts.tally;

  /** Milliseconds after the last step before the page, with its title, follows. */
  const FOLLOW = 700;
  const STEPS = { ArrowLeft: -1, ArrowRight: 1, PageUp: -7, PageDown: 7 };

  class Presentation {
    constructor(self) {
      this.self = self;
      const { words } = self.config;
      document.body.classList.add("situation-presenting");
      // Its own arrow keys would move the map.
      self.map.keyboard.disable();
      this.leave = html("button", "situation-leave", words.leave_present);
      this.leave.type = "button";
      this.leave.addEventListener("click", () => this.quit());
      self.panel.box.append(this.leave);
      this.raise();
      const key = (event) => this.key(event);
      window.addEventListener("keydown", key, true);
      const top = this.page();
      if (!top) return;
      // The page around the frame has the keyboard until the map is clicked.
      top.addEventListener("keydown", key, true);
      window.addEventListener("pagehide", () => top.removeEventListener("keydown", key, true));
    }

    /** The title stands above the map instead of on it, and the map has what it leaves. */
    raise() {
      const { title } = this.self.panel;
      document.body.append(title);
      const measure = () => document.body.style.setProperty("--situation-head", `${title.offsetHeight}px`);
      new ResizeObserver(measure).observe(title);
      this.self.top = 0;
    }

    /** The page around the frame; null where there is none, or none that may be asked. */
    page() {
      return parts.share.inPage() ? window.parent : null;
    }

    key(event) {
      if (event.ctrlKey || event.altKey || event.metaKey || event.target.closest?.("input, select, textarea")) return;
      const { clock } = this.self;
      const weeks = event.shiftKey ? 7 : 1;
      if (event.key === "Escape") this.quit();
      else if (event.key in STEPS) this.step(STEPS[event.key] * weeks);
      else if (event.key === " " && clock && event.target !== this.leave) this.play();
      else return;
      event.preventDefault();
      event.stopPropagation();
    }

    step(days) {
      const { clock, painted } = this.self;
      if (clock) {
        clock.step(days);
        this.follow();
      } else if (painted) {
        // A map without a clock shows the last day of the page's range.
        const last = Math.min(Math.max(this.last ?? dayNumber(painted.to), 0) + days, DAYS - 1);
        this.last = Math.max(within(last), dayNumber(painted.from));
        clearTimeout(this.due);
        this.due = setTimeout(() => this.move({ to: isoOf(this.last) }), FOLLOW / 3);
      }
    }

    play() {
      const { clock } = this.self;
      if (clock.playing) clock.pause();
      else clock.play();
      this.follow();
    }

    /** Once the clock rests, the page goes to its days: the title and the address are then those of the map. */
    follow() {
      clearTimeout(this.due);
      this.due = setTimeout(() => {
        const { clock, painted, state } = this.self;
        if (clock.playing || clock.drawing) this.follow();
        else if (this.page() && state !== painted) parts.share.applyToPage(this.self);
      }, FOLLOW);
    }

    quit() {
      clearTimeout(this.due);
      this.move({ view: null });
    }

    /** Change the page's address, as if its reader had gone there. */
    move(changes) {
      const top = this.page();
      if (!top) return;
      const found = new URL(top.location.href);
      Object.entries(changes).forEach(([name, value]) => {
        if (value === null) found.searchParams.delete(name);
        else found.searchParams.set(name, value);
      });
      top.history.pushState(top.history.state, "", found.href);
      top.dispatchEvent(new top.PopStateEvent("popstate", { state: top.history.state }));
    }
  }

  parts.present = { Presentation };
})((window.situationParts = window.situationParts || {}));
