// All of one place beside the map: who held it, strikes, movements, what is near. On a small map a sheet over it.

/** @import { PlacePart, PlaceRecord, SituationMap, Spell } from "../types.js" */

import { DataChanged } from "../data/server.js";
import { fill, html, htmlButton, svg } from "../draw/dom.js";
import * as popupContent from "./popup.js";
import * as share from "./share.js";

/** Width of the strips, and the heights of the two, pixels. */
const [WIDE, HELD, BARS] = [344, 18, 34];
/** Zoom from which a place is seen among its neighbours. */
const NEAR = 10;

export class PlacePanel {
  /** @param {SituationMap} situation */
  constructor(situation) {
    this.situation = situation;
    const { config } = situation;
    this.name = "";
    /** The place that the page's address named last. */
    this.given = "";
    /** What had the focus when the panel was opened. @type {HTMLElement | null} */
    this.opener = null;
    /** @type {L.CircleMarker | null} */
    this.ring = null;
    this.head = html("h2", "situation-place-name");
    this.head.tabIndex = -1;
    const close = htmlButton("situation-place-close", "\u00d7", () => this.close());
    close.title = config.words.close;
    close.setAttribute("aria-label", config.words.close);
    this.body = html("div", "situation-place-body");
    this.body.tabIndex = 0;
    this.box = html("aside", "situation-place", null, [this.head, close, this.body]);
    this.box.dir = config.rtl ? "rtl" : "ltr";
    this.box.hidden = true;
    this.box.setAttribute("aria-labelledby", (this.head.id = "situation-place-name"));
    this.box.addEventListener("keydown", (event) => event.key === "Escape" && this.close());
    document.body.append(this.box);
    document.documentElement.classList.toggle("situation-from-right", config.rtl);
  }

  /**
   * Open the place that an address names, each once; the reader may have closed it since.
   * @param {string} place
   */
  follow(place) {
    if (place && place !== this.given) this.open(place);
    else if (this.name) this.load();
    this.given = place;
  }

  /** @param {string} place */
  open(place) {
    if (!this.name) this.opener = /** @type {HTMLElement | null} */ (document.activeElement);
    this.name = place;
    this.situation.panel.unfold(false);
    this.situation.map.closePopup();
    this.box.hidden = false;
    document.documentElement.classList.add("situation-beside");
    Object.assign(this.box.dataset, { place });
    this.head.textContent = place;
    this.body.replaceChildren(html("p", "", this.situation.config.words.loading));
    this.load();
    this.head.focus({ preventScroll: true });
  }

  close() {
    this.name = "";
    this.box.hidden = true;
    delete this.box.dataset.place;
    document.documentElement.classList.remove("situation-beside");
    this.ring?.remove();
    this.ring = null;
    (this.opener?.isConnected ? this.opener : this.situation.map.getContainer()).focus({ preventScroll: true });
  }

  /** Ask for what is told of the place on the last day of the map; what comes too late is not shown. */
  async load() {
    const { name, situation } = this;
    const { words, lang } = situation.config;
    try {
      const record = await situation.server.place(name, situation.current().to, lang);
      if (name === this.name) this.show(record);
    } catch (error) {
      if (name !== this.name) return;
      const said = error instanceof DataChanged ? words.data_changed : words.place_unreachable;
      this.body.replaceChildren(
        html("p", "", said),
        htmlButton("", words.retry, () => this.load()),
      );
    }
  }

  /** @param {PlaceRecord} record */
  show(record) {
    const { title, also, note, at, parts } = record;
    this.head.textContent = title;
    const top = [also && html("p", "situation-place-also", also), html("p", "situation-note", note)];
    this.body.replaceChildren(...top.filter((part) => part !== ""), ...parts.map((part) => this.part(part)));
    this.body.scrollTop = 0;
    if (at) this.mark(at);
  }

  /** Put a ring around the place, and bring it into view. @param {[number, number]} at */
  mark(at) {
    const { map } = this.situation;
    const pen = { radius: 13, fill: false, interactive: false };
    this.ring?.remove();
    const under = L.circleMarker(at, { ...pen, color: "#fff", weight: 6 });
    const over = L.circleMarker(at, { ...pen, color: "#1c2027", weight: 2.5 });
    this.ring = /** @type {any} */ (L.layerGroup([under, over]).addTo(map));
    map.invalidateSize({ animate: false });
    if (!map.getBounds().pad(-0.15).contains(at)) map.setView(at, Math.max(map.getZoom(), NEAR), { animate: false });
    this.uncover(at);
  }

  /** Bring a place into what a sheet leaves free of the map. @param {[number, number]} at */
  uncover(at) {
    const { map, panel } = this.situation;
    if (!panel.small()) return;
    const room = map.getContainer().getBoundingClientRect();
    const free = Math.min(room.height, this.box.getBoundingClientRect().top - room.top);
    const { x, y } = map.latLngToContainerPoint(at);
    if (y > free - 24) map.panBy([x - room.width / 2, y - free * 0.6], { animate: false });
  }

  /** @param {PlacePart} part */
  part({ id, heading, lines, spells, days, reports, more, links }) {
    const { words, number } = this.situation.context;
    const section = html("section", "", null, heading ? [html("h3", "", heading)] : []);
    section.dataset.part = id;
    section.append(...lines.map((line) => html("p", "", line)));
    if (spells?.length) section.append(this.held(spells));
    if (days?.length) section.append(this.bars(days));
    if (reports?.length) {
      const told = popupContent.content({ title: "", reports, more }, words, number, "h4");
      const summary = html("summary", "", fill(words.place_reports, { n: number(reports.length) }));
      section.append(html("details", "", null, [summary, told]));
    }
    section.append(...(links ?? []).map(({ words: text, address }) => this.link(text, address)));
    return section;
  }

  /** A link to another page of ours, to which the page around this frame turns. @param {string} text @param {string} address */
  link(text, address) {
    const link = html("a", "situation-place-link", text);
    link.href = this.situation.config.base_url + address;
    link.addEventListener("click", (event) => {
      if (!share.inPage() || event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      share.goTo(link.href);
    });
    return html("p", "", null, [link]);
  }

  /** Pixels from the left of a strip at which a day begins. @param {number} day */
  x(day) {
    const { days } = this.situation.config.crisis;
    return (Math.min(Math.max(day, 0), days) / days) * WIDE;
  }

  /** The last day of the map as a notch over a strip. @param {number} height */
  notch(height) {
    const [, last] = this.situation.range();
    const x = this.x(last + 1);
    return svg("line", { x1: x, x2: x, y1: 0, y2: height, stroke: "#1c2027", "stroke-width": 2 });
  }

  /** Who held the place over the days of the map; the words beside it say the same. @param {Spell[]} spells */
  held(spells) {
    const { crisis, style } = this.situation.config;
    const rects = spells.flatMap(({ side, from, to }) => {
      const [start, end] = [this.x(from ?? 0), this.x(to === null ? crisis.days : to + 1)];
      const { tint = "#ffffff", ink = "#4c525b" } = style.control[side] ?? {};
      const pen = { fill: tint, stroke: ink, "stroke-width": 1.5 };
      return end > start ? [svg("rect", { x: start, y: 0, width: end - start, height: HELD, ...pen })] : [];
    });
    return this.strip(HELD, [...rects, this.notch(HELD)]);
  }

  /** A bar a day with strikes. @param {[number, number][]} days */
  bars(days) {
    const most = Math.max(...days.map(([, n]) => n));
    const rects = days.map(([day, n]) => {
      const height = Math.max(3, (n / most) * (BARS - 2));
      const place = {
        x: this.x(day),
        y: BARS - height,
        width: Math.max(2, WIDE / this.situation.config.crisis.days),
        height,
      };
      return svg("rect", { ...place, fill: "#b2182b" });
    });
    return this.strip(BARS, [...rects, this.notch(BARS)]);
  }

  /** @param {number} height @param {SVGElement[]} parts */
  strip(height, parts) {
    const { calendar, span } = this.situation.context;
    const drawn = svg(
      "svg",
      { viewBox: `0 0 ${WIDE} ${height}`, class: "situation-place-strip", "aria-hidden": "true" },
      parts,
    );
    const ends = html("p", "situation-place-days", span(calendar.iso(0), calendar.iso(calendar.last), true));
    return html("div", "", null, [/** @type {any} */ (drawn), ends]);
  }
}
