// What is on the map, in numbers and by kind: for the page's tests and exports, and for the legend.
(function (parts) {
  "use strict";

  /** The numbers of what is drawn now; a layer that is off counts nothing. */
  function drawn(self) {
    const { now, answers } = self || { now: { strikes: [], flows: [], sites: [] }, answers: {} };
    const { control } = answers;
    const camps = now.sites.filter(parts.sites.isCamp).length;
    return {
      front_km: control && self.has("front") ? control.front_km : 0,
      control_areas: control && self.has("control") ? control.areas.length : 0,
      strike_places: now.strikes.length,
      strike_events: now.strikes.reduce((sum, one) => sum + one.count, 0),
      flows: now.flows.length,
      camps,
      crossings: now.sites.length - camps,
    };
  }

  /** The agreements' overlays on the map now; not part of the counted layers. */
  function overlays(self) {
    const layers = self && self.state ? self.state.layerSet : new Set();
    const { agreements } = (self && self.answers) || {};
    const areas = parts.agreements.chosen(agreements, layers).map((area) => area.layer);
    return {
      posts: self && self.state ? parts.agreements.posts(agreements, layers, self.state.to).length : 0,
      m4_corridor: areas.includes("m4_corridor"),
      sochi_strip: areas.includes("sochi_strip"),
      modelled: self && self.state ? parts.modelled.shown(self).flows.length : 0,
    };
  }

  /** What the legend has to explain. */
  function shown(self) {
    const { now, state } = self;
    const { control } = self.answers;
    const has = (layer) => Boolean(control) && self.has(layer);
    const held = has("control") ? new Set(control.areas.map((area) => area.properties.controller)) : new Set();
    const earlier = self.earlier();
    const gains = earlier && has("control") ? parts.control.gains(control, earlier) : {};
    const { agreements } = self.answers;
    const posts = parts.agreements.posts(agreements, state.layerSet, state.to);
    const stretches = has("front") ? [control, self.swiped()].filter(Boolean).flatMap((one) => one.stretches) : [];
    const order = self.config.controllers;
    const crossings = now.sites.filter((site) => !parts.sites.isCamp(site));
    const openToAid = (site) => parts.sites.truth(site.open_to_un_aid);
    const counted = now.flows.filter((one) => one.persons !== null);
    const { loose } = parts.flows;
    return {
      sides: order.filter((name) => held.has(name)),
      gains,
      front: has("front") && control.front.length ? state.to : "",
      swipe: self.swiped() ? state.compare : "",
      earlier: earlier && has("front") && !state.compare ? state.from : "",
      compared: earlier && has("front") && state.compare ? state.compare : "",
      one_sided: stretches.some((stretch) => stretch.one_sided),
      boundaries: has("front") && control.boundaries.length > 0,
      band: has("band") && control.band.length > 0,
      flows: counted.length > 0,
      directions: now.flows.length > counted.length,
      loose_flows: counted.some(({ flow }) => loose(flow.precision) || loose(flow.origin_precision)),
      modelled: parts.modelled.shown(self),
      strikes: now.strikes.length > 0,
      own: (now.own || []).length > 0,
      coarse_strikes: now.strikes.some((one) => one.worst >= self.config.coarse_from),
      open_crossings: crossings.some(openToAid),
      other_crossings: crossings.some((site) => !openToAid(site)),
      camps: now.sites.length > crossings.length,
      agreements: parts.agreements.chosen(agreements, state.layerSet).map((area) => area.layer),
      free_posts: posts.some((one) => !one.encircled),
      encircled_posts: posts.some((one) => one.encircled),
      unplaced_posts: posts.length ? agreements.unplaced.map((post) => post.name) : [],
      place_sides: self.placesShown.length
        ? order.filter((name) => control.places.some((place) => place.controller === name))
        : [],
    };
  }

  parts.summary = { drawn, overlays, shown };
})((window.situationParts = window.situationParts || {}));
