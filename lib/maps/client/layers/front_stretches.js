// Stretches of the front: how exact each is, and what holds it up. Drawn as one line; told apart by the pointer.

/** @import { Context, Context2D, Point, Project, Shape, SituationMap, Stretch, Style, View } from "../types.js" */

import { fill } from "../draw/dom.js";
import { shapes } from "../draw/geometry.js";

/**
 * The stretches of the front with the box of each; an empty list when the server does not tell them apart.
 * @param {any} collection
 * @param {Project} project
 */
export function decode(collection, project) {
  return shapes(collection, project)
    .filter((shape) => shape.properties.is_front !== false && shape.lines.length)
    .map((shape) => of(shape, shape.properties));
}

/**
 * A stretch: what is known of it, its line, and the box around the line.
 * @param {Shape} shape
 * @param {Record<string, any>} properties
 */
export function of(shape, properties) {
  return { ...properties, shape, box: shape.box };
}

/**
 * The stretch nearest to a point, at most `reach` away, or null. Most are ruled out by their box alone.
 * @param {Stretch[]} stretches
 * @param {number} x
 * @param {number} y
 * @param {number} reach
 */
export function nearest(stretches, x, y, reach) {
  let found = null;
  let best = reach * reach;
  stretches.forEach((stretch) => {
    const [left, top, right, bottom] = stretch.box;
    if (x < left - reach || x > right + reach || y < top - reach || y > bottom + reach) return;
    const d = stretch.shape.distance2(x, y);
    if (d <= best) {
      best = d;
      found = stretch;
    }
  });
  return found;
}

/**
 * The middle of a stretch, where its tip stands.
 * @param {Stretch} stretch
 * @returns {Point}
 */
export function middle(stretch) {
  const xy = stretch.shape.lines[0];
  const i = 2 * Math.floor(xy.length / 4);
  return [xy[i], xy[i + 1]];
}

/**
 * The places that hold a stretch up.
 * @param {Stretch} stretch
 */
const placesOf = ({ place_a: a, place_b: b }) =>
  [a, b].filter(/** @returns {place is string} */ (place) => Boolean(place));

/**
 * What is known of a stretch, in sentences; the first is its name.
 * @param {Stretch} stretch
 * @param {Context} context
 */
export function describe(stretch, context) {
  const { count, words, number } = context;
  const places = placesOf(stretch);
  const name =
    places.length === 2
      ? fill(words.stretch, { a: context.named(places[0]), b: context.named(places[1]) })
      : words.stretch_bare;
  const lines = [name];
  const known = (/** @type {unknown} */ value) =>
    value !== null && value !== undefined && value !== "" && Number.isFinite(Number(value));
  if (known(stretch.width_km)) {
    const km = Number(stretch.width_km);
    lines.push(fill(words.stretch_width, { n: number(km < 10 ? Math.round(km * 10) / 10 : Math.round(km)) }));
  }
  if (known(stretch.age_days)) {
    const days = Math.round(Number(stretch.age_days));
    lines.push(days === 0 ? words.stretch_age_zero : count("stretch_age", days));
  }
  if (stretch.confidence) {
    lines.push(fill(words.stretch_confidence, { level: words.levels[stretch.confidence] || stretch.confidence }));
  }
  if (stretch.one_sided) lines.push(words.stretch_one_sided);
  return lines;
}

/**
 * Pieces that follow each other as one line, so that dashes run on through them.
 * @param {Stretch[]} stretches
 */
function joined(stretches) {
  /** @type {Float64Array[][]} */
  const chains = [];
  stretches.forEach(({ shape }) =>
    shape.lines.forEach((xy) => {
      const last = chains[chains.length - 1];
      const end = last && last[last.length - 1];
      const follows = end && end[end.length - 2] === xy[0] && end[end.length - 1] === xy[1];
      if (follows) last.push(xy);
      else chains.push([xy]);
    }),
  );
  return chains;
}

/** @param {Float64Array[][]} chains @param {number} scale */
function pathOf(chains, scale) {
  const path = new Path2D();
  chains.forEach((chain) =>
    chain.forEach((xy, piece) => {
      const last = xy.length - 2;
      let px = Infinity;
      let py = Infinity;
      for (let i = piece ? 2 : 0; i <= last; i += 2) {
        const x = xy[i] * scale;
        const y = xy[i + 1] * scale;
        if (!piece && !i) path.moveTo(x, y);
        else if (i === last || Math.abs(x - px) + Math.abs(y - py) > 0.8) path.lineTo(x, y);
        else continue;
        px = x;
        py = y;
      }
    }),
  );
  return path;
}

/** @type {WeakMap<Stretch[], {scale: number, paths: (Path2D | null)[]}>} */
const known = new WeakMap();

/**
 * The line of all stretches, of those both sides tell of, and of those that one side claims. Kept for a scale.
 * @param {Stretch[]} stretches
 * @param {number} scale
 */
function paths(stretches, scale) {
  const kept = known.get(stretches);
  if (kept && kept.scale === scale) return kept.paths;
  const made = [stretches, stretches.filter((one) => !one.one_sided), stretches.filter((one) => one.one_sided)].map(
    (some) => (some.length ? pathOf(joined(some), scale) : null),
  );
  known.set(stretches, { scale, paths: made });
  return made;
}

/**
 * The front, dashed where only one side claims it; one casing runs under all of it.
 * @param {Context2D} ctx
 * @param {View} view
 * @param {Stretch[]} stretches
 * @param {Style} style
 */
export function draw(ctx, view, stretches, style) {
  const { front, stretch } = style;
  /** @type {[string, number, number[]][]} */
  const pens = [
    [front.casing, front.casing_width, []],
    [front.colour, front.width, []],
    [front.colour, front.width, stretch.one_sided_dash],
  ];
  ctx.lineJoin = "round";
  paths(stretches, view.scale).forEach((path, i) => {
    if (!path) return;
    const [colour, width, dash] = pens[i];
    ctx.setLineDash(dash);
    ctx.lineCap = dash.length ? "butt" : "round";
    ctx.strokeStyle = colour;
    ctx.lineWidth = width;
    ctx.stroke(path);
  });
  ctx.setLineDash([]);
}

/**
 * SVG path data of one stretch, in layer points.
 * @param {Stretch} stretch
 * @param {View} view
 */
export function outline(stretch, view) {
  return stretch.shape.lines
    .map((xy) => {
      const points = [];
      for (let i = 0; i < xy.length; i += 2) {
        const x = xy[i] * view.scale + view.shift[0];
        const y = xy[i + 1] * view.scale + view.shift[1];
        points.push(`${x.toFixed(1)},${y.toFixed(1)}`);
      }
      return `M${points.join("L")}`;
    })
    .join("");
}

/**
 * A stretch as something that opens: what is known of it, and the latest reports of the two nearest places.
 * @param {Stretch} stretch
 * @param {Point} latlng
 * @param {{from?: string, to?: string}} days
 * @param {SituationMap} situation
 */
export function symbol(stretch, latlng, days, situation) {
  const lines = describe(stretch, situation.context);
  const places = placesOf(stretch);
  const load = async () => {
    const asked = places.map((place) =>
      situation.server.reports({ kind: "control", place, ...days }, situation.current()),
    );
    const answers = await Promise.all(asked);
    const reports = answers.flatMap((body, i) =>
      (body.reports || []).slice(0, 1).map((one) => ({ ...one, heading: `${places[i]} \u00b7 ${one.heading || ""}` })),
    );
    return { title: lines[0], lines: lines.slice(1), note: "", reports, more: 0 };
  };
  return { key: "front", kind: "front", name: lines[0], lines, latlng, load };
}
