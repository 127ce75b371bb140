// The one place that reaches into Leaflet's private members: two drawing surfaces that follow the map, a canvas for
// areas and lines and an SVG for symbols and names, and what else Leaflet 1.9 offers no public way to.
// Both surfaces redraw only when a move ends or the state changes; in between Leaflet moves and scales them.

/** @import { Bounds, Context, Context2D, LeafletMap, Point, View, XY } from "../types.js" */

import { mercator } from "../draw/geometry.js";

const SVG = "http://www.w3.org/2000/svg";

/**
 * What a drawing function needs to know about the view; points are Leaflet layer points (pixels).
 * @param {LeafletMap} map
 * @param {Bounds} bounds
 * @param {Point} anchor What shapes are counted from, in unit Mercator.
 * @returns {View}
 */
function viewOf(map, bounds, [ax, ay]) {
  const zoom = map.getZoom();
  const scale = 256 * 2 ** zoom;
  const origin = map.getPixelOrigin();
  return {
    zoom,
    scale,
    min: bounds.min,
    max: bounds.max,
    shift: [ax * scale - origin.x, ay * scale - origin.y],
    /** @param {number} lat @param {number} lon */
    point(lat, lon) {
      const [x, y] = mercator(lat, lon);
      return [x * scale - origin.x, y * scale - origin.y];
    },
    /**
     * Pixel point to unit Mercator relative to the anchor, the coordinates shapes are kept in.
     * @param {number} x
     * @param {number} y
     */
    unit(x, y) {
      return [(x + origin.x) / scale - ax, (y + origin.y) / scale - ay];
    },
    /** @param {Point} p @param {number} margin */
    sees(p, margin) {
      return (
        p[0] > bounds.min.x - margin &&
        p[0] < bounds.max.x + margin &&
        p[1] > bounds.min.y - margin &&
        p[1] < bounds.max.y + margin
      );
    },
  };
}

/** @type {any} */
let FollowingRenderer = null;

/** Leaflet's renderer, with its container given from outside; made when Leaflet is there. */
function rendererClass() {
  FollowingRenderer ||= L.Renderer.extend({
    /** @param {Surface} surface @param {string} pane @param {number} padding */
    initialize(surface, pane, padding) {
      // @ts-expect-error Leaflet's classes have no typed way to call the base class
      L.Renderer.prototype.initialize.call(this, { pane, padding });
      this.surface = surface;
    },
    _initContainer() {
      this._container = this.surface.element;
    },
    _destroyContainer() {
      this._container.remove();
      this._container = null;
    },
    _update() {
      if (this._map._animatingZoom && this._bounds) return;
      // @ts-expect-error the same
      L.Renderer.prototype._update.call(this);
      this.surface.resize(this._bounds.getSize());
      L.DomUtil.setPosition(this._container, this._bounds.min);
      this.surface.redraw();
      this.fire("update");
    },
  });
  return FollowingRenderer;
}

/** What both surfaces share. `element` is what Leaflet moves with the map. */
class Surface {
  /**
   * @param {HTMLCanvasElement | SVGSVGElement} element
   * @param {Context} context
   * @param {{pane: string, padding: number}} where Pane of the map, and how far beyond the view to draw, as a share of it.
   */
  constructor(element, context, { pane, padding }) {
    this.element = element;
    this.anchor = context.anchor;
    this.renderer = new (rendererClass())(this, pane, padding);
  }

  /**
   * @param {LeafletMap} map
   * @returns {this}
   */
  addTo(map) {
    this.renderer.addTo(map);
    return this;
  }

  /**
   * The drawn part of the map in layer points; null before the map has a size.
   * @returns {L.Bounds | null}
   */
  get bounds() {
    return this.renderer._bounds || null;
  }

  /**
   * The zoom that is drawn, which during a zoom is still the old one.
   * @returns {number}
   */
  get zoom() {
    return this.renderer._zoom;
  }

  /** Whether there is anything to draw on; not while the map zooms, for all is drawn anew after it. */
  get still() {
    return this.bounds !== null && !zooming(this.renderer._map);
  }

  view() {
    return viewOf(this.renderer._map, this.renderer._bounds, this.anchor);
  }
}

export class CanvasSurface extends Surface {
  /**
   * @param {Context} context
   * @param {{pane: string, padding: number}} where
   * @param {(ctx: Context2D, view: View) => void} draw
   */
  constructor(context, where, draw) {
    const canvas = document.createElement("canvas");
    super(canvas, context, where);
    this.canvas = canvas;
    this.ctx = /** @type {Context2D} */ (canvas.getContext("2d"));
    this.ratio = 1;
    this.draw = draw;
  }

  /** @param {XY} size */
  resize({ x, y }) {
    // Above twice the pixels nobody sees a difference, and phones run out of memory.
    this.ratio = Math.min(window.devicePixelRatio || 1, 2);
    this.canvas.width = Math.round(x * this.ratio);
    this.canvas.height = Math.round(y * this.ratio);
    this.canvas.style.width = `${x}px`;
    this.canvas.style.height = `${y}px`;
  }

  /**
   * Draw anew; only the part `within` a rectangle of layer points when one is given.
   * @param {Bounds} [within]
   */
  redraw(within) {
    const { bounds, ctx, ratio } = this;
    if (!bounds || !this.still) return;
    const { min, max } = within || /** @type {Bounds} */ (bounds);
    const { x, y } = /** @type {Bounds} */ (bounds).min;
    ctx.setTransform(ratio, 0, 0, ratio, -x * ratio, -y * ratio);
    ctx.save();
    ctx.beginPath();
    ctx.rect(min.x, min.y, max.x - min.x, max.y - min.y);
    ctx.clip();
    ctx.clearRect(min.x, min.y, max.x - min.x, max.y - min.y);
    this.draw(ctx, this.view());
    ctx.restore();
  }
}

export class SvgSurface extends Surface {
  /**
   * @param {Context} context
   * @param {{pane: string, padding: number}} where
   * @param {(root: SVGSVGElement, view: View) => void} draw
   */
  constructor(context, where, draw) {
    const root = document.createElementNS(SVG, "svg");
    root.setAttribute("class", "situation-symbols");
    super(root, context, where);
    this.root = root;
    this.draw = draw;
  }

  /** @param {XY} size */
  resize({ x, y }) {
    const { min } = /** @type {Bounds} */ (this.bounds);
    this.root.setAttribute("width", String(x));
    this.root.setAttribute("height", String(y));
    this.root.setAttribute("viewBox", `${min.x} ${min.y} ${x} ${y}`);
  }

  redraw() {
    if (this.still) this.draw(this.root, this.view());
  }
}

/**
 * Whether the map is on its way from one zoom to another.
 * @param {any} map A Leaflet map.
 * @returns {boolean}
 */
export const zooming = (map) => Boolean(map._animatingZoom);

/**
 * Whether the map was dragged by the press that a click ends.
 * @param {any} map A Leaflet map.
 * @returns {boolean}
 */
export const dragged = (map) => map.dragging.moved();

/**
 * Lay out an open popup anew, whose largest size has changed; Leaflet's own update would set its content again.
 * @param {any} popup A Leaflet popup.
 */
export function layOut(popup) {
  popup._updateLayout();
  popup._updatePosition();
}

/**
 * Bring a point (WGS 84 degrees) to the middle of the map, as a hand that draws it along does: nothing is drawn anew.
 * @param {any} map A Leaflet map.
 * @param {[number, number]} centre Latitude and longitude.
 */
export function shift(map, centre) {
  map._rawPanBy(map.latLngToContainerPoint(centre).subtract(map.getSize().divideBy(2)).round());
  map.fire("move");
}
