// Modelled flows: a split of published totals that nobody reported. Paler, hatched, and never among the reported flows.
(function (parts) {
  "use strict";

  const { svg, fill } = parts.overlay;
  const NOTHING = { flows: [], all: 0, counter: "", empty: false };

  function decode(body) {
    return (body.windows || []).map((one) => ({
      ...one,
      flows: one.flows.filter((flow) => [flow.lat, flow.lon, flow.origin_lat, flow.origin_lon].every(Number.isFinite)),
    }));
  }

  /** The counter whose totals are split: the one chosen where it has any, else the one that covers most days. */
  function counterOf(windows, chosen, from, to) {
    const days = new Map();
    windows.forEach(({ counter, first, last }) => {
      const covered = Math.min(to, last) - Math.max(from, first) + 1;
      if (covered > 0) days.set(counter, (days.get(counter) || 0) + covered);
    });
    if (days.has(chosen)) return chosen;
    const names = [...days.keys()].sort((a, b) => days.get(b) - days.get(a) || (a < b ? -1 : 1));
    return names[0] || "";
  }

  /** Windows that follow one another are added up by pair of places; two counters never are. */
  function inRange(windows, chosen, from, to, most) {
    const counter = counterOf(windows, chosen, from, to);
    const pairs = new Map();
    windows
      .filter((one) => one.counter === counter && one.first <= to && one.last >= from)
      .forEach(({ flows }) => {
        flows.forEach((flow) => {
          const key = `${flow.origin}|${flow.place}`;
          const known = pairs.get(key);
          const add = (name) => flow[name] + (known ? known[name] : 0);
          pairs.set(key, { ...flow, persons: add("persons"), low: add("low"), high: add("high") });
        });
      });
    const all = [...pairs.values()].sort((a, b) => b.persons - a.persons);
    // Small ones hide what matters; the page lists them all.
    return { flows: all.slice(0, most), all: all.length, counter, empty: all.length === 0 };
  }

  /** What of the state's range is drawn; nothing when the layer is off. */
  function shown(self) {
    if (!self.has("modelled")) return NOTHING;
    const [from, to] = [self.state.from, self.state.to].map((iso) => parts.tally.within(parts.tally.dayNumber(iso)));
    return inRange(self.answers.modelled || [], self.state.counter, from, to, self.config.style.modelled.most_drawn);
  }

  function describe(flow, counter, { words, number }) {
    const range = flow.low === flow.high ? number(flow.low) : `${number(flow.low)}\u2013${number(flow.high)}`;
    return [
      `${words.modelled}: ${fill(words.from_to, { origin: flow.origin, place: flow.place })}`,
      fill(words.modelled_about, { n: number(flow.persons), range }),
      fill(words.modelled_legend, { who: counter }),
    ];
  }

  function hatch(id, style) {
    const { step, width } = style.hatch;
    const line = { x1: 0, y1: 0, x2: 0, y2: step, stroke: style.colour, "stroke-width": 2 * width };
    const frame = { id, width: step, height: step, patternUnits: "userSpaceOnUse", patternTransform: "rotate(45)" };
    return svg("pattern", frame, [svg("rect", { width: step, height: step, fill: "#ffffff", "fill-opacity": 0.55 }), svg("line", line)]);
  }

  function arrow(shape, id, style) {
    return svg("path", {
      d: shape.outline,
      fill: `url(#${id})`,
      "fill-opacity": style.opacity,
      stroke: style.colour,
      "stroke-width": style.edge.width,
      "stroke-dasharray": style.edge.dash.join(" "),
      "stroke-linejoin": "round",
    });
  }

  /** Draw into an SVG group; returns the symbols by key for pointer and keyboard. */
  function draw(group, { flows, counter }, view, context) {
    if (!flows.length) return [];
    const style = context.style.modelled;
    group.append(svg("defs", {}, [hatch("situation-modelled", style)]));
    return flows.map((flow, index) => {
      const from = view.point(flow.origin_lat, flow.origin_lon);
      const to = view.point(flow.lat, flow.lon);
      const wide = parts.flows.width(flow.persons, context.style.flow) * context.symbol_scale;
      const shape = parts.geometry.arrow(from, to, flow.bend || 0, wide, context.style.flow);
      const lines = describe(flow, counter, context);
      const key = `modelled:${index}`;
      group.append(
        svg("g", { class: "situation-symbol", "data-key": key, tabindex: 0, role: "button", "aria-label": lines.join(". ") }, [
          arrow(shape, "situation-modelled", style),
        ]),
      );
      const report = { title: lines[0], lines: lines.slice(1), note: context.words.modelled_note, reports: [], more: 0 };
      return { key, kind: "modelled", lines, latlng: [flow.lat, flow.lon], report };
    });
  }

  /** A modelled arrow for the legend. */
  function sample(context) {
    const style = context.style.modelled;
    const wide = parts.flows.width(style.legend_persons, context.style.flow);
    const shape = parts.geometry.arrow([1, 9], [37, 9], 0, wide, context.style.flow);
    const children = [svg("defs", {}, [hatch("situation-modelled-legend", style)]), arrow(shape, "situation-modelled-legend", style)];
    return svg("svg", { width: 38, height: 18, viewBox: "0 0 38 18", "aria-hidden": "true" }, children);
  }

  parts.modelled = { counterOf, decode, draw, inRange, sample, shown };
})((window.situationParts = window.situationParts || {}));
