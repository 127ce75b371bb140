// Crossings, camp clusters and the reported places behind the areas.

/** @import { Box, CampLook, Context, CrossingLook, Layer, LegendEntry, MapSymbol, Shown, Site, SiteName, View } from "../types.js" */

import { sample } from "../draw/samples.js";
import { svg } from "../draw/dom.js";
import * as hits from "../draw/hit.js";

const CAMPS = new Set(["camp_cluster", "reception_centre"]);

/** @param {Site[]} sites @param {Set<string>} layers */
export function wanted(sites, layers) {
  return sites.filter((site) => {
    if (!Number.isFinite(site.lat) || !Number.isFinite(site.lon)) return false;
    return layers.has(CAMPS.has(site.kind) ? "camps" : "crossings");
  });
}

/** @param {Site} site */
export const isCamp = (site) => CAMPS.has(site.kind);
/** @param {Site["open_to_un_aid"]} value */
export const truth = (value) => value === true || value === "true" || value === "yes" || value === 1;

/**
 * @param {number} x
 * @param {number} y
 * @param {boolean} open
 * @param {CrossingLook} style
 */
export function crossing(x, y, open, style) {
  const s = open ? style.size : style.size_other;
  return svg("path", {
    d: `M${x},${y - s}L${x + s},${y}L${x},${y + s}L${x - s},${y}Z`,
    fill: open ? style.fill : "#ffffff",
    stroke: style.edge,
    "stroke-width": style.edge_width,
    "stroke-linejoin": "round",
  });
}

/**
 * A small tent: camps are drawn no finer than the settlement they belong to.
 * @param {number} x
 * @param {number} y
 * @param {boolean} cluster
 * @param {CampLook} style
 */
export function camp(x, y, cluster, style) {
  const s = style.size;
  return svg("path", {
    d:
      `M${x - s},${y + s * 0.75}L${x},${y - s * 0.85}L${x + s},${y + s * 0.75}Z` +
      (cluster ? `M${x},${y - s * 0.2}L${x},${y + s * 0.75}` : ""),
    fill: style.fill,
    stroke: style.edge,
    "stroke-width": style.edge_width,
    "stroke-linejoin": "round",
  });
}

/**
 * @param {SVGGElement} group
 * @param {Site[]} sites
 * @param {View} view
 * @param {Context} context
 */
export function draw(group, sites, view, context) {
  /** @type {MapSymbol[]} */
  const symbols = [];
  /** @type {Box[]} */
  const obstacles = [];
  /** @type {SiteName[]} */
  const names = [];
  sites.forEach((site, index) => {
    const [x, y] = view.point(site.lat, site.lon);
    const open = truth(site.open_to_un_aid);
    const tent = isCamp(site);
    const key = `site:${index}`;
    const called = site.label || site.name;
    const kind = context.words.site_kinds[site.kind] || "";
    const lines = [called, kind, site.status || ""].filter(Boolean);
    const shape = tent
      ? camp(x, y, site.kind === "camp_cluster", context.style.camp)
      : crossing(x, y, open, context.style.crossing);
    const size = tent
      ? context.style.camp.size
      : open
        ? context.style.crossing.size
        : context.style.crossing.size_other;
    /** @type {MapSymbol} */
    const symbol = {
      key,
      kind: tent ? "camp" : "crossing",
      name: site.name,
      lines,
      hit: hits.mark(x, y, size),
      latlng: [site.lat, site.lon],
      report: {
        title: called,
        note: "",
        more: 0,
        reports: [
          {
            heading: "",
            lines: kind ? [kind] : [],
            given: site.status || "",
            source: site.source,
            source_url: site.source_url,
            also: [],
          },
        ],
      },
    };
    group.append(hits.button(symbol, [shape]));
    obstacles.push([x - 8, y - 8, x + 8, y + 8]);
    names.push({ text: called, x, y, open, camp: tent });
    symbols.push(symbol);
  });
  return { symbols, obstacles, names };
}

/**
 * What the legend says of this layer.
 * @param {Shown} shown
 * @param {Context} context
 * @returns {LegendEntry[]}
 */
export function legend(shown, { style, words }) {
  const list = [];
  const diamond = (/** @type {number} */ high, /** @type {boolean} */ open) =>
    sample(22, high, [crossing(11, high / 2, open, style.crossing)]);
  const { short } = words;
  if (shown.open_crossings)
    list.push({ symbol: diamond(18, true), text: words.crossing_open, short: short.crossing_open });
  if (shown.other_crossings)
    list.push({ symbol: diamond(16, false), text: words.crossing_other, short: short.crossing_other });
  if (shown.camps)
    list.push({ symbol: sample(22, 16, [camp(11, 8, true, style.camp)]), text: words.camps, short: short.camps });
  return list;
}

/** @type {Layer} */
export const layer = {
  group: "sites",
  ask: (server, { layerSet }) => ({
    sites:
      layerSet.has("camps") || layerSet.has("crossings")
        ? server.get("sites", server.spoken, (body) => body.sites || [])
        : [],
  }),
  now: ({ answers, state }) => ({ sites: wanted(answers.sites, state?.layerSet ?? new Set()) }),
  drawn({ now }) {
    const camps = now.sites.filter(isCamp).length;
    return { camps, crossings: now.sites.length - camps };
  },
  symbols({ context, now }, groups, view, clear) {
    const { names, obstacles, symbols } = draw(groups.sites, now.sites, view, context);
    clear.obstacles.push(...obstacles);
    clear.names = names;
    return symbols;
  },
  explain({ now }) {
    const crossings = now.sites.filter((site) => !isCamp(site));
    return {
      open_crossings: crossings.some((site) => truth(site.open_to_un_aid)),
      other_crossings: crossings.some((site) => !truth(site.open_to_un_aid)),
      camps: now.sites.length > crossings.length,
    };
  },
  legend,
};
