// Ways around the map for the keyboard: past all of it, and straight to what is drawn on it.

/** @import { SituationMap } from "../types.js" */

import { html, htmlButton } from "../draw/dom.js";
import * as rove from "./rove.js";
import * as share from "./share.js";

/** What of the page around the frame the focus may go to. */
const BELOW = "h2, h3, a[href], button, input, summary, [tabindex='0']";

/**
 * Put the ways in front of all else in the frame, and the end of the map behind it.
 * @param {SituationMap} situation
 */
export function add(situation) {
  const { words } = situation.config;
  const end = html("div", "situation-map-end");
  end.tabIndex = -1;
  // Two landmarks of one name on a page would not be told apart.
  const ways = html(situation.config.together ? "div" : "nav", "situation-skip", null, [
    htmlButton("", words.skip_map, () => past(end)),
    htmlButton("", words.skip_to_symbols, () => toSymbols(situation)),
  ]);
  ways.setAttribute("aria-label", words.skips);
  if (situation.config.together) ways.setAttribute("role", "group");
  ways.dir = situation.config.rtl ? "rtl" : "ltr";
  document.body.prepend(ways);
  document.body.append(end);
}

/**
 * To what comes after the map's frame on its page; the end of the map where there is nothing, or no page.
 * @param {HTMLElement} end
 */
function past(end) {
  const frame = share.inPage() ? window.frameElement : null;
  const all = /** @type {HTMLElement[]} */ ([...(frame?.ownerDocument.querySelectorAll(BELOW) ?? [])]);
  const next = all.find((one) => follows(frame, one) && one.getClientRects().length);
  // A heading takes the focus only when it is told to.
  if (next?.matches("h2, h3")) next.tabIndex = -1;
  (next ?? end).focus();
}

/** @param {Element | null} frame @param {Element} one */
const follows = (frame, one) => Boolean(frame && frame.compareDocumentPosition(one) & Node.DOCUMENT_POSITION_FOLLOWING);

/** @param {SituationMap} situation */
function toSymbols(situation) {
  const first = situation.marks.root.querySelector('[data-key][tabindex="0"]');
  if (first) rove.go(situation, first.getAttribute("data-key") ?? "");
}
