// Maps that stand side by side in one page: whichever is moved, the others look at the same place at the same zoom.

/** @import { SituationMap, SituationMapApi } from "../types.js" */

import { shift } from "../leaflet/surfaces.js";

/**
 * The other maps of the page that move together.
 * @returns {SituationMapApi[]}
 */
function others() {
  const found = [];
  for (let i = 0; i < window.parent.length; i += 1) {
    try {
      const frame = window.parent[i];
      if (frame !== window && frame.situationMap?.follow) found.push(frame.situationMap);
    } catch {
      // A frame of another host is no map of ours.
    }
  }
  return found;
}

export class Together {
  /**
   * @param {SituationMap} situation
   * @param {() => SituationMapApi[]} found Finds the others, which come and go.
   */
  constructor(situation, found = others) {
    this.situation = situation;
    this.others = found;
    // Each has half of a window at most, also in a presentation.
    document.body.classList.add("situation-together");
    /** Whether this map is being moved by another one, which then need not be told. */
    this.following = false;
    const { map } = situation;
    /** The zoom at which the others are, too. */
    this.zoom = map.getZoom();
    map.on("move", () => this.tell(false));
    map.on("moveend", () => this.tell(true));
    this.catchUp();
  }

  /** Look where the reader has moved another map to before this one was there. */
  catchUp() {
    const moved = this.others().flatMap((map) => map.moved() ?? []);
    if (moved.length >= 3) this.follow(moved[0], moved[1], moved[2], true);
  }

  /**
   * Have the others follow. While this map is drawn along they are only shifted; a zoom they take over once it is done.
   * @param {boolean} resting
   */
  tell(resting) {
    const { map, untouched } = this.situation;
    // Until a reader moves one of them, each shows the start view as it fits.
    if (this.following || untouched) return;
    const zoom = map.getZoom();
    if (!resting && zoom !== this.zoom) return;
    this.zoom = zoom;
    const { lat, lng } = map.getCenter();
    this.others().forEach((other) => other.follow?.(lat, lng, zoom, resting));
  }

  /**
   * @param {number} lat
   * @param {number} lon
   * @param {number} zoom
   * @param {boolean} resting Whether the other map has come to rest, and this one is to be drawn anew.
   */
  follow(lat, lon, zoom, resting) {
    const { situation } = this;
    const { map } = situation;
    situation.untouched = false;
    this.following = true;
    try {
      if (resting || zoom !== map.getZoom()) map.setView([lat, lon], zoom, { animate: false });
      else shift(map, [lat, lon]);
      this.zoom = zoom;
    } finally {
      this.following = false;
    }
  }
}
