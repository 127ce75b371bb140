// What has to be scrolled can be by keyboard, and says what it is.

import { setAttributes } from "../draw/dom.js";

const STOPS = "a[href], button:enabled, select:enabled, input:enabled, [tabindex='0']";

/**
 * Give a box a name and a stop for Tab as long as it is longer than its room and nothing in it has a stop.
 * @param {HTMLElement} box
 * @param {string} name
 */
export function scrolled(box, name) {
  const look = () => {
    const longer = box.scrollWidth > box.clientWidth + 1 || box.scrollHeight > box.clientHeight + 1;
    const wanted = longer && !box.querySelector(STOPS);
    if (wanted) setAttributes(box, { tabindex: 0, role: "group", "aria-label": name });
    else if (document.activeElement !== box)
      ["tabindex", "role", "aria-label"].forEach((key) => box.removeAttribute(key));
  };
  new ResizeObserver(look).observe(box);
  const inside = { subtree: true, childList: true, attributeFilter: ["disabled", "hidden"] };
  new window.MutationObserver(look).observe(box, inside);
}
