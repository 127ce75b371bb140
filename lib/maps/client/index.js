// What Folium's scripts call: makes the map, hands it each state, and answers tests and benchmarks.

import { Presentation } from "./interface/present.js";
import { Together } from "./interface/together.js";
import { followTheme } from "./interface/theme.js";
import { under } from "./interface/input.js";
import { SituationMap } from "./map/situation.js";

/** @type {SituationMap | null} */
let running = null;

/** @returns {SituationMap} */
function map() {
  if (!running) throw new Error("the map has not been made yet");
  return running;
}

window.situationMap = {
  create(leafletMap, config) {
    document.documentElement.lang = config.lang;
    followTheme();
    running = new SituationMap(leafletMap, config);
    if (config.present) new Presentation(running);
    if (!config.together) return;
    const together = new Together(running);
    this.follow = (lat, lon, zoom, resting) => together.follow(lat, lon, zoom, resting);
  },
  set(state) {
    map().set(state);
  },
  /**
   * What a click on a point of this frame (CSS pixels) would open, topmost first: [{kind, name}]. `touch`: as by a
   * finger. Empty on bare ground, which opens who holds it.
   */
  under(x, y, touch = false) {
    const p = map().map.mouseEventToContainerPoint(/** @type {MouseEvent} */ ({ clientX: x, clientY: y }));
    const found = under(map(), p, touch).symbols.flatMap((symbol) => symbol.members ?? [symbol]);
    return found.map(({ kind, name }) => ({ kind, name }));
  },
  notice(name, words) {
    map().panel.notice(name, words);
  },
  moved() {
    const { untouched, map: leaflet } = map();
    const { lat, lng } = leaflet.getCenter();
    return untouched ? null : [lat, lng, leaflet.getZoom()];
  },
  look(lat, lon, zoom) {
    map().untouched = false;
    map().map.setView([lat, lon], zoom, { animate: false });
  },
  follow: null,
  /** Move the clock to two ISO days; settles once they are painted. */
  async setRange(from, to) {
    const { clock } = map();
    if (!clock) throw new Error("this map has no clock");
    await clock.setRange(from, to);
  },
};
