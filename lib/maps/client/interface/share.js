// The page's address: a link to what is on the map now, and the page itself moved to it.

/** @import { SituationMap } from "../types.js" */

export function page() {
  try {
    return new URL(window.parent.location.href);
  } catch {
    return new URL(window.location.href);
  }
}

/** Whether the page has an address that leads anywhere: a map in the cell of a notebook has none. */
export function linkable() {
  return page().protocol !== "about:";
}

/**
 * The page's address with both ends of the range in it: the clock's, where it shows other days than the page.
 * @param {SituationMap} situation
 */
function address(situation) {
  const found = page();
  if (situation.state) setRange(found, situation.state);
  return found;
}

/** @param {URL} found @param {{from: string, to: string}} days */
function setRange(found, { from, to }) {
  found.searchParams.set("from", from);
  found.searchParams.set("to", to);
}

/**
 * The exact moment: the clock's range and the view of the map.
 * @param {SituationMap} situation
 */
export async function copyLink(situation) {
  const { words } = situation.config;
  await situation.tools?.marking?.settled();
  const centre = situation.map.getCenter();
  const found = address(situation);
  const { place: panel } = situation;
  if (panel?.name) found.searchParams.set("place", panel.name);
  else if (panel) found.searchParams.delete("place");
  found.searchParams.set("lat", centre.lat.toFixed(4));
  found.searchParams.set("lon", centre.lng.toFixed(4));
  found.searchParams.set("zoom", String(situation.map.getZoom()));
  const whole = situation.state?.own_marks?.handed ?? true;
  if (!whole) found.searchParams.delete("marks");
  situation.panel.notice("marks", whole ? "" : words.marks_not_in_link);
  try {
    await navigator.clipboard.writeText(found.href);
    situation.panel.notice("link", words.link_copied);
    setTimeout(() => situation.panel.notice("link", ""), 2500);
  } catch {
    situation.panel.showLink(found.href, words);
  }
}

/**
 * Move the page to the clock's range: as if its reader had gone there, without loading it again.
 * @param {SituationMap} situation
 */
export function applyToPage(situation) {
  goTo(address(situation).href);
}

/**
 * Turn the page around this frame to another address of ours; the frame itself may not navigate it.
 * @param {string} href
 */
export function goTo(href) {
  const top = window.parent;
  top.history.pushState(top.history.state, "", new URL(href, top.location.href).href);
  top.dispatchEvent(new top.PopStateEvent("popstate", { state: top.history.state }));
}

/** Load the page around this frame anew, or the map's own. */
export function reload() {
  (inPage() ? window.parent : window).location.reload();
}

/**
 * Name the frame that the map stands in, which is all that its page tells of it; Streamlit's name is that of a module.
 * @param {string} title
 */
export function nameFrame(title) {
  if (inPage() && window.frameElement) window.frameElement.setAttribute("title", title);
}

/** Whether there is a page around this frame that could be moved. */
export function inPage() {
  try {
    return window.parent !== window && Boolean(window.parent.location.href);
  } catch {
    return false;
  }
}
