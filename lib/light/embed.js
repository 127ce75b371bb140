// Starts the map of a page that has nothing else: without Streamlit, from the same script and data.

(function () {
  "use strict";

  /**
   * Say that this is the map of an earlier visit, and go back to the server's pages once it answers.
   * @param {string} since ISO moment at which the map was kept.
   */
  function standIn(since) {
    const style = /** @type {const} */ ({ dateStyle: "long", timeStyle: "short" });
    const when = new Date(since).toLocaleString(order.config.locale, style);
    window.situationMap.notice("kept", order.kept.replace("{when}", when));
    const back = (/** @type {Response} */ answer) => answer.ok && window.location.reload();
    const look = () => fetch("./healthz", { cache: "no-store" }).then(back, () => undefined);
    setInterval(look, 10000);
    window.addEventListener("online", look);
  }

  const order = JSON.parse(document.getElementById("order")?.textContent ?? "{}");
  // What the map will ask for is asked for beside its scripts.
  /** @type {string[]} */ (order.data).forEach((address) => fetch(address).catch(() => undefined));
  // The light page says title and figures itself, and leads to the full page. What is seen first of a full page does as
  // well, and has no clock: what that loads would hold the page's own scripts up.
  const part = window.location.hash.slice(1);
  if (part === "inside" || part === "first") {
    Object.assign(order.config, { show_title: false, full: "" }, part === "first" ? { clock: false } : {});
    document.documentElement.classList.add("inside");
  }
  document.addEventListener("DOMContentLoaded", () => {
    const map = L.map("map_div", order.options);
    window.situationMap.create(map, order.config);
    window.situationMap.set(order.state);
    window.situationMap.notice("address", order.notes);
    const { kept } = document.documentElement.dataset;
    if (kept) standIn(kept);
  });
})();
