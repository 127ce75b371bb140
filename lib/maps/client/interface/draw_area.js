// Draws an area of the reader's own on the map: a rectangle by drag or by two corners, a polygon corner by corner.

/** @import { Point, SituationMap, State } from "../types.js" */

import { closest, html, htmlButton, svg } from "../draw/dom.js";
import { outline } from "../layers/own_area.js";
import { dragged } from "../leaflet/surfaces.js";
import { ELSEWHERE, tellPage } from "./input.js";
import { inPage } from "./share.js";

/** Pixels that a press may move and still is a click. */
const STILL = 8;
/** Pixels from the first corner within which a click closes a polygon, for a mouse and for a finger. */
const CLOSE = { mouse: 12, touch: 24 };
/** Pixels up to which the page's side bar lies over the map. */
const NARROW = 768;
/** Milliseconds in which clicks are still the ones that ended the drawing. */
const ECHO = 400;
/** What stops while something is drawn, beside dragging for a rectangle. @type {("boxZoom" | "doubleClickZoom")[]} */
const PAUSED = ["boxZoom", "doubleClickZoom"];

/** @param {Point} a @param {Point} b */
const apart = (a, b) => Math.hypot(a[0] - b[0], a[1] - b[1]);

export class AreaDrawing {
  /** @param {SituationMap} situation */
  constructor(situation) {
    this.situation = situation;
    /** What is being drawn; null while nothing is. @type {"box" | "polygon" | null} */
    this.shape = null;
    /** The last wish of the page that was begun. */
    this.wish = 0;
    /** Corners so far, latitude and longitude. @type {Point[]} */
    this.corners = [];
    /** Where the pointer is. @type {Point | null} */
    this.pointer = null;
    /** Whether a rectangle is being pulled open. */
    this.pressed = false;
    /** When drawing ended last. */
    this.ended = -ECHO;
    this.svg = svg("svg", { class: "situation-drawn", "aria-hidden": "true" });
    const { words } = situation.config;
    this.says = html("span");
    this.finishes = htmlButton("", words.draw_finish, () => this.finish());
    this.undoes = htmlButton("", words.draw_undo, () => this.undo());
    this.hint = this.makeHint();
    this.container = situation.map.getContainer();
    this.listen();
  }

  get active() {
    return this.shape !== null;
  }

  /** Whether a click still belongs to the drawing: the button that ends it is gone by the time the map hears of it. */
  get busy() {
    return this.active || performance.now() - this.ended < ECHO;
  }

  makeHint() {
    const { words } = this.situation.config;
    const cancels = htmlButton("", words.draw_cancel, () => this.cancel());
    const box = html("div", "situation-notice situation-drawing-hint", null, [
      this.says,
      this.finishes,
      this.undoes,
      cancels,
    ]);
    box.dir = this.situation.context.rtl ? "rtl" : "ltr";
    return box;
  }

  listen() {
    const { container, situation } = this;
    /** @type {[keyof HTMLElementEventMap, (event: any) => void][]} */
    const heard = [
      ["pointerdown", (event) => this.press(event)],
      ["pointermove", (event) => this.move(event)],
      ["pointerup", (event) => this.release(event)],
      ["pointercancel", () => this.release(null)],
      ["click", (event) => this.click(event)],
    ];
    // Before the map's own symbols, Leaflet and streamlit-folium hear of it.
    heard.forEach(([name, act]) =>
      container.addEventListener(name, (event) => this.active && !closest(event, ELSEWHERE) && act(event), true),
    );
    // The clicks that finish an area open nothing, and do not zoom.
    ["click", "dblclick"].forEach((name) =>
      container.addEventListener(name, (event) => !this.active && this.busy && event.stopImmediatePropagation(), true),
    );
    situation.map.on("move zoom resize", () => this.draw());
    this.listenKeys();
  }

  /** The button that begins it stands on the page around this frame, and keeps the focus. */
  listenKeys() {
    const keys = (/** @type {KeyboardEvent} */ event) => this.key(event);
    window.addEventListener("keydown", keys, true);
    if (!inPage()) return;
    const page = window.parent;
    page.addEventListener("keydown", keys, true);
    window.addEventListener("pagehide", () => page.removeEventListener("keydown", keys, true));
  }

  /**
   * Begin what the page wishes; a wish that was begun once is not begun again.
   * @param {State} state
   */
  follow({ drawing }) {
    if (!drawing) {
      this.end();
      return;
    }
    if (drawing.n === this.wish) return;
    this.wish = drawing.n;
    this.begin(drawing.shape);
  }

  /** @param {"box" | "polygon"} shape */
  begin(shape) {
    const { map, panel } = this.situation;
    this.end();
    panel.legend.fold();
    makeRoom();
    this.shape = shape;
    map.closePopup();
    PAUSED.forEach((name) => map[name].disable());
    if (shape === "box") map.dragging.disable();
    this.container.classList.add("situation-drawing");
    this.container.append(this.svg);
    panel.notices.append(this.hint);
    this.draw();
  }

  /** Stop drawing, and leave nothing behind. */
  end() {
    if (!this.active) return;
    const { map } = this.situation;
    this.shape = null;
    this.ended = performance.now();
    this.corners = [];
    this.pointer = null;
    this.pressed = false;
    PAUSED.forEach((name) => map[name].enable());
    map.dragging.enable();
    this.container.classList.remove("situation-drawing");
    this.svg.remove();
    this.hint.remove();
  }

  cancel() {
    this.end();
    tellPage(this.situation, { area: null });
  }

  undo() {
    this.corners.pop();
    this.draw();
  }

  finish() {
    const { corners, shape, situation } = this;
    if (!this.closable()) return;
    this.end();
    // The reader looks at it already.
    situation.keepsView = true;
    tellPage(situation, { area: { shape, corners: corners.map(([lat, lon]) => [lon, lat]) } });
  }

  closable() {
    return this.corners.length >= (this.shape === "box" ? 2 : 3);
  }

  /** @param {KeyboardEvent} event */
  key(event) {
    if (!this.active) return;
    const acts = { Escape: () => this.cancel(), Enter: () => this.finish(), Backspace: () => this.undo() };
    const act = acts[/** @type {keyof typeof acts} */ (event.key)];
    const typing = closest(event, "input, textarea, button, a, [contenteditable]");
    if (!act || (typing && event.key !== "Escape")) return;
    event.preventDefault();
    event.stopPropagation();
    act();
  }

  /** @param {MouseEvent} event @returns {Point} */
  at(event) {
    const { x, y } = this.situation.map.mouseEventToContainerPoint(event);
    return [x, y];
  }

  /** @param {MouseEvent} event @returns {Point} */
  placeAt(event) {
    const { lat, lng } = this.situation.map.containerPointToLatLng(this.at(event));
    return [lat, lng];
  }

  /** @param {Point} corner @returns {Point} */
  pixels(corner) {
    const { x, y } = this.situation.map.latLngToContainerPoint(corner);
    return [x, y];
  }

  /** @param {PointerEvent} event */
  press(event) {
    if (this.shape !== "box" || !event.isPrimary || event.button !== 0) return;
    event.stopPropagation();
    this.pressed = true;
    if (!this.corners.length) this.corners = [this.placeAt(event)];
    this.pointer = this.placeAt(event);
    this.container.setPointerCapture(event.pointerId);
  }

  /** @param {PointerEvent} event */
  move(event) {
    if (!event.isPrimary) return;
    this.pointer = this.placeAt(event);
    this.draw();
  }

  /**
   * The end of a press; null where the browser took it away.
   * @param {PointerEvent | null} event
   */
  release(event) {
    if (!this.pressed || (event && !event.isPrimary)) return;
    this.pressed = false;
    if (!event) {
      this.corners = [];
      this.draw();
      return;
    }
    event.stopPropagation();
    const [first] = this.corners;
    const [[x, y], [x0, y0]] = [this.at(event), this.pixels(first)];
    // A click: this is the first corner, and the next click gives the other.
    if (Math.abs(x - x0) < STILL || Math.abs(y - y0) < STILL) return;
    this.corners = [first, this.placeAt(event)];
    this.finish();
  }

  /** @param {MouseEvent} event */
  click(event) {
    // Nothing on the map opens while an area is drawn.
    event.stopImmediatePropagation();
    if (this.shape !== "polygon" || dragged(this.situation.map)) return;
    const at = this.at(event);
    const touch = /** @type {PointerEvent} */ (event).pointerType === "touch";
    const [first] = this.corners;
    const last = this.corners[this.corners.length - 1];
    const closes = first && apart(this.pixels(first), at) <= (touch ? CLOSE.touch : CLOSE.mouse);
    // The second click of a double one.
    const again = last && apart(this.pixels(last), at) <= STILL;
    if ((closes || again) && this.closable()) {
      this.finish();
      return;
    }
    if (again) return;
    this.corners.push(this.placeAt(event));
    this.draw();
  }

  /** What was drawn so far, and what comes next. */
  draw() {
    if (!this.active) return;
    const { config } = this.situation;
    const { corners, pointer, shape } = this;
    const shown = pointer && corners.length ? [...corners, pointer] : corners;
    const points = shown.map((corner) => this.pixels(corner));
    const ring = shape === "box" && points.length > 1 ? rectangle(points[0], points[1]) : points;
    const d = ring.length > 1 ? `M${ring.map((point) => point.map((n) => n.toFixed(1)).join(",")).join("L")}Z` : "";
    const dots = corners.map((corner) => {
      const [cx, cy] = this.pixels(corner);
      const { casing, colour } = config.style.own_area;
      return svg("circle", { cx, cy, r: 5, fill: casing ?? null, stroke: colour, "stroke-width": 2 });
    });
    this.svg.replaceChildren(...(d ? outline(d, config.style.own_area) : []), ...dots);
    const begun = corners.length > 0;
    const [start, next] =
      shape === "box"
        ? [config.words.draw_box, config.words.draw_box_second]
        : [config.words.draw_polygon, config.words.draw_polygon_close];
    const text = begun ? next : start;
    if (this.says.textContent !== text) this.says.textContent = text;
    this.finishes.hidden = shape === "box" || !this.closable();
    this.undoes.hidden = shape === "box" || !begun;
  }
}

/** Close the page's side bar where it lies over the map, as its own button does. */
function makeRoom() {
  if (!inPage() || window.parent.innerWidth >= NARROW) return;
  /** @type {HTMLElement | null} */
  const close = window.parent.document.querySelector('[data-testid="stSidebarCollapseButton"] button');
  if (close) close.click();
}

/**
 * The four corners of a rectangle, of two that lie opposite.
 * @param {Point} a
 * @param {Point} b
 * @returns {Point[]}
 */
function rectangle([left, top], [right, bottom]) {
  return [
    [left, top],
    [right, top],
    [right, bottom],
    [left, bottom],
  ];
}
