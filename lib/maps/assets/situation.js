// The situation map: takes a small state, fetches what it lacks, draws, and says when it is on the screen.
(function (parts) {
  "use strict";

  const { fill } = parts.overlay;
  const { frame } = parts.context;
  const { swiping } = parts.lines;

  class SituationMap {
    constructor(map, config) {
      this.map = map;
      this.config = config;
      this.server = parts.data.serverOf(config);
      // What is drawn now; `painted` is the last state the page gave, of which the clock shows other days.
      this.state = null;
      this.painted = null;
      this.tilesSeen = false;
      this.turn = 0;
      this.paints = 0;
      this.answers = { base: null, sites: [], control: null, before: null, strikes: [], flows: [], modelled: [], agreements: null };
      this.now = { strikes: [], flows: [], sites: [] };
      this.symbols = new Map();
      this.lastView = "";
      this.untouched = true;
      this.context = parts.context.makeContext(config);
      this.report = {
        ready: false,
        stamp: "",
        from: "",
        to: "",
        data_version: config.data_version,
        drawn: parts.summary.drawn(null),
        overlays: parts.summary.overlays(null),
        figures: null,
        swipe: null,
        mounts: parts.context.countMount(),
      };
      window.situation = this.report;
      // Height that the figures take from the view, pixels.
      this.top = config.clock ? 48 : 0;
      this.makeSurfaces();
      this.panel = new parts.panel.Panel(map, this.context, { copy: () => parts.share.copyLink(this) });
      this.swipe = new parts.swipe.Swipe(map, this.lines.surface, this.context, (x) => parts.marks.cutPlaces(this, x));
      this.clock = config.clock ? new parts.clock.Clock(this) : null;
      parts.view.watchSize(this);
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
      const { CanvasSurface, SvgSurface } = parts.overlay;
      const ground = (ctx, view) => {
        const relief = this.has("relief") ? this.reliefImage() : null;
        parts.base.drawGround(ctx, view, this.answers.base, this.config.style, relief);
      };
      this.ground = new CanvasSurface(pane("situation-ground", 150), ground, 0.2).addTo(map);
      this.lines = new parts.lines.Lines(this, pane("situation-lines", 350));
      this.motion = new parts.motion.Motion(this, pane("situation-motion", 440));
      this.marks = new SvgSurface(pane("situation-marks", 450), (root, view) => parts.marks.draw(this, root, view), 0.1).addTo(map);
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
        const { url } = base.relief;
        this.relief.src = url.startsWith("data:") ? url : this.config.base_url + url;
      }
      return this.relief.complete && this.relief.naturalWidth ? this.relief : null;
    }

    /** The control map of the compared day or of the day before the range, when it differs from the one at the end. */
    earlier() {
      const { control, before } = this.answers;
      if (this.state && swiping(this.state)) return null;
      return control && before && before.as_of !== control.as_of ? before : null;
    }

    /** The control map left of the divider, or null when there is none. */
    swiped() {
      return this.state && swiping(this.state) && this.answers.control ? this.answers.before : null;
    }

    /** The control map that is seen at a layer point, and the days its reports are asked for. */
    controlAt(x) {
      const left = this.swiped();
      if (!left || x >= this.swipe.x()) return { control: this.answers.control, days: {} };
      return { control: left, days: { from: this.state.compare, to: this.state.compare } };
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
      this.turn += 1;
      const { turn } = this;
      this.report.ready = false;
      if (this.clock) this.clock.pause();
      parts.view.apply(this, state);
      const asked = this.ask(state);
      const names = Object.keys(asked);
      const settled = await Promise.allSettled(Object.values(asked));
      if (turn !== this.turn) return;
      const failed = settled.some((answer) => answer.status === "rejected");
      this.tellOffline(failed, given);
      if (failed && this.painted) {
        // Half of a new state would be a map of no day at all: the last whole one stays.
        this.report.ready = true;
        return;
      }
      settled.forEach((answer, i) => {
        if (answer.status === "fulfilled") this.answers[names[i]] = answer.value;
      });
      this.answers.control = parts.control.only(this.answers.control, state.controllers);
      if (swiping(state)) this.answers.before = parts.control.only(this.answers.before, state.controllers);
      this.fetched = { control: this.answers.control, before: this.answers.before };
      const before = this.painted;
      if (this.state && this.state.stamp !== state.stamp) this.map.closePopup();
      this.state = this.context.state = state;
      this.swipe.set(this.swiped() ? [state.compare, state.to] : null);
      if (!failed) this.painted = state;
      if (this.clock && !failed) this.clock.reset(state);
      this.motion.stop();
      this.paint(before, failed);
      if (failed) return;
      await this.finish();
      if (this.clock && turn === this.turn) this.clock.load(state);
    }

    ask(state) {
      const { server } = this;
      const wants = (layer) => state.layerSet.has(layer);
      const area = ["control", "front", "band", "places"].some(wants);
      const eve = state.compare ? state.compare_control || state.compare : state.control_before;
      return {
        base: server.base(),
        sites: wants("camps") || wants("crossings") ? server.sites() : [],
        control: area ? server.control(state.control) : null,
        before: area && eve ? server.control(eve) : null,
        strikes: wants("strikes") ? server.strikes(state.query) : [],
        flows: wants("flows") ? server.flows(state.counter, state.query) : [],
        modelled: wants("modelled") ? server.modelled(state.query) : [],
        agreements: parts.agreements.wanted(state.layerSet) ? server.agreements() : null,
        own: parts.own.load(this.context, state),
      };
    }

    /** Show other days of the page's state, out of what is loaded; called at most once a frame. */
    show({ state, control, before }) {
      if (this.state !== state) this.map.closePopup();
      this.state = this.context.state = state;
      const area = ["control", "front", "band", "places"].some((layer) => this.has(layer));
      this.answers.control = control && area ? control : this.fetched.control;
      this.answers.before = before && area ? before : this.fetched.before;
      if (this.swipe.on) this.swipe.set([state.compare, state.to]);
      this.report.ready = false;
      this.count();
      const key = parts.lines.key(state);
      if (this.linesKey !== key) this.lines.follow();
      this.linesKey = key;
      this.panel.entitle(state);
      this.panel.redate(parts.legend.dated(state, this.context));
      this.motion.paint(() => this.lines.rest(), () => this.drawLegend(), () => this.empty(false));
      this.finish();
    }

    tellOffline(failed, given) {
      const { words } = this.config;
      const last = this.state;
      const values = last ? { from: this.context.day(last.from), to: this.context.day(last.to) } : {};
      const text = failed ? fill(last ? words.offline_since : words.offline, values) : "";
      this.panel.notice("offline", text, { label: words.retry, run: () => this.set(given) });
    }

    /** What of the state's days there is, and what window.situation says of it. */
    count() {
      const { answers, state } = this;
      const [from, to] = [state.from, state.to].map((iso) => parts.tally.within(parts.tally.dayNumber(iso)));
      this.now = {
        strikes: this.has("strikes") ? parts.strikes.inRange(answers.strikes || [], from, to) : [],
        flows: this.has("flows") ? parts.flows.inRange(answers.flows || [], from, to) : [],
        sites: parts.sites.wanted(answers.sites || [], state.layerSet),
        own: parts.own.inRange(answers.own || [], from, to),
      };
      Object.assign(this.report, {
        from: state.from,
        to: state.to,
        data_version: state.data_version || this.config.data_version,
        drawn: parts.summary.drawn(this),
        overlays: parts.summary.overlays(this),
      });
    }

    /** Draw a new state of the page; `before` is the one painted before it. */
    paint(before, failed) {
      const { state } = this;
      this.count();
      this.panel.settle();
      if (!before || before.layerSet.has("relief") !== state.layerSet.has("relief")) this.ground.redraw();
      const key = parts.lines.key(state);
      if (!before || this.linesKey !== key || this.lines.partial) this.lines.redraw();
      this.linesKey = key;
      this.marks.redraw();
      parts.marks.cutPlaces(this, this.swipe.on ? this.swipe.x() : 0);
      this.panel.describe(state, this.answers.base);
      this.drawLegend();
      this.empty(failed);
    }

    empty(failed) {
      const { state } = this;
      const chosen = ["strikes", "flows"].filter((layer) => state.layerSet.has(layer));
      const none = !failed && chosen.length > 0 && chosen.every((layer) => this.now[layer].length === 0);
      const { words } = this.config;
      const days = { from: this.context.day(state.from), to: this.context.day(state.to) };
      const text = fill(state.from === state.to ? words.empty_day : words.empty, days);
      this.panel.notice("empty", none ? text : "");
    }

    /** Two animation frames after drawing, and not before the style sheets and the relief are there. */
    async finish() {
      this.paints += 1;
      const { paints, state } = this;
      if (this.has("relief")) {
        this.reliefImage();
        await this.reliefLoaded;
      }
      const styled = ["--situation-styled", "--situation-clock-styled"];
      const missing = () => styled.some((name) => getComputedStyle(this.panel.box).getPropertyValue(name).trim() !== "1");
      if (!this.styled) while (missing()) await frame();
      this.styled = true;
      await frame();
      await frame();
      if (paints !== this.paints) return;
      this.report.stamp = state.stamp;
      this.report.ready = true;
    }

    drawLegend() {
      const shown = parts.summary.shown(this);
      const notes = [...parts.legend.notes(shown, this.context), ...(this.state.legend_notes || [])];
      this.panel.drawLegend(parts.legend.entries(shown, this.context), notes);
    }

    /** Have the shapes of a control map ready at the scale of the view. */
    prepareControl(control) {
      if (!this.lines.surface._bounds) return;
      const { scale } = this.lines.surface.view();
      [control.areas, control.front, control.boundaries, control.band].forEach((some) => some.forEach((shape) => shape.path(scale)));
    }
  }

  parts.SituationMap = SituationMap;
})((window.situationParts = window.situationParts || {}));
