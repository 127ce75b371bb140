// Answers of the server: fetched once, kept decoded in a small cache, bounded by number of answers.
(function (parts) {
  "use strict";

  /** Least recently used answers are let go first. A failed answer is not kept, so that a retry asks again. */
  class Answers {
    constructor(limit) {
      this.limit = limit;
      this.kept = new Map();
    }

    get(url, decode, ask = fetched) {
      if (this.kept.has(url)) {
        const answer = this.kept.get(url);
        this.kept.delete(url);
        this.kept.set(url, answer);
        return answer;
      }
      const answer = ask(url).then(decode || ((body) => body));
      this.kept.set(url, answer);
      answer.catch(() => {
        if (this.kept.get(url) === answer) this.kept.delete(url);
      });
      if (this.kept.size > this.limit) this.kept.delete(this.kept.keys().next().value);
      return answer;
    }
  }

  async function fetched(url) {
    const response = await fetch(url);
    if (!response.ok) throw new Error(`${response.status} ${url}`);
    return response.json();
  }

  /** Where the answers of one data version live. */
  class Server {
    constructor(config) {
      this.root = `${config.base_url}/map/${encodeURIComponent(config.data_version)}`;
      this.constant = new Answers(5);
      this.control_answers = new Answers(8);
      this.dates = null;
      this.event_answers = new Answers(12);
      this.report_answers = new Answers(40);
    }

    base() {
      return this.constant.get(`${this.root}/base.json`, parts.base.decode);
    }

    sites() {
      return this.constant.get(`${this.root}/sites.json`, (body) => body.sites || []);
    }

    /** Control on a day: out of all dates once they are here, else asked for alone. */
    async control(day) {
      if (this.dates && this.dates.dates.length) return this.dates.control(this.dates.index(parts.tally.dayNumber(day)));
      return this.control_answers.get(`${this.root}/control/${encodeURIComponent(day)}.json`, parts.control.decode);
    }

    strikes(query) {
      return this.event_answers.get(`${this.root}/strikes.json${query ? `?${query}` : ""}`, parts.strikes.decode);
    }

    flows(counter, query) {
      return this.event_answers.get(this.counted("flows", counter, query), parts.flows.decode);
    }

    /** A modelled split of published totals, a counter and window at a time. */
    modelled(query) {
      return this.event_answers.get(`${this.root}/modelled.json${query ? `?${query}` : ""}`, parts.modelled.decode);
    }

    /** What the clock counts with, for every range of days. */
    clock(counter, query, lang) {
      const language = lang === "en" ? "" : `&lang=${encodeURIComponent(lang)}`;
      return this.event_answers.get(`${this.counted("clock", counter, query)}${language}`, parts.tally.decode);
    }

    counted(name, counter, query) {
      return `${this.root}/${name}.json?counter=${encodeURIComponent(counter || "")}${query ? `&${query}` : ""}`;
    }

    /** Control at every control date. */
    async sequence() {
      this.dates = await this.constant.get(`${this.root}/sequence.json`, parts.sequence.decode);
      return this.dates;
    }

    agreements() {
      return this.constant.get(`${this.root}/overlays.json`, parts.agreements.decode);
    }

    /** Reports of what is asked for, in the range of the state unless other days are asked for. */
    reports(asked, state) {
      const query = new URLSearchParams(state.query || "");
      Object.entries({ from: state.from, to: state.to, ...asked }).forEach(([name, value]) => value && query.set(name, value));
      return this.report_answers.get(`${this.root}/reports.json?${query}`);
    }
  }

  /** The same answers out of the map's own file: nothing is asked of anybody. */
  class Embedded extends Server {
    constructor(config) {
      super(config);
      this.data = config.embedded;
      const kept = (body) => (body ? Promise.resolve(body) : Promise.reject(new Error("not in this file")));
      const take = (answers, name, decode) => answers.get(name, decode, () => kept(this.data[name]));
      this.base = () => take(this.constant, "base", parts.base.decode);
      this.sites = () => take(this.constant, "sites", (body) => body.sites || []);
      this.strikes = () => take(this.event_answers, "strikes", parts.strikes.decode);
      this.flows = () => take(this.event_answers, "flows", parts.flows.decode);
      this.modelled = () => take(this.event_answers, "modelled", parts.modelled.decode);
      this.clock = () => take(this.event_answers, "clock", parts.tally.decode);
      this.sequence = () => take(this.constant, "sequence", parts.sequence.decode);
      this.agreements = () => take(this.constant, "overlays", parts.agreements.decode);
    }

    async control(day) {
      const sequence = await this.sequence();
      return sequence.control(sequence.index(parts.tally.dayNumber(day)));
    }

    /** The reports in the range; control as it stood at the end of it, as the server tells. */
    async reports(asked, state) {
      const whole = (this.data.reports || {})[reportKey(asked)];
      if (!whole) throw new Error("not in this file");
      const [from, to] = ["from", "to"].map((end) => parts.tally.dayNumber(asked[end] || state[end]));
      const reports = whole.reports.filter(({ start, end }) =>
        asked.kind === "control" ? start === undefined || start <= to : start === undefined || (start <= to && end >= from),
      );
      return { ...whole, reports };
    }
  }

  const reportKey = ({ kind, origin, place }) => [kind, ...(kind === "displacement" ? [origin] : []), place].join("|");

  const serverOf = (config) => (config.embedded ? new Embedded(config) : new Server(config));

  parts.data = { Embedded, Server, dayNumber: parts.tally.dayNumber, serverOf };
})((window.situationParts = window.situationParts || {}));
