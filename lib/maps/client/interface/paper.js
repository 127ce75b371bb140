// The browser's own print: the map is put on paper as it is on the screen, as large as the sheet allows. It keeps its
// size, so that nothing is laid out anew, which a browser that prints gives no time for; the page scales the frame.

/** @import { SituationMap } from "../types.js" */

/** The frame that the map stands in; null where there is none, or none that may be asked. */
function around() {
  try {
    return /** @type {HTMLElement | null} */ (window.frameElement);
  } catch {
    return null;
  }
}

/**
 * Tell the page how large the map is with what stands above it, and how much it may grow on paper. It is told before it
 * is asked: a browser that prints does not tell every frame, and lays out the page at once.
 * @param {SituationMap} situation
 */
export function listen({ map }) {
  const frame = around();
  if (!frame) return;
  const paper = window.matchMedia("print");
  const tell = () => {
    if (paper.matches) return;
    const { style } = frame;
    const sheet = getComputedStyle(frame);
    const { bottom } = map.getContainer().getBoundingClientRect();
    const [wide, high] = ["--paper-width", "--paper-height"].map((name) => parseFloat(sheet.getPropertyValue(name)));
    const zoom = Math.min(wide / window.innerWidth, high / bottom);
    if (!(zoom > 0)) return;
    style.setProperty("--printed-width", `${window.innerWidth}px`);
    style.setProperty("--printed-height", `${bottom}px`);
    style.setProperty("--printed-zoom", String(zoom));
  };
  tell();
  new ResizeObserver(tell).observe(map.getContainer());
  window.addEventListener("beforeprint", tell);
}
