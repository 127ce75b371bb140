// What every part of the map is told: the configuration, and how the reader's language writes dates and numbers.
(function (parts) {
  "use strict";

  const { fill } = parts.overlay;

  const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
  const utc = (iso) => new Date(`${iso}T00:00:00Z`);

  /** Counted on the page, not in this frame: a frame built anew counts on. */
  function countMount() {
    try {
      window.parent.situationMounts = (window.parent.situationMounts || 0) + 1;
      return window.parent.situationMounts;
    } catch {
      return 1;
    }
  }

  function makeContext(config) {
    const { locale, words } = config;
    const format = (options) => new Intl.DateTimeFormat(locale, { ...options, timeZone: "UTC" });
    const dates = format({ day: "numeric", month: "long" });
    const whole = format({ day: "numeric", month: "long", year: "numeric" });
    const brief = format({ day: "numeric", month: "short" });
    const months = format({ month: "long", year: "numeric" });
    const numbers = new Intl.NumberFormat(locale);
    // As Python rounds, so that the same length reads the same beside the map.
    const rounded = new Intl.NumberFormat(locale, { maximumFractionDigits: 0, roundingMode: "halfEven" });
    const number = (value) => numbers.format(value);
    const day = (iso) => dates.format(utc(iso));
    return {
      ...config,
      state: null,
      day,
      number,
      brief: (iso) => brief.format(utc(iso)),
      whole: (value) => rounded.format(value),
      /** A day with its year, or a month where no more is known. */
      date: (iso) => (iso.length > 7 ? whole.format(utc(iso)) : months.format(utc(`${iso}-01`))),
      /** A range of days in words, without repeating the month or year they share. */
      span: (from, to) => (from === to ? whole.format(utc(from)) : whole.formatRange(utc(from), utc(to))),
      /** A range as reports give it: "3–5", "at least 3", "up to 5", or that nothing is reported. */
      between(low, high) {
        if (low === null && high === null) return words.not_reported;
        if (low === null) return fill(words.up_to, { n: number(high) });
        if (high === null) return fill(words.at_least, { n: number(low) });
        return low === high ? number(low) : `${number(low)}\u2013${number(high)}`;
      },
      since: (iso) => (iso ? fill(words.since, { day: day(iso) }) : ""),
    };
  }

  parts.context = { countMount, frame, makeContext };
})((window.situationParts = window.situationParts || {}));
