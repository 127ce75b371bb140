// All of one place beside the map: who held it, strikes, movements, what is near. On a small map a sheet over it.

/** @import { PlacePart, PlaceRecord, SituationMap, Spell } from "../types.js" */

import { DataChanged } from "../data/server.js";
import { fill, html, htmlButton, setAttributes, svg } from "../draw/dom.js";
import * as popupContent from "./popup.js";
import { handle } from "./sheet.js";
import * as share from "./share.js";

/** Width of the strips, and the heights of the two, pixels. */
const [WIDE, HELD, BARS] = [344, 18, 34];
/** Zoom from which a place is seen among its neighbours. */
const NEAR = 10;
/** Milliseconds without a move of the clock before the last day is asked for. */
const STILL_MS = 400;

export class PlacePanel {
  /** @param {SituationMap} situation */
  constructor(situation) {
    this.situation = situation;
    const { config } = situation;
    this.name = "";
    /** Counts what was asked for, so that an answer which comes too late is known. */
    this.turn = 0;
    this.pause = 0;
    /** Whether the place was just opened, and whether the legend was folded then. */
    this.fresh = false;
    this.folded = true;
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
    setAttributes(this.body, { tabindex: 0, role: "group", "aria-labelledby": "situation-place-name" });
    this.box = html("aside", "situation-place", null, [handle(() => this.close()), this.head, close, this.body]);
    this.box.dir = config.rtl ? "rtl" : "ltr";
    this.box.hidden = true;
    this.box.setAttribute("aria-labelledby", (this.head.id = "situation-place-name"));
    this.box.addEventListener("keydown", (event) => event.key === "Escape" && this.close());
    document.body.append(this.box);
    document.documentElement.classList.toggle("situation-from-right", config.rtl);
  }

  /**
   * Open the place that the page's address names, each once, for the reader may have closed it since; the focus stays
   * where it is. Close it when the page names none any more.
   * @param {string} place
   */
  follow(place) {
    if (this.situation.config.clock && place && place !== this.given) {
      if (place !== this.name) this.open(place, false);
    } else if (this.name && this.given && !place) this.close();
    else if (this.name) this.load();
    this.given = place;
  }

  /**
   * @param {string} place
   * @param {boolean} [focus] Whether the reader asked for it here.
   */
  open(place, focus = true) {
    const { panel, map, config } = this.situation;
    if (!this.name) {
      const { activeElement: active } = document;
      this.opener = focus && active !== document.body ? /** @type {HTMLElement | null} */ (active) : null;
      this.folded = !panel.legend.open;
    }
    this.name = place;
    panel.legend.unfold(false);
    map.closePopup();
    this.box.hidden = false;
    document.documentElement.classList.add("situation-with-place");
    Object.assign(this.box.dataset, { place });
    this.head.textContent = place;
    this.body.replaceChildren(html("p", "", config.words.loading));
    this.fresh = true;
    this.load();
    if (focus) this.head.focus({ preventScroll: true });
  }

  close() {
    const inside = this.box.contains(document.activeElement);
    this.name = "";
    this.turn += 1;
    this.box.hidden = true;
    delete this.box.dataset.place;
    document.documentElement.classList.remove("situation-with-place");
    this.ring?.remove();
    this.ring = null;
    if (!this.folded) this.situation.panel.legend.unfold(true);
    const back = this.opener?.isConnected ? this.opener : this.situation.map.getContainer();
    if (inside) back.focus({ preventScroll: true });
  }

  /** The days of the map have moved: the notch follows at once, what is told of the last day when they stand still. */
  moved() {
    if (!this.name) return;
    this.notches().forEach((line) => {
      const x = String(this.x(this.situation.range()[1] + 1));
      line.setAttribute("x1", x);
      line.setAttribute("x2", x);
    });
    clearTimeout(this.pause);
    this.pause = setTimeout(() => this.name && this.load(), STILL_MS);
  }

  notches() {
    return [...this.body.querySelectorAll(".situation-place-notch")];
  }

  /** Ask for what is told of the place on the last day of the map; what comes too late is not shown. */
  async load() {
    const { name, situation } = this;
    const { words, lang } = situation.config;
    this.turn += 1;
    const { turn } = this;
    try {
      const record = await situation.server.place(name, situation.current().to, lang);
      if (turn === this.turn) this.show(record);
    } catch (error) {
      if (turn !== this.turn) return;
      const changed = error instanceof DataChanged;
      this.body.replaceChildren(
        html("p", "", changed ? words.data_changed : words.place_unreachable),
        changed ? htmlButton("", words.reload, share.reload) : htmlButton("", words.retry, () => this.load()),
      );
    }
  }

  /**
   * Write what is told. What the reader has unfolded stays so, and the focus and the map where they are, unless the
   * place was just opened.
   * @param {PlaceRecord} record
   */
  show(record) {
    const { title, also, note, at, parts } = record;
    const { body, fresh } = this;
    const unfolded = [...body.querySelectorAll("details[open]")].map((told) => told.closest("section")?.dataset.part);
    const active = /** @type {HTMLElement | null} */ (
      body.contains(document.activeElement) ? document.activeElement : null
    );
    const focused = active?.closest("section")?.dataset.part;
    const { scrollTop } = body;
    const top = [also && html("p", "situation-place-also", also), html("p", "situation-note", note)];
    this.head.textContent = title;
    body.replaceChildren(...top.filter((part) => part !== ""), ...parts.map((part) => this.part(part)));
    if (!fresh) {
      unfolded.forEach((id) => body.querySelector(`[data-part="${id}"] details`)?.setAttribute("open", ""));
      body.scrollTop = scrollTop;
      const again = focused ? body.querySelector(`[data-part="${focused}"] :is(summary, a)`) : null;
      if (active && active !== body) /** @type {HTMLElement} */ (again ?? body).focus({ preventScroll: true });
    }
    this.fresh = false;
    if (at && fresh) this.mark(at);
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
      const told = popupContent.content({ title: "", reports, more }, this.situation.context, "h4");
      const summary = html("summary", "", fill(words.place_reports, { n: number(reports.length) }));
      section.append(html("details", "", null, [summary, told]));
    }
    section.append(...(links ?? []).map(({ words: text, address }) => this.link(text, address)));
    return section;
  }

  /** A link to another page of ours, to which the page around this frame turns. @param {string} text @param {string} address */
  link(text, address) {
    const link = html("a", "situation-place-link", text);
    link.href = new URL(address, share.page()).href;
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
    const place = { x1: x, x2: x, y1: 0, y2: height };
    return svg("line", { ...place, class: "situation-place-notch", stroke: "#1c2027", "stroke-width": 2 });
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
    const { crisis, style } = this.situation.config;
    const most = Math.max(...days.map(([, n]) => n));
    const rects = days.map(([day, n]) => {
      const height = Math.max(3, (n / most) * (BARS - 2));
      const place = {
        x: this.x(day),
        y: BARS - height,
        width: Math.max(2, WIDE / crisis.days),
        height,
      };
      return svg("rect", { ...place, fill: style.strike.fill });
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
