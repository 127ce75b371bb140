// The theme around the map, dark or light. A map in a page of Streamlit has that page's, which its reader may have chosen
// otherwise than their system; any other has the system's.

/** @type {Set<() => void>} */
const told = new Set();

/** Call `redraw` whenever the theme has changed: what is painted on a canvas has its colours from the moment of painting. @param {() => void} redraw */
export function onTheme(redraw) {
  told.add(redraw);
}

/** Take the theme of the page now, and whenever it changes. */
export function followTheme() {
  take();
  // Streamlit tells its frames of each run of the page and of each change of its theme.
  window.addEventListener("message", ({ data }) => {
    if (data?.type === "streamlit:render") take();
  });
  window.matchMedia("(prefers-color-scheme: dark)").addEventListener("change", tell);
}

/** A colour of the palette as an element has it now, for painting. @param {HTMLElement} element @param {string} name */
export function themeColour(element, name) {
  element.style.color = `var(--colour-${name})`;
  return getComputedStyle(element).color;
}

function take() {
  const scheme = ofPage();
  const { style } = document.documentElement;
  if (style.colorScheme === scheme) return;
  style.colorScheme = scheme;
  tell();
}

/** The one scheme of the place in which the map's frame stands; "" where it has none of its own or is not to be seen. */
function ofPage() {
  try {
    const around = window.frameElement?.parentElement;
    const scheme = around ? getComputedStyle(around).colorScheme : "";
    return ["light", "dark"].includes(scheme) ? scheme : "";
  } catch {
    return "";
  }
}

function tell() {
  told.forEach((redraw) => redraw());
}
