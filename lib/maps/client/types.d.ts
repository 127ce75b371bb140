// The shapes of everything the modules hand to each other. Read by the type checker only: nothing of it reaches a browser.

import type { Server } from "./data/server.js";
import type { SituationMap } from "./map/situation.js";
import type { Days } from "./data/days.js";
import type { Shape } from "./draw/geometry.js";
import type { Map as LeafletMap } from "leaflet";

export type { SituationMap, Days, Shape, LeafletMap };

/** Two numbers: pixels as x and y, or degrees as latitude and longitude. */
export type Point = [number, number];
/** Left, top, right, bottom. */
export type Box = [number, number, number, number];
export interface XY {
  x: number;
  y: number;
}
export interface Bounds {
  min: XY;
  max: XY;
}
/** From latitude and longitude to unit Web Mercator, counted from the crisis's anchor. */
export type Project = (lat: number, lon: number) => Point;
/** The sum over a range of day numbers, both ends included. */
export type Total = (from: number, to: number) => number;

// ---- What the page says once: lib/maps/web.py, lib/maps/client_config.py

/** What is of this crisis and of no other; made by lib/maps/client_config.py. */
export interface Crisis {
  /** ISO day of day number 0. */
  epoch: string;
  /** How many days the clock has. */
  days: number;
  /** Latitude and longitude near which shapes are kept, so that single precision is enough. */
  anchor: Point;
  /** Ids of the sides in the order of the legend. */
  order: string[];
  /** Which of them is no side: ground that is fought over. */
  contested: string;
  sides: Record<string, Side>;
  gains: Gain[];
  /** What agreements drew, in the order in which it is painted. */
  agreements: { layer: string; kind: AgreementKind }[];
  /** The country's own code in the base layers, and what these cover: west, south, east and north, degrees. */
  country: string;
  base: Box;
  /** By edge of the region, the degrees between which what is assessed fades out toward it. */
  fades: Record<string, Point>;
  /** The border with a name along it: its base layer, the name's word, and the way in which the name lies from it. */
  border: { layer: string; word: string; toward: Point } | null;
  /** Spells of days on which a source reports that something did not happen, ISO days, and what is said of each. */
  quiet: { from: string; to: string; text: string }[];
  /** Totals that others have published, in order of their days: what is counted, which figure they stand beside. */
  others: { figure: string; beside: string; from: string; to: string; text: string }[];
}
export interface Side {
  /** The mark of a place this side holds: corners around its point, null for a circle of the radius `size`; pixels. */
  outline: Point[] | null;
  size: number;
  fill: string;
  edge: string;
  width: number;
}
/** A way in which ground can pass: who held it before, who holds it now. Its look and its word are under its id. */
export interface Gain {
  id: string;
  from: string[];
  to: string[];
}
/** A layer of dated points, by lib/layers/points.py; the outline is pixels around the point. */
export interface PointLayer {
  id: string;
  legend: string;
  /** Whether what the server says of it depends on the filter. */
  filtered: boolean;
  outline: Point[];
  fill: string;
  edge: string;
  edge_width: number;
  size: number;
}
export type AgreementKind = "strip" | "corridor" | "posts";
export interface Config {
  data_version: string;
  asset_version: string;
  lang: string;
  locale: string;
  /** Names of the months, where the locale has other ones than the country. */
  months: { long: string[]; short: string[] } | null;
  rtl: boolean;
  words: Words;
  style: Style;
  crisis: Crisis;
  points: PointLayer[];
  start: [Point, Point];
  countries: [string, number, number][];
  base_url: string;
  online: { url: string; attribution: string; attribution_url: string; max_zoom: number } | null;
  show_title: boolean;
  clock: boolean;
  present: boolean;
  lists: boolean;
  /** Whether places can be searched for, and open beside the map. */
  search: boolean;
  /** Whether the reader may put marks of their own on the map. */
  marking: boolean;
  /** Whether the map looks where the others of the page look. */
  together: boolean;
  folded: boolean;
  /** Address of the full page of a map that stands alone; "" for none. */
  full: string;
  embedded: Record<string, any> | null;
  /** Index in the precisions from which a place is located roughly. */
  coarse_from: number;
  /**
   * Names of layers, as layers/index.js has them: from the top of the legend, with the line each stands in, and symbols
   * from below; and the lines of the legend from its top.
   */
  order: { legend: string[]; line_of: Record<string, string>; lines: string[]; symbols: string[] };
  /** Address of the client's script. */
  script: string;
}
export type Words = Record<string, string> & {
  precision: string[];
  sides: Record<string, string>;
  area_names: Record<string, string>;
  levels: Record<string, string>;
  gained: Record<string, string>;
  gained_since: Record<string, string>;
  site_kinds: Record<string, string>;
  legend_lines: Record<string, string>;
  short_sides: Record<string, string>;
  short_gained: Record<string, string>;
  short_gained_since: Record<string, string>;
  short: Record<string, string>;
  symbols: Record<string, string>;
  mark_kinds: Record<string, string>;
  mark_first: Record<string, string>;
  mark_next: Record<string, string>;
  /** Every form of the words that hold a count, by category of the number. */
  counts: Record<string, Partial<Record<Intl.LDMLPluralRule, string>> & { other: string }>;
};
/** The configuration, and how the reader's language writes dates and numbers. */
export interface Context extends Config {
  state: State | null;
  symbol_scale: number;
  calendar: Days;
  /** What shapes are counted from, in unit Mercator, and the projection that counts from it. */
  anchor: Point;
  project: Project;
  number(value: number): string;
  whole(value: number): string;
  /** A day in words, its month cut when `cut`. */
  day(iso: string, cut?: boolean): string;
  brief(iso: string): string;
  short(iso: string): string;
  /** A month, cut, with its year. */
  month(iso: string): string;
  date(iso: string): string;
  span(from: string, to: string, brief?: boolean): string;
  between(low: number | null, high: number | null): string;
  /** What a place is called in the reader's language. */
  named(place: string): string;
  know(names: Record<string, string>): void;
  count(name: string, n: number, values?: Record<string, string>): string;
  isolated(text: string): string;
  enumerated(parts: string[]): string;
  joined(...parts: string[]): string;
  since(iso: string): string;
}

// ---- What the page says with each change: lib/maps/state.py

export interface State {
  from: string;
  to: string;
  control: string;
  control_before: string | null;
  compare: string | null;
  compare_control: string | null;
  compare_mode: string;
  query: string;
  kinds: string[];
  narrowed: string;
  /** That the data are coarsened for publication, as a sentence; "" where they are as reported. */
  coarse?: string;
  strikes_name: string;
  strikes_basis: string;
  displaced_basis: string;
  rings: { km: number; words: string; points: Point[] } | null;
  /** The outline of the reader's own area, and how the legend speaks of it. */
  own_area: { rings: Point[][]; legend: string } | null;
  /** The author's own marks, from which telling of this map they are, whether a link that is handed out holds them, and
   * why those that were told last could not be used. */
  own_marks?: { n: number; list: OwnMark[]; handed: boolean; refused?: string };
  /** What the reader wants to draw, and which wish it is. */
  drawing: { shape: "box" | "polygon"; n: number } | null;
  second_reports: { text: string; label: string; address: string } | null;
  counter: string;
  controllers: string[];
  symbols: string;
  layers: string[];
  layerSet: Set<string>;
  online: boolean;
  place: string;
  mark: Point | null;
  own?: string;
  /** Which step of a story is shown, from 1, and how many there are. */
  story?: [number, number];
  view: { lat: number; lon: number; zoom: number } | null;
  title: string;
  dates: string;
  /** Since when what is drawn faint is, in words; "" where nothing is. */
  earlier: string;
  sources: string;
  data_version: string;
  figures: (Figures & { front_km: number | null }) | null;
  legend_notes: string[];
  /** Which of the totals of the crisis may stand beside the figures of this view, whatever the days, sort by sort. */
  others: number[];
  stamp: string;
}

/** A mark of the author's own: its corners as latitude and longitude, its words, and the lines they are broken into. */
export interface OwnMark {
  kind: MarkKind;
  at: Point[];
  text: string;
  lines: string[];
}
export type MarkKind = "point" | "arrow" | "line" | "box" | "text";
/** How something is drawn: by pulling it open or by clicks, with how many corners, closed or not. */
export interface DrawRule {
  drag: boolean;
  least: number;
  most: number;
  closed: boolean;
}

// ---- What the server answers, decoded

export interface Base {
  countries: Shape[];
  borders: Shape[];
  coast: Shape[];
  governorates: Shape[];
  governorate_labels: { names: Record<string, string>; point: Point }[];
  rivers: Shape[];
  lakes: Shape[];
  roads: Shape[];
  highways: Shape[];
  border: Shape[];
  towns: [string, number, number, number][];
  relief: { url: string; bounds: Box; flat: number; noise: number } | null;
  attribution: string;
  /** What places are called in the reader's language, by their name in the table; those alone that have another. */
  names: Record<string, string>;
}
export interface Place {
  place: string;
  lat: number;
  lon: number;
  controller: string;
  since: string;
  /** Whether it lies in ground that is drawn as another side's. */
  apart: boolean;
  x: number;
  y: number;
}
/** A stretch of the front: its line, the box around it, and what holds it up. */
export interface Stretch {
  shape: Shape;
  box: Box;
  place_a?: string;
  place_b?: string;
  width_km?: number | null;
  age_days?: number | null;
  confidence?: string;
  one_sided?: boolean;
  is_front?: boolean;
}
/** Who holds what on one date. */
export interface ControlMap {
  as_of: string;
  front_km: number;
  areas: Shape[];
  front: Shape[];
  boundaries: Shape[];
  band: Shape[];
  stretches: Stretch[];
  places: Place[];
}
/** One layer of sequence.json. */
export interface SequenceBody {
  days: number;
  grid: number;
  origin: Point;
  dates: number[];
  front_km: number[];
  arcs: number[][];
  layers: Record<string, { columns: string[]; features: [number, number, any[], any[]][] }>;
  places: [string, number, number, [number, number, string, number, number][]][];
}
export interface StrikePlace {
  place: string;
  lat: number;
  lon: number;
  /** First day, last day, precision, number. */
  rows: [number, number, number, number][];
}
/** A struck place in a range: how often, how many of these are located roughly, and the worst precision. */
export interface StrikeItem {
  place: StrikePlace;
  count: number;
  coarse: number;
  worst: number;
}
/** A circle: the places it counts, those of most strikes first, where it lies and how far it reaches, pixels. */
export interface StrikeCluster {
  x: number;
  y: number;
  items: StrikeItem[];
  count: number;
  coarse: number;
  worst: number;
  rim: number;
  /** Rings of the days before the range that it would touch: they open with it. */
  beneath: StrikeCluster[];
  /** The days of its strikes, where these are not those of the range. */
  days?: FaintDays;
}
/** The first and last ISO day of what is drawn faint. */
export interface FaintDays {
  from: string;
  to: string;
}
/** What of the days before the range is drawn; no days where there are none. */
export interface Earlier {
  days: FaintDays | null;
  strikes: StrikeItem[];
  flows: FlowItem[];
}
/** The circles of a view, and the rings of the days before the range; `of` is what they are made of. */
export interface StrikeMarks {
  of: Now;
  circles: StrikeCluster[];
  rings: StrikeCluster[];
}
/** From where to where: both ends, and how far the line between them bends. */
export interface FlowEnds {
  origin: string;
  origin_lat: number;
  origin_lon: number;
  place: string;
  lat: number;
  lon: number;
  bend: number;
}
export interface Flow extends FlowEnds {
  /** Whether its ends stand for areas: the report names an area, not a settlement. */
  loose_from: boolean;
  loose_to: boolean;
  /** First day, last day, persons low and high. */
  rows: [number, number, number | null, number | null][];
}
/** A pair of places in a range; persons is the middle, null where only the way is known. */
export interface FlowItem {
  flow: Flow;
  rows: number;
  low: number | null;
  high: number | null;
  persons: number | null;
}
/** An arrow of a view: its ends, its width and its middle line, pixels, and the flows that would lie on it. */
export interface FlowArrow {
  item: FlowItem;
  from: Point;
  to: Point;
  thick: number;
  spine: Point[];
  beneath: FlowItem[];
}
export interface ModelledFlow extends FlowEnds {
  persons: number;
  low: number;
  high: number;
}
export interface ModelledWindow {
  counter: string;
  first: number;
  last: number;
  flows: ModelledFlow[];
}
/** The modelled flows that are drawn, out of how many, and whose totals they split. */
export interface ModelledShown {
  flows: ModelledFlow[];
  all: number;
  counter: string;
  empty: boolean;
}
export interface Site {
  name: string;
  /** Its name on the map, where that is another in the reader's language. */
  label?: string;
  kind: string;
  precision: string;
  status: string;
  open_to_un_aid: boolean | string | number | null;
  source: string;
  source_url: string;
  lat: number;
  lon: number;
}
export interface AgreementArea {
  layer: string;
  kind: "strip" | "corridor";
  name: string;
  legend: string;
  title: string;
  lines: string[];
  note: string;
  anchor: Point;
  sources: { source: string; source_url: string }[];
  shapes: Shape[];
}
export interface Post {
  /** Id of its agreement. */
  layer: string;
  number: number;
  name: string;
  lat: number;
  lon: number;
  established: string;
  encircled: string;
  encircled_precision: string;
  encircled_source: string;
  encircled_url: string;
  source: string;
  source_url: string;
  note: string;
}
export interface StandingPost {
  post: Post;
  encircled: boolean;
}
export interface Agreements {
  areas: AgreementArea[];
  posts: Post[];
  unplaced: Post[];
  /** What is said of the posts of an agreement, by its id. */
  words: Record<string, PostWords>;
}
export interface PostWords {
  legend: string;
  legend_encircled: string;
  encircled_on: string;
  encircled_by: string;
  note: string;
}
/** A place of a reader's own table. */
export interface OwnPlace {
  at: string;
  place: string;
  lat: number;
  lon: number;
  /** First day, last day, number. */
  rows: [number, number, number][];
}
export interface OwnItem extends OwnPlace {
  n: number;
}
/** A point that is seen from one day number to another, both included. */
export interface DatedPoint {
  name: string;
  lat: number;
  lon: number;
  first: number;
  last: number;
  lines: string[];
  source: string;
  source_url: string;
}
/** What a symbol opens to. */
export interface Reports {
  title: string;
  lines?: string[];
  note?: string;
  more?: number;
  reports: Report[];
}
export interface Report {
  heading?: string;
  lines?: string[];
  /** The row's own note, in the language it was written in: "" where that is not known. */
  given?: string;
  given_in?: string;
  source?: string;
  source_url?: string;
  archive_url?: string;
  confidence?: string;
  also?: { source: string; source_url: string; line?: string }[];
  start?: number;
  end?: number;
}
export interface FoundPlace {
  place: string;
  /** One line that tells it from others of its name. */
  description: string;
}
export interface Found {
  places: FoundPlace[];
}
/** Who held a place, from one day number to another; null where that is before or after what is known. */
export interface Spell {
  side: string;
  from: number | null;
  to: number | null;
}
export interface PlacePart {
  id: string;
  heading: string;
  lines: string[];
  spells?: Spell[];
  /** Day numbers, and how many strikes each had. */
  days?: [number, number][];
  reports?: Report[];
  more?: number;
  /** Words, and an address relative to the page's. */
  links?: { words: string; address: string }[];
}
/** All that is told of a place: lib/maps/place_panel.py. */
export interface PlaceRecord {
  title: string;
  also: string;
  note: string;
  at: [number, number] | null;
  parts: PlacePart[];
}
/** Which reports are asked for, beside the filter. */
export interface Asked {
  kind: string;
  place: string;
  origin?: string;
  at?: string;
  counter?: string;
  from?: string;
  to?: string;
}
export interface ClockSums {
  count: Total;
  civilians: { given: Total; low: Total; high: Total };
  unsure: { strikes: Total; killed: Total };
  coarse: Total;
  /** Of a reader's own area: day numbers from which the front inside it is so many km long. */
  front_km: [number, number][] | null;
  bars: number[];
  changes: number[];
  changes_by_place: [string, [number, number, number, number][]][];
  displaced: {
    counter: string;
    totals: [number, number | null, number | null, number][];
    others: [number, number, number | null, number | null, number][];
  };
  milestones: { day: number; title: string }[];
}
export interface Figures {
  strikes: number;
  civilians: { low: number | null; high: number | null; silent: number };
  /** What reports of low confidence make up of the strikes, of the civilians killed at most, and of the settlements;
   * and whether a total of low confidence makes the figure of people displaced. */
  unsure: { strikes: number; killed: number; displaced: boolean; changed: number };
  /** How many of the strikes are located to a sub-district or wider. */
  coarse: number;
  displaced: { low: number | null; high: number | null; since: number | null; until: number | null };
  counter: string;
  changed: number;
}
/** Out of which the map is drawn; a layer that is off is empty or null. */
export interface Answers {
  base: Base | null;
  sites: Site[];
  control: ControlMap | null;
  before: ControlMap | null;
  strikes: StrikePlace[];
  flows: Flow[];
  modelled: ModelledWindow[];
  agreements: Agreements | null;
  own: OwnPlace[];
  /** By id of their layer. */
  points: Record<string, DatedPoint[]>;
  /** The smaller places; none before they are asked for. */
  settlements: Base["towns"];
}
/** What of the range's days there is. */
export interface Now {
  strikes: StrikeItem[];
  flows: FlowItem[];
  earlier: Earlier;
  sites: Site[];
  own: OwnItem[];
  points: { look: PointLayer; point: DatedPoint; index: number }[];
}

/**
 * A layer as the rest of the client knows it, in a module of layers/ under its name; layers/index.js lists them. What a
 * layer does not have is left out.
 */
export interface Layer {
  /** Its group in the SVG. */
  group?: string;
  /** Whether a canvas draws it, or leaves it out, while the clock moves. */
  follows?: boolean;
  /** Its part of the answers a state is drawn from: a value, or the promise of one. */
  ask?(server: Server, state: State, context: Context): Partial<Record<keyof Answers, any>>;
  /** What of the answers there is from one day number to another. */
  now?(situation: SituationMap, from: number, to: number): Partial<Now>;
  /** Its numbers in window.situation.drawn, and in window.situation.overlays. */
  drawn?(situation: SituationMap): Inspection["drawn"];
  overlays?(situation: SituationMap): Inspection["overlays"];
  /** Draw its symbols into its group, and note in `clear` what names have to stay clear of. */
  symbols?(situation: SituationMap, groups: Record<string, SVGGElement>, view: View, clear: Clear): MapSymbol[];
  /** Draw the same on a canvas, while the clock moves. */
  paint?(situation: SituationMap, ctx: Context2D, view: View): void;
  /** What of it the legend has to explain, how, and in which sentences below. */
  explain?(situation: SituationMap, state: State): Partial<Shown>;
  legend?(shown: Shown, context: Context): LegendEntry[];
  notes?(shown: Shown, context: Context): string[];
}

// ---- Drawing

/** What a drawing function knows of the view; points are Leaflet's layer points, in pixels. */
export interface View {
  zoom: number;
  /** Pixels of the whole world's width. */
  scale: number;
  min: XY;
  max: XY;
  /** Layer point of the anchor. */
  shift: Point;
  point(lat: number, lon: number): Point;
  unit(x: number, y: number): Point;
  sees(p: Point, margin: number): boolean;
}
export type Context2D = CanvasRenderingContext2D;
export type PatternKind = "dots" | "lines" | "uprights" | "crosses" | "hatch" | "backhatch";
/** Where a symbol is drawn: a mark around a point, a line with half its width, a closed ring. */
export interface Hit {
  at?: Point;
  r: number;
  line?: Point[];
  half: number;
  ring?: Point[] | null;
}
/** Pixels within which a pointer means a symbol. */
export interface Reach {
  slack: number;
  mark: number;
  line: number;
  front: number;
}
/** Something on the map that can be pointed at and opens. */
export interface MapSymbol {
  key: string;
  kind: string;
  name: string;
  lines: string[];
  latlng: Point;
  hit?: Hit;
  /** A place that lies in ground drawn as another side's. */
  apart?: boolean;
  /** Which side of the divider it is seen on. */
  side?: string;
  /** Whether it is gone while the clock moves: a canvas draws its layer then. */
  follows?: boolean;
  /** What it opens to: known already, loaded in its own way, or asked of the server. */
  report?: Reports;
  load?: () => Promise<Reports>;
  asked?: Asked;
  /** What it lists instead, each to be opened, where it stands for several. */
  members?: MapSymbol[];
  /** Whether none of these is open at first. */
  folded?: boolean;
  /** What can be done with it where it opens. */
  actions?: Action[];
  /** Goes nearer instead of opening a popup. */
  open?: (map: LeafletMap) => void;
}
/** What names of a view have to mind, as the layers note it: what they stay clear of, and what they had better not lie on. */
export interface Clear {
  /** Round symbols that no name may lie on, and such that it had better not. */
  obstacles: Box[];
  faint: Box[];
  taken: Box[];
  names: SiteName[];
  /** The maps on whose ground names lie, and whether their sides are named. */
  maps: ControlMap[];
  sides: boolean;
  flows: Point[][];
}
/** The same with what lies over the map, and what only a near view names. */
export interface Minded extends Clear {
  furniture: Box[];
  /** What of the map is seen; null where nothing is cut off. */
  frame: Bounds | null;
  inner: Bounds;
  towns: Base["towns"];
}
/** Names that were laid out, in which group and for which view, and where the furniture lay. */
export interface Named {
  group: SVGGElement;
  view: View;
  clear: Clear;
  furniture: string;
}
/** How what is assessed fades out along an axis of a view: from which layer point on, and where nothing is left. */
export interface Fade {
  axis: "x" | "y";
  from: number;
  to: number;
}
export interface SiteName {
  text: string;
  x: number;
  y: number;
  open: boolean;
  camp: boolean;
}
export interface ArrowPoints {
  outline: Point[];
  spine: Point[];
  head: Point[];
  middle: Point;
}
/** What the legend has to explain; a day in ISO form where one is named, "" where there is nothing to explain. */
export interface Shown {
  sides: string[];
  unassessed: boolean;
  since: string;
  gains: Record<string, boolean>;
  front: string;
  swipe: string;
  earlier: string;
  compared: string;
  one_sided: boolean;
  boundaries: boolean;
  band: boolean;
  flows: boolean;
  directions: boolean;
  loose_flows: boolean;
  /** The flows in view that are too short for an arrow. */
  short_flows: { place: string; low: number | null; high: number | null }[];
  modelled: ModelledShown;
  strikes: boolean;
  /** The days of strikes and of flows that are drawn faint; null where none is. */
  strikes_before: FaintDays | null;
  flows_before: FaintDays | null;
  rings: string;
  own_area: string;
  own_marks: boolean;
  own: boolean;
  coarse_strikes: boolean;
  partly_coarse: boolean;
  open_crossings: boolean;
  other_crossings: boolean;
  camps: boolean;
  agreements: AgreementArea[];
  posts: { encircled: boolean; text: string }[];
  unplaced_posts: string[];
  place_sides: string[];
  places_apart: boolean;
  points: PointLayer[];
}
/** What explains one mark; `date` names the day in its words that follows the clock. */
export interface LegendEntry {
  symbol: Element;
  /** The whole sentence, and the few words that do beside the name of its line; without these the sentence stands. */
  text: string;
  short?: string;
  date?: "front" | "earlier";
  /** Id of its line, where that is not its layer's. */
  line?: string;
}
/** A line of the legend: its name, and what stands in it. */
export interface LegendLine {
  name: string;
  entries: LegendEntry[];
}
/** window.situation: what tests, benchmarks and exports look at. */
export interface Inspection {
  ready: boolean;
  stamp: string;
  from: string;
  to: string;
  data_version: string;
  drawn: Record<string, number>;
  overlays: Record<string, number | boolean>;
  figures: Record<string, number | null> | null;
  swipe: { left: string | null; right: string; readonly share: number } | null;
  mounts: number;
}

export interface Walked {
  element: SVGGElement;
  stretches: Stretch[];
  stretch: Stretch;
  view: View;
}

/** What the clock gives to draw: a state of other days, and their control maps where these are not the page's. */
export interface Moment {
  state: State;
  control?: ControlMap | null;
  before?: ControlMap | null;
}
/** A button of a notice. */
export interface Action {
  label: string;
  run: () => void;
}
/** What the clock's bar asks of the clock. */
export interface BarActions {
  moved(first: number, last: number): void;
  play(): void;
  step(days: number): void;
  grow(grow: boolean): void;
  apply(): void;
  back(): void;
}
/** What a pointer holds of the brush: an end, or the whole range from where it was taken. */
export interface Held {
  end: 0 | 1 | null;
  jump: boolean;
  from: number;
  range: [number, number];
}

// ---- The look: TOKENS in lib/maps/style.py

export interface Pen {
  colour: string;
  width: number;
  opacity?: number;
  dash?: number[];
  casing?: string;
  casing_width?: number;
}
export interface Hatch {
  colour: string;
  width: number;
  step: number;
  opacity: number;
}
export interface Letters {
  colour: string;
  size: number;
  weight?: number;
  italic?: boolean;
  spacing?: number;
  halo?: number;
}
export interface SideLook {
  tint: string;
  ink: string;
  pattern: string;
}
export interface ControlLook {
  opacity: number;
  pattern_opacity: number;
  pattern_step: number;
  hatch: Hatch;
  name_size: number;
  least_seen: number;
}
export interface AgreementLook {
  fill: string;
  opacity: number;
  open_opacity: number;
  hatch?: Hatch;
  edge: Pen;
  name: Letters;
}
export interface PostLook {
  fill: string;
  ink: string;
  halo: string;
  size: number;
  dot: number;
  edge_width: number;
  halo_width: number;
  number_zoom: number;
  text_size: number;
}
export interface ArrowLook {
  tail_share: number;
  head_width: number;
  head_extra: number;
  head_length: number;
  most_head: number;
  full_length: number;
  full_extra: number;
}
export interface DirectionLook {
  width: number;
  dash: number[];
  opacity: number;
  head_opacity: number;
  edge_width: number;
}
export interface FlowLook extends ArrowLook {
  colour: string;
  edge: string;
  edge_width: number;
  opacity: number;
  min_width: number;
  max_width: number;
  full_scale_persons: number;
  /** Of the dashes around an arrow that fades. */
  rim_opacity: number;
  direction_only: DirectionLook;
  least_length: number;
  most_named: number;
  together: { end: number; gap: number };
  near: { zoom: number; most_width: number };
  /** Of the days before the range: what is otherwise. */
  faint: {
    colour: string;
    opacity: number;
    edge_width: number;
    rim_opacity: number;
    direction_only: DirectionLook;
    most_width: number;
    legend_width: number;
  };
  faded: { origin: number; middle: number; end: number; edge_opacity: number; width: number; dash: number[] };
  legend_persons: number[];
}
export interface ModelledLook {
  colour: string;
  opacity: number;
  hatch: { step: number; width: number; ground_opacity: number };
  edge: { width: number; dash: number[] };
  most_drawn: number;
  legend_persons: number;
}
/** How near two circles come: pixels, pixels for the root of their strikes, and pixels between their rims. */
export interface ApartLook {
  reach: number;
  by_root: number;
  gap: number;
}
export interface StrikeLook {
  fill: string;
  opacity: number;
  edge: string;
  edge_width: number;
  halo: string;
  halo_width: number;
  coarse_edge: string;
  coarse_fill_opacity: number;
  coarse_edge_width: number;
  coarse_dash: number[];
  arc_gap: number;
  arc_width: number;
  arc_dash: number[];
  arc_least_degrees: number;
  unit_radius: number;
  max_radius: number;
  count_radius: number;
  numbered_from: number;
  text: string;
  coarse_text: string;
  text_size: number;
  text_by_radius: number;
  radius_by_digit: number;
  legend_counts: number[];
  legend_share: { count: number; coarse: number };
  legend_coarse: number;
  apart: ApartLook;
  faint: {
    colour: string;
    opacity: number;
    fill_opacity: number;
    width: number;
    unit_radius: number;
    max_radius: number;
    apart: ApartLook;
  };
  cluster: {
    apart: ApartLook;
    min_radius: number;
    max_radius: number;
    gap: number;
    halo: string;
    halo_opacity: number;
    ring_width: number;
    text_size: number;
    text_by_radius: number;
    legend_count: number;
  };
}
export interface DensityLook {
  radius_km: number;
  cell: number;
  breaks: number[];
  colours: string[];
  opacity: number;
  dot: string;
  dot_edge: string;
  dot_radius: number;
}
export interface CrossingLook {
  fill: string;
  edge: string;
  edge_width: number;
  size: number;
  size_other: number;
}
export interface CampLook {
  fill: string;
  edge: string;
  edge_width: number;
  size: number;
}
export interface OwnMarkLook {
  fill: string;
  ink: string;
  width: number;
  casing_width: number;
  pin: { outline: Point[]; edge_width: number; dot: number; head: Point; radius: number };
  head: { length: number; half: number };
  box: { opacity: number };
  plate: {
    fill: string;
    edge: string;
    edge_width: number;
    dash: number[];
    text_size: number;
    line: number;
    pad: number;
    gap: number;
  };
}
export interface OwnLook {
  fill: string;
  edge: string;
  casing: string;
  casing_width: number;
  width: number;
  size: number;
  grows: number;
  numbered_below: number;
  text_size: number;
}
export interface ClockLook {
  ground: string;
  strikes: string;
  control: string;
  month: string;
  text: string;
  text_size: number;
  quiet: number;
  changes: number;
  axis: number;
}
/** How a settlement of a rank is named: from which zoom, how large, and whether before lands and lines are. */
export interface RankLook {
  size: number;
  min_zoom: number;
  weight: number;
  dot: number;
  first: boolean;
}
export interface LabelLook {
  colour: string;
  halo_width: number;
  off: number;
  farther: number[];
  farthest: number;
  leader: { colour: string; width: number; casing: string; casing_width: number };
  off_front: number;
  own_side: number;
  cost: { direction: number; leader: number; length: number; line: number; ring: number };
  country: Letters;
  governorate: Letters;
  border: Letters;
  site: Letters & { min_zoom_open: number; min_zoom: number; min_zoom_camp: number };
}
export interface GroundLook {
  land: string;
  water: string;
  coast: Pen;
  relief_opacity: number;
  country_line: Pen;
  governorate: Pen;
  river: Pen;
  lake: Pen & { fill: string };
  road: Pen;
  highway: Pen;
  border: Pen;
}
export interface Style {
  font: string;
  ink: string;
  ink_soft: string;
  halo: { colour: string; opacity: number };
  ground: GroundLook;
  shield: { fill: string; edge: string; text: string; size: number };
  control: ControlLook & Record<string, any>;
  unassessed: { hatch: Hatch; pill: { fill: string; edge: string; text: string; size: number } };
  front: Required<Omit<Pen, "dash" | "opacity">>;
  earlier_front: Pen;
  boundary: Pen;
  band: { fill: string; opacity: number; over: string };
  gained: Record<string, Hatch & { kind: PatternKind; tint: string }>;
  stretch: { one_sided_dash: number[]; highlight: Required<Omit<Pen, "dash" | "casing" | "casing_width">> };
  post: PostLook;
  flow: FlowLook;
  modelled: ModelledLook;
  own_area: Pen;
  own_marks: OwnMarkLook;
  near_ring: { colour: string; width: number; dash: number[]; fill: string; opacity: number };
  strike: StrikeLook;
  density: DensityLook;
  hit: { mouse: Reach; touch: Reach };
  symbol_scale: { full_zoom: number; per_zoom: number; least: number; most: number };
  crossing: CrossingLook;
  camp: CampLook;
  own: OwnLook;
  place: { size: number; min_zoom: number };
  apart: { size: number; colour: string; width: number; casing: string; casing_width: number };
  clock: ClockLook;
  town: { dot_fill: string; dot_edge: string; dot_edge_width: number; ranks: RankLook[]; more_zoom: number };
  label: LabelLook;
  /** The look of what an agreement drew, under its layer's id. */
  [agreement: string]: any;
}

// ---- What Folium's scripts call

export interface SituationMapApi {
  create(map: LeafletMap, config: Config): void;
  set(state: State): void;
  under(x: number, y: number, touch?: boolean): { kind: string; name: string }[];
  setRange(from: string, to: string): Promise<void>;
  /** Say something in the map; the same name takes the place of what was said before, no words take it away. */
  notice(name: string, words: string): void;
  /** Where the reader has moved the map to: latitude, longitude, zoom; null while it stands where it began. */
  moved(): [number, number, number] | null;
  look(lat: number, lon: number, zoom: number): void;
  /** Look where another map of the page looks; null where this one does not move with others. */
  follow: ((lat: number, lon: number, zoom: number, resting: boolean) => void) | null;
}
declare global {
  interface Window {
    situation: Inspection;
    situationMap: SituationMapApi;
    /** Counted on the page around the map's frame. */
    situationMounts?: number;
    /** Has the browser keep the map of the view that is shown, for when the server is away. */
    keepMap(): void;
    /** Has the picture in an element give way to the map it is of, as part of a page, and tells when that is painted. */
    growMap(holder: HTMLElement, part: "inside" | "first", painted: () => void): void;
    PopStateEvent: typeof PopStateEvent;
  }
}
