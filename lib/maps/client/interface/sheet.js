// The handle of what lies over a small map as a sheet from below.

import { html } from "../draw/dom.js";

/** Pixels by which a hand may slip and still mean a tap. */
const SLIP = 6;

/**
 * A handle that closes its sheet by a tap or a pull downwards. Keys have the sheet's close button and Escape.
 * @param {() => void} close
 */
export function handle(close) {
  const bar = html("div", "situation-sheet-handle");
  bar.setAttribute("aria-hidden", "true");
  /** @type {number | null} */
  let from = null;
  let pulled = false;
  bar.addEventListener("pointerdown", (event) => {
    from = event.clientY;
    bar.setPointerCapture(event.pointerId);
  });
  bar.addEventListener("pointerup", (event) => {
    const by = from === null ? 0 : event.clientY - from;
    from = null;
    pulled = Math.abs(by) > SLIP;
    if (by > SLIP) close();
  });
  // A tap ends in a click: closed any earlier, what lies under the sheet would be clicked.
  bar.addEventListener("click", () => {
    if (!pulled) close();
  });
  bar.addEventListener("pointercancel", () => {
    from = null;
  });
  return bar;
}
