// Sums by day: what overlaps a range of days is all that begins up to its end less all that ended before its start.
(function (parts) {
  "use strict";

  /** Days that are counted: 0 = 1 December 2019, the last = 8 March 2020. */
  const DAYS = 99;
  const EPOCH = Date.UTC(2019, 11, 1);
  const MS = 86400000;

  /** Whole days since 2019-12-01, the unit of all times in the data. */
  const dayNumber = (iso) => Math.round((Date.parse(`${iso}T00:00:00Z`) - EPOCH) / MS);
  const isoOf = (day) => new Date(EPOCH + day * MS).toISOString().slice(0, 10);
  const within = (day) => Math.max(0, Math.min(DAYS - 1, day));

  class Tally {
    constructor() {
      this.begun = new Float64Array(DAYS + 1);
      this.ended = new Float64Array(DAYS + 1);
    }

    /** Count `n` on the days from `start` to `end`; before the total is asked for. */
    add(start, end, n) {
      if (end < 0 || start >= DAYS) return;
      this.begun[within(start) + 1] += n;
      this.ended[within(end) + 1] += n;
    }

    /** What overlaps the days from a to b, as a function of both. */
    total() {
      const { begun, ended } = this;
      for (let day = 0; day < DAYS; day += 1) {
        begun[day + 1] += begun[day];
        ended[day + 1] += ended[day];
      }
      return (a, b) => begun[b + 1] - ended[a];
    }
  }

  /** The total of `[begun, ended]`, two lists of numbers by day. */
  function cumulate([begun, ended]) {
    const tally = new Tally();
    tally.begun.set(begun, 1);
    tally.ended.set(ended, 1);
    return tally.total();
  }

  const byDay = (total) => Array.from({ length: DAYS }, (_, day) => total(day, day));

  /** clock.json, ready to be asked for any range. */
  function decode(body) {
    const { strikes } = body;
    const count = cumulate(strikes.count);
    const { given, low, high } = strikes.civilians;
    return {
      count,
      civilians: { given: cumulate(given), low: cumulate(low), high: cumulate(high) },
      bars: byDay(count),
      changes: body.changes,
      changes_by_place: body.changes_by_place,
      displaced: body.displaced,
      milestones: body.milestones || [],
    };
  }

  function displaced({ totals }, a, b) {
    const nothing = { low: null, high: null, since: null, until: null };
    const known = totals.filter(([day]) => day <= b);
    const before = known.filter(([day]) => day < a);
    if (known.length === before.length) return nothing;
    const [until, low, high] = known[known.length - 1];
    if (!before.length) return { low, high, since: 0, until };
    const [day, earlierLow, earlierHigh] = before[before.length - 1];
    const least = low === null || earlierHigh === null ? null : low - earlierHigh;
    const most = high === null || earlierLow === null ? null : high - earlierLow;
    if ((most === null ? least || 0 : most) < 0) return nothing;
    return { low: least === null ? null : Math.max(least, 0), high: most, since: day + 1, until };
  }

  /** Places whose holder at the end is not the one on the eve. */
  function changed(byPlace, a, b) {
    const places = new Set();
    byPlace.forEach(([place, reports]) => {
      const during = reports.filter(([day]) => day >= a && day <= b);
      if (!during.length) return;
      const before = during[0][1];
      if (before && before !== during[during.length - 1][2]) places.add(place);
    });
    return places.size;
  }

  /** The figures of the days from a to b, as the page counts them. */
  function figures(clock, a, b) {
    const known = clock.civilians.given(a, b) > 0;
    const low = known ? clock.civilians.low(a, b) : null;
    return {
      strikes: clock.count(a, b),
      civilians: {
        low,
        high: known ? Math.max(low, clock.civilians.high(a, b)) : null,
        silent: clock.count(a, b) - clock.civilians.given(a, b),
      },
      displaced: displaced(clock.displaced, a, b),
      counter: clock.displaced.counter,
      changed: changed(clock.changes_by_place, a, b),
    };
  }

  parts.tally = { DAYS, Tally, dayNumber, decode, figures, isoOf, within };
})((window.situationParts = window.situationParts || {}));
