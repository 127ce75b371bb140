// Symbols and names: everything of the map that can be pointed at, in one SVG, built anew when a view has settled.
(function (parts) {
  "use strict";

  const { svg } = parts.overlay;

  const LAYERS = ["places", "front", "modelled", "flows", "strikes", "sites", "posts", "own", "chosen", "labels", "hover"];

  /** Circles and arrows shrink when the map is zoomed out. */
  function symbolScale(zoom, style) {
    const { full_zoom: full, per_zoom: step, least, most } = style.symbol_scale;
    return Math.max(least, Math.min(most, 1 + (zoom - full) * step));
  }

  function draw(self, root, view) {
    const focused = root.contains(document.activeElement) ? document.activeElement.dataset.key : null;
    const groups = Object.fromEntries(LAYERS.map((name) => [name, svg("g", { class: `situation-${name}` })]));
    self.context.symbol_scale = symbolScale(view.zoom, self.config.style);
    const symbols = [];
    const clear = { obstacles: [], taken: [], names: [], spots: [], inner: innerBounds(self) };
    self.placesShown = [];
    clear.taken.push(...underStrip(self));
    if (self.state) symbols.push(...drawState(self, groups, view, clear));
    parts.labels.draw(groups.labels, view, self.answers.base, self.context, clear);
    self.symbols = new Map(symbols.map((symbol) => [symbol.key, symbol]));
    root.replaceChildren(...Object.values(groups));
    if (focused) {
      const again = root.querySelector(`[data-key="${CSS.escape(focused)}"]`);
      if (again) again.focus({ preventScroll: true });
    }
  }

  /** All symbols of a state; notes in `clear` what names have to stay clear of. */
  function drawState(self, groups, view, clear) {
    const { context, now, answers } = self;
    const symbols = self.has("places") ? drawPlaces(self, groups.places, view) : [];
    symbols.push(...parts.walk.draw(self, groups.front, groups.hover, view));
    symbols.push(...parts.modelled.draw(groups.modelled, parts.modelled.shown(self), view, context));
    symbols.push(...parts.flows.draw(groups.flows, now.flows, view, context));
    const hit = parts.symbols.draw(groups.strikes, now.strikes, view, context, self);
    const fixed = parts.sites.draw(groups.sites, now.sites, view, context);
    const agreed = drawPosts(self, groups.posts, view);
    const own = parts.own.draw(groups.own, now.own || [], view, context);
    [hit, fixed, agreed, own].forEach((drawn) => {
      symbols.push(...drawn.symbols);
      clear.obstacles.push(...drawn.obstacles);
    });
    clear.taken.push(...agreed.taken);
    clear.names = fixed.names;
    if (self.has("control") && answers.control) {
      clear.spots = parts.control.nameSpots(answers.control, view, clear.inner, self.swiped());
    }
    drawChosen(self, groups.chosen, view);
    return symbols;
  }

  function drawPosts(self, group, view) {
    return parts.agreements.draw(group, self.answers.agreements, self.state.layerSet, view, self.context);
  }

  function drawPlaces(self, group, view) {
    const { control } = self.answers;
    self.clips = null;
    if (!control || view.zoom < self.config.style.place.min_zoom) return [];
    self.placesShown = parts.sites.drawPlaces(group, control.places, view, self.context, "place", {});
    return self.swiped() ? [...self.placesShown, ...drawPlacesLeft(self, group, view)] : [...self.placesShown];
  }

  /** The reported places of both dates, each seen only on its side of the divider. */
  function drawPlacesLeft(self, group, view) {
    const right = svg("g", { "clip-path": "url(#situation-right)" }, [...group.children]);
    const left = svg("g", { "clip-path": "url(#situation-left)" });
    const { compare } = self.state;
    const days = { from: compare, to: compare };
    const drawn = parts.sites.drawPlaces(left, self.swiped().places, view, self.context, "before", days);
    const box = { y: view.min.y, width: view.max.x - view.min.x, height: view.max.y - view.min.y };
    self.clips = ["left", "right"].map((side) => ({ side, rect: svg("rect", box), min: view.min.x, width: box.width }));
    const defs = self.clips.map(({ side, rect }) => svg("clipPath", { id: `situation-${side}` }, [rect]));
    group.append(svg("defs", {}, defs), left, right);
    cutPlaces(self, self.swipe.x());
    return drawn;
  }

  /** Follow the divider with the places' clips, and say where it stands. */
  function cutPlaces(self, x) {
    (self.clips || []).forEach(({ side, rect, min, width }) => rect.setAttribute("x", side === "left" ? x - width : Math.max(x, min)));
    // Where the divider is going, even before the frame in which it gets there.
    const divider = {
      left: self.state.compare,
      right: self.state.to,
      get share() {
        return self.swipe.share;
      },
    };
    self.report.swipe = self.swipe.on ? divider : null;
  }

  /** What the clock's figures cover of the view: no name is written there. */
  function underStrip(self) {
    if (!self.clock || self.clock.strip.box.hidden) return [];
    const { offsetLeft: x, offsetTop: y, offsetWidth: wide, offsetHeight: high } = self.clock.strip.box;
    const a = self.map.containerPointToLayerPoint([x, y]);
    return [[a.x, a.y, a.x + wide, a.y + high]];
  }

  /** The part of the view that no panel covers, roughly; in layer points. */
  function innerBounds(self) {
    const size = self.map.getSize();
    const right = size.x >= 600 && self.panel ? self.panel.covered() : 8;
    return L.bounds(
      self.map.containerPointToLayerPoint([40, 16 + self.top]),
      self.map.containerPointToLayerPoint([size.x - right, size.y - 48]),
    );
  }

  /** A ring around the place the reader filters for, and around the report that was chosen. */
  function drawChosen(self, group, view) {
    const { mark, place: name } = self.state;
    if (mark) ring(self, group, view.point(...mark), 24);
    if (!name) return;
    const { strikes, control } = self.answers;
    const found = strikes.find((one) => one.place === name) || (control && control.places.find((one) => one.place === name));
    if (!found) return;
    ring(self, group, view.point(found.lat, found.lon));
  }

  function ring(self, group, [x, y], r = 16) {
    const circle = { cx: x, cy: y, r, fill: "none" };
    group.append(
      svg("circle", { ...circle, stroke: "#ffffff", "stroke-width": 5 }),
      svg("circle", { ...circle, stroke: self.config.style.ink, "stroke-width": 2 }),
    );
  }

  parts.marks = { cutPlaces, draw, drawPosts, symbolScale };
})((window.situationParts = window.situationParts || {}));
