// Where a popup stands: over the map and all that lies on it, whole within the frame; on a small map as a sheet.

/** @import { Point, SituationMap } from "../types.js" */

import { html, setAttributes } from "../draw/dom.js";
import { layOut } from "../leaflet/surfaces.js";
import * as input from "./input.js";

/** Pixels between a popup and the edges of the map. */
const EDGE = 8;
/** Height of a popup's margins and the tip below it, and the least and most room for what it says, pixels. */
const FRAME = 44;
const LEAST = 90;
const MOST = 320;
/** How much of the map's height a popup takes at most: what it tells of is seen in the rest. */
const SHARE = 0.7;

export class Popups {
  /** @param {SituationMap} situation */
  constructor(situation) {
    this.situation = situation;
    const { map } = situation;
    /** The popup that was shown last, and whether it is a sheet. @type {L.Popup | null} */
    this.current = null;
    this.docked = false;
    // Leaflet's own pane lies below the buttons, the legend and the figures, whatever its number.
    this.floating = html("div", "situation-popups");
    this.dock = html("div", "situation-dock");
    map.getContainer().append(this.floating, this.dock);
    map.on("move zoom viewreset", () => this.follow());
    map.on("popupclose", ({ popup }) => this.closed(popup));
    map.on("resize", () => this.resized());
    this.follow();
  }

  /** Keep what stands over the map in step with the map that is dragged. */
  follow() {
    const { map } = this.situation;
    const pane = map.getPane("mapPane");
    L.DomUtil.setPosition(this.floating, (pane && L.DomUtil.getPosition(pane)) || L.point(0, 0));
  }

  /**
   * Show `content` at a point, in place of any other popup; `told` = kind and name of what it tells of.
   * @param {HTMLElement} content
   * @param {Point} latlng
   * @param {{kind: string, name: string}} told
   */
  show(content, latlng, { kind, name }) {
    const { map } = this.situation;
    // A small map has no room for a popup beside what it tells of.
    const docked = this.situation.panel.small();
    if (docked) this.situation.panel.legend.fold();
    const popup = L.popup({
      // Leaflet takes an element as well as a name, which its types do not know.
      pane: /** @type {any} */ (docked ? this.dock : this.floating),
      className: docked ? "situation-docked" : "",
      autoPan: false,
      autoClose: true,
      maxWidth: 1000,
      minWidth: 0,
    });
    this.docked = docked;
    this.current = popup;
    this.measure();
    popup.setLatLng(latlng).setContent(content).openOn(map);
    const element = /** @type {HTMLElement} */ (popup.getElement());
    Object.assign(element.dataset, { popup: "", kind, name });
    const { close } = this.situation.config.words;
    // Leaflet names it in English only.
    const button = element.querySelector(".leaflet-popup-close-button");
    if (button) setAttributes(button, { "aria-label": close, title: close });
    content.focus({ preventScroll: true });
    this.settle(popup);
    return popup;
  }

  /** How wide and high a popup may be. */
  measure() {
    const { x, y } = this.situation.map.getSize();
    const { style } = this.situation.map.getContainer();
    style.setProperty("--situation-popup-width", `${Math.min(360, x - 2 * EDGE)}px`);
    style.setProperty(
      "--situation-popup-height",
      `${Math.max(LEAST, Math.min(MOST, SHARE * y, y - 2 * EDGE - FRAME))}px`,
    );
  }

  /** Move the map so far that the popup is seen whole, or that its point is seen above the sheet. */
  settle(popup = this.current) {
    const { map } = this.situation;
    const element = popup?.getElement();
    if (!popup || !element || !popup.isOpen()) return;
    const room = map.getContainer().getBoundingClientRect();
    const by = this.docked ? this.beside(popup, element, room) : outside(element.getBoundingClientRect(), room);
    if (by[0] || by[1]) map.panBy(by, { animate: false });
  }

  /**
   * How far the point of a sheet is from what the sheet leaves of the map.
   * @param {L.Popup} popup
   * @param {HTMLElement} element
   * @param {DOMRect} room
   * @returns {Point}
   */
  beside(popup, element, room) {
    const { map } = this.situation;
    const at = map.latLngToContainerPoint(/** @type {L.LatLng} */ (popup.getLatLng()));
    const free = Math.max(0, Math.min(room.height, element.getBoundingClientRect().top - room.top));
    const margin = Math.min(28, free / 2);
    /** @param {number} value @param {number} low @param {number} high */
    const within = (value, low, high) => (value < low ? value - low : value > high ? value - high : 0);
    return [within(at.x, margin, room.width - margin), within(at.y, margin, free - margin)];
  }

  resized() {
    const { current: popup } = this;
    if (!popup || !popup.isOpen()) return;
    this.measure();
    layOut(popup);
    this.settle(popup);
  }

  /** @param {L.Popup} popup */
  closed(popup) {
    const element = popup.getElement();
    if (!element) return;
    delete element.dataset.popup;
    // Whoever closed it from within goes back to where it was opened.
    if (element.contains(document.activeElement)) input.back(this.situation);
  }
}

/**
 * How far a box stands out of a room, less the edge: [x, y] in pixels, 0 where it is inside.
 * @param {DOMRect} box
 * @param {DOMRect} room
 * @returns {Point}
 */
export function outside(box, room) {
  /** @param {number} low @param {number} high @param {number} from @param {number} to */
  const past = (low, high, from, to) =>
    low < from + EDGE ? low - from - EDGE : high > to - EDGE ? high - to + EDGE : 0;
  return [past(box.left, box.right, room.left, room.right), past(box.top, box.bottom, room.top, room.bottom)];
}
