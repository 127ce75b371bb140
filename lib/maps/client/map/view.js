// Where the map looks: the start view, the view an address asks for, and the online background behind it.

/** @import { SituationMap, State } from "../types.js" */

import { keep } from "./last_view.js";

/**
 * The view and the background that a state asks for.
 * @param {SituationMap} situation
 * @param {State} state
 */
export function apply(situation, state) {
  applyView(situation, state);
  applyArea(situation, state);
  applyOnline(situation, state.online);
}

/** @param {SituationMap} situation @param {State} state */
function applyView(situation, { view, story }) {
  if (!view) {
    // A step of a story that looks nowhere shows what the map begins with, not where the step before it looked.
    if (story && situation.lastView) start(situation);
    return;
  }
  const key = JSON.stringify([view.lat, view.lon, view.zoom]);
  if (key === situation.lastView) return;
  situation.lastView = key;
  situation.untouched = false;
  situation.map.setView([view.lat, view.lon], view.zoom, { animate: false });
}

/** @param {SituationMap} situation */
function start(situation) {
  situation.lastView = "";
  situation.untouched = true;
  fit(situation);
}

/**
 * Go to an area of the reader's own when it comes, unless the address asks for a view, or it was drawn where it is.
 * @param {SituationMap} situation
 * @param {State} state
 */
function applyArea(situation, { view, own_area: area }) {
  const key = area ? JSON.stringify(area.rings) : "";
  const stays = !area || view || situation.keepsView || key === situation.lastArea;
  situation.keepsView = false;
  situation.lastArea = key;
  situation.home = area ? area.rings.flat() : null;
  if (stays) return;
  situation.untouched = true;
  fit(situation);
}

/** @param {SituationMap} situation @param {boolean} wanted */
function applyOnline(situation, wanted) {
  const { online, words } = situation.config;
  if (wanted && online && !situation.tiles) {
    situation.tiles = L.tileLayer(online.url, { maxZoom: online.max_zoom, attribution: "" });
    situation.tiles.on("tileerror", () => situation.panel.notice("tiles", words.tiles_unreachable));
    // Our own rivers and roads make way only once the background really is there.
    situation.tiles.once("tileload", () => seeTiles(situation, true));
    situation.tiles.addTo(situation.map);
  } else if (!wanted && situation.tiles) {
    situation.tiles.remove();
    situation.tiles = null;
    seeTiles(situation, false);
    situation.panel.notice("tiles", "");
  }
}

/** @param {SituationMap} situation @param {boolean} seen */
function seeTiles(situation, seen) {
  situation.tilesSeen = seen;
  situation.lines.redraw();
}

/**
 * Fit the start view, or the reader's own area, as long as the reader has not moved the map.
 * @param {SituationMap} situation
 */
function fit(situation) {
  const { map, config, home } = situation;
  map.invalidateSize({ animate: false });
  const { x } = map.getSize();
  if (!situation.untouched || x === 0) return;
  // The legend lies on the left of a wide map: what matters is centred in the rest.
  const left = x >= 900 ? 250 : 0;
  const [before, after] = home ? [24, 44] : [0, 20];
  map.fitBounds(home ?? config.start, {
    animate: false,
    paddingTopLeft: [left + before, before],
    paddingBottomRight: [before, after],
  });
}

/**
 * Fit the start view until the reader moves the map: the frame's size settles only after loading.
 * @param {SituationMap} situation
 */
export function watchSize(situation) {
  const { map } = situation;
  new ResizeObserver(() => fit(situation)).observe(map.getContainer());
  const touched = () => {
    situation.untouched = false;
  };
  ["pointerdown", "wheel", "keydown"].forEach((name) =>
    map.getContainer().addEventListener(name, touched, { passive: true }),
  );
  // Places appear with zoom and symbols grow with it, so the legend follows, once the surfaces have redrawn.
  map.on("moveend", () => situation.painted && situation.drawLegend());
  keep(situation);
  fit(situation);
}
