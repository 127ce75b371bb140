// The days as bars, with the chosen range over them: both ends and the range itself can be taken and moved.

/** @import { ClockLook, ClockSums, Context, Context2D, Held } from "../types.js" */

import { context2d, fill, html, setAttributes } from "../draw/dom.js";
import { onTheme, themeColour } from "../interface/theme.js";

/** How far keys move, in days; the outermost, further than any range. @type {Record<string, number>} */
const STEPS = {
  ArrowLeft: -1,
  ArrowDown: -1,
  ArrowRight: 1,
  ArrowUp: 1,
  PageDown: -7,
  PageUp: 7,
  Home: -Infinity,
  End: Infinity,
};
/** Pixels beside an end within which it is taken hold of; a finger needs more. @type {Record<string, number>} */
const REACH = { mouse: 9, pen: 14, touch: 22 };

/**
 * How far a key moves, in days; undefined for any other key.
 * @param {KeyboardEvent} event
 */
export const stepOf = (event) => {
  const step = STEPS[event.key];
  return event.shiftKey && Math.abs(step) === 1 ? step * 7 : step;
};

export class Brush {
  /**
   * `moved(a, b)` is told of each move by hand, `played()` that the space bar was pressed.
   * @param {Context} context
   * @param {(first: number, last: number) => void} moved
   * @param {() => void} played
   */
  constructor(context, moved, played) {
    this.context = context;
    this.calendar = context.calendar;
    this.moved = moved;
    /** First and last day number. @type {[number, number]} */
    this.range = [0, this.calendar.last];
    /** Pixels of all the days, once they are laid out. */
    this.width = 0;
    /** The sums that the bars show. @type {ClockSums | null} */
    this.clock = null;
    this.disabled = false;
    // Where the boxes of the two ends are, pixels.
    /** @type {number[]} */
    this.settled = [];
    /** @type {Held | null} */
    this.held = null;
    const { words } = context;
    this.canvas = html("canvas");
    this.shade = html("div", "situation-shade");
    this.window = html("div", "situation-window");
    this.handles = [this.handle(words.first_day, 0, played), this.handle(words.last_day, 1, played)];
    this.ticks = html("div", "situation-ticks");
    this.tip = html("div", "situation-tip");
    this.tip.hidden = true;
    this.days = html("div", "situation-days", null, [this.canvas, this.shade, this.window, ...this.handles]);
    this.box = html("div", "situation-track", null, [this.ticks, this.days, this.tip]);
    this.listen();
    new ResizeObserver(() => this.resize()).observe(this.days);
    onTheme(() => this.drawBars());
  }

  /** @param {string} label @param {number} end @param {() => void} played */
  handle(label, end, played) {
    const handle = html("div", `situation-end situation-end-${end ? "last" : "first"}`);
    setAttributes(handle, { role: "slider", tabindex: 0, "aria-orientation": "horizontal", "aria-label": label });
    handle.addEventListener("keydown", (event) => {
      const step = stepOf(event);
      if (event.key === " ") played();
      else if (step === undefined) return;
      else this.moveEnd(end, this.range[end] + step);
      event.preventDefault();
      event.stopPropagation();
    });
    return handle;
  }

  /** @param {number} end @param {number} day */
  moveEnd(end, day) {
    const [a, b] = this.range;
    if (end) this.moved(a, Math.max(a, this.calendar.within(day)));
    else this.moved(Math.min(b, this.calendar.within(day)), b);
  }

  listen() {
    const { days } = this;
    days.addEventListener("pointerdown", (event) => {
      if (event.button || this.disabled) return;
      event.preventDefault();
      const held = this.taken(event);
      this.held = held;
      days.setPointerCapture(event.pointerId);
      if (held.end !== null) this.handles[held.end].focus({ preventScroll: true });
      if (held.jump) this.moveEnd(held.end ?? 0, this.dayAt(event));
      this.tip.hidden = true;
    });
    days.addEventListener("pointermove", (event) => {
      if (!this.held) this.hover(event);
      else this.drag(this.held, this.position(event));
    });
    const release = () => {
      this.held = null;
    };
    ["pointerup", "pointercancel", "lostpointercapture"].forEach((name) => days.addEventListener(name, release));
    days.addEventListener("pointerleave", () => {
      this.tip.hidden = true;
    });
  }

  /**
   * Where the pointer is, in days and parts of a day from the first one.
   * @param {PointerEvent} event
   */
  position(event) {
    const { left, width } = this.days.getBoundingClientRect();
    return ((event.clientX - left) * this.calendar.count) / width;
  }

  /** @param {PointerEvent} event */
  dayAt(event) {
    return this.calendar.within(Math.floor(this.position(event)));
  }

  /**
   * What the pointer takes hold of: an end, the whole range, or the end that comes to it.
   * @param {PointerEvent} event
   * @returns {Held}
   */
  taken(event) {
    const [a, b] = this.range;
    const at = this.position(event);
    const reach = ((REACH[event.pointerType] || REACH.mouse) * this.calendar.count) / this.width;
    const [toFirst, toLast] = [Math.abs(at - a), Math.abs(at - b - 1)];
    /** @type {Pick<Held, "from" | "range">} */
    const taken = { from: at, range: [a, b] };
    const near = Math.min(toFirst, toLast) <= reach;
    // A narrow range keeps its middle third for moving it as a whole.
    const inside = at > a && at < b + 1;
    const third = (b + 1 - a) / 3;
    const middle = inside && b + 1 - a < 4 * reach && at > a + third && at < b + 1 - third;
    if (near && !middle)
      return { end: toFirst < toLast || (toFirst === toLast && at < a) ? 0 : 1, jump: false, ...taken };
    if (inside) return { end: null, jump: false, ...taken };
    return { end: at < a ? 0 : 1, jump: true, ...taken };
  }

  /** @param {Held} held @param {number} at */
  drag(held, at) {
    if (held.end === 0) this.moveEnd(0, Math.round(at));
    else if (held.end === 1) this.moveEnd(1, Math.round(at) - 1);
    else this.moveBy(held.range, Math.round(at - held.from));
  }

  /**
   * The range as a whole, no further than the days go.
   * @param {[number, number]} range
   * @param {number} days
   */
  moveBy([a, b], days) {
    const by = Math.max(-a, Math.min(this.calendar.last - b, days));
    this.moved(a + by, b + by);
  }

  /** @param {PointerEvent} event */
  hover(event) {
    if (!this.clock || event.pointerType === "touch") return;
    const day = this.dayAt(event);
    const { words, number, date } = this.context;
    const lines = [date(this.calendar.iso(day)), fill(words.strikes_of_day, { n: number(this.clock.bars[day]) })];
    if (this.clock.changes[day]) lines.push(fill(words.changes_of_day, { n: number(this.clock.changes[day]) }));
    this.quiet().forEach(({ first, last, text }) => first <= day && day <= last && lines.push(text));
    this.tell(lines, day);
  }

  /**
   * A tip over a day.
   * @param {string[]} lines
   * @param {number} day
   */
  tell(lines, day) {
    this.tip.replaceChildren(...lines.map((line, i) => html(i ? "span" : "strong", "", line)));
    this.tip.hidden = false;
    const room = this.box.clientWidth - this.tip.offsetWidth;
    const x = ((day + 0.5) * this.width) / this.calendar.count - this.tip.offsetWidth / 2;
    this.tip.style.left = `${Math.max(0, Math.min(room, x))}px`;
  }

  /**
   * Show a range. What is seen is painted on a box that stays as it is, the grip of an end that moves as well: a box
   * that moves or changes its size has the browser sort its layers anew in each frame. The ends themselves follow
   * with :meth:`settle`.
   * @param {number} a
   * @param {number} b
   */
  set(a, b) {
    this.range = [a, b];
    this.ends().forEach((x, end) => {
      const name = end ? "last" : "first";
      const passing = x !== this.settled[end];
      this.shade.style.setProperty(end ? "--situation-right" : "--situation-left", `${x}px`);
      this.shade.style.setProperty(`--grip-${name}`, passing ? `${x}px` : "");
      this.handles[end].classList.toggle("situation-passing", passing);
    });
  }

  /** The spells of reported quiet, as day numbers, with what is said of each. */
  quiet() {
    const { calendar, context } = this;
    return context.crisis.quiet.map(({ from, to, text }) => ({
      first: calendar.number(from),
      last: calendar.number(to),
      text,
    }));
  }

  /** Where the range begins and ends, pixels from the first day. */
  ends() {
    const [a, b] = this.range;
    return [(a * this.width) / this.calendar.count, ((b + 1) * this.width) / this.calendar.count];
  }

  /** What a keyboard, a screen reader and the pointer's shape go by, once the range stands still. */
  settle() {
    const [a, b] = this.range;
    const [left, right] = this.ends();
    this.settled = [left, right];
    this.window.style.left = `${left}px`;
    this.window.style.width = `${right - left}px`;
    [left, right].forEach((x, end) => {
      const handle = this.handles[end];
      const day = this.range[end];
      handle.style.left = `${x}px`;
      handle.classList.remove("situation-passing");
      this.shade.style.removeProperty(end ? "--grip-last" : "--grip-first");
      setAttributes(handle, {
        "aria-valuemin": end ? a : 0,
        "aria-valuemax": end ? this.calendar.last : b,
        "aria-valuenow": day,
        "aria-valuetext": this.context.date(this.calendar.iso(day)),
      });
    });
  }

  /**
   * Other sums: the bars are drawn anew, the range stays.
   * @param {ClockSums} clock
   */
  fill(clock) {
    this.clock = clock;
    this.drawBars();
    this.drawTicks();
  }

  resize() {
    const width = this.days.clientWidth;
    if (!width) return;
    this.width = width;
    this.drawBars();
    this.set(...this.range);
    this.settle();
  }

  drawBars() {
    if (!this.width) return;
    const { canvas, context, clock } = this;
    const ratio = Math.min(window.devicePixelRatio || 1, 2);
    const high = this.days.clientHeight;
    canvas.width = Math.round(this.width * ratio);
    canvas.height = Math.round(high * ratio);
    const ctx = context2d(canvas);
    ctx.scale(ratio, ratio);
    const look = { ...context.style.clock, ...themed(canvas) };
    const foot = high - look.axis;
    const top = foot - look.changes;
    const step = this.width / this.calendar.count;
    ctx.fillStyle = look.ground;
    ctx.fillRect(0, 0, this.width, foot);
    this.drawMonths(ctx, look, foot, step);
    if (!clock) return;
    /** @param {number[]} values @param {number} base @param {number} room @param {string} colour @param {number} sign */
    const bars = (values, base, room, colour, sign) => {
      const most = Math.max(...values, 1);
      ctx.fillStyle = colour;
      values.forEach((value, day) => {
        const size = value ? Math.max(1.5, (value / most) * room) : 0;
        ctx.fillRect(day * step + 0.5, sign > 0 ? base : base - size, Math.max(1, step - 1), size);
      });
    };
    bars(clock.bars, top, top - 3, look.strikes, -1);
    bars(clock.changes, top + 1, look.changes - 2, look.control, 1);
    // A line over days of reported quiet, off the edge of the range: what is not there is reported, and no gap.
    ctx.fillStyle = look.text;
    this.quiet().forEach(({ first, last }) =>
      ctx.fillRect(first * step + 0.5, 2 * look.quiet, (last - first + 1) * step - 1, look.quiet),
    );
  }

  /**
   * @param {Context2D} ctx
   * @param {ClockLook} look
   * @param {number} foot
   * @param {number} step
   */
  drawMonths(ctx, look, foot, step) {
    ctx.font = `${look.text_size}px ${this.context.style.font}`;
    ctx.textBaseline = "alphabetic";
    this.calendar.months().forEach((iso) => {
      const x = this.calendar.number(iso) * step;
      ctx.fillStyle = look.month;
      ctx.fillRect(Math.round(x), 0, 1, foot + 4);
      ctx.fillStyle = look.text;
      const text = this.context.month(iso);
      const wide = ctx.measureText(text).width;
      if (x + 4 + wide <= this.width) ctx.fillText(text, x + 4, foot + look.axis - 3);
      else ctx.fillText(text.split(" ")[0], Math.min(x + 4, this.width - 22), foot + look.axis - 3);
    });
  }

  /** One tick a day with milestones; one stop for Tab, arrow keys go from tick to tick. */
  drawTicks() {
    const days = new Map();
    (this.clock?.milestones ?? []).forEach((one) => {
      const day = this.calendar.within(one.day);
      days.set(day, [...(days.get(day) || []), one.title]);
    });
    const order = [...days.keys()].sort((a, b) => a - b);
    /** Days between a tick and its nearest neighbour. @param {number} day */
    const room = (day) => {
      const at = order.indexOf(day);
      return Math.min(day - (order[at - 1] ?? -Infinity), (order[at + 1] ?? Infinity) - day, this.calendar.count);
    };
    const ticks = [...days].map(([day, titles], i) => {
      const tick = html("button", "situation-tick");
      const lines = [this.context.date(this.calendar.iso(day)), ...titles];
      tick.type = "button";
      tick.tabIndex = i ? -1 : 0;
      tick.style.left = `${((day + 0.5) * 100) / this.calendar.count}%`;
      tick.style.width = `min(24px, ${(room(day) * 100) / this.calendar.count}%)`;
      tick.setAttribute("aria-label", fill(this.context.words.milestone, { text: lines.join(". ") }));
      ["focus", "pointerenter"].forEach((name) => tick.addEventListener(name, () => this.tell(lines, day)));
      ["blur", "pointerleave"].forEach((name) => tick.addEventListener(name, () => (this.tip.hidden = true)));
      tick.addEventListener("click", () => this.moved(Math.min(this.range[0], day), day));
      return tick;
    });
    ticks.forEach((tick, i) =>
      tick.addEventListener("keydown", (event) => {
        const next = ticks[i + (event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : NaN)];
        if (!next) return;
        event.preventDefault();
        event.stopPropagation();
        tick.tabIndex = -1;
        next.tabIndex = 0;
        next.focus();
      }),
    );
    this.ticks.replaceChildren(...ticks);
  }

  /** @param {boolean} disabled */
  disable(disabled) {
    this.disabled = disabled;
    this.box.classList.toggle("situation-disabled", disabled);
    this.handles.forEach((handle) => handle.setAttribute("aria-disabled", String(disabled)));
  }
}

/** The colours of the bars in the theme of the page, whatever the style gives them on paper. @param {HTMLElement} element */
function themed(element) {
  const [ground, strikes, control, month, text] = ["side", "alarm", "changes", "month", "soft"].map((name) =>
    themeColour(element, name),
  );
  return { ground, strikes, control, month, text };
}
