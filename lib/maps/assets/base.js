// The ground: land, water and relief below the areas; rivers, roads, boundaries and the border above them.
(function (parts) {
  "use strict";

  const { shapes } = parts.geometry;

  function decode(body) {
    const layer = (name) => shapes(body[name]);
    const divisions = (body.governorates && body.governorates.features) || [];
    return {
      countries: layer("countries"),
      borders: layer("borders"),
      coast: layer("coast"),
      governorates: shapes(divisions.filter((one) => one.geometry.type !== "Point")),
      governorate_labels: divisions
        .filter((one) => one.geometry.type === "Point")
        .map(({ properties, geometry }) => ({ names: properties, point: geometry.coordinates })),
      rivers: layer("rivers"),
      lakes: layer("lakes"),
      roads: layer("roads"),
      highways: layer("highways"),
      border: layer("turkish_border"),
      towns: body.towns || [],
      relief: body.relief || null,
      attribution: body.attribution || "",
    };
  }

  /** Stroke shapes with one pen; the context stands at the shapes' anchor. */
  function stroke(ctx, list, scale, pen) {
    ctx.globalAlpha = pen.opacity === undefined ? 1 : pen.opacity;
    ctx.setLineDash(pen.dash || []);
    ctx.lineJoin = "round";
    ctx.lineCap = pen.dash ? "butt" : "round";
    if (pen.casing) {
      ctx.strokeStyle = pen.casing;
      ctx.lineWidth = pen.casing_width;
      ctx.setLineDash([]);
      list.forEach((shape) => ctx.stroke(shape.path(scale)));
      ctx.setLineDash(pen.dash || []);
    }
    ctx.strokeStyle = pen.colour;
    ctx.lineWidth = pen.width;
    list.forEach((shape) => ctx.stroke(shape.path(scale)));
    ctx.setLineDash([]);
    ctx.globalAlpha = 1;
  }

  function fillAll(ctx, list, scale, colour, opacity) {
    ctx.globalAlpha = opacity === undefined ? 1 : opacity;
    ctx.fillStyle = colour;
    list.forEach((shape) => ctx.fill(shape.path(scale), "evenodd"));
    ctx.globalAlpha = 1;
  }

  /** Land, water and relief. `image` is the loaded relief picture, or null. */
  function drawGround(ctx, view, base, style, image) {
    const ground = style.ground;
    ctx.fillStyle = ground.water;
    ctx.fillRect(view.min.x, view.min.y, view.max.x - view.min.x, view.max.y - view.min.y);
    if (!base) return;
    ctx.save();
    ctx.translate(view.shift[0], view.shift[1]);
    fillAll(ctx, base.countries, view.scale, ground.land);
    ctx.restore();
    if (image && base.relief) drawRelief(ctx, view, base, image, ground.relief_opacity);
  }

  function drawRelief(ctx, view, base, image, opacity) {
    const [west, south, east, north] = base.relief.bounds;
    const topLeft = view.point(north, west);
    const bottomRight = view.point(south, east);
    ctx.save();
    // Clipped to the land: shade over water would read as depth.
    const land = new Path2D();
    const move = new DOMMatrix().translateSelf(view.shift[0], view.shift[1]);
    base.countries.forEach((shape) => land.addPath(shape.path(view.scale), move));
    ctx.clip(land, "evenodd");
    ctx.globalAlpha = opacity;
    ctx.imageSmoothingQuality = "high";
    ctx.drawImage(image, ...topLeft, bottomRight[0] - topLeft[0], bottomRight[1] - topLeft[1]);
    ctx.restore();
  }

  /** Thin lines over the areas: what the eye needs to find its way, and no more. */
  function drawLines(ctx, view, base, style, wanted) {
    if (!base) return;
    const ground = style.ground;
    ctx.save();
    ctx.translate(view.shift[0], view.shift[1]);
    if (!wanted.online) {
      stroke(ctx, base.rivers, view.scale, ground.river);
      fillAll(ctx, base.lakes, view.scale, ground.lake.fill);
      stroke(ctx, base.lakes, view.scale, ground.lake);
      if (wanted.roads && view.zoom >= 8) stroke(ctx, base.roads, view.scale, ground.road);
      stroke(ctx, base.governorates, view.scale, ground.governorate);
      stroke(ctx, base.coast, view.scale, ground.coast);
    }
    stroke(ctx, base.borders, view.scale, ground.country_line);
    stroke(ctx, base.highways, view.scale, ground.highway);
    ctx.restore();
  }

  function drawBorder(ctx, view, base, style) {
    if (!base) return;
    ctx.save();
    ctx.translate(view.shift[0], view.shift[1]);
    stroke(ctx, base.border, view.scale, style.ground.border);
    ctx.restore();
  }

  parts.base = { decode, drawBorder, drawGround, drawLines, fillAll, stroke };
})((window.situationParts = window.situationParts || {}));
