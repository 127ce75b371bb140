// Symbols by keyboard: one stop for Tab a layer. Arrow keys go to the nearest in their direction, Home and End to the
// first and the last; a symbol that has the focus is brought into view, with a ring around it.

/** @import { Hit, MapSymbol, Point, SituationMap } from "../types.js" */

import { closest, fill, setAttributes, svg } from "../draw/dom.js";

/** The direction of a key, x and y. @type {Record<string, Point | undefined>} */
const WAYS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
/** Pixels that a symbol with the focus keeps from the edges of the map. */
const EDGE = 24;
/** Pixels between a mark and its ring, and how wide that is: ink on white. */
const [GAP, INK, WHITE] = [5, 3, 6];

/**
 * The point of a symbol that the keys go by: its middle.
 * @param {Hit} hit
 * @returns {Point}
 */
export function middle({ at, line, ring: corners }) {
  if (at) return at;
  const points = line ?? corners ?? [];
  const sum = (/** @type {0 | 1} */ axis) => points.reduce((total, point) => total + point[axis], 0);
  return [sum(0) / points.length, sum(1) / points.length];
}

/**
 * Which of some points is the nearest in a direction, -1 for none: within a right angle around it, else wherever there
 * is one at all. Of points that lie at one place the way right and down goes through the later ones, left and up back.
 * @param {Point[]} points
 * @param {number} from
 * @param {Point} way
 */
export function nearest(points, from, [wx, wy]) {
  const [x, y] = points[from];
  const onward = wx + wy > 0;
  const found = { ahead: -1, aside: -1 };
  const least = { ahead: Infinity, aside: Infinity };
  points.forEach(([px, py], i) => {
    const along = (px - x) * wx + (py - y) * wy;
    const off = Math.abs((px - x) * wy) + Math.abs((py - y) * wx);
    const here = along === 0 && off === 0;
    if (i === from || (here ? i > from !== onward : along <= 0)) return;
    const kind = off <= along ? "ahead" : "aside";
    const far = Math.hypot(along, off);
    // Going back, the last of those at one place comes first.
    if (far < least[kind] || (far === least[kind] && !onward)) [found[kind], least[kind]] = [i, far];
  });
  return found.ahead < 0 ? found.aside : found.ahead;
}

/** @param {SituationMap} situation @param {MapSymbol} symbol */
const onScreen = ({ map }, { hit, latlng }) =>
  hit ? map.layerPointToContainerPoint(middle(hit)) : map.latLngToContainerPoint(latlng);

/**
 * Whether a symbol lies in the map, and under nothing that lies over it.
 * @param {SituationMap} situation
 * @param {MapSymbol} symbol
 */
function seen(situation, symbol) {
  const { x, y } = onScreen(situation, symbol);
  const size = situation.map.getSize();
  const over = situation.panel?.legend.covers();
  const free = !over || x < over[0] || x > over[2] || y < over[1] || y > over[3];
  return free && x >= EDGE && y >= EDGE && x <= size.x - EDGE && y <= size.y - EDGE;
}

/**
 * Name the layers that have symbols, and give each its one stop: where the reader left it, else the first in view.
 * @param {SituationMap} situation
 * @param {Record<string, SVGGElement>} groups
 */
export function stops(situation, groups) {
  const { words, number } = situation.context;
  Object.entries(groups).forEach(([name, group]) => {
    const all = /** @type {SVGElement[]} */ ([...group.querySelectorAll("[data-key]")]);
    if (!all.length) return;
    const label = fill(words.symbols_named, { what: words.symbols[name], n: number(all.length) });
    setAttributes(group, { role: "group", "data-layer": name, "aria-label": label });
    const symbolOf = (/** @type {SVGElement} */ one) => situation.symbols.get(one.dataset.key ?? "");
    const visible = (/** @type {SVGElement | undefined} */ one) => {
      const symbol = one && symbolOf(one);
      return Boolean(symbol && (!symbol.hit || seen(situation, symbol)));
    };
    const kept = all.find((one) => one.dataset.key === situation.stops[name]);
    const stop = visible(kept) ? kept : (all.find(visible) ?? kept ?? all[0]);
    stop?.setAttribute("tabindex", "0");
  });
}

/**
 * Have a layer's stop where the focus is.
 * @param {SituationMap} situation
 * @param {Element} element
 */
function stand(situation, element) {
  const group = /** @type {SVGElement | null} */ (element.closest("[data-layer]"));
  if (!group) return;
  group.querySelectorAll('[tabindex="0"]').forEach((one) => one.setAttribute("tabindex", "-1"));
  element.setAttribute("tabindex", "0");
  situation.stops[group.dataset.layer ?? ""] = element.getAttribute("data-key") ?? "";
}

/** Whether the map is being moved for the focus, which is set again when it is drawn there. */
let bringing = false;

/**
 * Move the map so far that a symbol is seen; returns whether it had to.
 * @param {SituationMap} situation
 * @param {MapSymbol} symbol
 */
function bring(situation, symbol) {
  if (bringing || seen(situation, symbol)) return false;
  const { map, panel } = situation;
  const size = map.getSize();
  const { x, y } = onScreen(situation, symbol);
  const left = panel?.legend.covers()?.[2] ?? 0;
  bringing = true;
  situation.untouched = false;
  map.panBy([x - (left + size.x) / 2, y - size.y / 2], { animate: false });
  bringing = false;
  return true;
}

/**
 * Go on to another symbol of the same layer; returns whether the key was meant for that.
 * @param {SituationMap} situation
 * @param {KeyboardEvent} event
 */
export function key(situation, event) {
  const way = WAYS[event.key];
  const element = closest(event, "[data-key]");
  const group = element?.closest("[data-layer]");
  if (!element || !group || event.ctrlKey || event.altKey || event.metaKey) return false;
  if (!way && event.key !== "Home" && event.key !== "End") return false;
  const all = [...group.querySelectorAll("[data-key]")];
  const points = all.map((one) => {
    const symbol = situation.symbols.get(one.getAttribute("data-key") ?? "");
    return /** @type {Point} */ (symbol?.hit ? middle(symbol.hit) : [NaN, NaN]);
  });
  const at = event.key === "Home" ? 0 : event.key === "End" ? all.length - 1 : -1;
  const next = all[way ? nearest(points, all.indexOf(element), way) : at];
  if (next) go(situation, next.getAttribute("data-key") ?? "");
  return true;
}

/**
 * Set the focus to a symbol, wherever it lies.
 * @param {SituationMap} situation
 * @param {string} name Its key.
 */
export function go(situation, name) {
  const symbol = situation.symbols.get(name);
  if (symbol) bring(situation, symbol);
  const drawn = /** @type {SVGElement | null} */ (
    situation.marks.root.querySelector(`[data-key="${CSS.escape(name)}"]`)
  );
  drawn?.focus({ preventScroll: true });
}

/**
 * A symbol has the focus: it becomes its layer's stop, and where the keyboard set it, it is seen and has its ring.
 * Returns where its tip stands, in pixels of the map; null where it has none, or was drawn anew with the focus on it.
 * @param {SituationMap} situation
 * @param {Element} element
 * @param {MapSymbol} symbol
 */
export function focus(situation, element, symbol) {
  stand(situation, element);
  if (!element.matches(":focus-visible") || (symbol.hit && bring(situation, symbol))) return null;
  const { hit } = symbol;
  if (hit) situation.marks.root.querySelector(".situation-focus")?.replaceChildren(...ring(hit, situation));
  return onScreen(situation, symbol);
}

/** @param {SituationMap} situation */
export function blur(situation) {
  situation.marks.root.querySelector(".situation-focus")?.replaceChildren();
}

/**
 * The ring around what has the focus: around a mark, else along its outline.
 * @param {Hit} hit
 * @param {SituationMap} situation
 */
function ring({ at, line, ring: corners, r }, { config }) {
  const points = line ?? corners ?? [];
  const d = `M${points.map(([x, y]) => `${x.toFixed(1)},${y.toFixed(1)}`).join("L")}${line ? "" : "Z"}`;
  /** @param {string} stroke @param {number} width */
  const pen = (stroke, width) => {
    const look = { fill: "none", stroke, "stroke-width": width, "stroke-linejoin": "round" };
    return at ? svg("circle", { cx: at[0], cy: at[1], r: r + GAP, ...look }) : svg("path", { d, ...look });
  };
  return [pen("#ffffff", WHITE), pen(config.style.ink, INK)];
}
