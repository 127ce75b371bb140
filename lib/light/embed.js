// Starts the map of a page that has nothing else: without Streamlit, from the same script and data.

(function () {
  "use strict";

  const order = JSON.parse(document.getElementById("order")?.textContent ?? "{}");
  // What the map will ask for is asked for beside its scripts.
  /** @type {string[]} */ (order.data).forEach((address) => fetch(address).catch(() => undefined));
  // The light page says the title itself.
  if (window.location.hash === "#inside") order.config.show_title = false;
  document.addEventListener("DOMContentLoaded", () => {
    const map = L.map("map_div", order.options);
    window.situationMap.create(map, order.config);
    window.situationMap.set(order.state);
  });
})();
