// What every part of the map is told: the configuration, and how the reader's language writes dates and numbers.

/** @import { Config, Context } from "../types.js" */

import { fill } from "../draw/dom.js";
import { mercator, projectionFrom } from "../draw/geometry.js";
import { writtenDates } from "./dates.js";
import { Days } from "./days.js";

export const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));

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
  const numbers = new Intl.NumberFormat(locale);
  // As Python rounds, so that the same length reads the same beside the map.
  const rounded = new Intl.NumberFormat(locale, { maximumFractionDigits: 0, roundingMode: "halfEven" });
  const number = (/** @type {number} */ value) => numbers.format(value);
  const plurals = new Intl.PluralRules(locale);
  /** A range or a number stays from left to right inside words that are read from the right. */
  const isolated = (/** @type {string} */ text) => (config.rtl ? `\u2066${text}\u2069` : text);
  const calendar = new Days(config.crisis);
  /** @type {Map<string, string>} */
  const known = new Map();
  const dates = writtenDates(config, calendar, isolated);
  return {
    ...config,
    state: null,
    symbol_scale: 1,
    calendar,
    anchor: mercator(...config.crisis.anchor),
    project: projectionFrom(config.crisis.anchor),
    ...dates,
    number,
    whole: (value) => rounded.format(value),
    /**
     * A range as reports give it: "3–5", "at least 3", "up to 5", or that nothing is reported.
     * @param {number | null} low
     * @param {number | null} high
     */
    between(low, high) {
      if (low === null) return high === null ? words.not_reported : fill(words.up_to, { n: number(high) });
      if (high === null) return fill(words.at_least, { n: number(low) });
      return low === high ? number(low) : isolated(`${number(low)}\u2013${number(high)}`);
    },
    /**
     * Words with a count, in the form that the number asks for; `values` may hold more, or write the number otherwise.
     * @param {string} name Of the words, among `words.counts`.
     * @param {number} n
     * @param {Record<string, string>} [values]
     */
    count(name, n, values = {}) {
      const forms = words.counts[name];
      return fill(forms[plurals.select(n)] ?? forms.other, { n: number(n), ...values });
    },
    named: (place) => known.get(place) ?? place,
    know: (names) => Object.entries(names).forEach(([place, own]) => known.set(place, own)),
    isolated,
    enumerated: (parts) => parts.join(words.comma),
    joined: (...parts) => parts.filter(Boolean).join(words.semicolon),
    since: (iso) => (iso ? fill(words.since, { day: dates.day(iso) }) : ""),
  };
}
