// The legend on the map: folded to one line, open in the lower left corner, on a small map a sheet from below.

/** @import { Box, Context, LeafletMap, LegendEntry, LegendLine } from "../types.js" */

import { html, htmlButton } from "../draw/dom.js";
import { handle } from "./sheet.js";

/** Where the open legend may lie on a large map, pixels; the style sheet has the same. */
const [LEFT, WIDE, BOTTOM, UNDER_TOOLS, HIGH] = [12, 304, 38, 84, 0.66];

export class LegendBox {
  /**
   * @param {LeafletMap} map
   * @param {Context} context
   * @param {() => void} turned Is told when the reader has opened or folded it where it lies on the map.
   */
  constructor(map, context, turned) {
    this.map = map;
    this.context = context;
    this.turned = turned;
    const { words } = context;
    this.open = false;
    /** Whether it was laid out once, after which it stays as the reader left it. */
    this.settled = false;
    /** The words that name a day: the whole sentence, and the few. @type {["front" | "earlier", HTMLElement[]][]} */
    this.dated = [];
    this.toggle = htmlButton("situation-legend-toggle", words.legend, () => this.turn(!this.open));
    this.close = htmlButton("situation-legend-close", "\u00d7", () => this.leave());
    this.close.setAttribute("aria-label", words.legend_close);
    this.close.title = words.legend_close;
    this.list = html("dl", "situation-lines");
    this.said = html("div", "situation-legend-said");
    this.more = htmlButton("situation-legend-more", words.legend_more, () => this.tell(!this.whole));
    this.notes = html("div", "situation-legend-notes");
    this.whole = false;
    this.body = html("div", "situation-legend-body", null, [this.list, this.said, this.notes]);
    this.body.setAttribute("role", "group");
    this.body.setAttribute("aria-label", words.legend);
    this.body.addEventListener("scroll", () => this.atEnd());
    this.hint = html("p", "situation-legend-hint", words.legend_scroll);
    const head = [this.toggle, html("span", "situation-legend-of", words.legend_in_view), this.close];
    this.box = html("section", "situation-legend", null, [
      handle(() => this.leave()),
      html("div", "situation-legend-head", null, head),
      this.body,
      html("div", "situation-legend-foot", null, [this.more, this.hint]),
    ]);
    this.box.dir = context.rtl ? "rtl" : "ltr";
    this.unfold(false);
    this.tell(false);
    map.on("resize", () => this.measure());
  }

  /** Whether the frame is so small that the legend is a sheet; the style sheet has the same limits. */
  small() {
    return matchMedia("(width < 600px), (height < 420px)").matches;
  }

  /** Open the legend where there is room; decided at the first drawing, for before the style sheet no size is right. */
  settle() {
    if (this.settled) return;
    this.settled = true;
    const { folded, present } = this.context;
    const narrow = !present && matchMedia("(width < 900px)").matches;
    this.unfold(!this.small() && !narrow && !folded);
  }

  /**
   * Open the legend, or fold it. On a small map it makes way for a popup and a popup for it.
   * @param {boolean} open
   */
  unfold(open) {
    this.open = open;
    this.toggle.setAttribute("aria-expanded", String(open));
    this.body.hidden = !open;
    this.box.classList.toggle("situation-open", open);
    if (open && this.small()) this.map.closePopup();
    this.measure();
  }

  /** Open or fold it as the reader asks. @param {boolean} open */
  turn(open) {
    this.unfold(open);
    if (!this.small()) this.turned();
  }

  /** Fold the legend where it is a sheet over the map. */
  fold() {
    if (!this.small() || !this.open) return;
    if (this.box.contains(document.activeElement)) this.leave();
    else this.unfold(false);
  }

  /** Fold the legend from within: the focus stays with it. */
  leave() {
    this.turn(false);
    this.toggle.focus({ preventScroll: true });
  }

  /**
   * Say all in whole sentences, with the notes, or the few words that do.
   * @param {boolean} whole
   */
  tell(whole) {
    const { words } = this.context;
    this.whole = whole;
    this.more.textContent = whole ? words.legend_less : words.legend_more;
    this.more.setAttribute("aria-expanded", String(whole));
    this.body.classList.toggle("situation-whole", whole);
    this.notes.hidden = !whole;
    this.body.scrollTop = 0;
    this.measure();
  }

  /** Make room for the longest name of a line, say when there is more than is seen, and let keys reach it then. */
  measure() {
    const { body, box, list } = this;
    const names = Math.max(0, ...[...list.querySelectorAll("dt")].map((name) => name.offsetWidth));
    if (names) list.style.setProperty("--situation-names", `${names}px`);
    box.classList.remove("situation-scrolls");
    const scrolls = body.scrollHeight > body.clientHeight + 1;
    box.classList.toggle("situation-scrolls", scrolls);
    if (scrolls) body.tabIndex = 0;
    else body.removeAttribute("tabindex");
    this.atEnd();
  }

  atEnd() {
    const { body, box } = this;
    box.classList.toggle("situation-at-end", body.scrollTop + body.clientHeight >= body.scrollHeight - 2);
  }

  /**
   * What of the map the open legend may lie on, in pixels of the map, however much it says; null for nothing.
   * @returns {Box | null}
   */
  covers() {
    const { y } = this.map.getSize();
    if (!this.open || this.small()) return null;
    return [0, Math.max(y * (1 - HIGH) - BOTTOM, UNDER_TOOLS), LEFT + WIDE, y];
  }

  /**
   * The days that the legend names follow the clock, without drawing it anew.
   * @param {Record<"front" | "earlier", {text: string, short: string}>} texts
   */
  redate(texts) {
    this.dated.forEach(([date, names]) =>
      [texts[date].text, texts[date].short].forEach((text, i) => {
        if (names[i].textContent !== text) names[i].textContent = text;
      }),
    );
  }

  /**
   * @param {LegendLine[]} lines
   * @param {string[]} said What has to be said whatever is folded.
   * @param {string[]} notes What can be asked for.
   */
  draw(lines, said, notes) {
    this.dated = [];
    const rows = lines.map(({ name, entries }) => {
      const marks = entries.map((entry) => html("dd", "", null, [entry.symbol, ...this.wordsOf(entry)]));
      return html("div", "situation-line", null, [html("dt", "", name), ...marks]);
    });
    this.list.replaceChildren(...rows);
    this.said.replaceChildren(...said.map((text) => html("p", "", text)));
    this.notes.replaceChildren(...notes.map((text) => html("p", "", text)));
    const cut = lines.some(({ entries }) => entries.some(({ short, text }) => short && short !== text));
    this.more.hidden = !notes.length && !cut;
    this.measure();
  }

  /** @param {LegendEntry} entry */
  wordsOf({ text, short, date }) {
    if (!short) return [html("span", "", text)];
    const names = [html("span", "situation-sentence", text), html("span", "situation-few", short)];
    if (date) this.dated.push([date, names]);
    return names;
  }
}
