// The legend: a line for each thing that is on the map now, drawn with the same pens as the map.
(function (parts) {
  "use strict";

  const { fill, html, svg } = parts.overlay;

  function sample(width, height, children) {
    return svg("svg", { width, height, viewBox: `0 0 ${width} ${height}`, "aria-hidden": "true" }, children);
  }

  const swatches = new Map();

  /**
   * A small drawing as a picture: a canvas would be a layer of its own, copied in each frame of the clock. Made once
   * for each `key`; the look itself stays the same as long as the frame.
   */
  function swatch(key, draw) {
    const ratio = Math.min(window.devicePixelRatio || 1, 2);
    const name = `${ratio} ${key}`;
    if (!swatches.has(name)) swatches.set(name, picture(ratio, draw));
    return swatches.get(name).cloneNode();
  }

  function picture(ratio, draw) {
    const canvas = html("canvas");
    canvas.width = 38 * ratio;
    canvas.height = 15 * ratio;
    const ctx = canvas.getContext("2d");
    ctx.scale(ratio, ratio);
    draw(ctx);
    const image = html("img");
    image.alt = "";
    image.src = canvas.toDataURL();
    return image;
  }

  function areaSwatch(name, style) {
    return swatch(`area ${name}`, (ctx) => {
      const side = style.control[name];
      ctx.fillStyle = style.ground.land;
      ctx.fillRect(0, 0, 38, 15);
      ctx.globalAlpha = style.control.opacity;
      ctx.fillStyle = side.tint;
      ctx.fillRect(0, 0, 38, 15);
      ctx.globalAlpha = 1;
      if (side.pattern === "none") return;
      const { hatch } = style.control;
      ctx.fillStyle =
        name === "contested"
          ? parts.control.pattern(ctx, "hatch", hatch.colour, hatch.opacity, hatch.step, hatch.width)
          : parts.control.pattern(ctx, side.pattern, side.ink, style.control.pattern_opacity, style.control.pattern_step, 1.1);
      ctx.fillRect(0, 0, 38, 15);
    });
  }

  function line(pen) {
    const children = [];
    const shape = { x1: 1, y1: 7.5, x2: 37, y2: 7.5 };
    if (pen.casing) children.push(svg("line", { ...shape, stroke: pen.casing, "stroke-width": pen.casing_width }));
    children.push(
      svg("line", {
        ...shape,
        stroke: pen.colour,
        "stroke-width": pen.width,
        "stroke-dasharray": pen.dash ? pen.dash.join(" ") : null,
      }),
    );
    return sample(38, 15, children);
  }

  /** What an agreement drew: its fill, its hatch and its edge. */
  function agreement(layer, style) {
    const look = style[layer];
    return swatch(layer, (ctx) => {
      ctx.globalAlpha = look.opacity;
      ctx.fillStyle = look.fill;
      ctx.fillRect(1, 1, 36, 13);
      ctx.globalAlpha = 1;
      if (look.hatch) {
        const { colour, opacity, step, width } = look.hatch;
        ctx.fillStyle = parts.control.pattern(ctx, "uprights", colour, opacity, step, width);
        ctx.fillRect(1, 1, 36, 13);
      }
      ctx.setLineDash(look.edge.dash || []);
      ctx.strokeStyle = look.edge.colour;
      ctx.lineWidth = look.edge.width;
      ctx.strokeRect(1, 1, 36, 13);
    });
  }

  /** Sentences under the entries: what is on the map only in part. */
  function notes(now, context) {
    const names = now.unplaced_posts.join(", ");
    const list = names ? [fill(context.words.posts_unplaced, { names })] : [];
    if (now.modelled.empty) list.push(context.words.modelled_none);
    return list;
  }

  /** The entries that name a day of the range. */
  function dated({ from, to }, { words, day }) {
    return {
      front: to ? fill(words.front_on, { day: day(to) }) : "",
      earlier: from ? fill(words.front_before, { day: day(from) }) : "",
    };
  }

  /** The legend's entries for what is drawn now, and nothing else. */
  function entries(now, context) {
    const { style, words, day, number } = context;
    const list = [];
    const add = (symbol, text, date) => list.push({ symbol, text, date });
    const { front, earlier } = dated({ to: now.front, from: now.earlier }, context);
    // First, for a reader has to know at once which marks are the reader's own.
    if (now.own) add(parts.own.sample(context), words.own_legend);
    now.sides.forEach((name) => add(areaSwatch(name, style), words.sides[name]));
    const hatched = (tint, kind, { colour, opacity, step, width }) =>
      swatch(kind, (ctx) => {
        ctx.fillStyle = tint;
        ctx.fillRect(0, 0, 38, 15);
        ctx.fillStyle = parts.control.pattern(ctx, kind, colour, opacity, step, width);
        ctx.fillRect(0, 0, 38, 15);
      });
    const { government, opposition } = style.control;
    if (now.gains.government) add(hatched(government.tint, "hatch", style.gained), words.gained);
    if (now.gains.opposition) add(hatched(opposition.tint, "backhatch", style.gained_opposition), words.gained_opposition);
    if (now.front && now.swipe) {
      add(line(style.front), fill(words.front_swipe, { left: day(now.swipe), right: day(now.front) }));
    } else if (now.front) add(line(style.front), front, "front");
    if (now.one_sided) {
      const { colour, width, casing, casing_width } = style.front;
      add(line({ colour, width, casing, casing_width, dash: style.stretch.one_sided_dash }), words.one_sided);
    }
    if (now.compared) add(line(style.earlier_front), fill(words.front_on, { day: day(now.compared) }));
    if (now.earlier) add(line(style.earlier_front), earlier, "earlier");
    if (now.boundaries) add(line(style.boundary), words.other_boundary);
    if (now.band) {
      const band = svg("rect", { width: 38, height: 15, fill: style.control.government.tint });
      const soft = svg("rect", { y: 3, width: 38, height: 9, fill: style.band.fill, opacity: style.band.opacity + 0.2 });
      add(sample(38, 15, [band, soft]), words.band);
    }
    if (now.flows) {
      style.flow.legend_persons.forEach((persons) => {
        const wide = parts.flows.width(persons, style.flow) * context.symbol_scale;
        const high = Math.ceil(wide * style.flow.head_width + style.flow.head_extra);
        const shape = parts.geometry.arrow([1, high / 2], [71, high / 2], 0, wide, style.flow);
        const path = svg("path", { d: shape.outline, fill: style.flow.colour });
        add(sample(72, high, [path]), fill(words.persons_fled, { n: number(persons) }));
      });
    }
    if (now.directions) {
      const pen = { fill: "none", stroke: style.flow.colour, "stroke-width": style.flow.direction_only.width };
      const shape = parts.geometry.arrow([1, 8], [37, 8], 0, style.flow.direction_only.width, style.flow);
      const dash = style.flow.direction_only.dash.join(" ");
      const children = [svg("path", { d: shape.spine, ...pen, "stroke-dasharray": dash }), svg("path", { d: shape.head, fill: style.flow.colour })];
      add(sample(38, 16, children), words.direction_only);
    }
    if (now.loose_flows) {
      const children = [
        svg("rect", { x: 2, y: 5, width: 34, height: 7, fill: style.flow.colour, "fill-opacity": 0.25, stroke: style.flow.colour, "stroke-dasharray": style.flow.outline_dash.join(" ") }),
      ];
      add(sample(38, 16, children), words.representative);
    }
    if (now.modelled.flows.length) add(parts.modelled.sample(context), fill(words.modelled_entry, { who: now.modelled.counter, n: number(now.modelled.flows.length), all: number(now.modelled.all) }));
    if (now.strikes) parts.symbols.legend(context).forEach(([symbol, text]) => add(symbol, text));
    if (now.strikes && parts.symbols.circles(context)) {
      const children = [];
      const high = 2 * parts.strikes.radius(Math.max(...style.strike.legend_counts), context) + 3;
      let x = 1;
      style.strike.legend_counts.forEach((count) => {
        const r = parts.strikes.radius(count, context);
        children.push(...parts.strikes.circle(x + r, high / 2, count, false, context).children);
        x += 2 * r + 2;
      });
      const counts = style.strike.legend_counts.map(number).join(", ");
      add(sample(Math.max(38, Math.ceil(x + 1)), Math.ceil(high), children), fill(words.strikes_by_number, { counts }));
    }
    if (now.coarse_strikes) {
      add(sample(38, 16, parts.strikes.circle(19, 8, 2, true, { ...context, number: () => "" }).children), words.strike_coarse);
    }
    if (now.open_crossings) add(sample(38, 18, [parts.sites.crossing(19, 9, true, style.crossing)]), words.crossing_open);
    if (now.other_crossings) add(sample(38, 16, [parts.sites.crossing(19, 8, false, style.crossing)]), words.crossing_other);
    if (now.camps) add(sample(38, 16, [parts.sites.camp(19, 8, true, style.camp)]), words.camps);
    if (now.agreements.includes("sochi_strip")) add(agreement("sochi_strip", style), words.strip);
    if (now.agreements.includes("m4_corridor")) add(agreement("m4_corridor", style), words.corridor);
    const post = (encircled) => sample(38, 17, parts.agreements.mark(19, 8.5, encircled, style.post));
    if (now.free_posts) add(post(false), words.post_legend);
    if (now.encircled_posts) add(post(true), words.post_legend_encircled);
    now.place_sides.forEach((name) =>
      add(sample(38, 12, [parts.sites.placeMark(19, 6, name, context)]), fill(words.place_of, { side: words.area_names[name] })),
    );
    return list;
  }

  parts.legend = { dated, entries, notes };
})((window.situationParts = window.situationParts || {}));
