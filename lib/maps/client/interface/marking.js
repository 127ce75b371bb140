// The tool for marks of the reader's own: puts them on the map, writes beside them, moves and deletes them, and takes
// the last change back. Each change is told to the page, whose address keeps the marks.

/** @import { Action, MarkKind, OwnMark, Point, SituationMap, State } from "../types.js" */

import { closest, fill, html, htmlButton } from "../draw/dom.js";
import { tellPage } from "./input.js";
import { MarkDragging } from "./mark_dragging.js";
import { MarkDrawing, moved } from "./mark_drawing.js";
import { inPage } from "./share.js";

/** @type {MarkKind[]} */
const KINDS = ["point", "arrow", "line", "box", "text"];
/** Bounds of lib/events/own_marks.py, which is asked in the end: marks, and characters of words. */
const [MOST_MARKS, MOST_TEXT] = [40, 60];
/** How many changes can be taken back. */
const MOST_UNDONE = 50;
/** Milliseconds that a link waits for the page to have the newest marks in its address. */
const PATIENCE_MS = 4000;

export class Marking {
  /** @param {SituationMap} situation */
  constructor(situation) {
    this.situation = situation;
    /** The marks as the reader has them, which the page may not know yet. @type {OwnMark[]} */
    this.list = [];
    /** The mark whose words are asked for: it is seen, and not told yet. @type {OwnMark | null} */
    this.pending = null;
    /** The lists before the last changes. @type {OwnMark[][]} */
    this.before = [];
    /** Which telling is the newest, and the newest that the page has answered. */
    this.n = 0;
    this.answered = 0;
    /** @type {(() => void)[]} */
    this.waiting = [];
    /** Which mark is moved or written on; -1 for none. */
    this.at = -1;
    this.drawing = new MarkDrawing(
      situation,
      (shape, corners) => this.drawn(shape, corners),
      () => this.rest(),
    );
    this.dragging = new MarkDragging(this);
    this.opens = this.makeOpener();
    this.undoes = htmlButton("", situation.config.words.mark_undo, () => this.undo());
    this.bar = this.makeBar();
    /** The field for words, while it is there. @type {HTMLElement | null} */
    this.form = null;
    this.listen();
  }

  /** The marks as they are seen. */
  get shown() {
    return this.pending ? [...this.list, this.pending] : this.list;
  }

  get active() {
    return this.drawing.active || this.dragging.active;
  }

  /** Whether a click still belongs to what was drawn or dragged. */
  get busy() {
    return this.active || this.drawing.busy || this.dragging.echoes;
  }

  /** Whether the bar is open and nothing is drawn or written: marks can be taken hold of. */
  get idle() {
    return this.bar.isConnected && !this.drawing.active && !this.form;
  }

  makeOpener() {
    const { words } = this.situation.config;
    const button = htmlButton("situation-mark", words.mark, () => (this.bar.isConnected ? this.close() : this.open()));
    button.title = words.mark_help;
    button.setAttribute("aria-expanded", "false");
    this.situation.panel.tools.prepend(button);
    return button;
  }

  makeBar() {
    const { words } = this.situation.config;
    const kinds = KINDS.map((kind) => {
      const button = htmlButton("", words.mark_kinds[kind], () => this.begin(kind));
      button.dataset.mark = kind;
      return button;
    });
    const done = htmlButton("", words.mark_done, () => this.close());
    const bar = html("div", "situation-notice situation-marking", null, [...kinds, this.undoes, done]);
    bar.setAttribute("role", "group");
    bar.setAttribute("aria-label", words.mark_tools);
    bar.dir = this.situation.context.rtl ? "rtl" : "ltr";
    bar.addEventListener("keydown", (event) => event.key === "Escape" && this.close());
    return bar;
  }

  listen() {
    window.addEventListener("keydown", (event) => {
      const undoes = event.key === "z" && (event.ctrlKey || event.metaKey) && this.bar.isConnected;
      if (!undoes || closest(event, "input, textarea")) return;
      event.preventDefault();
      this.undo();
    });
  }

  // ---- The bar

  open() {
    const { panel } = this.situation;
    panel.legend.fold();
    this.opens.setAttribute("aria-expanded", "true");
    panel.notices.append(this.bar);
    this.settle();
    /** @type {HTMLElement} */ (this.bar.firstElementChild).focus();
  }

  close() {
    this.drawing.end();
    this.forget();
    this.bar.remove();
    this.opens.setAttribute("aria-expanded", "false");
    this.opens.focus();
  }

  /** Which of the buttons are of use now. */
  settle() {
    this.undoes.disabled = !this.before.length;
    this.bar.querySelectorAll("[data-mark]").forEach((button) => {
      const { mark } = /** @type {HTMLElement} */ (button).dataset;
      button.setAttribute("aria-pressed", String(this.drawing.shape === mark));
    });
  }

  /** @param {MarkKind | "move"} shape */
  begin(shape) {
    const { config, map, panel } = this.situation;
    this.forget();
    if (shape !== "move" && this.list.length >= MOST_MARKS) {
      panel.notice("marks", fill(config.words.mark_most, { n: String(MOST_MARKS) }));
      return;
    }
    panel.notice("marks", "");
    if (shape !== "move") this.at = -1;
    this.drawing.begin(shape);
    // The keys are the map's now.
    map.getContainer().focus({ preventScroll: true });
    this.settle();
  }

  /** Nothing is drawn any more; the focus goes back to where it can go on. */
  rest() {
    this.forget();
    this.settle();
    const last = this.bar.isConnected ? this.bar.querySelector("button") : this.opens;
    /** @type {HTMLElement | null} */ (last)?.focus({ preventScroll: true });
  }

  // ---- What is drawn, and its words

  /** @param {MarkKind | "move"} shape @param {Point[]} corners */
  drawn(shape, corners) {
    if (shape === "move") {
      const mark = this.list[this.at];
      if (mark) this.change(this.at, moved(mark, corners[0]));
      this.rest();
      return;
    }
    this.at = -1;
    this.settle();
    const mark = (/** @type {string} */ text) => ({ kind: shape, at: corners, ...written(text) });
    const show = (/** @type {string} */ text) => {
      this.pending = mark(text || (shape === "text" ? "\u2026" : ""));
      this.situation.marks.redraw();
    };
    this.ask(shape, "", (text) => this.add(mark(text)), show);
  }

  /**
   * Ask for the words of a mark; a line of text without any is none.
   * @param {MarkKind} kind
   * @param {string} known
   * @param {(text: string) => void} keep
   * @param {(text: string) => void} [show] Is told the words while they are written.
   */
  ask(kind, known, keep, show = () => {}) {
    const { words } = this.situation.config;
    this.forget();
    const field = html("input");
    field.type = "text";
    field.maxLength = MOST_TEXT;
    field.value = known;
    field.dir = "auto";
    const label = html("label", "", kind === "text" ? words.mark_text : words.mark_words, [field]);
    const keeps = html("button", "", words.mark_keep);
    const form = html("form", "situation-notice situation-mark-words", null, [
      label,
      keeps,
      htmlButton("", words.mark_discard, () => this.rest()),
    ]);
    form.dir = this.situation.context.rtl ? "rtl" : "ltr";
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const text = field.value.trim();
      if (kind === "text" && !text) return;
      this.pending = null;
      keep(text);
      this.rest();
    });
    form.addEventListener("keydown", (event) => {
      event.stopPropagation();
      if (event.key === "Escape") this.rest();
    });
    this.form = form;
    this.situation.panel.notices.append(form);
    field.addEventListener("input", () => show(field.value.trim()));
    show(known);
    field.focus();
  }

  /** Take the field for words away, and the mark that it was for. */
  forget() {
    this.form?.remove();
    this.form = null;
    if (!this.pending) return;
    this.pending = null;
    this.situation.marks.redraw();
  }

  /**
   * What can be done with a mark where it opens.
   * @param {number} index
   * @returns {Action[]}
   */
  actions(index) {
    const { map, config } = this.situation;
    const { words } = config;
    const mark = this.list[index];
    if (!mark) return [];
    /** @param {() => void} run */
    const closing = (run) => () => {
      map.closePopup();
      run();
    };
    const change = () => this.ask(mark.kind, mark.text, (text) => this.change(index, { ...mark, ...written(text) }));
    const move = () => {
      this.at = index;
      this.begin("move");
      [this.drawing.pointer] = mark.at;
    };
    const remove = () => {
      this.put(this.list.filter((_one, at) => at !== index));
      this.rest();
    };
    return [
      { label: words.mark_change, run: closing(change) },
      { label: words.mark_move, run: closing(move) },
      { label: words.mark_delete, run: closing(remove) },
    ];
  }

  // ---- The list

  /** @param {OwnMark} mark */
  add(mark) {
    this.put([...this.list, mark]);
  }

  /** @param {number} index @param {OwnMark} mark */
  change(index, mark) {
    this.put(this.list.map((known, at) => (at === index ? mark : known)));
  }

  undo() {
    const last = this.before.pop();
    if (!last) return;
    this.list = last;
    this.tell();
  }

  /** @param {OwnMark[]} list */
  put(list) {
    this.before = [...this.before, this.list].slice(-MOST_UNDONE);
    this.list = list;
    this.tell();
  }

  tell() {
    this.n += 1;
    this.situation.panel.notice("marks", "");
    this.paint();
    this.settle();
    const list = this.list.map(({ kind, at, text }) => ({ kind, text, at: at.map(([lat, lon]) => [lon, lat]) }));
    if (inPage()) tellPage(this.situation, { marks: { n: this.n, list } });
  }

  paint() {
    const { situation } = this;
    if (!situation.state) return;
    situation.marks.redraw();
    situation.count();
    situation.drawLegend();
  }

  /**
   * Take over what the page says, unless the reader is ahead of it.
   * @param {State} state
   */
  follow({ own_marks: told }) {
    if (!told) return;
    this.answered = Math.max(this.answered, told.n);
    if (told.n < this.n || this.dragging.active) return;
    this.n = told.n;
    this.list = told.list;
    if (told.refused) this.situation.panel.notice("marks", told.refused);
    this.waiting.splice(0).forEach((go) => go());
  }

  /** Once the page has the newest marks in its address; or after a while. */
  async settled() {
    if (this.answered >= this.n) return;
    await new Promise((resolve) => {
      this.waiting.push(() => resolve(undefined));
      setTimeout(resolve, PATIENCE_MS);
    });
  }
}

/** @param {string} text */
const written = (text) => ({ text, lines: text ? [text] : [] });
