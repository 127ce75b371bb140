// Presentation: the map alone, for a projector or a picture of the screen. Arrow keys step through the days, or through
// the steps of the story that the page tells.

/** @import { Clock } from "../clock/clock.js" */
/** @import { SituationMap } from "../types.js" */

import { closest, htmlButton } from "../draw/dom.js";
import * as share from "./share.js";

/** Milliseconds after the last step before the page, with its title, follows. */
const FOLLOW = 700;
/** Milliseconds after which a step of a story that the page does not show is asked for again. */
const PATIENCE = 8000;
/** @type {Record<string, number | undefined>} */
const STEPS = { ArrowLeft: -1, ArrowRight: 1, PageUp: -7, PageDown: 7 };
/** @typedef {(at: number, of: number) => number} Leads To which step, from the one shown, of how many. */
/** Where the keys lead in a story. @type {Record<string, Leads | undefined>} */
const TOLD = {
  ArrowLeft: (at) => at - 1,
  ArrowRight: (at) => at + 1,
  PageUp: (at) => at - 1,
  PageDown: (at) => at + 1,
  Home: () => 1,
  End: (_at, of) => of,
};
/** What stays in the page's address from step to step; all else of it is the view of one step. */
const KEPT = ["story", "step", "view", "lang", "embed", "embed_options"];

export class Presentation {
  /** @param {SituationMap} situation */
  constructor(situation) {
    this.situation = situation;
    const { words } = situation.config;
    document.body.classList.add("situation-presenting");
    // Its own arrow keys would move the map.
    situation.map.keyboard.disable();
    /** The last day of a map without a clock, as far as it was stepped to. @type {number | null} */
    this.last = null;
    /** The step of the story that the keys have led to, and the one that the page is asked for, and since when. */
    this.toward = /** @type {number | null} */ (null);
    this.asked = /** @type {number | null} */ (null);
    this.since = 0;
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.due = undefined;
    this.leave = htmlButton("situation-leave", words.leave_present, () => this.quit());
    situation.panel.box.append(this.leave);
    this.raise();
    const key = (/** @type {KeyboardEvent} */ event) => this.key(event);
    window.addEventListener("keydown", key, true);
    const top = this.page();
    if (!top) return;
    // The page around the frame has the keyboard until the map is clicked.
    top.addEventListener("keydown", key, true);
    window.addEventListener("pagehide", () => top.removeEventListener("keydown", key, true));
  }

  /** The title stands above the map instead of on it, and the map has what it leaves. */
  raise() {
    const { title } = this.situation.panel;
    document.body.append(title);
    const measure = () => document.body.style.setProperty("--situation-head", `${title.offsetHeight}px`);
    new ResizeObserver(measure).observe(title);
  }

  /** The page around the frame; null where there is none, or none that may be asked. */
  page() {
    return share.inPage() ? window.parent : null;
  }

  /** @param {KeyboardEvent} event */
  key(event) {
    if (event.ctrlKey || event.altKey || event.metaKey || closest(event, "input, select, textarea")) return;
    const { clock, painted } = this.situation;
    const weeks = event.shiftKey ? 7 : 1;
    const step = STEPS[event.key];
    if (event.key === "Escape") this.quit();
    else if (painted?.story) {
      const leads = TOLD[event.key];
      if (!leads) return;
      this.tell(leads, painted.story);
    } else if (step !== undefined) this.step(step * weeks);
    else if (event.key === " " && clock && event.target !== this.leave) this.play(clock);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  /** @param {number} days */
  step(days) {
    const { clock, config, context, painted } = this.situation;
    const { calendar } = context;
    if (clock) {
      clock.step(days);
      this.follow();
    } else if (painted && !config.together) {
      // A map without a clock shows the last day of the page's range.
      const last = Math.min(Math.max(this.last ?? calendar.number(painted.to), 0) + days, calendar.last);
      const day = Math.max(calendar.within(last), calendar.number(painted.from));
      this.last = day;
      clearTimeout(this.due);
      this.due = setTimeout(() => this.move({ to: calendar.iso(day) }), FOLLOW / 3);
    }
  }

  /**
   * Go to another step of the story: the page then shows the view that is the step's own.
   * @param {Leads} leads
   * @param {[number, number]} story
   */
  tell(leads, [shown, of]) {
    const next = Math.min(Math.max(leads(this.toward ?? shown, of), 1), of);
    if (next === (this.toward ?? shown)) return;
    this.toward = next;
    this.go();
  }

  /** One step after the other: the page is asked for the next when it shows the one that it was asked for. */
  go() {
    const top = this.page();
    const shown = this.situation.painted?.story?.[0];
    if (!top || this.toward === null) return;
    clearTimeout(this.due);
    const late = performance.now() - this.since > PATIENCE;
    if (shown === this.toward) this.asked = this.toward = null;
    else if (this.asked === null || this.asked === shown || late) {
      const { searchParams } = new URL(top.location.href);
      const gone = [...searchParams.keys()].filter((name) => !KEPT.includes(name)).map((name) => [name, null]);
      [this.asked, this.since] = [this.toward, performance.now()];
      this.move({ ...Object.fromEntries(gone), step: String(this.toward) });
    }
    if (this.toward !== null) this.due = setTimeout(() => this.go(), FOLLOW / 7);
  }

  /** @param {Clock} clock */
  play(clock) {
    if (clock.playing) clock.pause();
    else clock.play();
    this.follow();
  }

  /** Once the clock rests, the page goes to its days: the title and the address are then those of the map. */
  follow() {
    clearTimeout(this.due);
    this.due = setTimeout(() => {
      const { clock, painted, state } = this.situation;
      if (clock && (clock.playing || clock.drawing)) this.follow();
      else if (clock && this.page() && state !== painted) clock.apply();
    }, FOLLOW);
  }

  quit() {
    clearTimeout(this.due);
    this.move({ view: null });
  }

  /**
   * Change the page's address, as if its reader had gone there.
   * @param {Record<string, string | null>} changes
   */
  move(changes) {
    const top = this.page();
    if (!top) return;
    const found = new URL(top.location.href);
    Object.entries(changes).forEach(([name, value]) => {
      if (value === null) found.searchParams.delete(name);
      else found.searchParams.set(name, value);
    });
    // Of two maps side by side the other has done it already.
    if (found.href === top.location.href) return;
    if (found.href !== top.location.href) top.history.pushState(top.history.state, "", found.href);
    top.dispatchEvent(new top.PopStateEvent("popstate", { state: top.history.state }));
  }
}
