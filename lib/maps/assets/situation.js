// The situation map: takes a small state, fetches what it lacks, draws, and says when it is on the screen.
(function (parts) {
  "use strict";

  const { fill } = parts.overlay;

  class SituationMap {
    constructor(map, config) {
      this.map = map;
      this.config = config;
      this.server = new parts.data.Server(config);
      this.state = null;
      this.painted = null;
      this.tilesSeen = false;
      this.turn = 0;
      this.answers = { base: null, sites: [], control: null, before: null, strikes: [], flows: [] };
      this.now = { strikes: [], flows: [], sites: [] };
      this.symbols = new Map();
      this.lastView = "";
      this.untouched = true;
      this.context = makeContext(config);
      this.report = {
        ready: false,
        stamp: "",
        from: "",
        to: "",
        data_version: config.data_version,
        drawn: parts.summary.drawn(null),
        mounts: countMount(),
      };
      window.situation = this.report;
      this.makeSurfaces();
      this.panel = new parts.panel.Panel(map, this.context, { copy: () => this.copyLink() });
      this.watchSize();
      parts.input.listen(this);
      this.loadBase();
    }

    makeSurfaces() {
      const { map } = this;
      const pane = (name, z) => {
        const element = map.createPane(name);
        element.style.zIndex = z;
        element.style.pointerEvents = "none";
        return name;
      };
      this.ground = new parts.overlay.CanvasSurface(pane("situation-ground", 150), (ctx, view) => {
        const relief = this.has("relief") ? this.reliefImage() : null;
        parts.base.drawGround(ctx, view, this.answers.base, this.config.style, relief);
      }, 0.2).addTo(map);
      this.lines = new parts.overlay.CanvasSurface(pane("situation-lines", 350), (ctx, view) => this.drawLines(ctx, view), 0.2).addTo(map);
      this.marks = new parts.overlay.SvgSurface(pane("situation-marks", 450), (root, view) => this.drawMarks(root, view), 0.1).addTo(map);
    }

    has(layer) {
      return Boolean(this.state) && this.state.layerSet.has(layer);
    }

    reliefImage() {
      const { base } = this.answers;
      if (!base || !base.relief) return null;
      if (!this.relief) {
        this.relief = new Image();
        this.reliefLoaded = new Promise((resolve) => {
          this.relief.onload = this.relief.onerror = resolve;
        }).then(() => this.ground.redraw());
        this.relief.src = this.config.base_url + base.relief.url;
      }
      return this.relief.complete && this.relief.naturalWidth ? this.relief : null;
    }

    /** The control map of the day before the range, when it differs from the one at its end. */
    earlier() {
      const { control, before } = this.answers;
      return control && before && before.as_of !== control.as_of ? before : null;
    }

    drawLines(ctx, view) {
      const { base, control } = this.answers;
      const { style } = this.config;
      const earlier = this.earlier();
      if (this.has("control")) parts.control.drawAreas(ctx, view, control, style);
      if (this.has("control")) parts.control.drawGained(ctx, view, control, earlier, style);
      if (this.has("band")) parts.control.drawBand(ctx, view, control, style);
      parts.base.drawLines(ctx, view, base, style, { roads: this.has("roads"), online: this.tilesSeen });
      parts.base.drawBorder(ctx, view, base, style);
      if (this.has("front")) parts.control.drawFront(ctx, view, control, earlier, style);
    }

    drawMarks(root, view) {
      const focused = root.contains(document.activeElement) ? document.activeElement.dataset.key : null;
      const { svg } = parts.overlay;
      const group = (name) => svg("g", { class: `situation-${name}` });
      const layers = ["places", "flows", "strikes", "sites", "chosen", "labels"].map(group);
      const [places, flows, strikes, sites, chosen, labels] = layers;
      const scale = this.config.style.symbol_scale;
      const wanted = 1 + (view.zoom - scale.full_zoom) * scale.per_zoom;
      this.context.symbol_scale = Math.max(scale.least, Math.min(scale.most, wanted));
      const symbols = [];
      const obstacles = [];
      const inner = this.innerBounds();
      let names = [];
      let spots = [];
      this.placesShown = [];
      if (this.state) {
        const { context, now, answers } = this;
        if (this.has("places") && answers.control && view.zoom >= this.config.style.place.min_zoom) {
          const drawn = parts.sites.drawPlaces(places, answers.control.places, view, context);
          symbols.push(...drawn);
          this.placesShown = drawn;
        }
        symbols.push(...parts.flows.draw(flows, now.flows, view, context));
        const hit = parts.strikes.draw(strikes, now.strikes, view, context);
        const fixed = parts.sites.draw(sites, now.sites, view, context);
        symbols.push(...hit.symbols, ...fixed.symbols);
        obstacles.push(...hit.obstacles, ...fixed.obstacles);
        names = fixed.names;
        if (this.has("control") && answers.control) {
          spots = parts.control.nameSpots(answers.control, view, inner);
        }
        this.drawChosen(chosen, view);
      }
      parts.labels.draw(labels, view, this.answers.base, this.context, { obstacles, names, spots, inner });
      this.symbols = new Map(symbols.map((symbol) => [symbol.key, symbol]));
      root.replaceChildren(...layers);
      if (focused) {
        const again = root.querySelector(`[data-key="${CSS.escape(focused)}"]`);
        if (again) again.focus({ preventScroll: true });
      }
    }

    /** The part of the view that no panel covers, roughly; in layer points. */
    innerBounds() {
      const size = this.map.getSize();
      const right = size.x >= 600 && this.panel ? this.panel.covered() : 8;
      return L.bounds(
        this.map.containerPointToLayerPoint([40, 16]),
        this.map.containerPointToLayerPoint([size.x - right, size.y - 48]),
      );
    }

    /** A ring around the place the reader filters for. */
    drawChosen(group, view) {
      const name = this.state.place;
      if (!name) return;
      const { strikes, control } = this.answers;
      const found = strikes.find((one) => one.place === name) || (control && control.places.find((one) => one.place === name));
      if (!found) return;
      const [x, y] = view.point(found.lat, found.lon);
      const ring = { cx: x, cy: y, r: 16, fill: "none" };
      group.append(
        parts.overlay.svg("circle", { ...ring, stroke: "#ffffff", "stroke-width": 5 }),
        parts.overlay.svg("circle", { ...ring, stroke: this.config.style.ink, "stroke-width": 2 }),
      );
    }

    loadBase() {
      this.server.base().then(
        (base) => {
          this.answers.base = base;
          this.ground.redraw();
          this.lines.redraw();
          this.marks.redraw();
        },
        () => {},
      );
    }

    /** Take a new state. An answer that arrives after a newer state is kept for later but not drawn. */
    async set(given) {
      const state = { ...given, layerSet: new Set(given.layers || []) };
      const before = this.state;
      this.state = state;
      this.turn += 1;
      const { turn } = this;
      this.context.state = state;
      this.report.ready = false;
      if (before && before.stamp !== state.stamp) this.map.closePopup();
      this.applyView(state.view);
      this.applyOnline(state);
      const wants = (layer) => state.layerSet.has(layer);
      const area = ["control", "front", "band", "places"].some(wants);
      const asked = {
        base: this.server.base(),
        sites: wants("camps") || wants("crossings") ? this.server.sites() : [],
        control: area ? this.server.control(state.control) : null,
        before: area && state.control_before ? this.server.control(state.control_before) : null,
        strikes: wants("strikes") ? this.server.strikes(state.query) : [],
        flows: wants("flows") ? this.server.flows(state.counter, state.query) : [],
      };
      const names = Object.keys(asked);
      const settled = await Promise.allSettled(Object.values(asked));
      if (turn !== this.turn) return;
      const failed = settled.some((answer) => answer.status === "rejected");
      this.tellOffline(failed, given);
      if (failed && this.painted) {
        // Half of a new state would be a map of no day at all: the last whole one stays.
        this.state = this.painted;
        this.context.state = this.painted;
        this.report.ready = true;
        return;
      }
      settled.forEach((answer, i) => {
        if (answer.status === "fulfilled") this.answers[names[i]] = answer.value;
      });
      this.answers.control = parts.control.only(this.answers.control, state.controllers);
      this.paint(state, failed);
      if (failed) return;
      this.painted = state;
      await this.finish(turn, state);
    }

    tellOffline(failed, given) {
      const { words } = this.config;
      const last = this.painted;
      const values = last ? { from: this.context.day(last.from), to: this.context.day(last.to) } : {};
      const text = failed ? fill(last ? words.offline_since : words.offline, values) : "";
      this.panel.notice("offline", text, { label: words.retry, run: () => this.set(given) });
    }

    paint(state, failed) {
      const { answers } = this;
      const from = parts.data.dayNumber(state.from);
      const to = parts.data.dayNumber(state.to);
      this.now = {
        strikes: parts.strikes.inRange(answers.strikes || [], from, to),
        flows: parts.flows.inRange(answers.flows || [], from, to),
        sites: parts.sites.wanted(answers.sites || [], state.layerSet),
      };
      this.panel.settle();
      const before = this.painted;
      if (!before || before.layerSet.has("relief") !== state.layerSet.has("relief")) this.ground.redraw();
      if (!before || this.linesKey !== linesKey(state)) this.lines.redraw();
      this.linesKey = linesKey(state);
      this.marks.redraw();
      Object.assign(this.report, {
        from: state.from,
        to: state.to,
        data_version: state.data_version || this.config.data_version,
        drawn: parts.summary.drawn(this),
      });
      this.panel.describe(state, answers.base);
      this.drawLegend();
      this.empty(state, failed);
    }

    empty(state, failed) {
      const chosen = ["strikes", "flows"].filter((layer) => state.layerSet.has(layer));
      const none = !failed && chosen.length > 0 && chosen.every((layer) => this.now[layer].length === 0);
      const { words } = this.config;
      const days = { from: this.context.day(state.from), to: this.context.day(state.to) };
      const text = fill(state.from === state.to ? words.empty_day : words.empty, days);
      this.panel.notice("empty", none ? text : "");
    }

    /** Two animation frames after drawing, and not before the style sheet and the relief are there. */
    async finish(turn, state) {
      if (this.has("relief")) {
        this.reliefImage();
        await this.reliefLoaded;
      }
      while (getComputedStyle(this.panel.box).getPropertyValue("--situation-styled").trim() !== "1") await frame();
      await frame();
      await frame();
      if (turn !== this.turn) return;
      this.report.stamp = state.stamp;
      this.report.ready = true;
    }

    applyView(view) {
      if (!view) return;
      const key = JSON.stringify([view.lat, view.lon, view.zoom]);
      if (key === this.lastView) return;
      this.lastView = key;
      this.untouched = false;
      this.map.setView([view.lat, view.lon], view.zoom, { animate: false });
    }

    applyOnline(state) {
      const { online } = this.config;
      if (state.online && online && !this.tiles) {
        this.tiles = L.tileLayer(online.url, { maxZoom: online.max_zoom, attribution: "" });
        this.tiles.on("tileerror", () => this.panel.notice("tiles", this.config.words.tiles_unreachable));
        // Our own rivers and roads make way only once the background really is there.
        this.tiles.once("tileload", () => this.seeTiles(true));
        this.tiles.addTo(this.map);
      } else if (!state.online && this.tiles) {
        this.tiles.remove();
        this.tiles = null;
        this.seeTiles(false);
        this.panel.notice("tiles", "");
      }
    }

    seeTiles(seen) {
      this.tilesSeen = seen;
      this.lines.redraw();
    }

    /** Fit the start view until the reader moves the map: the frame's size settles only after loading. */
    watchSize() {
      const fit = () => {
        this.map.invalidateSize({ animate: false });
        const { x } = this.map.getSize();
        if (!this.untouched || x === 0) return;
        // The legend lies on the right edge of a wide map: what matters is centred in the rest.
        const right = x >= 900 ? 250 : 0;
        this.map.fitBounds(this.config.start, { animate: false, paddingBottomRight: [right, 20] });
      };
      new ResizeObserver(fit).observe(this.map.getContainer());
      const touched = () => {
        this.untouched = false;
      };
      ["pointerdown", "wheel", "keydown"].forEach((name) =>
        this.map.getContainer().addEventListener(name, touched, { passive: true }),
      );
      // Places appear with zoom and symbols grow with it, so the legend follows.
      this.map.on("zoomend", () => this.painted && this.drawLegend());
      fit();
    }

    drawLegend() {
      const shown = parts.summary.shown(this);
      this.panel.drawLegend(parts.legend.entries(shown, this.context), this.state.legend_notes || []);
    }

    /** The page's own address with the view of the map in it. */
    async copyLink() {
      const { words } = this.config;
      const centre = this.map.getCenter();
      let address;
      try {
        address = new URL(window.parent.location.href);
      } catch {
        address = new URL(window.location.href);
      }
      address.searchParams.set("lat", centre.lat.toFixed(4));
      address.searchParams.set("lon", centre.lng.toFixed(4));
      address.searchParams.set("zoom", String(this.map.getZoom()));
      try {
        await navigator.clipboard.writeText(address.href);
        this.panel.notice("link", words.link_copied);
        setTimeout(() => this.panel.notice("link", ""), 2500);
      } catch {
        this.panel.showLink(address.href, words);
      }
    }
  }

  const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));

  /** What the lines' canvas depends on; a change of strikes or flows alone leaves it as it is. */
  function linesKey(state) {
    const layers = ["control", "front", "band", "roads"].filter((layer) => state.layerSet.has(layer));
    return [state.control, state.control_before, state.online, state.controllers, ...layers].join();
  }

  /** Counted on the page, not in this frame: a frame built anew counts on. */
  function countMount() {
    try {
      window.parent.situationMounts = (window.parent.situationMounts || 0) + 1;
      return window.parent.situationMounts;
    } catch {
      return 1;
    }
  }

  function makeContext(config) {
    const dates = new Intl.DateTimeFormat(config.locale, { day: "numeric", month: "long", timeZone: "UTC" });
    const numbers = new Intl.NumberFormat(config.locale);
    const day = (iso) => dates.format(new Date(`${iso}T00:00:00Z`));
    return {
      ...config,
      state: null,
      day,
      number: (value) => numbers.format(value),
      since: (iso) => (iso ? fill(config.words.since, { day: day(iso) }) : ""),
    };
  }

  parts.SituationMap = SituationMap;
})((window.situationParts = window.situationParts || {}));
