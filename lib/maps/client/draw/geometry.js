// Plane geometry of the map: Web Mercator, shapes as cached canvas paths, and the outline of an arrow.

/** @import { ArrowLook, ArrowPoints, Box, Point, Project } from "../types.js" */

const EQUATOR_M = 40075016.686;

/**
 * Unit Web Mercator: the whole world is 1 wide and 1 high, y grows to the south.
 * @param {number} lat
 * @param {number} lon
 * @returns {Point}
 */
export function mercator(lat, lon) {
  const phi = (Math.max(-85, Math.min(85, lat)) * Math.PI) / 180;
  return [(lon + 180) / 360, (1 - Math.asinh(Math.tan(phi)) / Math.PI) / 2];
}

/**
 * A projection that counts from the point at a latitude and longitude, in or near the area of interest. Shapes are kept
 * so: canvas coordinates are single precision, and whole-world pixels at zoom 14 would jitter.
 * @param {Point} anchor
 * @returns {Project}
 */
export function projectionFrom(anchor) {
  const [ax, ay] = mercator(...anchor);
  return (lat, lon) => {
    const [x, y] = mercator(lat, lon);
    return [x - ax, y - ay];
  };
}

/**
 * @param {number[][]} coordinates Positions of GeoJSON: longitude first.
 * @param {Project} project
 */
function chain(coordinates, project) {
  const xy = new Float64Array(coordinates.length * 2);
  coordinates.forEach((position, i) => {
    const [x, y] = project(position[1], position[0]);
    xy[2 * i] = x;
    xy[2 * i + 1] = y;
  });
  return xy;
}

/**
 * @param {any} geometry A geometry of GeoJSON, or null.
 * @param {Project} project
 * @returns {{lines: Float64Array[], polygons: Float64Array[][]}}
 */
function collect(geometry, project) {
  const c = geometry?.coordinates;
  const chained = (/** @type {number[][]} */ positions) => chain(positions, project);
  switch (geometry?.type) {
    case "LineString":
      return { lines: [chained(c)], polygons: [] };
    case "MultiLineString":
      return { lines: c.map(chained), polygons: [] };
    case "Polygon":
      return { lines: [], polygons: [c.map(chained)] };
    case "MultiPolygon":
      return { lines: [], polygons: c.map((/** @type {number[][][]} */ rings) => rings.map(chained)) };
    case "GeometryCollection": {
      const parts = geometry.geometries.map((/** @type {any} */ one) => collect(one, project));
      return {
        lines: parts.flatMap((/** @type {any} */ part) => part.lines),
        polygons: parts.flatMap((/** @type {any} */ part) => part.polygons),
      };
    }
    default:
      return { lines: [], polygons: [] };
  }
}

/** Lines and polygons with their properties; knows its canvas path at a scale. */
export class Shape {
  /**
   * @param {Float64Array[]} lines
   * @param {Float64Array[][]} polygons
   * @param {Record<string, any>} properties
   */
  constructor(lines, polygons, properties) {
    this.properties = properties;
    this.lines = lines;
    this.polygons = polygons;
    this.cachedScale = 0;
    /** @type {Path2D | null} */
    this.cachedPath = null;
    /** @type {Box | null} */
    this.cachedBox = null;
  }

  /** Left, top, right and bottom in unit Mercator from the anchor. */
  get box() {
    if (!this.cachedBox) {
      const chains = [...this.lines, ...this.polygons.flat()];
      this.cachedBox = chains.reduce((known, xy) => boxOf(known, xy), /** @type {Box | null} */ (null)) || [0, 0, 0, 0];
    }
    return this.cachedBox;
  }

  /**
   * The canvas path at a scale, kept until another is asked for.
   * @param {number} scale Pixels of the whole world's width.
   */
  path(scale) {
    if (this.cachedPath && this.cachedScale === scale) return this.cachedPath;
    const path = new Path2D();
    this.lines.forEach((xy) => trace(path, xy, scale, false));
    this.polygons.forEach((rings) => rings.forEach((xy) => trace(path, xy, scale, true)));
    this.cachedPath = path;
    this.cachedScale = scale;
    return path;
  }

  /**
   * Whether any of it lies in a box of unit Mercator: left, top, right, bottom.
   * @param {Box} within
   */
  meets(within) {
    const [left, top, right, bottom] = within;
    const [west, north, east, south] = this.box;
    if (west > right || east < left || north > bottom || south < top) return false;
    // Where no edge comes into the box, all of it is inside or none.
    const edges = [...this.lines, ...this.polygons.flat()];
    return edges.some((xy) => chainMeets(xy, within)) || this.contains((left + right) / 2, (top + bottom) / 2);
  }

  /** @param {number} x @param {number} y */
  contains(x, y) {
    return this.polygons.some((rings) => rings.reduce((inside, ring) => inside !== inRing(ring, x, y), false));
  }

  /**
   * Squared distance in unit Mercator from a point to the nearest line or ring.
   * @param {number} x
   * @param {number} y
   */
  distance2(x, y) {
    let best = Infinity;
    const visit = (/** @type {Float64Array} */ xy) => {
      best = Math.min(best, chainDistance2(xy, x, y));
    };
    this.lines.forEach(visit);
    this.polygons.forEach((rings) => rings.forEach(visit));
    return best;
  }
}

/**
 * The smallest box around two; either may be null.
 * @param {Box | null} a
 * @param {Box | null} b
 * @returns {Box | null}
 */
export function around(a, b) {
  if (!a || !b) return a || b;
  return [Math.min(a[0], b[0]), Math.min(a[1], b[1]), Math.max(a[2], b[2]), Math.max(a[3], b[3])];
}

/** @param {Box | null} known @param {Float64Array} xy */
function boxOf(known, xy) {
  /** @type {Box} */
  const box = [Infinity, Infinity, -Infinity, -Infinity];
  for (let i = 0; i < xy.length; i += 2) {
    box[0] = Math.min(box[0], xy[i]);
    box[1] = Math.min(box[1], xy[i + 1]);
    box[2] = Math.max(box[2], xy[i]);
    box[3] = Math.max(box[3], xy[i + 1]);
  }
  return around(known, box);
}

/**
 * Any GeoJSON to a list of shapes; a missing layer is an empty list.
 * @param {any} geojson
 * @param {Project} project
 * @returns {Shape[]}
 */
export function shapes(geojson, project) {
  if (!geojson) return [];
  if (Array.isArray(geojson)) return geojson.flatMap((one) => shapes(one, project));
  if (geojson.type === "FeatureCollection") return shapes(geojson.features, project);
  const [geometry, properties] =
    geojson.type === "Feature" ? [geojson.geometry, geojson.properties || {}] : [geojson, {}];
  const { lines, polygons } = collect(geometry, project);
  return [new Shape(lines, polygons, properties)];
}

/**
 * @param {Path2D} path
 * @param {Float64Array} xy
 * @param {number} scale
 * @param {boolean} closed
 */
function trace(path, xy, scale, closed) {
  const last = xy.length - 2;
  let px = Infinity;
  let py = Infinity;
  for (let i = 0; i <= last; i += 2) {
    const x = xy[i] * scale;
    const y = xy[i + 1] * scale;
    if (i === 0) path.moveTo(x, y);
    else if (i === last || Math.abs(x - px) + Math.abs(y - py) > 0.8) path.lineTo(x, y);
    else continue;
    px = x;
    py = y;
  }
  if (closed) path.closePath();
}

/** @param {Float64Array} xy @param {number} x @param {number} y */
function inRing(xy, x, y) {
  let inside = false;
  for (let i = 0, j = xy.length - 2; i < xy.length; j = i, i += 2) {
    const above = xy[i + 1] > y;
    if (above !== xy[j + 1] > y && x < ((xy[j] - xy[i]) * (y - xy[i + 1])) / (xy[j + 1] - xy[i + 1]) + xy[i]) {
      inside = !inside;
    }
  }
  return inside;
}

/** @param {Float64Array} xy @param {number} x @param {number} y */
function chainDistance2(xy, x, y) {
  let best = Infinity;
  for (let i = 2; i < xy.length; i += 2) {
    const ax = xy[i - 2];
    const ay = xy[i - 1];
    const dx = xy[i] - ax;
    const dy = xy[i + 1] - ay;
    const length2 = dx * dx + dy * dy;
    const t = length2 ? Math.max(0, Math.min(1, ((x - ax) * dx + (y - ay) * dy) / length2)) : 0;
    const ex = ax + t * dx - x;
    const ey = ay + t * dy - y;
    const d = ex * ex + ey * ey;
    if (d < best) best = d;
  }
  return best;
}

/**
 * Whether a part of a straight line lies in a box.
 * @param {number} ax
 * @param {number} ay
 * @param {number} bx
 * @param {number} by
 * @param {Box} within Left, top, right, bottom.
 */
function meets(ax, ay, bx, by, [left, top, right, bottom]) {
  // The part of the way from a to b that is on the inner side of each edge so far.
  let [from, to] = [0, 1];
  const sides = [
    [ax - bx, ax - left],
    [bx - ax, right - ax],
    [ay - by, ay - top],
    [by - ay, bottom - ay],
  ];
  for (const [step, room] of sides) {
    if (step === 0 && room < 0) return false;
    if (step < 0) from = Math.max(from, room / step);
    if (step > 0) to = Math.min(to, room / step);
    if (from > to) return false;
  }
  return true;
}

/** @param {Float64Array} xy @param {Box} within */
function chainMeets(xy, within) {
  for (let i = 2; i < xy.length; i += 2) if (meets(xy[i - 2], xy[i - 1], xy[i], xy[i + 1], within)) return true;
  return false;
}

/**
 * Whether a line of points comes into a box.
 * @param {Point[]} points
 * @param {Box} within Left, top, right, bottom.
 */
export const lineMeets = (points, within) =>
  points.some(([bx, by], i) => i > 0 && meets(points[i - 1][0], points[i - 1][1], bx, by, within));

/**
 * Point and unit tangent of a quadratic curve at t.
 * @param {Point} from
 * @param {Point} control
 * @param {Point} to
 * @param {number} t
 */
function curveAt(from, control, to, t) {
  const u = 1 - t;
  const x = u * u * from[0] + 2 * u * t * control[0] + t * t * to[0];
  const y = u * u * from[1] + 2 * u * t * control[1] + t * t * to[1];
  let tx = 2 * u * (control[0] - from[0]) + 2 * t * (to[0] - control[0]);
  let ty = 2 * u * (control[1] - from[1]) + 2 * t * (to[1] - control[1]);
  const size = Math.hypot(tx, ty) || 1;
  tx /= size;
  ty /= size;
  return { x, y, tx, ty };
}

/**
 * A curved arrow from one pixel point to another. `bend` is the height of the arc as a share of its length,
 * to the left of the way it goes when positive. Returns outline, middle line and head as lists of points.
 * @param {Point} from
 * @param {Point} to
 * @param {number} bend
 * @param {number} width
 * @param {ArrowLook} style
 * @param {number} [steps]
 * @returns {ArrowPoints}
 */
export function arrowPoints(from, to, bend, width, style, steps = 22) {
  const dx = to[0] - from[0];
  const dy = to[1] - from[1];
  const length = Math.hypot(dx, dy);
  /** @type {Point} */
  const control = [(from[0] + to[0]) / 2 + dy * bend * 2, (from[1] + to[1]) / 2 - dx * bend * 2];
  // A short arrow is drawn slimmer: wider than long it would be a block without a direction.
  const fit = Math.min(1, length / (width * style.full_length + style.full_extra));
  const headWidth = (width * style.head_width + style.head_extra) * fit;
  const headLength = Math.min(headWidth * style.head_length, length * style.most_head);
  const neck = 1 - headLength / Math.max(length, 1);
  /** @type {[Point[], Point[], Point[]]} */
  const [left, right, spine] = [[], [], []];
  for (let i = 0; i <= steps; i += 1) {
    const t = (neck * i) / steps;
    const p = curveAt(from, control, to, t);
    const half = (width * fit * (style.tail_share + (1 - style.tail_share) * (i / steps))) / 2;
    left.push([p.x - p.ty * half, p.y + p.tx * half]);
    right.push([p.x + p.ty * half, p.y - p.tx * half]);
    spine.push([p.x, p.y]);
  }
  const p = curveAt(from, control, to, neck);
  /** @type {Point[]} */
  const head = [
    [p.x - (p.ty * headWidth) / 2, p.y + (p.tx * headWidth) / 2],
    [to[0], to[1]],
    [p.x + (p.ty * headWidth) / 2, p.y - (p.tx * headWidth) / 2],
  ];
  const middle = curveAt(from, control, to, 0.5);
  return { outline: [...left, ...head, ...right.reverse()], spine, head, middle: [middle.x, middle.y] };
}

/** @param {Point[]} points */
const data = (points) => `M${points.map(([x, y]) => `${x.toFixed(1)},${y.toFixed(1)}`).join("L")}`;

/**
 * The same arrow as SVG path data, with the `points` of each part.
 * @param {Point} from
 * @param {Point} to
 * @param {number} bend
 * @param {number} width
 * @param {ArrowLook} style
 */
export function arrow(from, to, bend, width, style) {
  const { outline, spine, head, middle } = arrowPoints(from, to, bend, width, style);
  const points = { outline, spine: [...spine, to], head };
  return { outline: `${data(outline)}Z`, spine: data(spine), head: `${data(head)}Z`, middle, points };
}

/**
 * Coordinates as the server's addresses have them: degrees with five decimals.
 * @param {...number} degrees
 */
export const pointKey = (...degrees) => degrees.map((value) => value.toFixed(5)).join(",");

/**
 * Pixels that a kilometre on the ground is long at a latitude, on a map of `scale` pixels for the whole world.
 * @param {number} lat
 * @param {number} scale
 */
export const pixelsOfKm = (lat, scale) => (1000 * scale) / (EQUATOR_M * Math.cos((lat * Math.PI) / 180));
