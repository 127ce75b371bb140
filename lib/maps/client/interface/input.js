// Pointer and keyboard: a symbol tells its name under the pointer and opens to its sources on click or Enter.

/** @import { Hit, MapSymbol, Point, SituationMap, Stretch } from "../types.js" */

import { closest, fill } from "../draw/dom.js";
import * as hits from "../draw/hit.js";
import * as controlLayer from "../layers/control.js";
import { beyond } from "../draw/unassessed.js";
import { dragged, zooming } from "../leaflet/surfaces.js";
import * as popupContent from "./popup.js";
import * as rove from "./rove.js";
import * as walk from "./walk.js";

/** What lies over the map and answers for itself. */
export const ELSEWHERE =
  ".situation-frame, .situation-legend, .situation-swipe, .situation-popups, .situation-dock, .leaflet-control";

/** What lies under a point of bare ground. @type {{symbols: MapSymbol[], stretch: Stretch | null}} */
const NOTHING = { symbols: [], stretch: null };

/** Pixels from the middle of the front line that are still seen as the line. */
const LINE = 3;

/**
 * Whether an event was made by a finger; a click does not say so in every browser.
 * @param {MouseEvent} event
 */
function touching(event) {
  const { pointerType } = /** @type {PointerEvent} */ (event);
  return pointerType ? pointerType === "touch" : matchMedia("(pointer: coarse)").matches;
}

/**
 * On a page that lists reports, a click on a place names it to the page; anything else opens in the map.
 * @param {SituationMap} situation
 * @param {MapSymbol} symbol
 */
function tell(situation, symbol) {
  const place = situation.config.lists && symbol.asked && symbol.asked.place;
  if (!place) return false;
  tellPage(situation, { place });
  return true;
}

/**
 * Tell the page around the map what its reader did.
 * @param {SituationMap} situation
 * @param {Record<string, unknown>} value
 */
export function tellPage(situation, value) {
  situation.told = (situation.told || 0) + 1;
  // What streamlit-folium's own script would send, which knows Leaflet's markers only. Counted, for the page takes
  // the same value twice for no news.
  const message = { isStreamlitMessage: true, type: "streamlit:setComponentValue", dataType: "json" };
  window.parent.postMessage({ ...message, value: { ...value, told: situation.told } }, "*");
}

/**
 * Open symbols that lie at one point; a merged circle goes nearer instead, and says so.
 * @param {SituationMap} situation
 * @param {MapSymbol[]} symbols
 * @param {Point} [latlng]
 */
function show(situation, symbols, latlng = symbols[0].latlng) {
  const [first] = symbols;
  if (first.open) first.open(situation.map);
  else if (!tell(situation, first)) popupContent.open(situation, symbols, latlng);
}

/**
 * The symbols that can be pointed at now, as they are drawn, from below.
 * @param {SituationMap} situation
 * @param {number} x
 * @returns {(MapSymbol & {hit: Hit})[]}
 */
function drawn(situation, x) {
  const side = situation.swipe.on && (x < situation.swipe.x() ? "left" : "right");
  return [...situation.symbols.values()].flatMap((symbol) => {
    const { follows, hit, side: own } = symbol;
    const gone = (situation.motion.on && follows) || (own && side && own !== side);
    return hit && !gone ? [{ ...symbol, hit }] : [];
  });
}

/**
 * The same thing is told once, however often it is drawn.
 * @param {MapSymbol[]} symbols
 */
function once(symbols) {
  const known = new Set();
  return symbols.filter((symbol) => {
    const key = symbol.open ? symbol.key : `${symbol.kind}|${symbol.name}|${symbol.latlng}`;
    return !known.has(key) && known.add(key);
  });
}

/**
 * Latitude and longitude of a point of the map's container.
 * @param {SituationMap} situation
 * @param {L.Point} p
 * @returns {Point}
 */
function latLngAt(situation, p) {
  const { lat, lng } = situation.map.containerPointToLatLng(p);
  return [lat, lng];
}

/**
 * What a click on a point of the map opens, topmost first: what is seen there, else the nearest symbol or stretch of
 * the front within reach. `p` in pixels of the map's container. Returns {symbols, stretch}; symbols is empty on bare
 * ground.
 * @param {SituationMap} situation
 * @param {L.Point} p
 * @param {boolean} touch
 * @returns {{symbols: MapSymbol[], stretch: Stretch | null}}
 */
export function under(situation, p, touch) {
  if (!situation.state || zooming(situation.map)) return NOTHING;
  const reach = situation.config.style.hit[touch ? "touch" : "mouse"];
  const point = situation.map.containerPointToLayerPoint(p);
  const latlng = latLngAt(situation, p);
  const { exact, seen, nearest, found } = hits.under(drawn(situation, point.x), point.x, point.y, reach);
  const line = walk.under(situation, point, latlng, Math.max(LINE, seen ? 0 : Math.min(reach.front, nearest)));
  if (!line) return { symbols: once(found), stretch: null };
  // Symbols are drawn over the line.
  if (exact) return { symbols: once([...found, line.symbol]), stretch: null };
  return { symbols: once([line.symbol, ...(seen ? found : [])]), stretch: line.stretch };
}

/**
 * Whose ground a point is: the nearest reported place, or null out in the open and where nothing is assessed.
 * @param {SituationMap} situation
 * @param {L.Point} p
 * @returns {MapSymbol | null}
 */
function ground(situation, p) {
  const { x, y } = situation.map.containerPointToLayerPoint(p);
  if (beyond(situation, x, y)) return null;
  const { control, days } = situation.controlAt(x);
  const place =
    control && controlLayer.placeAt(control, situation.lines.surface.view(), x, y, situation.current().layerSet);
  if (!place) return null;
  const asked = { kind: "control", place: place.place, ...days };
  return { key: "", kind: "place", name: place.place, lines: [place.place], latlng: [place.lat, place.lon], asked };
}

/**
 * Where a popup hangs: at a mark itself, on a line where it was pointed at.
 * @param {SituationMap} situation
 * @param {MapSymbol[]} symbols
 * @param {L.Point} p
 */
const anchor = (situation, [first], p) => (first.hit?.at ? first.latlng : latLngAt(situation, p));

/**
 * Where a click was meant: browsers move a tap to something near that can be clicked, which we choose ourselves.
 * @param {SituationMap} situation
 * @param {MouseEvent} event
 */
function meant(situation, event) {
  const { pressed } = situation;
  const tapped =
    pressed && touching(event) && Math.hypot(pressed.clientX - event.clientX, pressed.clientY - event.clientY) < 40;
  return situation.map.mouseEventToContainerPoint(tapped ? pressed : event);
}

/** @param {SituationMap} situation @param {MouseEvent} event */
function click(situation, event) {
  if (closest(event, ELSEWHERE) || dragged(situation.map)) return;
  const p = meant(situation, event);
  const { symbols, stretch } = under(situation, p, touching(event));
  if (!symbols.length) return;
  // Bare ground is left to the map, which closes what is open.
  event.stopImmediatePropagation();
  leave(situation);
  situation.opener = null;
  show(situation, symbols, anchor(situation, symbols, p));
  if (stretch) walk.highlight(situation, stretch);
}

/**
 * Lines of a tip: the first thing a click opens, and how many more.
 * @param {SituationMap} situation
 * @param {MapSymbol[]} symbols
 */
function tipOf(situation, [first, ...rest]) {
  const { words, number } = situation.context;
  return rest.length ? [...first.lines, fill(words.more_here, { n: number(rest.length) })] : first.lines;
}

/** @param {SituationMap} situation @param {PointerEvent} event */
function hover(situation, event) {
  if (event.pointerType === "touch" || situation.tools.active) return;
  const busy = event.buttons || closest(event, ELSEWHERE);
  const p = situation.map.mouseEventToContainerPoint(event);
  const { symbols, stretch } = busy ? NOTHING : under(situation, p, false);
  if (!symbols.length) {
    leave(situation);
    return;
  }
  situation.pointed = true;
  situation.map.getContainer().style.cursor = "pointer";
  walk.highlight(situation, stretch);
  mark(situation, symbols[0].key);
  situation.panel.showTip(tipOf(situation, symbols), p.x, p.y);
}

/**
 * Brighten the symbol that is meant, wherever near it the pointer is.
 * @param {SituationMap} situation
 * @param {string | null} key
 */
function mark(situation, key) {
  if (situation.marked === key) return;
  const root = situation.marks.root;
  root.querySelectorAll(".situation-meant").forEach((element) => element.classList.remove("situation-meant"));
  const element = key && root.querySelector(`.situation-symbol[data-key="${CSS.escape(key)}"]`);
  if (element) element.classList.add("situation-meant");
  situation.marked = key;
}

/** @param {SituationMap} situation */
function leave(situation) {
  if (!situation.pointed) return;
  situation.pointed = false;
  situation.map.getContainer().style.cursor = "";
  situation.panel.hideTip();
  walk.highlight(situation, null);
  mark(situation, null);
}

/**
 * The focus goes back to the symbol that was opened by keyboard.
 * @param {SituationMap} situation
 */
export function back(situation) {
  const { opener } = situation;
  situation.opener = null;
  /** @type {SVGElement | null} */
  const element = opener ? situation.marks.root.querySelector(`[data-key="${CSS.escape(opener)}"]`) : null;
  (element || situation.map.getContainer()).focus({ preventScroll: true });
}

/** @param {SituationMap} situation */
export function listen(situation) {
  const container = situation.map.getContainer();
  // Before Leaflet and streamlit-folium hear of it.
  container.addEventListener("click", (event) => click(situation, event), true);
  container.addEventListener(
    "pointerdown",
    (event) => (situation.pressed = event.pointerType === "touch" ? event : null),
    true,
  );
  container.addEventListener("pointermove", (event) => hover(situation, event));
  container.addEventListener("pointerleave", () => leave(situation));
  container.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    situation.panel.hideTip();
    if (situation.popups.current && situation.popups.current.isOpen()) situation.map.closePopup();
    else situation.panel.legend.fold();
  });
  situation.map.on("click", (event) => {
    // A button that took itself away: the map cannot know any more that it lay over it.
    const { target } = event.originalEvent ?? {};
    if (target instanceof Element && !target.isConnected) return;
    const symbol = situation.state && !situation.tools.busy && ground(situation, event.containerPoint);
    if (symbol) show(situation, [symbol]);
  });
  situation.map.on("popupclose", () => walk.highlight(situation, null));
  listenKeys(situation, situation.marks.root);
}

/** @param {SituationMap} situation @param {SVGSVGElement} root */
function listenKeys(situation, root) {
  const symbolOf = (/** @type {Event} */ event) => {
    const key = closest(event, "[data-key]")?.getAttribute("data-key");
    return key ? situation.symbols.get(key) : undefined;
  };
  root.addEventListener("keydown", (event) => {
    const symbol = symbolOf(event);
    if (!symbol) return;
    const gone = symbol.key === "front" ? walk.key(situation, event) : rove.key(situation, event);
    if (!gone && event.key !== "Enter" && event.key !== " ") return;
    event.preventDefault();
    event.stopPropagation();
    if (gone) return;
    situation.opener = symbol.key;
    show(situation, [symbol]);
  });
  // Not on the drawing itself: a browser would make a stop of it.
  const around = situation.map.getContainer();
  around.addEventListener("focusin", (event) => {
    const [symbol, element] = [symbolOf(event), closest(event, "[data-key]")];
    const p = symbol && element && rove.focus(situation, element, symbol);
    if (!p) return;
    if (symbol.key === "front") walk.focus(situation, symbol);
    else situation.panel.showTip(symbol.lines, p.x, p.y);
  });
  around.addEventListener("focusout", ({ target }) => {
    if (!root.contains(/** @type {Node} */ (target))) return;
    situation.panel.hideTip();
    rove.blur(situation);
    walk.highlight(situation, null);
  });
}
