// What the tests of the client share: the configuration of the product, and a document without a browser.

import { readFileSync } from "node:fs";
import { JSDOM } from "jsdom";

import { makeContext } from "../../lib/maps/client/data/context.js";

const { SITUATION_CONFIG: path, SITUATION_LEAFLET: leaflet } = process.env;
if (!path || !leaflet) throw new Error("Run these with: make test-client, or python -m tests.client.run FILE");

export const config = JSON.parse(readFileSync(path, "utf-8"));

/** A context as the map has it, with what a test needs to be otherwise. */
export const contextWith = (changes = {}) => makeContext({ ...config, ...changes });

/** A state of the page as lib/maps/state.py gives it. */
export function stateWith(changes = {}) {
  const state = {
    from: "2019-12-01",
    to: "2020-03-05",
    control: "2020-03-05",
    control_before: "2019-11-30",
    compare: null,
    compare_control: null,
    compare_mode: "gains",
    query: "",
    counter: "OCHA",
    kinds: ["strike", "displacement", "control"],
    controllers: [],
    layers: ["control", "front", "strikes", "flows"],
    strikes_name: "strikes reported",
    strikes_basis: "",
    displaced_basis: "",
    legend_notes: [],
    others: [],
    stamp: "s1",
    ...changes,
  };
  return { ...state, layerSet: new Set(state.layers) };
}

/** A view at zoom 9 whose points are pixels: x is the longitude, y the latitude. */
export const flatView = (changes = {}) => ({
  zoom: 9,
  scale: 256 * 2 ** 9,
  min: { x: 0, y: 0 },
  max: { x: 900, y: 600 },
  shift: [0, 0],
  point: (lat, lon) => [lon, lat],
  unit: (x, y) => [x, y],
  sees: () => true,
  ...changes,
});

/** A canvas context that draws nothing; text is seven pixels a letter. */
function paper() {
  const pixels = (wide, high) => ({ data: new Uint8ClampedArray(4 * wide * high) });
  const known = {
    getImageData: (_x, _y, wide, high) => pixels(wide, high),
    createImageData: pixels,
    getTransform: () => undefined,
    createLinearGradient: () => ({ addColorStop() {} }),
    measureText: (text) => ({ width: 7 * text.length }),
    createPattern: () => ({ setTransform() {} }),
  };
  return new Proxy(known, {
    get: (target, name) => (name in target ? target[name] : () => undefined),
    set: () => true,
  });
}

/** Put a document in place of a browser's, with Leaflet; pictures and sizes stay empty. */
export function document(address = "https://map.test/?from=2020-01-28&kinds=strike") {
  const page = new JSDOM("<!doctype html><body></body>", {
    url: address,
    pretendToBeVisual: true,
    runScripts: "outside-only",
  });
  const { window } = page;
  window.HTMLCanvasElement.prototype.getContext = paper;
  window.HTMLCanvasElement.prototype.toDataURL = () => "data:,";
  window.HTMLElement.prototype.setPointerCapture = () => {};
  window.matchMedia = () => ({ matches: false, addEventListener() {} });
  window.ResizeObserver = class {
    observe() {}
  };
  window.eval(readFileSync(leaflet, "utf-8"));
  const names = [
    "window",
    "document",
    "Element",
    "HTMLElement",
    "SVGElement",
    "Event",
    "KeyboardEvent",
    "Option",
    "Image",
    "L",
  ];
  for (const name of [...names, "matchMedia", "ResizeObserver", "getComputedStyle"]) {
    Object.defineProperty(globalThis, name, {
      value: name === "window" ? window : window[name],
      configurable: true,
      writable: true,
    });
  }
  for (const name of ["requestAnimationFrame", "cancelAnimationFrame"]) {
    globalThis[name] = window[name].bind(window);
  }
  globalThis.Path2D = class {
    addPath() {}
    moveTo() {}
    lineTo() {}
    closePath() {}
  };
  globalThis.DOMMatrix = class {
    scaleSelf() {}
    translateSelf() {}
  };
  return window;
}

/**
 * A pointer on an element: sends an event of a name at so many pixels right of and below a point, which is asked for
 * each time.
 */
export const pointerOn = (window, element, middle) => (name, dx, dy) => {
  const { x, y } = middle();
  const event = new window.MouseEvent(name, { clientX: x + dx, clientY: y + dy, bubbles: true, cancelable: true });
  Object.defineProperty(event, "isPrimary", { value: true });
  Object.defineProperty(event, "pointerId", { value: 1 });
  element.dispatchEvent(event);
};

/** The text of an element's children, one each. */
export const texts = (element) => [...element.children].map((child) => child.textContent);

/** A Leaflet map of 1000 by 600 pixels whose panes and points are all that is asked of it. */
export const mapOf = () => {
  const container = globalThis.document.createElement("div");
  container.getBoundingClientRect = () => ({ left: 0, top: 0, width: 1000, height: 600 });
  globalThis.document.body.append(container);
  return {
    on: () => {},
    getContainer: () => container,
    getSize: () => ({ x: 1000, y: 600 }),
    getZoom: () => 9.5,
    getCenter: () => ({ lat: 35.81234567, lng: 36.7 }),
    createPane: () => container,
    containerPointToLayerPoint: ([x, y]) => ({ x, y }),
    containerPointToLatLng: ([x, y]) => ({ lat: y, lng: x }),
    distance: () => 12345,
    closePopup: () => {},
  };
};
