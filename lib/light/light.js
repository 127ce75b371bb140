// Stands in the page without scripts, for browsers that have them: the picture gives way to the map it is of.

(function () {
  "use strict";

  const holder = /** @type {HTMLElement | null} */ (document.querySelector(".picture"));
  const picture = holder?.querySelector("img");
  if (!holder || !picture) return;
  const grow = () => window.growMap(holder, "inside", window.keepMap);

  // The map moves the page's address to the days of its clock: the page is then asked for those.
  window.addEventListener("popstate", () => window.location.reload());
  const { connection } = /** @type {{ connection?: { saveData?: boolean } }} */ (navigator);
  if (connection?.saveData) return;
  if (picture.complete) grow();
  else ["load", "error"].forEach((end) => picture.addEventListener(end, grow, { once: true }));
})();
