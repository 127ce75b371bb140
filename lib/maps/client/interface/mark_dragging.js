// A mark of the reader's own that is dragged elsewhere with the mouse or a finger.

/** @import { OwnMark, Point } from "../types.js" */
/** @import { Marking } from "./marking.js" */

import { closest } from "../draw/dom.js";
import { STILL } from "./drawing.js";
import { ELSEWHERE, under } from "./input.js";
import { shifted } from "./mark_drawing.js";

/** Milliseconds in which a click is still the one that ended the drag. */
const ECHO = 400;

export class MarkDragging {
  /** @param {Marking} marking */
  constructor(marking) {
    this.marking = marking;
    this.situation = marking.situation;
    /** Which mark was taken hold of, where, and the marks as they were. @type {{index: number, from: Point, list: OwnMark[]} | null} */
    this.held = null;
    this.ended = -ECHO;
    const container = this.situation.map.getContainer();
    /** @type {[keyof HTMLElementEventMap, (event: any) => void][]} */
    const heard = [
      ["pointerdown", (event) => this.hold(event)],
      ["pointermove", (event) => this.drag(event)],
      ["pointerup", (event) => this.release(event)],
      ["pointercancel", () => this.letGo()],
    ];
    heard.forEach(([name, act]) => container.addEventListener(name, act, true));
    container.addEventListener(
      "click",
      (event) => this.echoes && !closest(event, ELSEWHERE) && event.stopImmediatePropagation(),
      true,
    );
  }

  get active() {
    return this.held !== null;
  }

  /** Whether a click still belongs to a drag. */
  get echoes() {
    return performance.now() - this.ended < ECHO;
  }

  /** @param {PointerEvent} event */
  hold(event) {
    const { map } = this.situation;
    if (!this.marking.idle || !event.isPrimary || event.button !== 0 || closest(event, ELSEWHERE)) return;
    const p = map.mouseEventToContainerPoint(event);
    const [symbol] = under(this.situation, p, event.pointerType === "touch").symbols;
    if (symbol?.kind !== "mark") return;
    event.stopPropagation();
    map.dragging.disable();
    this.held = { index: Number(symbol.key.split(":")[1]), from: [p.x, p.y], list: this.marking.list };
    map.getContainer().setPointerCapture(event.pointerId);
  }

  /** @param {PointerEvent} event */
  drag(event) {
    const { held, marking, situation } = this;
    if (!held || !event.isPrimary) return;
    event.stopPropagation();
    const { map } = situation;
    const p = map.mouseEventToContainerPoint(event);
    const [dx, dy] = [p.x - held.from[0], p.y - held.from[1]];
    if (marking.list === held.list && Math.hypot(dx, dy) < STILL) return;
    map.closePopup();
    const mark = held.list[held.index];
    const [[lat, lon]] = mark.at;
    const at = map.latLngToContainerPoint([lat, lon]);
    const to = map.containerPointToLatLng([at.x + dx, at.y + dy]);
    const there = shifted(mark, to.lat - lat, to.lng - lon);
    marking.list = held.list.map((known, index) => (index === held.index ? there : known));
    situation.marks.redraw();
  }

  /** @param {PointerEvent} event */
  release(event) {
    const { held, marking } = this;
    if (!held || !event.isPrimary) return;
    const { list } = marking;
    this.letGo();
    if (list === held.list) return;
    event.stopPropagation();
    this.ended = performance.now();
    marking.put(list);
  }

  letGo() {
    if (!this.held) return;
    this.marking.list = this.held.list;
    this.held = null;
    this.situation.map.dragging.enable();
    this.situation.marks.redraw();
  }
}
