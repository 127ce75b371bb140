// Sums by day: what overlaps a range of days is all that begins up to its end less all that ended before its start.

/** @import { ClockSums, Days, Figures, Total } from "../types.js" */

export class Tally {
  /**
   * @param {Days} calendar The days that are counted.
   */
  constructor(calendar) {
    this.calendar = calendar;
    this.begun = new Float64Array(calendar.count + 1);
    this.ended = new Float64Array(calendar.count + 1);
  }

  /**
   * Count `n` on the days from `start` to `end`; before the total is asked for.
   * @param {number} start
   * @param {number} end
   * @param {number} n
   */
  add(start, end, n) {
    const { calendar, begun, ended } = this;
    if (end < 0 || start > calendar.last) return;
    begun[calendar.within(start) + 1] += n;
    ended[calendar.within(end) + 1] += n;
  }

  /**
   * What overlaps the days from a to b, as a function of both.
   * @returns {Total}
   */
  total() {
    const { begun, ended } = this;
    for (let day = 0; day < begun.length - 1; day += 1) {
      begun[day + 1] += begun[day];
      ended[day + 1] += ended[day];
    }
    return (a, b) => begun[b + 1] - ended[a];
  }
}

/**
 * The total of two lists of numbers by day: what begins, and what ends.
 * @param {[number[], number[]]} sums
 * @param {Days} calendar
 */
function cumulate([begun, ended], calendar) {
  const tally = new Tally(calendar);
  tally.begun.set(begun, 1);
  tally.ended.set(ended, 1);
  return tally.total();
}

/**
 * clock.json, ready to be asked for any range.
 * @param {any} body
 * @param {Days} calendar
 * @returns {ClockSums}
 */
export function decode(body, calendar) {
  const { strikes } = body;
  const count = cumulate(strikes.count, calendar);
  const { given, low, high } = strikes.civilians;
  const { unsure } = strikes;
  return {
    count,
    civilians: { given: cumulate(given, calendar), low: cumulate(low, calendar), high: cumulate(high, calendar) },
    unsure: { strikes: cumulate(unsure.strikes, calendar), killed: cumulate(unsure.killed, calendar) },
    coarse: cumulate(strikes.coarse, calendar),
    front_km: body.front_km,
    bars: Array.from({ length: calendar.count }, (_, day) => count(day, day)),
    changes: body.changes,
    changes_by_place: body.changes_by_place,
    displaced: body.displaced,
    milestones: body.milestones || [],
  };
}

/** @typedef {Figures["displaced"] & { unsure: boolean }} Displaced A figure, and whether a total behind it is unsure. */

/** @type {Displaced} */
const NOTHING = { low: null, high: null, since: null, until: null, unsure: false };

/**
 * The later total less the earlier, as a range, and the days the difference stands for.
 * @param {ClockSums["displaced"]} displaced
 * @param {number} a
 * @param {number} b
 * @returns {Displaced}
 */
function difference({ totals }, a, b) {
  const known = totals.filter(([day]) => day <= b);
  const before = known.filter(([day]) => day < a);
  if (known.length === before.length) return NOTHING;
  const [until, low, high, unsure] = known[known.length - 1];
  if (!before.length) return { low, high, since: 0, until, unsure: Boolean(unsure) };
  const [day, earlierLow, earlierHigh, earlierUnsure] = before[before.length - 1];
  const least = low === null || earlierHigh === null ? null : low - earlierHigh;
  const most = high === null || earlierLow === null ? null : high - earlierLow;
  if ((most ?? least ?? 0) < 0) return NOTHING;
  return {
    low: least === null ? null : Math.max(least, 0),
    high: most,
    since: day + 1,
    until,
    unsure: Boolean(unsure || earlierUnsure),
  };
}

/**
 * The difference of two totals; or another total that lies wholly inside the range, ends later and is larger.
 * @param {ClockSums["displaced"]} told
 * @param {number} a
 * @param {number} b
 * @returns {Displaced}
 */
function displaced(told, a, b) {
  const found = difference(told, a, b);
  const most = found.high ?? found.low ?? 0;
  const inside = told.others.filter(
    ([since, until, low, high]) =>
      since >= a && until <= b && (found.until === null || (until > found.until && (low ?? high ?? 0) > most)),
  );
  if (!inside.length) return found;
  const [since, until, low, high, unsure] = inside[inside.length - 1];
  return { low, high, since, until, unsure: Boolean(unsure) };
}

/**
 * Length of the front inside the reader's own area on a day, km; null where there is no such area.
 * @param {ClockSums} sums
 * @param {number} day
 */
export function frontInside({ front_km: known }, day) {
  if (!known) return null;
  return known.reduce((km, [from, length]) => (from <= day ? length : km), known.length ? known[0][1] : 0);
}

/**
 * How many places have another holder at the end than on the day before the first, and of how many of them a report of low confidence
 * says so.
 * @param {ClockSums["changes_by_place"]} byPlace
 * @param {number} a
 * @param {number} b
 */
function changed(byPlace, a, b) {
  const [places, unsure] = [new Set(), new Set()];
  byPlace.forEach(([place, reports]) => {
    const during = reports.filter(([day]) => day >= a && day <= b);
    if (!during.length) return;
    const before = during[0][1];
    const [, , after, doubted] = during[during.length - 1];
    if (!before || before === after) return;
    places.add(place);
    if (doubted) unsure.add(place);
  });
  return { changed: places.size, unsure: unsure.size };
}

/**
 * The figures of the days from a to b, as the page counts them.
 * @param {ClockSums} sums
 * @param {number} a
 * @param {number} b
 * @returns {Figures}
 */
export function figures(sums, a, b) {
  const known = sums.civilians.given(a, b) > 0;
  const low = known ? sums.civilians.low(a, b) : null;
  const { unsure: doubted, ...people } = displaced(sums.displaced, a, b);
  const settlements = changed(sums.changes_by_place, a, b);
  return {
    strikes: sums.count(a, b),
    civilians: {
      low,
      high: low === null ? null : Math.max(low, sums.civilians.high(a, b)),
      silent: sums.count(a, b) - sums.civilians.given(a, b),
    },
    unsure: {
      strikes: sums.unsure.strikes(a, b),
      killed: sums.unsure.killed(a, b),
      displaced: doubted,
      changed: settlements.unsure,
    },
    coarse: sums.coarse(a, b),
    displaced: people,
    counter: sums.displaced.counter,
    changed: settlements.changed,
  };
}
