// Where the reader last moved a map to, kept for the other pages of the same tab: a picture can be made of that part.

/** @import { SituationMap } from "../types.js" */

import { inPage } from "../interface/share.js";

/** What it is called in the store of the tab; `lib/ui/briefing/last_view.js` reads it. */
const KEY = "situation.last_view";

/**
 * Keep the view of a map whenever it comes to rest after its reader has moved it.
 * @param {SituationMap} situation
 */
export function keep(situation) {
  const { map } = situation;
  if (!inPage()) return;
  let moved = false;
  const touched = () => {
    moved = true;
  };
  ["pointerdown", "wheel", "keydown"].forEach((name) =>
    map.getContainer().addEventListener(name, touched, { passive: true }),
  );
  map.on("moveend", () => {
    if (!moved) return;
    const { lat, lng } = map.getCenter();
    try {
      const view = { lat: lat.toFixed(4), lon: lng.toFixed(4), zoom: String(map.getZoom()) };
      window.sessionStorage.setItem(KEY, JSON.stringify(view));
    } catch {
      // A browser that keeps nothing offers no such picture.
    }
  });
}
