// How the reader's language writes days and ranges of days.

/** @import { Config } from "../types.js" */
/** @import { Days } from "./days.js" */

/** @param {string} iso */
const utc = (iso) => new Date(`${iso}T00:00:00Z`);

/**
 * What writes days, with the months that the language has here where the browser knows other ones.
 * @param {Config} config
 * @param {Intl.DateTimeFormatOptions} options
 */
function writer({ locale, months }, options) {
  const given = new Intl.DateTimeFormat(locale, { ...options, timeZone: "UTC" });
  const names = months && (options.month === "long" ? months.long : months.short);
  return {
    /** @param {string} iso */
    format(iso) {
      if (!names) return given.format(utc(iso));
      const name = names[utc(iso).getUTCMonth()];
      const parts = given.formatToParts(utc(iso));
      return parts.map(({ type, value }) => (type === "month" ? name : value)).join("");
    },
    /** @param {string} from @param {string} to */
    formatRange: (from, to) => given.formatRange(utc(from), utc(to)),
  };
}

/**
 * @param {Config} config
 * @param {Days} calendar
 * @param {(text: string) => string} isolated
 */
export function writtenDates(config, calendar, isolated) {
  const dates = writer(config, { day: "numeric", month: "long" });
  const whole = writer(config, { day: "numeric", month: "long", year: "numeric" });
  const brief = writer(config, { day: "numeric", month: "short" });
  const short = writer(config, { day: "numeric", month: "short", year: "numeric" });
  const months = writer(config, { month: "long", year: "numeric" });
  const briefMonths = writer(config, { month: "short", year: "numeric" });

  /**
   * A range of days where the browser has no pattern for it: as the page writes it, day before month.
   * @param {string} from
   * @param {string} to
   * @param {boolean} cut
   */
  function ownSpan(from, to, cut) {
    if (from.slice(0, 7) === to.slice(0, 7)) {
      const days = `${Number(from.slice(8))}\u2013${Number(to.slice(8))}`;
      return `${isolated(days)} ${(cut ? briefMonths : months).format(to)}`;
    }
    const [bare, dated] = cut ? [brief, short] : [dates, whole];
    const start = from.slice(0, 4) === to.slice(0, 4) ? bare : dated;
    return `${start.format(from)}\u2009\u2013\u2009${dated.format(to)}`;
  }

  return {
    /** A day of the crisis, or the one before, goes without its year; any other would be taken for one of them. */
    day: (/** @type {string} */ iso, cut = false) => {
      const index = calendar.number(iso);
      const outside = index < -1 || index > calendar.last;
      const [bare, dated] = cut ? [brief, short] : [dates, whole];
      return (outside ? dated : bare).format(iso);
    },
    brief: (/** @type {string} */ iso) => brief.format(iso),
    short: (/** @type {string} */ iso) => short.format(iso),
    month: (/** @type {string} */ iso) => briefMonths.format(iso),
    /** A day with its year, or a month where no more is known. */
    date: (/** @type {string} */ iso) => (iso.length > 7 ? whole.format(iso) : months.format(`${iso}-01`)),
    /**
     * A range of days in words, without repeating the month or year they share; months cut when `cut`.
     * @param {string} from ISO day.
     * @param {string} to
     * @param {boolean} [cut]
     */
    span(from, to, cut = false) {
      const range = cut ? short : whole;
      if (from === to) return range.format(from);
      if (config.months) return ownSpan(from, to, cut);
      // "9–15 February" stays together, as the page writes it.
      return range.formatRange(from, to).replace(/^(\d+)\s*\u2013\s*(?=\d)/, "$1\u2013");
    },
  };
}
