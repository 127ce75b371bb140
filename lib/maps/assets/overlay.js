// Two drawing surfaces that follow the map: a canvas for areas and lines, an SVG for symbols and labels.
// Both redraw only when a move ends or the state changes; in between Leaflet moves and scales them.
(function (parts) {
  "use strict";

  const SVG = "http://www.w3.org/2000/svg";

  /** What a drawing function needs to know about the view; points are Leaflet layer points (pixels). */
  function viewOf(map, bounds) {
    const zoom = map.getZoom();
    const scale = 256 * 2 ** zoom;
    const origin = map.getPixelOrigin();
    const [ax, ay] = parts.geometry.ANCHOR;
    return {
      zoom,
      scale,
      min: bounds.min,
      max: bounds.max,
      shift: [ax * scale - origin.x, ay * scale - origin.y],
      point(lat, lon) {
        const [x, y] = parts.geometry.mercator(lat, lon);
        return [x * scale - origin.x, y * scale - origin.y];
      },
      /** Pixel point to unit Mercator relative to the anchor, the coordinates shapes are kept in. */
      unit(x, y) {
        return [(x + origin.x) / scale - ax, (y + origin.y) / scale - ay];
      },
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

  const common = {
    initialize(pane, draw, padding) {
      L.Renderer.prototype.initialize.call(this, { pane, padding });
      this.draw = draw;
    },
    _destroyContainer() {
      this._container.remove();
      this._container = null;
    },
    _update() {
      if (this._map._animatingZoom && this._bounds) return;
      L.Renderer.prototype._update.call(this);
      this._resize(this._bounds.getSize());
      L.DomUtil.setPosition(this._container, this._bounds.min);
      this.redraw();
      this.fire("update");
    },
    view() {
      return viewOf(this._map, this._bounds);
    },
  };

  const CanvasSurface = L.Renderer.extend({
    ...common,
    _initContainer() {
      this._container = document.createElement("canvas");
      this._ctx = this._container.getContext("2d");
    },
    _resize(size) {
      // Above twice the pixels nobody sees a difference, and phones run out of memory.
      this._ratio = Math.min(window.devicePixelRatio || 1, 2);
      this._container.width = Math.round(size.x * this._ratio);
      this._container.height = Math.round(size.y * this._ratio);
      this._container.style.width = `${size.x}px`;
      this._container.style.height = `${size.y}px`;
    },
    /** Draw anew; only the part `within` a rectangle of layer points when one is given. */
    redraw(within) {
      if (!this._bounds || this._map._animatingZoom) return;
      const { min, max } = within || this._bounds;
      const ctx = this._ctx;
      const { x, y } = this._bounds.min;
      ctx.setTransform(this._ratio, 0, 0, this._ratio, -x * this._ratio, -y * this._ratio);
      ctx.save();
      ctx.beginPath();
      ctx.rect(min.x, min.y, max.x - min.x, max.y - min.y);
      ctx.clip();
      ctx.clearRect(min.x, min.y, max.x - min.x, max.y - min.y);
      this.draw(ctx, this.view());
      ctx.restore();
    },
  });

  const SvgSurface = L.Renderer.extend({
    ...common,
    _initContainer() {
      this._container = document.createElementNS(SVG, "svg");
      this._container.setAttribute("class", "situation-symbols");
    },
    _resize(size) {
      const { min } = this._bounds;
      this._container.setAttribute("width", size.x);
      this._container.setAttribute("height", size.y);
      this._container.setAttribute("viewBox", `${min.x} ${min.y} ${size.x} ${size.y}`);
    },
    redraw() {
      if (!this._bounds || this._map._animatingZoom) return;
      this.draw(this._container, this.view());
    },
  });

  function svg(name, attributes, children) {
    const element = document.createElementNS(SVG, name);
    for (const key in attributes) if (attributes[key] !== null) element.setAttribute(key, attributes[key]);
    (children || []).forEach((child) => element.append(child));
    return element;
  }

  /** An HTML element with text; text is set as text, so nothing in the data can become markup. */
  function html(name, className, text, children) {
    const element = document.createElement(name);
    if (className) element.className = className;
    if (text !== undefined && text !== null) element.textContent = text;
    (children || []).forEach((child) => element.append(child));
    return element;
  }

  /** Fill in the {names} of a sentence. */
  function fill(sentence, values) {
    return String(sentence).replace(/\{(\w+)\}/g, (all, name) => (name in values ? values[name] : all));
  }

  parts.overlay = { CanvasSurface, SvgSurface, fill, html, svg };
})((window.situationParts = window.situationParts || {}));
