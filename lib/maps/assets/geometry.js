// Plane geometry of the map: Web Mercator, shapes as cached canvas paths, and the outline of an arrow.
(function (parts) {
  "use strict";

  /** Unit Web Mercator: the whole world is 1 wide and 1 high, y grows to the south. */
  function mercator(lat, lon) {
    const phi = (Math.max(-85, Math.min(85, lat)) * Math.PI) / 180;
    return [(lon + 180) / 360, (1 - Math.asinh(Math.tan(phi)) / Math.PI) / 2];
  }

  // Paths are stored relative to a point near Idlib: canvas coordinates are single precision, and whole-world
  // pixels at zoom 14 would jitter.
  const ANCHOR = mercator(36, 36.8);

  function chain(coordinates) {
    const xy = new Float64Array(coordinates.length * 2);
    coordinates.forEach((position, i) => {
      const [x, y] = mercator(position[1], position[0]);
      xy[2 * i] = x - ANCHOR[0];
      xy[2 * i + 1] = y - ANCHOR[1];
    });
    return xy;
  }

  function collect(geometry, lines, polygons) {
    if (!geometry) return;
    const c = geometry.coordinates;
    if (geometry.type === "LineString") lines.push(chain(c));
    else if (geometry.type === "MultiLineString") c.forEach((line) => lines.push(chain(line)));
    else if (geometry.type === "Polygon") polygons.push(c.map(chain));
    else if (geometry.type === "MultiPolygon") c.forEach((rings) => polygons.push(rings.map(chain)));
    else if (geometry.type === "GeometryCollection") geometry.geometries.forEach((g) => collect(g, lines, polygons));
  }

  /** Lines and polygons with their properties; knows its canvas path at a scale. */
  class Shape {
    constructor(lines, polygons, properties) {
      this.properties = properties;
      this.lines = lines;
      this.polygons = polygons;
      this.cachedScale = 0;
      this.cachedPath = null;
      this.cachedBox = null;
    }

    /** Left, top, right and bottom in unit Mercator from the anchor. */
    get box() {
      this.cachedBox ||= [...this.lines, ...this.polygons.flat()].reduce(boxOf, null) || [0, 0, 0, 0];
      return this.cachedBox;
    }

    path(scale) {
      if (this.cachedScale !== scale) {
        const path = new Path2D();
        this.lines.forEach((xy) => trace(path, xy, scale, false));
        this.polygons.forEach((rings) => rings.forEach((xy) => trace(path, xy, scale, true)));
        this.cachedPath = path;
        this.cachedScale = scale;
      }
      return this.cachedPath;
    }

    contains(x, y) {
      return this.polygons.some((rings) => rings.reduce((inside, ring) => inside !== inRing(ring, x, y), false));
    }

    /** Squared distance in unit Mercator from a point to the nearest line or ring. */
    distance2(x, y) {
      let best = Infinity;
      const visit = (xy) => {
        best = Math.min(best, chainDistance2(xy, x, y));
      };
      this.lines.forEach(visit);
      this.polygons.forEach((rings) => rings.forEach(visit));
      return best;
    }
  }

  /** The smallest box around two; either may be null. */
  function around(a, b) {
    if (!a || !b) return a || b;
    return [Math.min(a[0], b[0]), Math.min(a[1], b[1]), Math.max(a[2], b[2]), Math.max(a[3], b[3])];
  }

  function boxOf(known, xy) {
    const box = [Infinity, Infinity, -Infinity, -Infinity];
    for (let i = 0; i < xy.length; i += 2) {
      box[0] = Math.min(box[0], xy[i]);
      box[1] = Math.min(box[1], xy[i + 1]);
      box[2] = Math.max(box[2], xy[i]);
      box[3] = Math.max(box[3], xy[i + 1]);
    }
    return around(known, box);
  }

  /** Any GeoJSON to a list of shapes; a missing layer is an empty list. */
  function shapes(geojson) {
    if (!geojson) return [];
    if (Array.isArray(geojson)) return geojson.flatMap(shapes);
    if (geojson.type === "FeatureCollection") return geojson.features.flatMap(shapes);
    if (geojson.type === "Feature") return [shapeOf(geojson.geometry, geojson.properties || {})];
    return [shapeOf(geojson, {})];
  }

  function shapeOf(geometry, properties) {
    const lines = [];
    const polygons = [];
    collect(geometry, lines, polygons);
    return new Shape(lines, polygons, properties);
  }

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

  /** Point and unit tangent of a quadratic curve at t. */
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
   */
  function arrowPoints(from, to, bend, width, style, steps = 22) {
    const dx = to[0] - from[0];
    const dy = to[1] - from[1];
    const length = Math.hypot(dx, dy);
    const control = [(from[0] + to[0]) / 2 + dy * bend * 2, (from[1] + to[1]) / 2 - dx * bend * 2];
    // A short arrow is drawn slimmer: wider than long it would be a block without a direction.
    const fit = Math.min(1, length / (width * 2.2 + 16));
    const headWidth = (width * style.head_width + style.head_extra) * fit;
    const headLength = Math.min(headWidth * style.head_length, length * 0.55);
    const neck = 1 - headLength / Math.max(length, 1);
    const left = [];
    const right = [];
    const spine = [];
    for (let i = 0; i <= steps; i += 1) {
      const t = (neck * i) / steps;
      const p = curveAt(from, control, to, t);
      const half = (width * fit * (style.tail_share + (1 - style.tail_share) * (i / steps))) / 2;
      left.push([p.x - p.ty * half, p.y + p.tx * half]);
      right.push([p.x + p.ty * half, p.y - p.tx * half]);
      spine.push([p.x, p.y]);
    }
    const p = curveAt(from, control, to, neck);
    const head = [
      [p.x - (p.ty * headWidth) / 2, p.y + (p.tx * headWidth) / 2],
      [to[0], to[1]],
      [p.x + (p.ty * headWidth) / 2, p.y - (p.tx * headWidth) / 2],
    ];
    const middle = curveAt(from, control, to, 0.5);
    return { outline: [...left, ...head, ...right.reverse()], spine, head, middle: [middle.x, middle.y] };
  }

  const data = (points) => `M${points.map(([x, y]) => `${x.toFixed(1)},${y.toFixed(1)}`).join("L")}`;

  /** The same arrow as SVG path data. */
  function arrow(from, to, bend, width, style) {
    const { outline, spine, head, middle } = arrowPoints(from, to, bend, width, style);
    return { outline: `${data(outline)}Z`, spine: data(spine), head: `${data(head)}Z`, middle };
  }

  parts.geometry = { ANCHOR, Shape, around, arrow, arrowPoints, mercator, shapes };
})((window.situationParts = window.situationParts || {}));
