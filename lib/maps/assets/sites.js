// Crossings, camp clusters and the reported places behind the areas.
(function (parts) {
  "use strict";

  const { svg } = parts.overlay;

  const CAMPS = new Set(["camp_cluster", "reception_centre"]);

  function wanted(sites, layers) {
    return sites.filter((site) => {
      if (!Number.isFinite(site.lat) || !Number.isFinite(site.lon)) return false;
      return layers.has(CAMPS.has(site.kind) ? "camps" : "crossings");
    });
  }

  const isCamp = (site) => CAMPS.has(site.kind);
  const truth = (value) => value === true || value === "true" || value === "yes" || value === 1;

  function crossing(x, y, open, style) {
    const s = open ? style.size : style.size_other;
    return svg("path", {
      d: `M${x},${y - s}L${x + s},${y}L${x},${y + s}L${x - s},${y}Z`,
      fill: open ? style.fill : "#ffffff",
      stroke: style.edge,
      "stroke-width": style.edge_width,
      "stroke-linejoin": "round",
    });
  }

  /** A small tent: camps are drawn no finer than the settlement they belong to. */
  function camp(x, y, cluster, style) {
    const s = style.size;
    return svg("path", {
      d: `M${x - s},${y + s * 0.75}L${x},${y - s * 0.85}L${x + s},${y + s * 0.75}Z` + (cluster ? `M${x},${y - s * 0.2}L${x},${y + s * 0.75}` : ""),
      fill: style.fill,
      stroke: style.edge,
      "stroke-width": style.edge_width,
      "stroke-linejoin": "round",
    });
  }

  function draw(group, sites, view, context) {
    const symbols = [];
    const obstacles = [];
    const names = [];
    sites.forEach((site, index) => {
      const [x, y] = view.point(site.lat, site.lon);
      const open = truth(site.open_to_un_aid);
      const tent = isCamp(site);
      const key = `site:${index}`;
      const lines = [site.name, context.words.site_kinds[site.kind] || "", site.status || ""].filter(Boolean);
      const shape = tent
        ? camp(x, y, site.kind === "camp_cluster", context.style.camp)
        : crossing(x, y, open, context.style.crossing);
      group.append(
        svg(
          "g",
          { class: "situation-symbol", "data-key": key, tabindex: 0, role: "button", "aria-label": lines.join(". ") },
          [shape],
        ),
      );
      obstacles.push([x - 8, y - 8, x + 8, y + 8]);
      names.push({ text: site.name, x, y, open, camp: tent });
      symbols.push({
        key,
        kind: "site",
        lines,
        latlng: [site.lat, site.lon],
        report: {
          title: site.name,
          note: "",
          more: 0,
          reports: [
            { heading: "", lines: lines.slice(1), source: site.source, source_url: site.source_url, also: [] },
          ],
        },
      });
    });
    return { symbols, obstacles, names };
  }

  /** Marks of reported places: shape as well as colour tells the sides apart. */
  function placeMark(x, y, controller, context) {
    const side = context.style.control[controller];
    if (!side) return null;
    const s = context.style.place.size;
    const common = {
      fill: controller === "opposition" || controller === "contested" ? "#ffffff" : side.ink,
      stroke: controller === "opposition" || controller === "contested" ? side.ink : context.style.place.edge,
      "stroke-width": controller === "opposition" || controller === "contested" ? 1.6 : 0.8,
    };
    if (controller === "kurdish_led") {
      return svg("path", { d: `M${x - s - 0.6},${y - s}h${2 * s + 1.2}l${-s - 0.6},${2 * s + 0.6}Z`, ...common });
    }
    if (controller === "turkey_backed" || controller === "contested") {
      return svg("rect", { x: x - s, y: y - s, width: 2 * s, height: 2 * s, ...common });
    }
    return svg("circle", { cx: x, cy: y, r: s, ...common });
  }

  function drawPlaces(group, places, view, context, prefix, days) {
    const symbols = [];
    places.forEach((place, index) => {
      const [x, y] = view.point(place.lat, place.lon);
      if (!view.sees([x, y], 0)) return;
      const mark = placeMark(x, y, place.controller, context);
      if (!mark) return;
      const key = `${prefix}:${index}`;
      const lines = [place.place, context.words.sides[place.controller], context.since(place.since)].filter(Boolean);
      group.append(
        svg(
          "g",
          { class: "situation-symbol", "data-key": key, tabindex: 0, role: "button", "aria-label": lines.join(". ") },
          [mark],
        ),
      );
      symbols.push({
        key,
        kind: "control",
        lines,
        latlng: [place.lat, place.lon],
        asked: { kind: "control", place: place.place, ...days },
      });
    });
    return symbols;
  }

  /** The same marks on a canvas, while they change with each frame. */
  const stamps = new Map();

  /** The mark of a side as a small picture: hundreds are drawn in a frame. */
  function stamp(controller, context) {
    const ratio = Math.min(window.devicePixelRatio || 1, 2);
    const key = `${controller}|${ratio}`;
    if (!stamps.has(key)) {
      const s = context.style.place.size;
      const half = Math.ceil(s) + 2;
      const { ink } = context.style.control[controller];
      const hollow = controller === "opposition" || controller === "contested";
      const canvas = document.createElement("canvas");
      canvas.width = canvas.height = Math.round(2 * half * ratio);
      const ctx = canvas.getContext("2d");
      ctx.scale(ratio, ratio);
      ctx.translate(half, half);
      if (controller === "kurdish_led") {
        ctx.moveTo(-s - 0.6, -s);
        ctx.lineTo(s + 0.6, -s);
        ctx.lineTo(0, s + 0.6);
        ctx.closePath();
      } else if (controller === "turkey_backed" || controller === "contested") ctx.rect(-s, -s, 2 * s, 2 * s);
      else ctx.arc(0, 0, s, 0, 7);
      ctx.fillStyle = hollow ? "#ffffff" : ink;
      ctx.fill();
      ctx.strokeStyle = hollow ? ink : context.style.place.edge;
      ctx.lineWidth = hollow ? 1.6 : 0.8;
      ctx.stroke();
      stamps.set(key, { canvas, half });
    }
    return stamps.get(key);
  }

  function paintPlaces(ctx, places, view, context) {
    places.forEach(({ lat, lon, controller }) => {
      const [x, y] = view.point(lat, lon);
      if (!context.style.control[controller] || !view.sees([x, y], 8)) return;
      const { canvas, half } = stamp(controller, context);
      ctx.drawImage(canvas, Math.round(x) - half, Math.round(y) - half, 2 * half, 2 * half);
    });
  }

  parts.sites = { camp, crossing, draw, drawPlaces, isCamp, paintPlaces, placeMark, truth, wanted };
})((window.situationParts = window.situationParts || {}));
