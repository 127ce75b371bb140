// The figures of the clock's range, in one strip over the map: the same as the page counts.
(function (parts) {
  "use strict";

  const { fill, html } = parts.overlay;
  const { isoOf } = parts.tally;

  /** What the strip says, as [value, basis], in the order of its cells. */
  function sentences(figures, frontKm, context) {
    const { words, number, brief } = context;
    const { civilians, displaced } = figures;
    const told = displaced.since !== null && displaced.until !== null;
    const days = told ? { who: figures.counter, since: brief(isoOf(displaced.since)), until: brief(isoOf(displaced.until)) } : {};
    return [
      [number(figures.strikes), words.selection],
      [context.between(civilians.low, civilians.high), fill(civilians.silent === 1 ? words.silent_one : words.silent, { n: number(civilians.silent) })],
      [context.between(displaced.low, displaced.high), told ? fill(words.totals, days) : words.no_totals],
      [number(figures.changed), ""],
      [frontKm === null ? "" : fill(words.km, { n: context.whole(frontKm) }), ""],
    ];
  }

  class Strip {
    constructor(context) {
      this.context = context;
      const { words } = context;
      const names = [words.figure_strikes, words.figure_civilians, words.figure_displaced, words.figure_changed, words.figure_front];
      this.cells = names.map((name) => ({ value: html("b"), name: html("span", "", name), basis: html("small") }));
      const items = this.cells.map(({ value, name, basis }) => html("li", "", null, [value, name, basis]));
      this.box = html("ul", "situation-figures", null, items);
      this.box.setAttribute("aria-label", context.words.figures);
      this.box.tabIndex = 0;
      this.box.hidden = true;
    }

    /** Write figures; what stays the same is left alone. */
    set(figures, frontKm) {
      this.box.hidden = false;
      const write = (element, text) => {
        if (element.textContent !== text) element.textContent = text;
      };
      sentences(figures, frontKm, this.context).forEach(([value, basis], i) => {
        write(this.cells[i].value, value);
        write(this.cells[i].basis, basis);
      });
    }

    /** The strip as one sentence, for a screen reader. */
    spoken() {
      const texts = this.cells.map((cell) => [cell.name, cell.value, cell.basis].map((part) => part.textContent));
      return texts.map(([name, value, basis]) => `${name}: ${value}${basis ? `, ${basis}` : ""}`).join("; ");
    }
  }

  parts.figures = { Strip };
})((window.situationParts = window.situationParts || {}));
