// What a symbol opens to: the reports behind it and their sources, built from text nodes only.

/** @import { Context, MapSymbol, Point, Report, Reports, SituationMap, State, Words } from "../types.js" */

import { DataChanged } from "../data/server.js";
import { fill, html, htmlButton, setAttributes } from "../draw/dom.js";

/**
 * A link to a source, or its plain name: only http and https addresses are ever linked.
 * @param {string | undefined} source
 * @param {string | undefined} address
 */
export function sourceLink(source, address) {
  /** @type {URL | null} */
  let url;
  try {
    url = new URL(address ?? "");
  } catch {
    url = null;
  }
  if (!url || !["http:", "https:"].includes(url.protocol)) return html("span", "", source || "");
  const link = html("a", "", source || url.hostname);
  link.href = url.href;
  link.target = "_blank";
  link.rel = "noopener noreferrer";
  return link;
}

/**
 * @param {Report} one
 * @param {Words} words
 * @param {"h3" | "h4"} level Of its heading.
 */
function report(one, words, level) {
  const children = [];
  if (one.heading) children.push(html(level, "", one.heading));
  (one.lines || []).forEach((line) => children.push(html("p", "", line)));
  if (one.given) {
    const note = html("p", "situation-given", one.given);
    setAttributes(note, { lang: one.given_in ?? words.given_in, dir: "auto" });
    children.push(note);
  }
  if (one.source || one.source_url) {
    const source = html("p", "situation-source", null, [sourceLink(one.source, one.source_url)]);
    if (one.archive_url) source.append(" \u00b7 ", sourceLink(words.archived_copy, one.archive_url));
    if (one.confidence) source.append(` \u00b7 ${one.confidence}`);
    children.push(source);
  }
  if (one.also && one.also.length) {
    const items = one.also.map((row) => {
      const item = html("li", "", null, [sourceLink(row.source, row.source_url)]);
      if (row.line) item.append(` \u2013 ${row.line}`);
      return item;
    });
    children.push(html("p", "situation-also", words.also_reported), html("ul", "", null, items));
  }
  return html("section", "", null, children);
}

/**
 * All that is told of a thing below its name.
 * @param {Reports} body
 * @param {Pick<Context, "words" | "count">} context
 * @param {"h3" | "h4"} level Of the headings of its reports, below that of what is told of.
 */
export function content(body, context, level) {
  const { words } = context;
  const box = html("div");
  (body.lines || []).forEach((line) => box.append(html("p", "", line)));
  if (body.note) box.append(html("p", "situation-note", body.note));
  (body.reports || []).forEach((one) => box.append(report(one, words, level)));
  if (!(body.reports || []).length && !body.lines) box.append(html("p", "", words.no_reports));
  if (body.more) box.append(html("p", "situation-note", context.count("more_reports", body.more)));
  return box;
}

/**
 * What a symbol opens to: known already, loaded in its own way, or asked of the server.
 * @param {SituationMap} situation
 * @param {MapSymbol} symbol
 * @param {State} state
 * @returns {Promise<Reports>}
 */
async function reportsOf(situation, { report: known, load, asked }, state) {
  if (known) return known;
  if (load) return load();
  if (asked) return situation.server.reports(asked, state);
  throw new Error("there is nothing to open");
}

/**
 * What can be done with a symbol, and the way from it to all of its place.
 * @param {SituationMap} situation
 * @param {MapSymbol} symbol
 */
function more(situation, { actions, asked }) {
  const { place: panel, map, config } = situation;
  const name = asked?.place;
  if (actions) return actions.map(({ label, run }) => htmlButton("situation-more", label, run));
  if (!panel || !name) return [];
  const leave = () => {
    map.closePopup();
    panel.open(name);
  };
  return [htmlButton("situation-more", fill(config.words.place_more, { place: name }), leave)];
}

/**
 * Write what a symbol opens to into `box`, once it is here; gives the title that stands over it.
 * @param {SituationMap} situation
 * @param {MapSymbol} symbol
 * @param {State} state
 * @param {HTMLElement} box
 */
async function write(situation, symbol, state, box, level = /** @type {"h3" | "h4"} */ ("h3")) {
  const { words } = situation.context;
  box.replaceChildren(html("p", "", words.loading));
  try {
    const body = await reportsOf(situation, symbol, state);
    box.replaceChildren(...content(body, situation.context, level).children, ...more(situation, symbol));
    return body.title || symbol.lines[0];
  } catch (error) {
    box.replaceChildren(html("p", "", error instanceof DataChanged ? words.data_changed : words.reports_unreachable));
    return symbol.lines[0];
  }
}

/**
 * One of several things at a point: its name opens and closes what is told of it.
 * @param {SituationMap} situation
 * @param {MapSymbol} symbol
 * @param {State} state
 */
function entry(situation, symbol, state) {
  const [name, ...rest] = symbol.lines;
  const button = html("button", "", null, [html("strong", "", name), ...rest.map((line) => html("span", "", line))]);
  button.type = "button";
  const told = html("div", "situation-told");
  told.hidden = true;
  const section = html("section", "situation-entry", null, [html("h3", "", null, [button]), told]);
  Object.assign(section.dataset, { kind: symbol.kind, name: symbol.name });
  const toggle = async () => {
    const unfold = told.hidden;
    told.hidden = !unfold;
    button.setAttribute("aria-expanded", String(unfold));
    if (unfold && !told.childElementCount) await write(situation, symbol, state, told, "h4");
    situation.popups.settle();
  };
  const { open: nearer } = symbol;
  if (nearer) button.addEventListener("click", () => nearer(situation.map));
  else {
    button.setAttribute("aria-expanded", "false");
    button.addEventListener("click", toggle);
  }
  return { section, toggle };
}

/**
 * Several things at one point, each to be opened; the topmost is, unless all are `folded`.
 * @param {SituationMap} situation
 * @param {MapSymbol[]} symbols
 * @param {State} state
 * @param {HTMLElement} body
 * @param {boolean} [folded]
 */
async function list(situation, symbols, state, body, folded = false) {
  const entries = symbols.map((symbol) => entry(situation, symbol, state));
  body.replaceChildren(...entries.map(({ section }) => section));
  if (!symbols[0].open && !folded) await entries[0].toggle();
}

/**
 * Open one popup for all that lies at a point: at once with what is known, then with the reports when they come.
 * @param {SituationMap} situation
 * @param {MapSymbol[]} symbols
 * @param {Point} latlng
 */
export async function open(situation, symbols, latlng) {
  const state = situation.current();
  const [first] = symbols;
  const things = symbols.flatMap((one) => one.members ?? [one]);
  const several = things.length > 1;
  const title = symbols.length > 1 ? situation.context.count("several", things.length) : first.lines[0];
  const head = html("h2", "", title);
  const body = html("div", "situation-body");
  setAttributes(body, { tabindex: 0, role: "group", "aria-label": title });
  const box = html("div", "situation-reports", null, [head, body]);
  box.tabIndex = -1;
  box.dir = situation.context.rtl ? "rtl" : "ltr";
  box.setAttribute("role", "dialog");
  box.setAttribute("aria-label", title);
  const popup = situation.popups.show(box, latlng, { kind: first.kind, name: first.name });
  if (several) await list(situation, things, state, body, first.folded);
  else head.textContent = await write(situation, first, state, body);
  situation.popups.settle(popup);
}
