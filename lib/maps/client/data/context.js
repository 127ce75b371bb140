// What every part of the map is told: the configuration, and how the reader's language writes dates and numbers.

/** @import { Config, Context } from "../types.js" */

import { fill } from "../draw/dom.js";
import { mercator, projectionFrom } from "../draw/geometry.js";
import { Days } from "./days.js";

export const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
/** @param {string} iso */
const utc = (iso) => new Date(`${iso}T00:00:00Z`);

/** Counted on the page, not in this frame: a frame built anew counts on. */
export function countMount() {
  try {
    window.parent.situationMounts = (window.parent.situationMounts || 0) + 1;
    return window.parent.situationMounts;
  } catch {
    return 1;
  }
}

/**
 * @param {Config} config
 * @returns {Context}
 */
export function makeContext(config) {
  const { locale, words } = config;
  const format = (/** @type {Intl.DateTimeFormatOptions} */ options) =>
    new Intl.DateTimeFormat(locale, { ...options, timeZone: "UTC" });
  const dates = format({ day: "numeric", month: "long" });
  const whole = format({ day: "numeric", month: "long", year: "numeric" });
  const brief = format({ day: "numeric", month: "short" });
  const short = format({ day: "numeric", month: "short", year: "numeric" });
  const months = format({ month: "long", year: "numeric" });
  const numbers = new Intl.NumberFormat(locale);
  // As Python rounds, so that the same length reads the same beside the map.
  const rounded = new Intl.NumberFormat(locale, { maximumFractionDigits: 0, roundingMode: "halfEven" });
  const number = (/** @type {number} */ value) => numbers.format(value);
  const calendar = new Days(config.crisis);
  /** A day of the crisis, or the one before, goes without its year; any other would be taken for one of them. */
  const day = (/** @type {string} */ iso, cut = false) => {
    const index = calendar.number(iso);
    const outside = index < -1 || index > calendar.last;
    const [bare, dated] = cut ? [brief, short] : [dates, whole];
    return (outside ? dated : bare).format(utc(iso));
  };
  return {
    ...config,
    state: null,
    symbol_scale: 1,
    calendar,
    anchor: mercator(...config.crisis.anchor),
    project: projectionFrom(config.crisis.anchor),
    day,
    number,
    brief: (iso) => brief.format(utc(iso)),
    short: (iso) => short.format(utc(iso)),
    whole: (value) => rounded.format(value),
    /** A day with its year, or a month where no more is known. */
    date: (iso) => (iso.length > 7 ? whole.format(utc(iso)) : months.format(utc(`${iso}-01`))),
    /**
     * A range of days in words, without repeating the month or year they share; months cut when `cut`.
     * @param {string} from ISO day.
     * @param {string} to
     * @param {boolean} [cut]
     */
    span(from, to, cut = false) {
      const range = cut ? short : whole;
      if (from === to) return range.format(utc(from));
      // "9–15 February" stays together, as the page writes it.
      return range.formatRange(utc(from), utc(to)).replace(/^(\d+)\s*\u2013\s*(?=\d)/, "$1\u2013");
    },
    /**
     * A range as reports give it: "3–5", "at least 3", "up to 5", or that nothing is reported.
     * @param {number | null} low
     * @param {number | null} high
     */
    between(low, high) {
      if (low === null) return high === null ? words.not_reported : fill(words.up_to, { n: number(high) });
      if (high === null) return fill(words.at_least, { n: number(low) });
      return low === high ? number(low) : `${number(low)}\u2013${number(high)}`;
    },
    since: (iso) => (iso ? fill(words.since, { day: day(iso) }) : ""),
  };
}
