// Answers of the server: fetched once, kept decoded in a small cache, bounded by number of answers.

/** @import { Asked, Base, Context, ControlMap, Found, PlaceRecord, Reports, State } from "../types.js" */

import * as controlLayer from "../layers/control.js";
import * as ground from "../layers/ground.js";
import { Sequence } from "./sequence.js";
import * as tally from "./tally.js";

/** Least recently used answers are let go first. A failed answer is not kept, so that a retry asks again. */
class Answers {
  /** @param {number} limit */
  constructor(limit) {
    this.limit = limit;
    /** @type {Map<string, Promise<any>>} */
    this.kept = new Map();
  }

  /**
   * @template Decoded
   * @param {string} url
   * @param {(body: any) => Decoded} [decode]
   * @param {(url: string) => Promise<any>} [ask]
   * @returns {Promise<Decoded>}
   */
  get(url, decode = (body) => body, ask = fetched) {
    const known = this.kept.get(url);
    if (known) {
      this.kept.delete(url);
      this.kept.set(url, known);
      return known;
    }
    const answer = ask(url).then(decode);
    this.kept.set(url, answer);
    answer.catch(() => {
      if (this.kept.get(url) === answer) this.kept.delete(url);
    });
    const [oldest] = this.kept.keys();
    if (this.kept.size > this.limit) this.kept.delete(oldest);
    return answer;
  }
}

/** The server has other data by now than the page was made of: only loading the page anew brings them. */
export class DataChanged extends Error {}

/**
 * @param {string} url
 * @returns {Promise<any>}
 */
async function fetched(url) {
  const response = await fetch(url);
  if (response.status === 404) throw new DataChanged(url);
  if (!response.ok) throw new Error(`${response.status} ${url}`);
  return response.json();
}

/**
 * What flows and sums depend on: who counts, and the filter.
 * @param {string} counter
 * @param {string} query
 */
export const perCounter = (counter, query) => `counter=${encodeURIComponent(counter || "")}${query ? `&${query}` : ""}`;

/** Where the answers of one data version live. */
export class Server {
  /** @param {Context} context */
  constructor(context) {
    const { calendar, project, crisis } = context;
    this.calendar = calendar;
    this.root = `${context.base_url}/map/${encodeURIComponent(context.data_version)}`;
    /** What the names of places depend on besides the data. */
    this.spoken = context.lang === "en" ? null : `lang=${encodeURIComponent(context.lang)}`;
    this.lang = context.lang === "en" ? "" : context.lang;
    this.constant = new Answers(16);
    this.control_answers = new Answers(8);
    this.event_answers = new Answers(12);
    this.report_answers = new Answers(40);
    this.found_answers = new Answers(40);
    /** @type {Sequence | null} */
    this.dates = null;
    this.decode = {
      base: (/** @type {any} */ body) => {
        context.know(body.names ?? {});
        return ground.decode(body, project, crisis);
      },
      control: (/** @type {any} */ body) => controlLayer.decode(body, project),
      clock: (/** @type {any} */ body) => tally.decode(body, calendar),
      sequence: (/** @type {any} */ body) => new Sequence(body, project, calendar),
    };
  }

  /**
   * What the server says under a name, decoded.
   * @template Decoded
   * @param {string} name
   * @param {string | null} query What it depends on besides the data; null for nothing.
   * @param {(body: any) => Decoded} decode
   * @returns {Promise<Decoded>}
   */
  get(name, query, decode) {
    const answers = query === null ? this.constant : this.event_answers;
    return answers.get(`${this.root}/${name}.json${query ? `?${query}` : ""}`, decode);
  }

  base() {
    return this.get("base", this.spoken, this.decode.base);
  }

  /**
   * The smaller places, which only a near view names.
   * @returns {Promise<Base["towns"]>}
   */
  settlements() {
    return this.get("settlements", this.spoken, (body) => body.towns);
  }

  /**
   * Control on a day: out of all dates once they are here, else asked for alone.
   * @param {string} day
   * @returns {Promise<ControlMap | null>}
   */
  async control(day) {
    if (this.dates?.dates.length) return this.dates.control(this.dates.index(this.calendar.number(day)));
    return this.control_answers.get(`${this.root}/control/${encodeURIComponent(day)}.json`, this.decode.control);
  }

  /**
   * What the clock counts with, for every range of days.
   * @param {string} counter
   * @param {string} query
   * @param {string} lang
   */
  clock(counter, query, lang) {
    const language = lang === "en" ? "" : `&lang=${encodeURIComponent(lang)}`;
    return this.get("clock", `${perCounter(counter, query)}${language}`, this.decode.clock);
  }

  /** Control at every control date. */
  async sequence() {
    this.dates = await this.get("sequence", null, this.decode.sequence);
    return this.dates;
  }

  /**
   * Places whose name is like some words.
   * @param {string} words
   * @param {string} lang
   * @returns {Promise<Found>}
   */
  find(words, lang) {
    return this.found_answers.get(`${this.root}/find.json?${new URLSearchParams({ q: words, lang })}`);
  }

  /**
   * All that is told of a place; the front is that of a day.
   * @param {string} place
   * @param {string} day
   * @param {string} lang
   * @returns {Promise<PlaceRecord>}
   */
  place(place, day, lang) {
    const query = new URLSearchParams({ place, lang });
    return this.report_answers.get(`${this.root}/place/${encodeURIComponent(day)}.json?${query}`);
  }

  /**
   * Reports of what is asked for, in the range of the state unless other days are asked for.
   * @param {Asked} asked
   * @param {State} state
   * @returns {Promise<Reports>}
   */
  reports(asked, state) {
    const query = new URLSearchParams(state.query || "");
    Object.entries({ from: state.from, to: state.to, lang: this.lang, ...asked }).forEach(
      ([name, value]) => value && query.set(name, value),
    );
    return this.report_answers.get(`${this.root}/reports.json?${query}`);
  }
}

/** The same answers out of the map's own file: nothing is asked of anybody. */
export class Embedded extends Server {
  /** @param {Context} context */
  constructor(context) {
    super(context);
    this.data = /** @type {Record<string, any>} */ (context.embedded);
  }

  /**
   * @override
   * @template Decoded
   * @param {string} name
   * @param {string | null} _query The file holds one filter.
   * @param {(body: any) => Decoded} decode
   * @returns {Promise<Decoded>}
   */
  get(name, _query, decode) {
    const body = this.data[name];
    return this.constant.get(name, decode, () =>
      body ? Promise.resolve(body) : Promise.reject(new Error("not in this file")),
    );
  }

  /**
   * @override
   * @param {string} day
   */
  async control(day) {
    const sequence = await this.sequence();
    return sequence.control(sequence.index(this.calendar.number(day)));
  }

  /**
   * The reports in the range; control as it stood at the end of it, as the server tells.
   * @override
   * @param {Asked} asked
   * @param {State} state
   * @returns {Promise<Reports>}
   */
  async reports(asked, state) {
    /** @type {Reports | undefined} */
    const whole = this.data.reports?.[reportKey(asked)];
    if (!whole) throw new Error("not in this file");
    const [from, to] = [this.calendar.number(asked.from || state.from), this.calendar.number(asked.to || state.to)];
    const reports = whole.reports.filter(({ start, end = start }) => {
      if (start === undefined || end === undefined) return true;
      return start <= to && (asked.kind === "control" || end >= from);
    });
    return { ...whole, reports };
  }
}

/** @param {Asked} asked */
const reportKey = ({ kind, origin, place, at }) =>
  [kind, (kind === "displacement" && origin) || "", place, at || ""].join("|");

/**
 * @param {Context} context
 * @returns {Server}
 */
export const serverOf = (context) => (context.embedded ? new Embedded(context) : new Server(context));
