// Dated points: the marks of every layer that has some and no module of its own. How they look comes with the page.

/** @import { Context, DatedPoint, Layer, MapSymbol, PointLayer } from "../types.js" */

import { svg } from "../draw/dom.js";
import * as hits from "../draw/hit.js";
import { sample } from "../draw/samples.js";

/** @param {any} body @returns {DatedPoint[]} */
export const decode = (body) => body.points || [];

/**
 * The outline of a mark, for an element and for a canvas.
 * @param {PointLayer} look
 * @param {number} x
 * @param {number} y
 */
const outline = ({ outline: corners }, x, y) =>
  `${corners.map(([dx, dy], i) => `${i ? "L" : "M"}${(x + dx).toFixed(1)},${(y + dy).toFixed(1)}`).join("")}Z`;

/** @param {PointLayer} look @param {number} x @param {number} y */
const mark = (look, x, y) =>
  svg("path", {
    d: outline(look, x, y),
    fill: look.fill,
    stroke: look.edge,
    "stroke-width": look.edge_width,
    "stroke-linejoin": "round",
  });

/**
 * @param {PointLayer} look
 * @param {DatedPoint} point
 * @param {number} index
 * @param {Context} context
 * @returns {MapSymbol}
 */
function symbolOf(look, point, index, { calendar, span }) {
  const { name, lines, source, source_url: address } = point;
  const days = span(calendar.iso(point.first), calendar.iso(point.last));
  const told = { heading: days, lines, source, source_url: address, also: [] };
  return {
    key: `${look.id}:${index}`,
    kind: look.id,
    name,
    lines: [name, look.legend, days],
    latlng: [point.lat, point.lon],
    report: { title: name, note: look.legend, more: 0, reports: [told] },
  };
}

/** @type {Layer} */
export const layer = {
  group: "points",
  follows: true,
  ask(server, { layerSet, query }, { lang, points }) {
    const language = lang === "en" ? "" : `lang=${encodeURIComponent(lang)}`;
    const asked = points
      .filter(({ id }) => layerSet.has(id))
      .map(async ({ id, filtered }) => {
        const uses = [filtered ? query : "", language].filter(Boolean).join("&");
        return [id, await server.get(`points/${id}`, uses, decode)];
      });
    return { points: asked.length ? Promise.all(asked).then(Object.fromEntries) : {} };
  },
  now: (situation, from, to) => ({
    points: situation.config.points.flatMap((look) => {
      const known = situation.has(look.id) ? situation.answers.points[look.id] || [] : [];
      const numbered = known.map((point, index) => ({ look, point, index }));
      return numbered.filter(({ point: { first, last } }) => first <= to && last >= from);
    }),
  }),
  drawn: ({ config, now }) =>
    Object.fromEntries(config.points.map(({ id }) => [id, now.points.filter(({ look }) => look.id === id).length])),
  symbols({ context, now }, groups, view, clear) {
    return now.points.flatMap(({ look, point, index }) => {
      const [x, y] = view.point(point.lat, point.lon);
      const { size } = look;
      if (!view.sees([x, y], size)) return [];
      const symbol = { ...symbolOf(look, point, index, context), hit: hits.mark(x, y, size) };
      groups.points.append(hits.button(symbol, [mark(look, x, y)]));
      clear.obstacles.push([x - size, y - size, x + size, y + size]);
      return [symbol];
    });
  },
  paint({ now }, ctx, view) {
    now.points.forEach(({ look, point }) => {
      const [x, y] = view.point(point.lat, point.lon);
      if (!view.sees([x, y], look.size)) return;
      const path = new Path2D(outline(look, x, y));
      ctx.fillStyle = look.fill;
      ctx.fill(path);
      ctx.setLineDash([]);
      ctx.strokeStyle = look.edge;
      ctx.lineWidth = look.edge_width;
      ctx.stroke(path);
    });
  },
  explain: ({ config, now }) => ({
    points: config.points.filter(({ id }) => now.points.some(({ look }) => look.id === id)),
  }),
  legend: ({ points }) =>
    points.map((look) => {
      const high = Math.ceil(2 * look.size + 4);
      return { symbol: sample(22, high, [mark(look, 11, high / 2)]), text: look.legend };
    }),
};
