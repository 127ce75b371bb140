// Answers of the server: fetched once, kept decoded in a small cache, bounded by number of answers.
(function (parts) {
  "use strict";

  /** Least recently used answers are let go first. A failed answer is not kept, so that a retry asks again. */
  class Answers {
    constructor(limit) {
      this.limit = limit;
      this.kept = new Map();
    }

    get(url, decode) {
      if (this.kept.has(url)) {
        const answer = this.kept.get(url);
        this.kept.delete(url);
        this.kept.set(url, answer);
        return answer;
      }
      const answer = fetch(url).then((response) => {
        if (!response.ok) throw new Error(`${response.status} ${url}`);
        return response.json().then(decode || ((body) => body));
      });
      this.kept.set(url, answer);
      answer.catch(() => {
        if (this.kept.get(url) === answer) this.kept.delete(url);
      });
      if (this.kept.size > this.limit) this.kept.delete(this.kept.keys().next().value);
      return answer;
    }
  }

  /** Where the answers of one data version live. */
  class Server {
    constructor(config) {
      this.root = `${config.base_url}/map/${encodeURIComponent(config.data_version)}`;
      this.constant = new Answers(4);
      this.control_answers = new Answers(24);
      this.event_answers = new Answers(12);
      this.report_answers = new Answers(40);
    }

    base() {
      return this.constant.get(`${this.root}/base.json`, parts.base.decode);
    }

    sites() {
      return this.constant.get(`${this.root}/sites.json`, (body) => body.sites || []);
    }

    control(day) {
      return this.control_answers.get(`${this.root}/control/${encodeURIComponent(day)}.json`, parts.control.decode);
    }

    strikes(query) {
      return this.event_answers.get(`${this.root}/strikes.json${query ? `?${query}` : ""}`, parts.strikes.decode);
    }

    flows(counter, query) {
      const filters = query ? `&${query}` : "";
      const url = `${this.root}/flows.json?counter=${encodeURIComponent(counter || "")}${filters}`;
      return this.event_answers.get(url, parts.flows.decode);
    }

    reports(asked, state) {
      const query = new URLSearchParams(state.query || "");
      Object.entries(asked).forEach(([name, value]) => value && query.set(name, value));
      query.set("from", state.from);
      query.set("to", state.to);
      return this.report_answers.get(`${this.root}/reports.json?${query}`);
    }
  }

  /** Whole days since 2019-12-01, the unit of the times in strikes.json and flows.json. */
  function dayNumber(iso) {
    return Math.round((Date.parse(`${iso}T00:00:00Z`) - Date.UTC(2019, 11, 1)) / 86400000);
  }

  parts.data = { Server, dayNumber };
})((window.situationParts = window.situationParts || {}));
