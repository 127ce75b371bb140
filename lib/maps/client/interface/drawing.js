// Drawing on the map with a mouse, a finger or the keyboard: corner by corner, or pulled open. What becomes of it is
// for who draws: an area of the reader's own (draw_area.js), marks of their own (marking.js).

/** @import { DrawRule, Point, SituationMap } from "../types.js" */

import { closest, html, htmlButton, svg } from "../draw/dom.js";
import { dragged } from "../leaflet/surfaces.js";
import { ELSEWHERE } from "./input.js";
import { inPage } from "./share.js";

/** Pixels that a press may move and still is a click. */
export const STILL = 8;
/** Pixels from the first corner within which a click closes a shape, for a mouse and for a finger. */
const CLOSE = { mouse: 12, touch: 24 };
/** Pixels up to which the page's side bar lies over the map. */
const NARROW = 768;
/** Milliseconds in which clicks are still the ones that ended the drawing. */
const ECHO = 400;
/** Pixels that an arrow key moves the cross, and with Shift. */
const [STEP, STRIDE] = [8, 48];
/** @type {Record<string, Point | undefined>} */
const WAYS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
/** What stops while something is drawn, beside dragging for what is pulled open. @type {("boxZoom" | "doubleClickZoom")[]} */
const PAUSED = ["boxZoom", "doubleClickZoom"];

/** @param {Point} a @param {Point} b */
const apart = (a, b) => Math.hypot(a[0] - b[0], a[1] - b[1]);

/** @template {string} Shape */
export class Drawing {
  /**
   * @param {SituationMap} situation
   * @param {Record<Shape, DrawRule>} rules
   */
  constructor(situation, rules) {
    this.situation = situation;
    this.rules = rules;
    /** What is being drawn; null while nothing is. @type {Shape | null} */
    this.shape = null;
    /** Corners so far, latitude and longitude. @type {Point[]} */
    this.corners = [];
    /** Where the pointer is. @type {Point | null} */
    this.pointer = null;
    /** Whether a shape is being pulled open, and whether the pointer is moved by keys. */
    this.pressed = false;
    this.steered = false;
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

  // What who draws has to say.

  /** What to do before the first corner, and after it. @returns {[string, string]} */
  told() {
    throw new Error("nothing is said of what is drawn");
  }

  /**
   * What was drawn.
   * @param {Shape} _shape
   * @param {Point[]} _corners
   */
  finished(_shape, _corners) {}

  /** The reader let it be. */
  left() {}

  /**
   * What is seen of it, in pixels of the map's container.
   * @param {Point[]} _points
   * @returns {SVGElement[]}
   */
  outline(_points) {
    return [];
  }

  /** How a corner looks. @returns {{fill: string | null, stroke: string}} */
  dot() {
    return { fill: "#ffffff", stroke: this.situation.config.style.ink };
  }

  get active() {
    return this.shape !== null;
  }

  /** Whether a click still belongs to the drawing: the button that ends it is gone by the time the map hears of it. */
  get busy() {
    return this.active || performance.now() - this.ended < ECHO;
  }

  /** @returns {DrawRule} */
  rule() {
    if (this.shape === null) throw new Error("nothing is drawn");
    return this.rules[this.shape];
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
    // The clicks that finish a shape open nothing, and do not zoom.
    ["click", "dblclick"].forEach((name) =>
      container.addEventListener(
        name,
        (event) => !this.active && this.busy && !closest(event, ELSEWHERE) && event.stopImmediatePropagation(),
        true,
      ),
    );
    situation.map.on("move zoom resize", () => this.draw());
    this.listenKeys();
  }

  /** The button that begins it may stand on the page around this frame, and keep the focus. */
  listenKeys() {
    const keys = (/** @type {KeyboardEvent} */ event) => this.key(event);
    window.addEventListener("keydown", keys, true);
    if (!inPage()) return;
    const page = window.parent;
    page.addEventListener("keydown", keys, true);
    window.addEventListener("pagehide", () => page.removeEventListener("keydown", keys, true));
  }

  /** @param {Shape} shape */
  begin(shape) {
    const { map, panel } = this.situation;
    this.end();
    panel.legend.fold();
    makeRoom();
    this.shape = shape;
    map.closePopup();
    PAUSED.forEach((name) => map[name].disable());
    if (this.rule().drag) map.dragging.disable();
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
    this.steered = false;
    PAUSED.forEach((name) => map[name].enable());
    map.dragging.enable();
    this.container.classList.remove("situation-drawing");
    this.svg.remove();
    this.hint.remove();
  }

  cancel() {
    this.end();
    this.left();
  }

  undo() {
    this.corners.pop();
    this.draw();
  }

  finish() {
    const { corners, shape } = this;
    if (shape === null || !this.closable()) return;
    this.end();
    this.finished(shape, corners);
  }

  closable() {
    return this.corners.length >= this.rule().least;
  }

  /** @param {Point} corner Latitude and longitude. */
  place(corner) {
    this.corners.push(corner);
    if (this.corners.length >= this.rule().most) this.finish();
    else this.draw();
  }

  /** @param {KeyboardEvent} event */
  key(event) {
    if (!this.active) return;
    const acts = {
      Escape: () => this.cancel(),
      Enter: () => this.enter(),
      Backspace: () => this.undo(),
      ...Object.fromEntries(
        Object.entries(WAYS).map(([name, way]) => [name, () => this.steer(/** @type {Point} */ (way), event.shiftKey)]),
      ),
    };
    const act = acts[/** @type {keyof typeof acts} */ (event.key)];
    const typing = closest(event, "input, textarea, button, a, [contenteditable]");
    if (!act || (typing && event.key !== "Escape")) return;
    event.preventDefault();
    event.stopPropagation();
    act();
  }

  /** A corner where the keys have brought the cross; else what is drawn is finished. */
  enter() {
    const { pointer, steered } = this;
    const last = this.corners[this.corners.length - 1];
    this.steered = false;
    if (steered && pointer && !(last && this.tooSmall(this.pixels(last), this.pixels(pointer)))) this.place(pointer);
    else this.finish();
  }

  /** @param {Point} way @param {boolean} far */
  steer([dx, dy], far) {
    const { x, y } = this.situation.map.getSize();
    const [left, top] = this.pointer ? this.pixels(this.pointer) : [x / 2, y / 2];
    const by = far ? STRIDE : STEP;
    const within = (/** @type {number} */ value, /** @type {number} */ most) => Math.max(0, Math.min(value, most));
    this.pointer = this.placeOf([within(left + by * dx, x), within(top + by * dy, y)]);
    this.steered = true;
    this.draw();
  }

  /** @param {MouseEvent} event @returns {Point} */
  at(event) {
    const { x, y } = this.situation.map.mouseEventToContainerPoint(event);
    return [x, y];
  }

  /** @param {Point} at Pixels of the map's container. @returns {Point} */
  placeOf(at) {
    const { lat, lng } = this.situation.map.containerPointToLatLng(at);
    return [lat, lng];
  }

  /** @param {MouseEvent} event @returns {Point} */
  placeAt(event) {
    return this.placeOf(this.at(event));
  }

  /** @param {Point} corner @returns {Point} */
  pixels(corner) {
    const { x, y } = this.situation.map.latLngToContainerPoint(corner);
    return [x, y];
  }

  /** @param {PointerEvent} event */
  press(event) {
    if (!this.rule().drag || !event.isPrimary || event.button !== 0) return;
    event.stopPropagation();
    this.pressed = true;
    this.steered = false;
    if (!this.corners.length) this.corners = [this.placeAt(event)];
    this.pointer = this.placeAt(event);
    this.container.setPointerCapture(event.pointerId);
  }

  /** @param {PointerEvent} event */
  move(event) {
    if (!event.isPrimary) return;
    this.pointer = this.placeAt(event);
    this.steered = false;
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
    // A click: this is the first corner, and the next click gives the other.
    if (this.tooSmall(this.at(event), this.pixels(first))) return;
    this.corners = [first];
    this.place(this.placeAt(event));
  }

  /** Whether two points are so near that they are one. @param {Point} a @param {Point} b */
  tooSmall(a, b) {
    return apart(a, b) < STILL;
  }

  /** @param {MouseEvent} event */
  click(event) {
    // Nothing on the map opens while something is drawn.
    event.stopImmediatePropagation();
    const { closed, drag } = this.rule();
    if (drag || dragged(this.situation.map)) return;
    const at = this.at(event);
    const touch = /** @type {PointerEvent} */ (event).pointerType === "touch";
    const [first] = this.corners;
    const last = this.corners[this.corners.length - 1];
    const closes = closed && first && apart(this.pixels(first), at) <= (touch ? CLOSE.touch : CLOSE.mouse);
    // The second click of a double one.
    const again = last && apart(this.pixels(last), at) <= STILL;
    if ((closes || again) && this.closable()) {
      this.finish();
      return;
    }
    if (!again) this.place(this.placeAt(event));
  }

  /** What was drawn so far, and what comes next. */
  draw() {
    if (!this.active) return;
    const { corners, pointer } = this;
    const { least, most } = this.rule();
    const shown = pointer && corners.length ? [...corners, pointer] : corners;
    const dots = corners.map((corner) => {
      const [cx, cy] = this.pixels(corner);
      return svg("circle", { cx, cy, r: 5, "stroke-width": 2, ...this.dot() });
    });
    this.svg.replaceChildren(...this.outline(shown.map((corner) => this.pixels(corner))), ...dots, ...this.cross());
    const [start, next] = this.told();
    const text = corners.length ? next : start;
    if (this.says.textContent !== text) this.says.textContent = text;
    this.finishes.hidden = least === most || !this.closable();
    this.undoes.hidden = least === most || !corners.length;
  }

  /** Where the keys have brought the pointer, which no cursor shows. */
  cross() {
    if (!this.steered || !this.pointer) return [];
    const [x, y] = this.pixels(this.pointer);
    const d = `M${x - 12},${y}h24M${x},${y - 12}v24`;
    const { ink } = this.situation.config.style;
    return [
      svg("path", { d, stroke: "#ffffff", "stroke-width": 6 }),
      svg("path", { d, stroke: ink, "stroke-width": 2.5 }),
    ];
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
export function rectangle([left, top], [right, bottom]) {
  return [
    [left, top],
    [right, top],
    [right, bottom],
    [left, bottom],
  ];
}
