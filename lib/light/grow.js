// Has the picture of a view give way to the map it is of: the map alone, started without Streamlit.

(function () {
  "use strict";

  const LOOK_MS = 100;

  /** Make the map beside the picture, out of sight, and put it in the picture's place once it is painted. */
  window.growMap = function growMap(holder, part, painted) {
    const { map: address = "", loading = "" } = holder.dataset;
    const frame = document.createElement("iframe");
    const title = holder.querySelector("img")?.alt ?? "";
    Object.assign(frame, { src: `${address}#${part}`, title, className: "map waiting" });
    const note = document.createElement("p");
    Object.assign(note, { className: "progress", textContent: loading });
    note.setAttribute("role", "status");
    holder.append(frame, note);
    const look = () => {
      if (!frame.isConnected) return;
      const map = /** @type {Window | null} */ (frame.contentWindow);
      if (!map?.situation?.ready) {
        setTimeout(look, LOOK_MS);
        return;
      }
      holder.querySelector("a")?.remove();
      note.remove();
      frame.classList.remove("waiting");
      painted();
    };
    look();
  };
})();
