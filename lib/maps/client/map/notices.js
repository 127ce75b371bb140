// What the map says in words over itself: that the server cannot be reached, and that there is nothing to draw.

/** @import { SituationMap, State } from "../types.js" */

import { DataChanged } from "../data/server.js";
import { fill } from "../draw/dom.js";
import * as share from "../interface/share.js";

/** Layers whose reports are counted. @type {("strikes" | "flows")[]} */
const EVENTS = ["strikes", "flows"];

/**
 * Say that a state could not be fetched and why, or take that back.
 * @param {SituationMap} situation
 * @param {unknown[]} failures Why not, of each answer that failed.
 * @param {State} given The state that is fetched again when the reader asks for it.
 */
export function offline(situation, failures, given) {
  const { context, panel, state: last } = situation;
  const { day, words } = context;
  const failed = failures.length > 0;
  const changed = failures.some((failure) => failure instanceof DataChanged);
  panel.notice("changed", changed ? words.data_changed : "", { label: words.reload, run: share.reload });
  if (changed) return panel.notice("offline", "");
  const since = last && fill(words.offline_since, { from: day(last.from), to: day(last.to) });
  return panel.notice("offline", failed ? since || words.offline : "", {
    label: words.retry,
    run: () => situation.set(given),
  });
}

/**
 * Say that a range has nothing to draw, and that second reports of it match.
 * @param {SituationMap} situation
 * @param {boolean} failed
 */
export function empty(situation, failed) {
  const { context, now, painted, panel } = situation;
  const { day, words } = context;
  const state = situation.current();
  const chosen = EVENTS.filter((layer) => state.layerSet.has(layer));
  const none = !failed && chosen.length > 0 && chosen.every((layer) => now[layer].length === 0);
  const [one, range] = state.narrowed
    ? [words.empty_day_narrowed, words.empty_narrowed]
    : [words.empty_day, words.empty];
  const text = fill(state.from === state.to ? one : range, { from: day(state.from), to: day(state.to) });
  panel.notice("empty", none ? text : "");
  // Counted for the page's own days: of other days the page would have to be asked.
  const second = !failed && state === painted ? state.second_reports : null;
  const action = second && share.inPage() ? { label: second.label, run: () => share.goTo(second.address) } : null;
  panel.notice("second", second ? second.text : "", action);
}
