// The search for a place on the map: a field with a list of what is like the words typed.

/** @import { FoundPlace, SituationMap } from "../types.js" */

import { DataChanged } from "../data/server.js";
import { html, setAttributes } from "../draw/dom.js";

/** Letters that a search needs, and milliseconds without a key before it is asked. */
const [LETTERS, PAUSE_MS] = [2, 180];
const LIST = "situation-found";

export class Search {
  /**
   * @param {SituationMap} situation
   * @param {(place: string) => void} choose Is told the place that was chosen.
   */
  constructor(situation, choose) {
    this.situation = situation;
    this.choose = choose;
    /** @type {FoundPlace[]} */
    this.found = [];
    this.at = -1;
    this.asked = 0;
    /** The words that what is offered was found for. */
    this.words = "";
    this.pause = 0;
    const { search } = situation.config.words;
    this.input = html("input", "situation-search-input");
    setAttributes(this.input, {
      type: "search",
      role: "combobox",
      autocomplete: "off",
      maxlength: 80,
      placeholder: search,
      "aria-label": search,
      "aria-autocomplete": "list",
      "aria-controls": LIST,
      "aria-expanded": "false",
    });
    this.list = html("ul", "situation-search-list");
    setAttributes(this.list, { id: LIST, role: "listbox", "aria-label": search });
    this.list.hidden = true;
    this.box = html("div", "situation-search", null, [this.input, this.list]);
    this.box.setAttribute("role", "search");
    L.DomEvent.disableClickPropagation(this.box);
    L.DomEvent.disableScrollPropagation(this.box);
    situation.panel.box.prepend(this.box);
    this.listen();
  }

  listen() {
    this.input.addEventListener("input", () => {
      this.forget();
      this.pause = setTimeout(() => this.ask(), PAUSE_MS);
    });
    this.input.addEventListener("keydown", (event) => this.key(event));
    this.box.addEventListener("focusout", ({ relatedTarget }) => {
      if (!this.box.contains(/** @type {Node | null} */ (relatedTarget))) this.close();
    });
    this.list.addEventListener("pointerdown", (event) => event.preventDefault());
    this.list.addEventListener("click", ({ target }) => {
      const item = /** @type {HTMLElement | null} */ (/** @type {Element} */ (target).closest("[data-at]"));
      if (item) this.take(Number(item.dataset.at));
    });
  }

  /** Ask for nothing more, and show no answer that is still on its way. */
  forget() {
    clearTimeout(this.pause);
    this.asked += 1;
  }

  close() {
    this.forget();
    this.offer([]);
  }

  /** Ask for what is like the words; an answer that comes too late is not shown. */
  async ask() {
    const { server, config } = this.situation;
    const typed = this.input.value.trim();
    this.forget();
    const { asked } = this;
    if (typed.length < LETTERS) {
      this.offer([]);
      return;
    }
    try {
      const { places } = await server.find(typed, config.lang);
      if (asked !== this.asked) return;
      this.words = typed;
      this.offer(places, config.words.search_none);
    } catch (error) {
      const said = error instanceof DataChanged ? config.words.data_changed : config.words.search_unreachable;
      if (asked === this.asked) this.offer([], said);
    }
  }

  /**
   * Show what was found, or say that there is none.
   * @param {FoundPlace[]} found
   * @param {string} [otherwise]
   */
  offer(found, otherwise = "") {
    this.found = found;
    this.at = -1;
    const items = found.map(({ description }, at) => {
      const item = html("li", "", description);
      setAttributes(item, {
        role: "option",
        id: `${LIST}-${at}`,
        "data-at": at,
        "aria-selected": "false",
        dir: "auto",
      });
      return item;
    });
    const none = found.length || !otherwise ? [] : [html("li", "situation-search-none", otherwise)];
    this.list.replaceChildren(...items, ...none);
    this.list.hidden = !this.list.childElementCount;
    this.input.setAttribute("aria-expanded", String(found.length > 0));
    this.input.removeAttribute("aria-activedescendant");
  }

  /** @param {KeyboardEvent} event */
  key(event) {
    const steps = /** @type {Record<string, number>} */ ({ ArrowDown: 1, ArrowUp: -1 });
    if (event.key in steps && this.found.length) {
      event.preventDefault();
      this.mark((this.at + steps[event.key] + this.found.length) % this.found.length);
    } else if (event.key === "Enter") {
      event.preventDefault();
      this.enter();
    } else if (event.key === "Escape" && !this.list.hidden) {
      event.stopPropagation();
      this.close();
    }
  }

  /** Take what is marked, else the first that is found for the words as they stand. */
  async enter() {
    if (this.words !== this.input.value.trim()) await this.ask();
    if (this.found.length) this.take(Math.max(this.at, 0));
  }

  /** @param {number} at */
  mark(at) {
    this.at = at;
    [...this.list.children].forEach((item, n) => item.setAttribute("aria-selected", String(n === at)));
    this.input.setAttribute("aria-activedescendant", `${LIST}-${at}`);
    this.list.children[at].scrollIntoView({ block: "nearest" });
  }

  /** @param {number} at */
  take(at) {
    const { place } = this.found[at];
    this.input.value = place;
    this.words = place;
    this.close();
    this.choose(place);
  }
}
