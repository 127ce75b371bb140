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

/** What of a page stands above its map and is read on paper too. */
const READ = ".im-heading, .im-figures, [data-testid=stCaptionContainer]";
/** Pixels between them and under the map, and how much higher words may be on paper than on a wider window. */
const [BETWEEN, GROWN] = [12, 1.12];

/**
 * The height of what stands above the map on its sheet.
 * @param {HTMLElement} frame
 * @param {Element | null} page
 */
function above(frame, page) {
  const before = [...(page?.querySelectorAll(READ) ?? [])].filter(
    (part) => part.compareDocumentPosition(frame) & Node.DOCUMENT_POSITION_FOLLOWING,
  );
  return before.reduce((sum, part) => sum + GROWN * part.getBoundingClientRect().height + BETWEEN, BETWEEN);
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
  const page = frame.closest("[data-testid=stMainBlockContainer]");
  const tell = () => {
    if (paper.matches) return;
    const { style } = frame;
    const sheet = getComputedStyle(frame);
    const { bottom } = map.getContainer().getBoundingClientRect();
    const [wide, high, whole] = ["--paper-width", "--paper-height", "--paper-sheet"].map((name) =>
      parseFloat(sheet.getPropertyValue(name)),
    );
    // It shares its sheet with its heading.
    const free = whole > 0 ? Math.min(high, whole - above(frame, page)) : high;
    const zoom = Math.min(wide / window.innerWidth, free / bottom);
    if (!(zoom > 0)) return;
    style.setProperty("--printed-width", `${window.innerWidth}px`);
    style.setProperty("--printed-height", `${bottom}px`);
    style.setProperty("--printed-zoom", String(zoom));
  };
  tell();
  const sizes = new ResizeObserver(tell);
  sizes.observe(map.getContainer());
  // What stands above it may change without it.
  if (page) sizes.observe(page);
  window.addEventListener("beforeprint", tell);
}
