// Stands in the page without scripts, for browsers that have them: the picture gives way to the map it is of.

(function () {
  "use strict";

  const holder = /** @type {HTMLElement | null} */ (document.querySelector(".picture"));
  const picture = holder?.querySelector("img");
  const address = holder?.dataset.map;
  if (!holder || !picture || !address) return;

  /** Make the map beside the picture, out of sight, and put it in the picture's place once it is painted. */
  function grow() {
    const frame = document.createElement("iframe");
    Object.assign(frame, { src: `${address}#inside`, title: picture?.alt ?? "", className: "map waiting" });
    holder?.append(frame);
    const note = document.createElement("p");
    Object.assign(note, { className: "progress", textContent: holder?.dataset.loading ?? "" });
    note.setAttribute("role", "status");
    holder?.append(note);
    const look = () => {
      const map = /** @type {{ situation?: { ready: boolean } } | null} */ (frame.contentWindow);
      if (!map?.situation?.ready) {
        setTimeout(look, 100);
        return;
      }
      holder?.querySelector("a")?.remove();
      note.remove();
      frame.classList.remove("waiting");
      window.keepMap();
    };
    look();
  }

  // The map moves the page's address to the days of its clock: the page is then asked for those.
  window.addEventListener("popstate", () => window.location.reload());
  const { connection } = /** @type {{ connection?: { saveData?: boolean } }} */ (navigator);
  if (connection?.saveData) return;
  if (picture.complete) grow();
  else ["load", "error"].forEach((end) => picture.addEventListener(end, grow, { once: true }));
})();
