// What stands around the map: title, legend of what is visible, scale bar, sources and disclaimer, notices.

/** @import { Action, Base, Context, LeafletMap, LegendEntry, State, Words } from "../types.js" */

import { fill, html, htmlButton } from "../draw/dom.js";
import * as popupContent from "./popup.js";

/** Whether the map is a page of its own, in no frame of another. */
const alone = () => window.parent === window;

export class Panel {
  /** @param {LeafletMap} map @param {Context} context @param {{copy: () => void}} actions */
  constructor(map, context, actions) {
    this.map = map;
    this.context = context;
    const { words } = context;
    const box = html("div", "situation-frame");
    box.dir = context.rtl ? "rtl" : "ltr";
    this.box = box;
    this.title = html("div", "situation-title");
    this.notices = html("div", "situation-notices");
    this.notices.setAttribute("aria-live", "polite");
    this.tip = html("div", "situation-tip");
    this.tip.hidden = true;
    this.tip.setAttribute("aria-hidden", "true");
    this.live = html("div", "situation-live");
    this.live.setAttribute("aria-live", "polite");
    this.toggle = htmlButton("situation-legend-toggle", words.legend, () => this.unfold(Boolean(this.body.hidden)));
    this.close = htmlButton("situation-legend-close", "\u00d7", () => {
      this.unfold(false);
      this.toggle.focus({ preventScroll: true });
    });
    this.body = html("div", "situation-legend-body");
    /** Whether the legend was laid out once, after which it stays as the reader left it. */
    this.settled = false;
    this.legend = html("section", "situation-legend", null, [this.toggle, this.close, this.body]);
    this.dressLegend(words);
    /** The entries that name a day. @type {["front" | "earlier", HTMLElement][]} */
    this.dated = [];
    this.scale = html("div", "situation-scale");
    this.foot = html("div", "situation-foot");
    this.tools = this.makeTools(words, actions);
    box.append(this.title, this.notices, this.tools, this.scale, this.foot, this.tip, this.live);
    // The legend stands by itself: on a phone it is a sheet over the figures and the clock, which the frame lies under.
    map.getContainer().append(box, this.legend);
    [this.legend, this.tools, this.foot, this.notices].forEach((part) => {
      L.DomEvent.disableClickPropagation(part);
      L.DomEvent.disableScrollPropagation(part);
    });
    map.on("zoomend moveend resize", () => this.drawScale());
  }

  /** @param {Words} words */
  dressLegend(words) {
    this.legend.dir = this.context.rtl ? "rtl" : "ltr";
    this.close.setAttribute("aria-label", words.legend_close);
    this.close.title = words.legend_close;
    this.body.setAttribute("role", "group");
    this.body.setAttribute("aria-label", words.legend);
    this.body.tabIndex = 0;
    this.unfold(false);
  }

  /** Open the legend where there is room; decided at the first drawing, for before the style sheet no size is right. */
  settle() {
    if (this.settled) return;
    this.settled = true;
    this.unfold(!this.small() && !this.context.folded);
  }

  /**
   * Open the legend, or fold it. On a small map it makes way for a popup and a popup for it.
   * @param {boolean} open
   */
  unfold(open) {
    this.toggle.setAttribute("aria-expanded", String(open));
    this.body.hidden = !open;
    this.legend.classList.toggle("situation-open", open);
    if (open && this.small()) this.map.closePopup();
  }

  /** Fold the legend where it is a sheet over the map. */
  fold() {
    if (this.small()) this.unfold(false);
  }

  /** Whether the frame is so small that the legend is a sheet; the style sheet has the same limits. */
  small() {
    return matchMedia("(width < 600px), (height < 420px)").matches;
  }

  /** Pixels at the right edge that the open legend lies on, as wide as it may grow. */
  covered() {
    return this.body.hidden || this.small() ? 12 : 284;
  }

  /** @param {Words} words @param {{copy: () => void}} actions */
  makeTools(words, actions) {
    const copy = htmlButton("", words.copy_link, actions.copy);
    copy.title = words.copy_link_help;
    return html("div", "situation-tools", null, [...this.wayOut(words), copy]);
  }

  /**
   * The link to the full page, for a map that stands alone.
   * @param {Words} words
   */
  wayOut(words) {
    if (!this.context.full) return [];
    const link = html("a", "situation-full", words.full_map);
    link.setAttribute("href", this.context.full);
    link.setAttribute("target", "_blank");
    link.setAttribute("rel", "noopener");
    return [link];
  }

  /**
   * Show or take away one notice; the same key is never shown twice.
   * @param {string} key
   * @param {string} text
   * @param {Action | null} [action]
   * @returns {HTMLElement | undefined} The notice that was made.
   */
  notice(key, text, action = null) {
    const known = /** @type {HTMLElement[]} */ ([...this.notices.children]);
    const old = known.find((child) => child.dataset.key === key);
    if (old && text && old.dataset.text === text) return undefined;
    if (old) old.remove();
    if (!text) return undefined;
    const note = html("div", "situation-notice", text);
    note.dataset.key = key;
    note.dataset.text = text;
    if (action) note.append(" ", htmlButton("", action.label, action.run));
    this.notices.append(note);
    return note;
  }

  /**
   * A selectable field with an address, where the clipboard is out of reach.
   * @param {string} address
   * @param {Words} words
   */
  showLink(address, words) {
    this.notice("link", "");
    const note = this.notice("link", words.link_here);
    const field = html("input");
    field.readOnly = true;
    field.value = address;
    field.setAttribute("aria-label", words.copy_link);
    note?.append(
      field,
      htmlButton("", words.close, () => this.notice("link", "")),
    );
    field.focus();
    field.select();
  }

  /** @param {string[]} lines @param {number} x @param {number} y */
  showTip(lines, x, y) {
    this.tip.replaceChildren(...lines.map((line, i) => html(i ? "span" : "strong", "", line)));
    this.tip.hidden = false;
    const size = this.map.getSize();
    const w = this.tip.offsetWidth;
    const h = this.tip.offsetHeight;
    this.tip.style.left = `${Math.max(4, Math.min(x + 14, size.x - w - 4))}px`;
    this.tip.style.top = `${y + 18 + h > size.y ? y - h - 12 : y + 18}px`;
  }

  hideTip() {
    this.tip.hidden = true;
  }

  drawScale() {
    const { words } = this.context;
    const size = this.map.getSize();
    if (!size.x) return;
    const y = size.y - 40;
    const metres = this.map.distance(
      this.map.containerPointToLatLng([20, y]),
      this.map.containerPointToLatLng([140, y]),
    );
    const steps = [0.5, 1, 2, 5, 10, 20, 50, 100, 200];
    const km = steps.filter((step) => step * 1000 <= metres).pop() || 0.5;
    const bar = html("div", "situation-bar");
    bar.style.width = `${Math.round((120 * km * 1000) / metres)}px`;
    const ends = html("div", "situation-ends", null, [
      html("span", "", this.context.number(0)),
      html("span", "", fill(words.km, { n: this.context.number(km) })),
    ]);
    ends.style.width = bar.style.width;
    this.scale.replaceChildren(ends, bar);
  }

  /**
   * Title and dates of a state.
   * @param {State} state
   */
  entitle(state) {
    const { show_title: showTitle } = this.context;
    this.title.replaceChildren();
    // A map that is a page of its own has the heading of one.
    if (showTitle && state.title) this.title.append(html(alone() ? "h1" : "strong", "", state.title));
    const dates = [state.dates, state.earlier].filter(Boolean).join(" \u00b7 ");
    if (showTitle && dates) this.title.append(html("span", "", dates));
    if (showTitle && state.narrowed)
      this.title.append(html("span", "", fill(this.context.words.narrowed, { filter: state.narrowed })));
    this.title.hidden = !this.title.childElementCount;
    // What the map is of, for those who cannot see it; the page says in words what it draws.
    const region = this.map.getContainer();
    region.setAttribute("role", alone() ? "main" : "region");
    region.setAttribute("aria-label", [state.title, state.dates].filter(Boolean).join(", "));
  }

  /**
   * Title, sources and disclaimer of a state.
   * @param {State} state
   * @param {Base | null} base
   */
  describe(state, base) {
    const { words } = this.context;
    this.entitle(state);
    const sources = [state.sources || words.sources, base && base.attribution].filter(Boolean).join(" ");
    const foot = [html("span", "", words.disclaimer), html("span", "", sources)];
    if (state.online && this.context.online) {
      foot.push(
        html("span", "", null, [
          popupContent.sourceLink(this.context.online.attribution, this.context.online.attribution_url),
        ]),
      );
    }
    this.foot.replaceChildren(...foot);
  }

  /**
   * The days that the legend names follow the clock, without drawing it anew.
   * @param {{front: string, earlier: string}} texts
   */
  redate(texts) {
    this.dated.forEach(([date, name]) => {
      if (name.textContent !== texts[date]) name.textContent = texts[date];
    });
  }

  /** @param {LegendEntry[]} entries @param {string[]} notes */
  drawLegend(entries, notes) {
    this.dated = [];
    const rows = entries.map(({ symbol, text, date }) => {
      const name = html("span", "", text);
      if (date) this.dated.push([date, name]);
      return html("div", "situation-row", null, [symbol, name]);
    });
    const foot = notes.map((note) => html("p", "", note));
    this.body.replaceChildren(...rows, ...foot);
    this.drawScale();
  }
}
