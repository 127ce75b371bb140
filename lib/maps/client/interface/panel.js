// What stands around the map: title, legend of what is visible, scale bar, sources and disclaimer, notices.

/** @import { Action, Base, Context, LeafletMap, State, Words } from "../types.js" */

import { fill, html, htmlButton } from "../draw/dom.js";
import { LegendBox } from "./legend_box.js";
import { scrolled } from "./scrolled.js";
import * as popupContent from "./popup.js";
import * as share from "./share.js";

/** Whether the map is a page of its own, in no frame of another. */
const alone = () => window.parent === window;

export class Panel {
  /** @param {LeafletMap} map @param {Context} context @param {{copy: () => void, turned: () => void}} actions */
  constructor(map, context, actions) {
    this.map = map;
    this.context = context;
    const { words } = context;
    const box = html("div", "situation-frame");
    box.dir = context.rtl ? "rtl" : "ltr";
    // What is said in this frame; the ground itself is mirrored in no language.
    Object.assign(document.documentElement, { lang: context.lang, dir: box.dir });
    map.getContainer().dir = "ltr";
    this.box = box;
    this.title = html("div", "situation-title");
    this.notices = html("div", "situation-notices");
    this.notices.setAttribute("aria-live", "polite");
    this.tip = html("div", "situation-tip");
    this.tip.hidden = true;
    this.tip.setAttribute("aria-hidden", "true");
    this.live = html("div", "situation-live");
    this.live.setAttribute("aria-live", "polite");
    this.legend = new LegendBox(map, context, actions.turned);
    this.scale = html("div", "situation-scale");
    this.foot = html("div", "situation-foot");
    scrolled(this.foot, words.about);
    this.tools = this.makeTools(words, actions);
    box.append(this.title, this.notices, this.tools, this.foot, this.tip, this.live);
    // The legend stands by itself: on a phone it is a sheet over the figures and the clock, which the frame lies under.
    const corner = html("div", "situation-corner", null, [this.legend.box, this.scale]);
    // The search beside the buttons takes what their words, in any language, leave of the row.
    new ResizeObserver(() => box.style.setProperty("--situation-tools", `${this.tools.offsetWidth}px`)).observe(
      this.tools,
    );
    this.put(map.getContainer(), [box, corner]);
    [this.legend.box, this.tools, this.foot, this.notices].forEach((part) => {
      L.DomEvent.disableClickPropagation(part);
      L.DomEvent.disableScrollPropagation(part);
    });
    map.on("zoomend moveend resize", () => this.drawScale());
  }

  /**
   * Before the symbols in the order of the keyboard, with Leaflet's own buttons; what lies over what is the style
   * sheet's.
   * @param {HTMLElement} container
   * @param {HTMLElement[]} parts
   */
  put(container, parts) {
    const buttons = container.querySelector(".leaflet-control-container");
    container.prepend(...(buttons ? [buttons] : []), ...parts);
  }

  /** Whether the frame is so small that what else stands beside the map is a sheet over it. */
  small() {
    return this.legend.small();
  }

  /** @param {Words} words @param {{copy: () => void}} actions */
  makeTools(words, actions) {
    const copy = htmlButton("", words.copy_link, actions.copy);
    copy.title = words.copy_link_help;
    return html("div", "situation-tools", null, [...this.wayOut(words), ...(share.linkable() ? [copy] : [])]);
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
    if (showTitle && state.coarse) this.title.append(html("span", "", state.coarse));
    if (showTitle && state.own_marks?.list.length)
      this.title.append(html("span", "", this.context.words.marks_caption));
    this.title.hidden = !this.title.childElementCount;
    if (state.title) share.nameFrame(fill(this.context.words.map_named, { title: state.title }));
    // What the map is of, for those who cannot see it; the page says in words what it draws.
    const region = this.map.getContainer();
    region.setAttribute("role", alone() ? "main" : "region");
    region.setAttribute("aria-label", [state.title, state.dates].filter(Boolean).join(this.context.words.comma));
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
}
