// The page's address: a link to what is on the map now, and the page itself moved to it.
(function (parts) {
  "use strict";

  function page() {
    try {
      return new URL(window.parent.location.href);
    } catch {
      return new URL(window.location.href);
    }
  }

  /** The page's address with the range of the clock in it, when that is not the page's own. */
  function address(self) {
    const found = page();
    if (self.state && self.painted && self.state !== self.painted) setRange(found, self.state);
    return found;
  }

  function setRange(found, { from, to }) {
    found.searchParams.set("from", from);
    found.searchParams.set("to", to);
  }

  /** The exact moment: the clock's range and the view of the map. */
  async function copyLink(self) {
    const { words } = self.config;
    const centre = self.map.getCenter();
    const found = address(self);
    found.searchParams.set("lat", centre.lat.toFixed(4));
    found.searchParams.set("lon", centre.lng.toFixed(4));
    found.searchParams.set("zoom", String(self.map.getZoom()));
    try {
      await navigator.clipboard.writeText(found.href);
      self.panel.notice("link", words.link_copied);
      setTimeout(() => self.panel.notice("link", ""), 2500);
    } catch {
      self.panel.showLink(found.href, words);
    }
  }

  /** Move the page to the clock's range: as if its reader had gone there, without loading it again. */
  function applyToPage(self) {
    const top = window.parent;
    const found = address(self);
    top.history.pushState(top.history.state, "", found.href);
    top.dispatchEvent(new top.PopStateEvent("popstate", { state: top.history.state }));
  }

  /** Whether there is a page around this frame that could be moved. */
  function inPage() {
    try {
      return window.parent !== window && Boolean(window.parent.location.href);
    } catch {
      return false;
    }
  }

  parts.share = { applyToPage, copyLink, inPage };
})((window.situationParts = window.situationParts || {}));
