// What agreements drew: the Sochi strip, the M4 corridor and the Turkish observation posts.
(function (parts) {
  "use strict";

  const { shapes } = parts.geometry;
  const { svg, fill } = parts.overlay;

  const AREAS = ["sochi_strip", "m4_corridor"];
  const LAYERS = [...AREAS, "posts"];

  function decode(body) {
    const area = (name) => (body[name] ? { ...body[name], layer: name, shapes: shapes(body[name].areas) } : null);
    return {
      areas: AREAS.map(area).filter(Boolean),
      posts: (body.posts || []).filter((post) => Number.isFinite(post.lat) && Number.isFinite(post.lon)),
      unplaced: (body.posts || []).filter((post) => !Number.isFinite(post.lat) || !Number.isFinite(post.lon)),
      posts_note: body.posts_note || "",
    };
  }

  const wanted = (layers) => LAYERS.some((layer) => layers.has(layer));
  const chosen = (agreements, layers) => (agreements ? agreements.areas.filter(({ layer }) => layers.has(layer)) : []);

  /** Posts that stood at the end of the range, and whether each was encircled by then. */
  function posts(agreements, layers, to) {
    if (!agreements || !layers.has("posts")) return [];
    return agreements.posts
      .filter((post) => post.established <= to)
      .map((post) => ({ post, encircled: Boolean(post.encircled) && post.encircled <= to }));
  }

  function drawAreas(ctx, view, agreements, layers, style) {
    ctx.save();
    ctx.translate(view.shift[0], view.shift[1]);
    chosen(agreements, layers).forEach((area) => {
      const look = style[area.layer];
      area.shapes.forEach((shape) => {
        const path = shape.path(view.scale);
        // The strip's outer ring is where the wording leaves the depth open: paler, and without hatch.
        const open = Boolean(shape.properties.depth_from_km);
        ctx.globalAlpha = open ? look.open_opacity : look.opacity;
        ctx.fillStyle = look.fill;
        ctx.fill(path, "evenodd");
        ctx.globalAlpha = 1;
        if (look.hatch && !open) {
          const { colour, opacity, step, width } = look.hatch;
          ctx.fillStyle = parts.control.pattern(ctx, "uprights", colour, opacity, step, width);
          ctx.fill(path, "evenodd");
        }
      });
      parts.base.stroke(ctx, area.shapes, view.scale, look.edge);
    });
    ctx.restore();
  }

  /** The area whose edge lies near a point. Its inside stays free for the places that are asked for there. */
  function edgeAt(agreements, layers, x, y, reach) {
    return chosen(agreements, layers).find((area) => area.shapes.some((shape) => shape.distance2(x, y) < reach * reach));
  }

  function areaSymbol(area, latlng) {
    const sources = area.sources.map((source) => ({ heading: "", lines: [], also: [], ...source }));
    const report = { title: area.title, lines: area.lines, note: area.note, reports: sources, more: 0 };
    return { key: `agreement:${area.layer}`, kind: "agreement", lines: [area.title, ...area.lines, area.note], latlng, report };
  }

  /** A square with a dot: white while the post is free, filled once it is encircled. */
  function mark(x, y, encircled, style) {
    const s = style.size;
    const box = { x: x - s, y: y - s, width: 2 * s, height: 2 * s };
    return [
      svg("rect", { ...box, fill: "none", stroke: style.halo, "stroke-width": style.edge_width + 2.4 }),
      svg("rect", { ...box, fill: encircled ? style.ink : style.fill, stroke: style.ink, "stroke-width": style.edge_width }),
      svg("circle", { cx: x, cy: y, r: style.dot, fill: encircled ? style.fill : style.ink }),
    ];
  }

  function postSymbol({ post, encircled }, agreements, context) {
    const { words, date } = context;
    const setUp = fill(words.post_set_up, { day: date(post.established) });
    const sentence = post.encircled_precision === "by" ? words.post_encircled_by : words.post_encircled_on;
    const siege = encircled ? fill(sentence, { day: date(post.encircled) }) : words.post_free;
    const name = fill(words.post, { n: context.number(post.number), name: post.name });
    const reports = [{ heading: setUp, lines: [], source: post.source, source_url: post.source_url, also: [] }];
    if (encircled) {
      reports.push({ heading: siege, lines: [], source: post.encircled_source, source_url: post.encircled_url, also: [] });
    }
    return {
      key: `post:${post.number}`,
      kind: "post",
      lines: [name, siege, setUp],
      latlng: [post.lat, post.lon],
      report: {
        title: name,
        lines: encircled ? [] : [siege],
        note: [agreements.posts_note, post.note].filter(Boolean).join(" "),
        reports,
        more: 0,
      },
    };
  }

  function button(symbol, children) {
    const label = symbol.lines.join(". ");
    return svg(
      "g",
      { class: "situation-symbol", "data-key": symbol.key, tabindex: 0, role: "button", "aria-label": label },
      children,
    );
  }

  /** A name on an area, that opens to the wording behind it; moved up or down where a post lies. */
  function areaName(area, view, style, posted) {
    const look = style[area.layer].name;
    const [x, middle] = view.point(area.anchor[0], area.anchor[1]);
    const half = parts.labels.textWidth(area.name, `italic 600 ${look.size}px ${style.font}`) / 2 + 2;
    const clear = (y) =>
      posted.every(([left, top, right, bottom]) => right < x - half || left > x + half || bottom < y - 8 || top > y + 8);
    const y = [0, 16, -16, 30, -30, 44].map((step) => middle + step).find(clear) || middle;
    const text = svg("text", {
      x: x.toFixed(1),
      y: (y + look.size * 0.35).toFixed(1),
      "text-anchor": "middle",
      "font-size": look.size,
      "font-style": "italic",
      "font-weight": 600,
      fill: look.colour,
      stroke: style.halo.colour,
      "stroke-opacity": 0.85,
      "stroke-width": style.label.halo_width,
    });
    text.textContent = area.name;
    const box = [x - half, y - look.size * 0.8, x + half, y + look.size * 0.8];
    const ground = svg("rect", { x: box[0], y: box[1], width: 2 * half, height: 1.6 * look.size, fill: "transparent" });
    return { box, children: [ground, text] };
  }

  /** Names of the areas and the posts. Returns symbols by key, and what labels have to stay clear of. */
  function draw(group, agreements, layers, view, context) {
    const symbols = [];
    const obstacles = [];
    const taken = [];
    const look = context.style.post;
    const s = look.size + 2;
    const standing = posts(agreements, layers, context.state.to).map((one) => {
      const [x, y] = view.point(one.post.lat, one.post.lon);
      obstacles.push([x - s, y - s, x + s, y + s]);
      return { one, x, y };
    });
    chosen(agreements, layers).forEach((area) => {
      const symbol = areaSymbol(area, area.anchor);
      const { box, children } = areaName(area, view, context.style, obstacles);
      group.append(button(symbol, children));
      taken.push(box);
      symbols.push(symbol);
    });
    standing.forEach(({ one, x, y }) => {
      const symbol = postSymbol(one, agreements, context);
      const children = mark(x, y, one.encircled, look);
      if (view.zoom >= look.number_zoom) {
        const number = svg("text", {
          x: (x + look.size + 4).toFixed(1),
          y: (y + look.text_size * 0.36).toFixed(1),
          "font-size": look.text_size,
          "font-weight": 700,
          fill: look.ink,
          stroke: look.halo,
          "stroke-width": 3,
        });
        number.textContent = context.number(one.post.number);
        children.push(number);
        taken.push([x + look.size + 2, y - look.text_size / 2, x + look.size + 18, y + look.text_size / 2]);
      }
      group.append(button(symbol, children));
      symbols.push(symbol);
    });
    return { symbols, obstacles, taken };
  }

  parts.agreements = { areaSymbol, chosen, decode, draw, drawAreas, edgeAt, mark, posts, wanted };
})((window.situationParts = window.situationParts || {}));
