// Names: towns by rank and zoom, sides, road shields and the border. Greedy, most important first; a label that
// would lie on another is moved around its point, and left out when no side is free.
(function (parts) {
  "use strict";

  const { svg } = parts.overlay;

  const ruler = document.createElement("canvas").getContext("2d");
  const widths = new Map();

  function textWidth(text, font) {
    const key = `${font}|${text}`;
    if (!widths.has(key)) {
      if (widths.size > 4000) widths.clear();
      ruler.font = font;
      widths.set(key, ruler.measureText(text).width);
    }
    return widths.get(key);
  }

  function overlap(a, b) {
    const wide = Math.min(a[2], b[2]) - Math.max(a[0], b[0]);
    const high = Math.min(a[3], b[3]) - Math.max(a[1], b[1]);
    return wide > 0 && high > 0 ? wide * high : 0;
  }

  class Layout {
    constructor(group, context) {
      this.group = group;
      this.context = context;
      this.taken = [];
      this.symbols = [];
      this.written = new Set();
    }

    avoid(boxes) {
      this.symbols.push(...boxes);
    }

    free(box) {
      return this.taken.every((other) => overlap(box, other) === 0);
    }

    covered(box) {
      return this.symbols.reduce((sum, other) => sum + overlap(box, other), 0);
    }

    write(text, x, y, look, anchor, turn) {
      const halo = this.context.style.halo;
      const element = svg("text", {
        x: x.toFixed(1),
        y: y.toFixed(1),
        "text-anchor": anchor,
        "font-size": look.size,
        "font-weight": look.weight || null,
        "font-style": look.italic ? "italic" : null,
        "letter-spacing": look.spacing || null,
        fill: look.colour,
        stroke: halo.colour,
        "stroke-opacity": look.halo === undefined ? halo.opacity : look.halo,
        "stroke-width": this.context.style.label.halo_width,
        transform: turn ? `rotate(${turn.toFixed(1)} ${x.toFixed(1)} ${y.toFixed(1)})` : null,
      });
      element.textContent = text;
      this.group.append(element);
      this.written.add(text);
    }

    /** Text beside a point, on the side with most room. `tolerant` = may cover symbols when nothing else is free. */
    beside(text, x, y, gap, look, tolerant) {
      const font = `${look.italic ? "italic " : ""}${look.weight || 400} ${look.size}px ${this.context.style.font}`;
      const w = textWidth(text, font);
      const h = look.size;
      const up = y - gap * 0.75;
      const down = y + gap * 0.75 + h * 0.8;
      const spots = [
        [x + gap, y + h * 0.35, "start"],
        [x + gap * 0.75, up, "start"],
        [x - gap, y + h * 0.35, "end"],
        [x - gap * 0.75, up, "end"],
        [x + gap * 0.75, down, "start"],
        [x - gap * 0.75, down, "end"],
        [x, y - gap - 2, "middle"],
        [x, y + gap + h * 0.85, "middle"],
      ];
      let best = null;
      for (let i = 0; i < spots.length; i += 1) {
        const [tx, ty, anchor] = spots[i];
        const left = anchor === "start" ? tx : anchor === "end" ? tx - w : tx - w / 2;
        const box = [left - 2, ty - h * 0.85, left + w + 2, ty + h * 0.25];
        if (!this.free(box)) continue;
        const cost = this.covered(box) + i * 2;
        if (!best || cost < best.cost) best = { cost, box, tx, ty, anchor };
      }
      if (!best) return false;
      if (!tolerant && best.cost > 0.22 * w * h + 16) return false;
      this.taken.push(best.box);
      this.write(text, best.tx, best.ty, look, best.anchor);
      return true;
    }

    /** Text centred on a point, only where nothing lies. */
    centred(text, x, y, look, turn, strict) {
      const font = `${look.italic ? "italic " : ""}${look.weight || 400} ${look.size}px ${this.context.style.font}`;
      const w = textWidth(text, font) + text.length * (look.spacing || 0);
      const angle = ((turn || 0) * Math.PI) / 180;
      const bw = Math.abs(w * Math.cos(angle)) + Math.abs(look.size * Math.sin(angle));
      const bh = Math.abs(w * Math.sin(angle)) + Math.abs(look.size * Math.cos(angle));
      const box = [x - bw / 2 - 3, y - bh / 2 - 2, x + bw / 2 + 3, y + bh / 2 + 2];
      if (!this.free(box)) return false;
      if (strict && this.covered(box) > 0) return false;
      this.taken.push(box);
      const lift = look.size * 0.35;
      this.write(text, x - lift * Math.sin(angle), y + lift * Math.cos(angle), look, "middle", turn);
      return true;
    }
  }

  function townLook(rank, style) {
    const sizes = style.label.sizes;
    return {
      size: sizes[Math.min(rank, sizes.length) - 1],
      weight: rank === 1 ? 700 : rank === 2 ? 500 : 400,
      colour: style.label.colour,
    };
  }

  /** Walk along lines in pixels and return points spaced apart, with the direction there. */
  function along(shapes, view, spacing, offset) {
    const spots = [];
    shapes.forEach((shape) =>
      shape.lines.forEach((xy) => {
        let walked = 0;
        let next = spacing * offset;
        for (let i = 2; i < xy.length; i += 2) {
          const ax = xy[i - 2] * view.scale + view.shift[0];
          const ay = xy[i - 1] * view.scale + view.shift[1];
          const bx = xy[i] * view.scale + view.shift[0];
          const by = xy[i + 1] * view.scale + view.shift[1];
          const length = Math.hypot(bx - ax, by - ay);
          while (length > 0 && walked + length >= next) {
            const t = (next - walked) / length;
            const p = [ax + t * (bx - ax), ay + t * (by - ay)];
            if (view.sees(p, -10)) spots.push({ p, shape });
            next += spacing;
          }
          walked += length;
        }
      }),
    );
    return spots;
  }

  function shields(layout, view, base, context) {
    const look = context.style.shield;
    const set = [];
    along(base.highways, view, 60, 0.5).forEach(({ p, shape }) => {
      if (set.some((other) => Math.hypot(other[0] - p[0], other[1] - p[1]) < 170)) return;
      const text = String(shape.properties.name || shape.properties.ref || "");
      if (!text) return;
      const w = text.length * look.size * 0.66 + 7;
      const h = look.size + 6;
      const box = [p[0] - w / 2, p[1] - h / 2, p[0] + w / 2, p[1] + h / 2];
      if (!layout.free(box) || layout.covered(box) > 0) return;
      layout.taken.push(box);
      set.push(p);
      layout.group.append(
        svg("rect", { x: box[0], y: box[1], width: w, height: h, rx: 2.5, fill: look.fill, stroke: look.edge }),
      );
      const label = svg("text", {
        x: p[0],
        y: p[1] + look.size * 0.36,
        "text-anchor": "middle",
        "font-size": look.size,
        "font-weight": 600,
        fill: look.text,
      });
      label.textContent = text;
      layout.group.append(label);
    });
  }

  /** "Turkish border" written along the line, where it runs straight enough to carry the words. */
  function borderNames(layout, view, base, context) {
    const look = { ...context.style.label.border, italic: true, weight: 600, spacing: 0.4 };
    const text = context.words.turkish_border;
    const room = textWidth(text, `italic 600 ${look.size}px ${context.style.font}`) + text.length * 0.4 + 6;
    const tried = [];
    base.border.forEach((shape) =>
      shape.lines.forEach((xy) => {
        const points = [];
        for (let i = 0; i < xy.length; i += 2) {
          points.push([xy[i] * view.scale + view.shift[0], xy[i + 1] * view.scale + view.shift[1]]);
        }
        for (let i = 0, j = 0; i < points.length; i += 1) {
          while (j < points.length - 1 && Math.hypot(points[j][0] - points[i][0], points[j][1] - points[i][1]) < room) j += 1;
          const [a, b] = [points[i], points[j]];
          const chord = Math.hypot(b[0] - a[0], b[1] - a[1]);
          const middle = [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2];
          if (chord < room * 0.95 || chord > room * 2 || !view.sees(middle, -30)) continue;
          let off = 0;
          for (let k = i; k <= j; k += 1) {
            const side = ((points[k][0] - a[0]) * (b[1] - a[1]) - (points[k][1] - a[1]) * (b[0] - a[0])) / chord;
            off = Math.max(off, Math.abs(side));
          }
          if (off <= 9) tried.push({ off, a, b, chord, middle });
        }
      }),
    );
    const placed = [];
    tried
      .sort((one, other) => one.off - other.off)
      .forEach(({ off, a, b, chord, middle }) => {
        if (placed.length >= 4 || placed.some((p) => Math.hypot(p[0] - middle[0], p[1] - middle[1]) < 320)) return;
        let turn = (Math.atan2(b[1] - a[1], b[0] - a[0]) * 180) / Math.PI;
        if (turn > 90) turn -= 180;
        if (turn < -90) turn += 180;
        // Write on the Turkish side: north of the line, or west of it where it runs north to south.
        let normal = [-(b[1] - a[1]) / chord, (b[0] - a[0]) / chord];
        if (normal[1] > 0.35 || (Math.abs(normal[1]) <= 0.35 && normal[0] > 0)) normal = [-normal[0], -normal[1]];
        const lift = off + 11;
        const spot = [middle[0] + normal[0] * lift, middle[1] + normal[1] * lift];
        if (layout.centred(text, spot[0], spot[1], look, turn, true)) placed.push(middle);
      });
  }

  /** All the names of one view. `names` are those of the sites, `spots` those of the sides. */
  function draw(group, view, base, context, { obstacles, taken, names, spots, inner }) {
    const layout = new Layout(group, context);
    const { style, words } = context;
    const towns = (base ? base.towns : [])
      .map(([text, lat, lon, rank]) => ({ text, rank: Math.max(1, rank || 5), p: view.point(lat, lon) }))
      .filter(({ rank, p }) => {
        const zooms = style.label.min_zoom;
        return view.zoom >= zooms[Math.min(rank, zooms.length) - 1] && view.sees(p, 0);
      })
      .sort((a, b) => a.rank - b.rank);
    layout.avoid(obstacles);
    layout.taken.push(...taken);
    layout.avoid(towns.map(({ p }) => [p[0] - 3, p[1] - 3, p[0] + 3, p[1] + 3]));
    const dot = (town) =>
      group.append(
        svg("circle", {
          cx: town.p[0].toFixed(1),
          cy: town.p[1].toFixed(1),
          r: style.town.dot + (town.rank === 1 ? 1 : 0),
          fill: style.town.dot_fill,
          stroke: style.town.dot_edge,
          "stroke-width": style.town.dot_edge_width,
        }),
      );
    // A strike circle on the town itself: the name stands clear of it, and its number needs no dot on it.
    const around = ([x, y]) =>
      obstacles.reduce((most, box) => {
        const half = (box[2] - box[0]) / 2;
        return Math.hypot((box[0] + box[2]) / 2 - x, (box[1] + box[3]) / 2 - y) < half * 0.8 ? Math.max(most, half) : most;
      }, 0);
    const town = (one) => {
      const circle = around(one.p);
      const look = townLook(one.rank, style);
      const written = layout.beside(one.text, one.p[0], one.p[1], Math.max(6, circle + 2), look, one.rank <= 2);
      if (written && circle < style.strike.count_radius) dot(one);
    };
    towns.filter((one) => one.rank <= 1).forEach(town);
    const lands = [];
    context.countries.forEach(([text, lat, lon]) => {
      const [x, y] = view.point(lat, lon);
      const look = { ...style.label.country, spacing: 2, halo: 0.6 };
      const half = text.length * look.size * 0.4 + 10;
      const within = x - half > inner.min.x && x + half < inner.max.x && inner.contains([x, y]);
      if (!within || lands.some((one) => one.text === text && Math.hypot(one.x - x, one.y - y) < 500)) return;
      if ([0, 25, -25, 50, -50].some((dy) => layout.centred(text, x, y + dy, look, 0, true))) lands.push({ text, x, y });
    });
    towns.filter((one) => one.rank === 2).forEach(town);
    if (base) borderNames(layout, view, base, context);
    const siteLook = style.label.site;
    names
      .filter((name) => name.open && view.zoom >= siteLook.min_zoom_open)
      .forEach((name) => site(layout, name, style));
    spots
      .filter((spot) => spot.room > 26)
      .forEach((spot) => {
        const side = style.control[spot.controller];
        const look = { size: style.control.name_size, italic: true, weight: 500, colour: side.ink, halo: 0.75 };
        const text = words.area_names[spot.controller];
        // Best where no symbol lies; rather over a symbol than not at all: the name stands for the tint.
        const places = [0, 20, -20, 40, -40, 60, -60];
        const put = (strict) => places.some((dy) => layout.centred(text, spot.x, spot.y + dy, look, 0, strict));
        if (!put(true)) put(false);
      });
    if (base) shields(layout, view, base, context);
    towns.filter((one) => one.rank > 2).forEach(town);
    names
      .filter((name) => !name.open && view.zoom >= (name.camp ? siteLook.min_zoom_camp : siteLook.min_zoom))
      .forEach((name) => site(layout, name, style));
    (base ? base.governorate_labels : []).forEach(({ names: known, point }) => {
      const text = known[`name_${context.lang}`] || known.name_en;
      const [x, y] = view.point(point[1], point[0]);
      const look = { ...style.label.governorate, spacing: 1.2, halo: 0.5 };
      if (text && view.zoom <= 10 && view.sees([x, y], 0)) layout.centred(text.toUpperCase(), x, y, look, 0, true);
    });
  }

  function site(layout, name, style) {
    const look = { size: style.label.site.size, colour: style.label.site.colour, weight: name.open ? 650 : 400 };
    // A crossing named like the town beside it needs no second label.
    if (!layout.written.has(name.text)) layout.beside(name.text, name.x, name.y, 10, look, name.open);
  }

  parts.labels = { draw, textWidth };
})((window.situationParts = window.situationParts || {}));
