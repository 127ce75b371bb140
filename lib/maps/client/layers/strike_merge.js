// Which circles of strikes a map has: places whose circles would come too near to each other are one. How near that is,
// and how large a circle is, depends on what is drawn; paper has the same rule in lib/print/merge.py.

/** @import { ApartLook, Box, Context, FaintDays, StrikeCluster, StrikeItem, StrikeMarks, SituationMap, View } from "../types.js" */

import { faintRim, leastApart, mergedRim, strikeRim } from "../draw/sizes.js";

/** @typedef {(circle: Pick<StrikeCluster, "count" | "coarse" | "items">) => number} Rim How far a circle reaches. */

/**
 * A place as a circle of its own.
 * @param {StrikeItem} item
 * @param {View} view
 * @param {Rim} rim
 * @returns {StrikeCluster}
 */
function alone(item, view, rim) {
  const [x, y] = view.point(item.place.lat, item.place.lon);
  const { count, coarse, worst } = item;
  const circle = { x, y, items: [item], count, coarse, worst, rim: 0, beneath: [] };
  circle.rim = rim(circle);
  return circle;
}

/**
 * Count a circle with another; it lies at the place of most strikes.
 * @param {StrikeCluster} into
 * @param {StrikeCluster} one
 * @param {Rim} rim
 */
function join(into, one, rim) {
  if (one.items[0].count > into.items[0].count) [into.x, into.y] = [one.x, one.y];
  into.items = [...into.items, ...one.items].sort((a, b) => b.count - a.count);
  into.count += one.count;
  into.coarse += one.coarse;
  into.worst = Math.max(into.worst, one.worst);
  into.rim = rim(into);
}

/**
 * One round: each circle, the largest first, goes to the nearest of those that it would come too near to.
 * @param {StrikeCluster[]} circles
 * @param {ApartLook} apart
 * @param {Rim} rim
 */
function round(circles, apart, rim) {
  /** @type {StrikeCluster[]} */
  const kept = [];
  [...circles]
    .sort((a, b) => b.count - a.count)
    .forEach((one) => {
      /** @type {StrikeCluster | null} */
      let best = null;
      let near = Infinity;
      for (const other of kept) {
        const away = Math.hypot(other.x - one.x, other.y - one.y);
        if (away < near && away < leastApart(other.count + one.count, other.rim + one.rim, apart))
          [best, near] = [other, away];
      }
      if (best) join(best, one, rim);
      else kept.push(one);
    });
  return kept;
}

/**
 * Places as circles that keep apart, each with the places it counts, those of most strikes first. Distances alone
 * decide, so that dragging the map changes nothing; a circle that grew may come near to another, so that there are
 * rounds until none does.
 * @param {StrikeItem[]} items Those of most strikes first.
 * @param {View} view
 * @param {ApartLook} apart
 * @param {Rim} rim
 */
export function merge(items, view, apart, rim) {
  let circles = items.map((item) => alone(item, view, rim));
  for (let before = -1; before !== circles.length;) {
    before = circles.length;
    circles = round(circles, apart, rim);
  }
  return circles;
}

/**
 * Strikes known too roughly for a density keep circles; the others are spread, with a dot that opens to the reports.
 * @param {StrikeItem[]} items
 */
export function parted(items) {
  const fine = items
    .filter((item) => item.coarse < item.count)
    .map((item) => ({ ...item, count: item.count - item.coarse }));
  const rough = items.filter((item) => item.coarse).map((item) => ({ ...item, count: item.coarse }));
  return [fine, rough];
}

/**
 * The circles of the range, as the reader chose to have strikes drawn.
 * @param {StrikeItem[]} items
 * @param {View} view
 * @param {Pick<Context, "style" | "symbol_scale" | "state">} context
 */
function circlesOf(items, view, { style: { strike: style }, symbol_scale: scale, state }) {
  /** @type {Rim} */
  const single = ({ count, coarse }) => strikeRim(count, coarse, scale, style);
  if (state?.symbols === "density") return merge(parted(items)[1], view, style.apart, single);
  if (state?.symbols !== "clusters") return merge(items, view, style.apart, single);
  return merge(items, view, style.cluster.apart, (circle) =>
    circle.items.length > 1 ? mergedRim(circle.count, circle.coarse, scale, style) : single(circle),
  );
}

/**
 * The rings of the days before the range; one that would touch a circle of the range opens with that instead.
 * @param {StrikeItem[]} items
 * @param {FaintDays} days
 * @param {StrikeCluster[]} strong
 * @param {View} view
 * @param {Pick<Context, "style">} context
 */
function rings(items, days, strong, view, { style: { strike: style } }) {
  const { apart } = style.faint;
  const found = merge(items, view, apart, ({ count }) => faintRim(count, style));
  return found.filter((ring) => {
    ring.days = days;
    const over = strong.filter(
      (circle) => Math.hypot(circle.x - ring.x, circle.y - ring.y) < circle.rim + ring.rim + apart.gap,
    );
    over[0]?.beneath.push(ring);
    return !over.length;
  });
}

/** What was found last for a view, which all layers of a drawing share. @type {WeakMap<View, StrikeMarks>} */
const known = new WeakMap();

/**
 * What is drawn of strikes in a view: the circles of the range, and the rings of the days before it.
 * @param {SituationMap} situation
 * @param {View} view
 * @returns {StrikeMarks}
 */
export function marksOf({ context, now }, view) {
  const found = known.get(view);
  if (found && found.of === now) return found;
  const strong = circlesOf(now.strikes, view, context);
  const { days, strikes } = now.earlier;
  const marks = { of: now, circles: strong, rings: days ? rings(strikes, days, strong, view, context) : [] };
  known.set(view, marks);
  return marks;
}

/**
 * The box of a circle or ring, for what has to keep clear of it.
 * @param {StrikeCluster} circle
 * @returns {Box}
 */
export const boxOf = ({ x, y, rim }) => [x - rim, y - rim, x + rim, y + rim];
