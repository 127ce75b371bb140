// A reader's own table beside the map's: a square a place, counted into nothing, and opening to its reports.
(function (parts) {
  "use strict";

  const { fill, svg } = parts.overlay;

  const decode = (body) => body.places || [];

  /** The places with reports from day number `from` to `to`, and how many. */
  function inRange(places, from, to) {
    return places
      .map((place) => ({
        ...place,
        n: place.rows.reduce((sum, [first, last, count]) => (first <= to && last >= from ? sum + count : sum), 0),
      }))
      .filter((place) => place.n > 0);
  }

  function square(x, y, style, size = style.size) {
    const d = `M${x - size},${y - size}h${2 * size}v${2 * size}h${-2 * size}Z`;
    return [
      svg("path", { d, fill: "none", stroke: style.casing, "stroke-width": style.width + 2.5, "stroke-linejoin": "round" }),
      svg("path", { d, fill: style.fill, stroke: style.edge, "stroke-width": style.width, "stroke-linejoin": "round" }),
    ];
  }

  function draw(group, places, view, context) {
    const { words, number, style } = context;
    const symbols = [];
    const obstacles = [];
    places.forEach((place) => {
      const [x, y] = view.point(place.lat, place.lon);
      if (!view.sees([x, y], 12)) return;
      const size = style.own.size + Math.min(6, Math.log2(place.n));
      const lines = [place.place || words.own_nameless, fill(place.n === 1 ? words.own_one : words.own_many, { n: number(place.n) })];
      const key = `own:${place.at}`;
      const text = svg("text", { x, y: y + 3.5, "text-anchor": "middle", "font-size": 10, "font-weight": 700, fill: style.own.edge });
      text.textContent = place.n > 1 && place.n < 100 ? number(place.n) : "";
      group.append(
        svg(
          "g",
          { class: "situation-symbol", "data-key": key, tabindex: 0, role: "button", "aria-label": lines.join(". ") },
          [...square(x, y, style.own, size), text],
        ),
      );
      obstacles.push([x - size, y - size, x + size, y + size]);
      symbols.push({
        key,
        kind: "own",
        lines,
        latlng: [place.lat, place.lon],
        load: () => reports(context, place.at),
      });
    });
    return { symbols, obstacles };
  }

  const root = (context, own) => `${context.base_url}/map/${encodeURIComponent(own)}`;

  async function fetched(url) {
    const response = await fetch(url);
    if (!response.ok) throw new Error(`${response.status} own table`);
    return response.json();
  }

  function reports(context, at) {
    const { state } = context;
    const query = new URLSearchParams(state.query || "");
    Object.entries({ from: state.from, to: state.to, kind: "own", origin: at }).forEach(([name, value]) => query.set(name, value));
    return fetched(`${root(context, state.own)}/reports.json?${query}`);
  }

  /** The places of the own table of a state; none when there is none. */
  async function load(context, state) {
    if (!state.own) return [];
    return decode(await fetched(`${root(context, state.own)}/own.json${state.query ? `?${state.query}` : ""}`));
  }

  const sample = (context) => svg("svg", { width: 38, height: 18, viewBox: "0 0 38 18", "aria-hidden": "true" }, square(19, 9, context.style.own));

  parts.own = { draw, inRange, load, sample };
})((window.situationParts = window.situationParts || {}));
