// The situation map: takes a small state, fetches what it lacks, draws, and says when it is on the screen.

/** @import { Answers, Config, ControlMap, Inspection, LeafletMap, MapSymbol, Moment, Named, Now, Point, State, Stretch, Walked } from "../types.js" */

import { Clock } from "../clock/clock.js";
import { countMount, frame, makeContext } from "../data/context.js";
import { serverOf } from "../data/server.js";
import { fill } from "../draw/dom.js";
import * as input from "../interface/input.js";
import * as legend from "../interface/legend.js";
import * as paper from "../interface/paper.js";
import { Panel } from "../interface/panel.js";
import { PlacePanel } from "../interface/place_panel.js";
import { Popups } from "../interface/popups.js";
import { Search } from "../interface/search.js";
import * as share from "../interface/share.js";
import * as skip from "../interface/skip.js";
import { Swipe } from "../interface/swipe.js";
import { Tools } from "../interface/tools.js";
import * as controlLayer from "../layers/control.js";
import * as frontLayer from "../layers/front.js";
import * as ground from "../layers/ground.js";
import * as placesLayer from "../layers/places.js";
import { CanvasSurface, SvgSurface } from "../leaflet/surfaces.js";
import { Lines, key as canvasKey, swiping } from "./lines.js";
import * as marks from "./marks.js";
import { Motion } from "./motion.js";
import * as naming from "./names.js";
import * as notices from "./notices.js";
import { Relief } from "./relief.js";
import { AREAL, ask } from "./request.js";
import * as summary from "./summary.js";
import * as view from "./view.js";

/** The one object that the modules of the map share: what is drawn now, out of what, and on what. */
export class SituationMap {
  /** What is drawn now. @type {State | null} */
  state = null;
  /** The last state the page gave, of which the clock shows other days. @type {State | null} */
  painted = null;
  /** @type {Answers} */
  answers = {
    base: null,
    sites: [],
    control: null,
    before: null,
    strikes: [],
    flows: [],
    modelled: [],
    agreements: null,
    own: [],
    points: {},
    settlements: [],
  };
  /** The control maps of the page's own days. @type {Pick<Answers, "control" | "before">} */
  fetched = { control: null, before: null };
  /** @type {Now} */
  now = {
    strikes: [],
    flows: [],
    earlier: { days: null, strikes: [], flows: [] },
    sites: [],
    own: [],
    points: [],
  };
  /** Counts the states taken, so that an answer which comes too late is known; and what was painted. */
  turn = 0;
  paints = 0;
  /** What the canvas of areas and lines was last drawn for. */
  linesKey = "";
  styled = false;
  // Where the map looks and what stands behind it: map/view.js.
  /** Whether the reader has not moved the map yet. */
  untouched = true;
  /** The last view that an address asked for, as JSON. */
  lastView = "";
  /** The last outline of an area of the reader's own, as JSON, and what it takes to show it. */
  lastArea = "";
  /** @type {Point[] | null} */
  home = null;
  /** Whether the map stays where it is for the area that comes next: it was drawn here. */
  keepsView = false;
  /** The online background, and whether any of it is there. @type {L.TileLayer | null} */
  tiles = null;
  tilesSeen = false;

  // What can be pointed at, and what is: map/marks.js, interface/input.js, interface/walk.js.
  /** By key, as drawn, from below. @type {Map<string, MapSymbol>} */
  symbols = new Map();
  /** The reported places among them. @type {MapSymbol[]} */
  placesShown = [];
  /** The rectangles that cut them at the divider. @type {{side: string, rect: SVGRectElement, min: number, width: number}[]} */
  clips = [];
  /** The names as they were last laid out: map/names.js. @type {Named | null} */
  named = null;
  /** Key of the symbol of each layer at which Tab stops, by the layer's group. @type {Record<string, string>} */
  stops = {};
  /** Key of the symbol that was opened by keyboard. @type {string | null} */
  opener = null;
  /** Key of the symbol that is brightened. @type {string | null} */
  marked = null;
  /** Whether a tip stands at the pointer. */
  pointed = false;
  /** Where a finger was put down. @type {PointerEvent | null} */
  pressed = null;
  /** How many places were told to the page. */
  told = 0;
  /** The group of the highlight. @type {SVGGElement | null} */
  hover = null;
  /** The stretch of the front that is highlighted. @type {Stretch | null} */
  hovered = null;
  /** The front's stop for the keyboard. @type {Walked | null} */
  walked = null;

  /**
   * @param {LeafletMap} map
   * @param {Config} config
   */
  constructor(map, config) {
    this.map = map;
    this.config = config;
    this.context = makeContext(config);
    this.server = serverOf(this.context);
    this.relief = new Relief(config.base_url);
    this.report = this.makeReport();
    window.situation = this.report;
    this.ground = this.makeGround();
    this.lines = new Lines(this, this.makePane("situation-lines", 350));
    this.motion = new Motion(this, this.makePane("situation-motion", 440));
    this.marks = this.makeMarks();
    // Names give way to the open legend.
    this.panel = new Panel(map, this.context, { copy: () => share.copyLink(this), turned: () => naming.again(this) });
    this.popups = new Popups(this);
    this.swipe = new Swipe(map, this.lines.surface, this.context, (x) => placesLayer.cut(this, x));
    this.clock = config.clock ? new Clock(this) : null;
    this.place = config.search ? new PlacePanel(this) : null;
    this.search = this.place ? new Search(this, (place) => this.place?.open(place)) : null;
    skip.add(this);
    view.watchSize(this);
    naming.listen(this);
    // Hears of the pointer before anything opens.
    this.tools = new Tools(this);
    input.listen(this);
    paper.listen(this);
    this.loadBase();
  }

  /** @returns {Inspection} */
  makeReport() {
    return {
      ready: false,
      stamp: "",
      from: "",
      to: "",
      data_version: this.config.data_version,
      drawn: summary.drawn(this),
      overlays: summary.overlays(this),
      figures: null,
      swipe: null,
      mounts: countMount(),
    };
  }

  /**
   * A pane that lets the pointer through; returns its name.
   * @param {string} name
   * @param {number} z
   */
  makePane(name, z) {
    const { style } = this.map.createPane(name);
    style.zIndex = String(z);
    style.pointerEvents = "none";
    return name;
  }

  makeGround() {
    const where = { pane: this.makePane("situation-ground", 150), padding: 0.2 };
    return new CanvasSurface(this.context, where, (ctx, seen) => {
      const relief = this.has("relief") ? this.relief.image(this.answers.base, () => this.ground.redraw()) : null;
      ground.drawGround(ctx, seen, this.answers.base, this.config.style, relief);
    }).addTo(this.map);
  }

  makeMarks() {
    const where = { pane: this.makePane("situation-marks", 450), padding: 0.1 };
    return new SvgSurface(this.context, where, (root, seen) => marks.draw(this, root, seen)).addTo(this.map);
  }

  /**
   * Day numbers of the state's range, as far as there are any.
   * @returns {[number, number]}
   */
  range() {
    const { calendar } = this.context;
    if (!this.state) return [0, calendar.last];
    return [calendar.within(calendar.number(this.state.from)), calendar.within(calendar.number(this.state.to))];
  }

  /**
   * The state that is drawn, for what is drawn of one.
   * @returns {State}
   */
  current() {
    if (!this.state) throw new Error("the page has not said yet what to draw");
    return this.state;
  }

  /** @param {string} layer */
  has(layer) {
    return this.state !== null && this.state.layerSet.has(layer);
  }

  /** The control map of the compared day or of the day before the range, when it differs from the one at the end. */
  earlier() {
    const { control, before } = this.answers;
    if (this.state && swiping(this.state)) return null;
    return control && before && before.as_of !== control.as_of ? before : null;
  }

  /**
   * The days left and right of the divider.
   * @param {State} state
   * @returns {[string, string]}
   */
  swipedDays({ compare, from, to }) {
    return [compare ?? from, to];
  }

  /** The control map left of the divider, or null when there is none. */
  swiped() {
    return this.state && swiping(this.state) && this.answers.control ? this.answers.before : null;
  }

  /**
   * The control map that is seen at a layer point, and the days its reports are asked for.
   * @param {number} x
   * @returns {{control: ControlMap | null, days: {from?: string, to?: string}}}
   */
  controlAt(x) {
    const left = this.swiped();
    if (!left || x >= this.swipe.x()) return { control: this.answers.control, days: {} };
    const [day] = this.swipedDays(this.current());
    return { control: left, days: { from: day, to: day } };
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

  /**
   * Take a new state. An answer that arrives after a newer state is kept for later but not drawn.
   * @param {State} given
   */
  async set(given) {
    const state = { ...given, layerSet: new Set(given.layers || []) };
    this.turn += 1;
    const { turn } = this;
    this.report.ready = false;
    if (this.clock) this.clock.pause();
    view.apply(this, state);
    this.tools.follow(state);
    const asked = ask(this.server, this.context, state);
    const names = Object.keys(asked);
    const settled = await Promise.allSettled(Object.values(asked));
    if (turn !== this.turn) return;
    const failures = settled.flatMap((answer) => (answer.status === "rejected" ? [answer.reason] : []));
    const failed = failures.length > 0;
    const before = this.painted;
    notices.offline(this, failures, given);
    if (failed && this.painted) {
      // Half of a new state would be a map of no day at all: the last whole one stays.
      this.report.ready = true;
      return;
    }
    this.accept(
      state,
      Object.fromEntries(
        names.flatMap((name, i) => (settled[i].status === "fulfilled" ? [[name, settled[i].value]] : [])),
      ),
      failed,
    );
    this.motion.stop();
    this.paint(before, failed);
    if (failed) return;
    this.place?.follow(given.place);
    await this.finish();
    if (this.clock && turn === this.turn) this.clock.load(state);
  }

  /**
   * Take over what was asked for a state.
   * @param {State} state
   * @param {Partial<Answers>} answers
   * @param {boolean} failed
   */
  accept(state, answers, failed) {
    Object.assign(this.answers, answers);
    this.answers.control = controlLayer.only(this.answers.control, state.controllers);
    if (swiping(state)) this.answers.before = controlLayer.only(this.answers.before, state.controllers);
    this.fetched = { control: this.answers.control, before: this.answers.before };
    if (this.state && this.state.stamp !== state.stamp) this.map.closePopup();
    this.state = this.context.state = state;
    this.swipe.set(this.swiped() ? this.swipedDays(state) : null);
    if (!failed) this.painted = state;
    if (this.clock && !failed) this.clock.reset(state);
  }

  /**
   * Show other days of the page's state, out of what is loaded; called at most once a frame.
   * @param {Moment} moment
   */
  show({ state, control, before }) {
    if (this.state !== state) this.map.closePopup();
    this.state = this.context.state = state;
    this.place?.moved();
    const area = AREAL.some((layer) => this.has(layer));
    this.answers.control = control && area ? control : this.fetched.control;
    this.answers.before = before && area ? before : this.fetched.before;
    if (this.swipe.on) this.swipe.set(this.swipedDays(state));
    this.report.ready = false;
    this.count();
    const key = canvasKey(state, this.config.crisis);
    if (this.linesKey !== key) this.lines.follow();
    this.linesKey = key;
    this.panel.entitle(state);
    this.panel.legend.redate(frontLayer.dated(state, this.context));
    this.motion.paint(
      () => this.lines.rest(),
      () => this.drawLegend(),
      () => notices.empty(this, false),
    );
    this.finish();
  }

  /** What of the state's days there is, and what window.situation says of it. */
  count() {
    const state = this.current();
    this.now = summary.inRange(this);
    Object.assign(this.report, {
      from: state.from,
      to: state.to,
      data_version: state.data_version || this.config.data_version,
      drawn: summary.drawn(this),
      overlays: summary.overlays(this),
    });
  }

  /**
   * Draw a new state of the page; `before` is the one painted before it.
   * @param {State | null} before
   * @param {boolean} failed
   */
  paint(before, failed) {
    const state = this.current();
    this.count();
    this.panel.legend.settle();
    if (!before || before.layerSet.has("relief") !== state.layerSet.has("relief")) this.ground.redraw();
    const key = canvasKey(state, this.config.crisis);
    if (!before || this.linesKey !== key || this.lines.partial) this.lines.redraw();
    this.linesKey = key;
    this.marks.redraw();
    placesLayer.cut(this, this.swipe.on ? this.swipe.x() : 0);
    this.panel.describe(state, this.answers.base);
    this.drawLegend();
    notices.empty(this, failed);
  }

  /** Two animation frames after drawing, and not before the style sheets and the relief are there. */
  async finish() {
    this.paints += 1;
    const { paints } = this;
    const { stamp } = this.current();
    if (this.has("relief")) {
      this.relief.image(this.answers.base, () => this.ground.redraw());
      await this.relief.loaded;
    }
    const missing = () => getComputedStyle(this.panel.box).getPropertyValue("--situation-styled").trim() !== "1";
    if (!this.styled) while (missing()) await frame();
    this.styled = true;
    await frame();
    await frame();
    if (paints !== this.paints) return;
    this.report.stamp = stamp;
    this.report.ready = true;
  }

  drawLegend() {
    const { state } = this;
    if (!state) return;
    const narrowed = state.narrowed ? [fill(this.config.words.narrowed, { filter: state.narrowed })] : [];
    const shown = summary.shown(this, state);
    const notes = [...legend.notes(shown, this.context), ...state.legend_notes, ...legend.quiet(state, this.context)];
    const lines = legend.lines(legend.entries(shown, this.context), this.context);
    this.panel.legend.draw(lines, narrowed, notes);
    this.panel.drawScale();
  }

  /**
   * Have the shapes of a control map ready at the scale of the view.
   * @param {ControlMap} control
   */
  prepareControl(control) {
    if (!this.lines.surface.bounds) return;
    const { scale } = this.lines.surface.view();
    [control.areas, control.front, control.boundaries, control.band].flat().forEach((shape) => shape.path(scale));
  }
}
