// Who holds what: tinted and patterned areas, what changed hands in the range, and the lines between.
(function (parts) {
  "use strict";

  const { shapes, mercator, ANCHOR } = parts.geometry;

  function decode(body) {
    const lines = shapes(body.front);
    return {
      as_of: body.as_of,
      front_km: body.front_km || 0,
      areas: shapes(body.areas),
      front: lines.filter((line) => line.properties.is_front),
      stretches: parts.stretches.decode(body.stretches),
      boundaries: lines.filter((line) => !line.properties.is_front),
      band: shapes(body.band),
      places: (body.places || [])
        .filter((row) => Number.isFinite(row[1]) && Number.isFinite(row[2]))
        .map(([place, lat, lon, controller, since]) => {
          const [x, y] = mercator(lat, lon);
          return { place, lat, lon, controller, since, x: x - ANCHOR[0], y: y - ANCHOR[1] };
        }),
    };
  }

  /** The same map with only the sides the reader wants to see; no choice shows them all. */
  function only(control, controllers) {
    if (!control || !controllers || !controllers.length) return control;
    return { ...control, areas: control.areas.filter((area) => controllers.includes(area.properties.controller)) };
  }

  const patterns = new Map();

  /** A small tile that repeats: the second sign beside the tint. With a `ground` of its own it is the tint as well. */
  function pattern(ctx, kind, colour, opacity, step, width, ground) {
    const key = [kind, colour, opacity, step, width, ground && ground.tint].join();
    if (!patterns.has(key)) {
      const ratio = Math.min(window.devicePixelRatio || 1, 2);
      const tile = document.createElement("canvas");
      tile.width = Math.round(step * ratio);
      tile.height = Math.round(step * ratio);
      const c = tile.getContext("2d");
      c.scale(tile.width / step, tile.height / step);
      if (ground) {
        c.globalAlpha = ground.opacity;
        c.fillStyle = ground.tint;
        c.fillRect(0, 0, step, step);
      }
      c.globalAlpha = opacity;
      c.strokeStyle = colour;
      c.fillStyle = colour;
      c.lineWidth = width;
      c.beginPath();
      if (kind === "dots") {
        c.arc(step / 2, step / 2, width * 0.85, 0, 7);
        c.fill();
      } else if (kind === "lines") {
        c.moveTo(0, step / 2);
        c.lineTo(step, step / 2);
        c.stroke();
      } else if (kind === "uprights") {
        c.moveTo(step / 2, 0);
        c.lineTo(step / 2, step);
        c.stroke();
      } else if (kind === "crosses") {
        c.moveTo(step / 2 - 2, step / 2);
        c.lineTo(step / 2 + 2, step / 2);
        c.moveTo(step / 2, step / 2 - 2);
        c.lineTo(step / 2, step / 2 + 2);
        c.stroke();
      } else {
        const [low, high] = kind === "backhatch" ? [-1, step + 1] : [step + 1, -1];
        for (let offset = -step; offset <= step; offset += step) {
          c.moveTo(offset - 1, low);
          c.lineTo(offset + step + 1, high);
        }
        c.stroke();
      }
      const made = ctx.createPattern(tile, "repeat");
      made.setTransform(new DOMMatrix().scaleSelf(step / tile.width, step / tile.height));
      patterns.set(key, made);
    }
    return patterns.get(key);
  }

  function drawAreas(ctx, view, control, style) {
    if (!control) return;
    const look = style.control;
    ctx.save();
    ctx.translate(view.shift[0], view.shift[1]);
    control.areas.forEach((area) => {
      const name = area.properties.controller;
      const side = look[name];
      if (!side) return;
      const ground = { tint: side.tint, opacity: look.opacity };
      if (name === "contested") {
        const { colour, opacity, step, width } = look.hatch;
        ctx.fillStyle = pattern(ctx, "hatch", colour, opacity, step, width, ground);
      } else if (side.pattern !== "none") {
        ctx.fillStyle = pattern(ctx, side.pattern, side.ink, look.pattern_opacity, look.pattern_step, 1.1, ground);
      } else {
        parts.base.fillAll(ctx, [area], view.scale, side.tint, look.opacity);
        return;
      }
      ctx.fill(area.path(view.scale), "evenodd");
    });
    ctx.restore();
  }

  /** Who held ground before and who holds it now, for each way it can pass. */
  const GAINS = {
    government: { from: ["opposition", "turkey_backed", "contested"], to: ["government"], kind: "hatch", look: "gained" },
    opposition: { from: ["government"], to: ["opposition", "turkey_backed"], kind: "backhatch", look: "gained_opposition" },
  };

  function held(map, names, scale) {
    const path = new Path2D();
    map.areas
      .filter((area) => names.includes(area.properties.controller))
      .forEach((area) => path.addPath(area.path(scale)));
    return path;
  }

  /** The earlier and the later of two maps, whichever of them is compared with the other. */
  const inOrder = (control, other) => (other.as_of > control.as_of ? [control, other] : [other, control]);

  /** Hatch what passed from one side to the other between two dates, each way in its own direction and colour. */
  function drawGained(ctx, view, control, other, style) {
    if (!control || !other) return;
    const [before, after] = inOrder(control, other);
    Object.values(GAINS).forEach(({ from, to, kind, look }) => {
      const { colour, opacity, step, width } = style[look];
      ctx.save();
      ctx.translate(view.shift[0], view.shift[1]);
      ctx.clip(held(before, from, view.scale), "evenodd");
      ctx.fillStyle = pattern(ctx, kind, colour, opacity, step, width);
      ctx.fill(held(after, to, view.scale), "evenodd");
      ctx.restore();
    });
  }

  const pieces = (map) => [...map.band, ...map.boundaries, ...(map.stretches.length ? map.stretches.map(({ shape }) => shape) : map.front)];

  /**
   * The box around all that differs between two maps, in unit Mercator from the anchor; null when nothing does. Dates
   * that follow each other share the shapes that stay, and an area changes only where its lines do.
   */
  function changed(one, other) {
    if (one === other) return null;
    const [before, after] = [new Set(pieces(one)), new Set(pieces(other))];
    const differ = [...before].filter((shape) => !after.has(shape)).concat([...after].filter((shape) => !before.has(shape)));
    return differ.reduce((box, shape) => parts.geometry.around(box, shape.box), null);
  }

  const gainsKnown = new WeakMap();

  /** Which ways ground passed at all, looked up on a small picture of the whole region. */
  function gains(control, other) {
    const known = gainsKnown.get(control);
    if (known && known.other === other) return known.found;
    const side = 320;
    const scale = 256 * 2 ** 7;
    const [before, after] = inOrder(control, other);
    const canvas = document.createElement("canvas");
    canvas.width = canvas.height = side;
    const ctx = canvas.getContext("2d", { willReadFrequently: true });
    const found = {};
    Object.entries(GAINS).forEach(([name, { from, to }]) => {
      ctx.clearRect(0, 0, side, side);
      ctx.save();
      ctx.translate(side / 2, side / 2);
      ctx.clip(held(before, from, scale), "evenodd");
      ctx.fill(held(after, to, scale), "evenodd");
      ctx.restore();
      const { data } = ctx.getImageData(0, 0, side, side);
      found[name] = false;
      for (let i = 3; i < data.length && !found[name]; i += 4) found[name] = data[i] > 127;
    });
    gainsKnown.set(control, { other, found });
    return found;
  }

  function drawBand(ctx, view, control, style) {
    if (!control) return;
    ctx.save();
    ctx.translate(view.shift[0], view.shift[1]);
    parts.base.fillAll(ctx, control.band, view.scale, style.band.fill, style.band.opacity);
    ctx.restore();
  }

  function drawFront(ctx, view, control, before, style) {
    if (!control) return;
    ctx.save();
    ctx.translate(view.shift[0], view.shift[1]);
    if (before) parts.base.stroke(ctx, before.front, view.scale, style.earlier_front);
    parts.base.stroke(ctx, control.boundaries, view.scale, style.boundary);
    if (control.stretches.length) parts.stretches.draw(ctx, view, control.stretches, style);
    else parts.base.stroke(ctx, control.front, view.scale, style.front);
    ctx.restore();
  }

  /**
   * Where to write each side's name: the point of the view that is farthest from the area's edge and from the
   * view's. Returns [{controller, x, y, room}] in layer points, room in pixels. With a second map only ground that
   * is the same side's on both: a divider may show either.
   */
  function nameSpots(control, view, inner, other) {
    const best = new Map();
    const columns = 14;
    const rows = 9;
    const wide = inner.max.x - inner.min.x;
    const high = inner.max.y - inner.min.y;
    control.areas.forEach((area) => {
      const name = area.properties.controller;
      for (let i = 1; i < columns; i += 1) {
        for (let j = 1; j < rows; j += 1) {
          const x = inner.min.x + (wide * i) / columns;
          const y = inner.min.y + (high * j) / rows;
          const edge = Math.min(x - inner.min.x, inner.max.x - x, 2 * (y - inner.min.y), 2 * (inner.max.y - y));
          const known = best.get(name);
          if (known && edge <= known.room) continue;
          const [ux, uy] = view.unit(x, y);
          if (!area.contains(ux, uy)) continue;
          if (other && !other.areas.some((one) => one.properties.controller === name && one.contains(ux, uy))) continue;
          const room = Math.min(edge, Math.sqrt(area.distance2(ux, uy)) * view.scale);
          if (!known || room > known.room) best.set(name, { controller: name, x, y, room });
        }
      }
    });
    return [...best.values()];
  }

  /** The reported place nearest to a point of an area or near the front line, or null out in the open. */
  function placeAt(control, view, x, y, layers) {
    const [ux, uy] = view.unit(x, y);
    const inArea = layers.has("control") && control.areas.some((area) => area.contains(ux, uy));
    const reach = (9 / view.scale) ** 2;
    const onLine = layers.has("front") && control.front.some((line) => line.distance2(ux, uy) < reach);
    if (!inArea && !onLine) return null;
    let nearest = null;
    let best = Infinity;
    control.places.forEach((place) => {
      const d = (place.x - ux) ** 2 + (place.y - uy) ** 2;
      if (d < best) {
        best = d;
        nearest = place;
      }
    });
    return nearest;
  }

  parts.control = { changed, decode, drawAreas, drawBand, drawFront, drawGained, gains, nameSpots, only, pattern, placeAt };
})((window.situationParts = window.situationParts || {}));
