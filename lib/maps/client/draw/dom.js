// Elements of SVG and HTML made from text nodes, and sentences with their {names} filled in.

/** @import { Context2D } from "../types.js" */

const SVG = "http://www.w3.org/2000/svg";

/**
 * An SVG element. An attribute that is null is left out.
 * @template {keyof SVGElementTagNameMap} Name
 * @param {Name} name
 * @param {Record<string, string | number | null>} attributes
 * @param {Node[]} [children]
 * @returns {SVGElementTagNameMap[Name]}
 */
export function svg(name, attributes, children = []) {
  const element = document.createElementNS(SVG, name);
  setAttributes(element, attributes);
  element.append(...children);
  return element;
}

/**
 * Set attributes, except those that are null.
 * @param {Element} element
 * @param {Record<string, string | number | null>} attributes
 */
export function setAttributes(element, attributes) {
  for (const [key, value] of Object.entries(attributes)) if (value !== null) element.setAttribute(key, String(value));
}

/**
 * The element that a selector names, from where an event happened outward. The event may be of another frame.
 * @param {Event} event
 * @param {string} selector
 */
export function closest(event, selector) {
  return /** @type {Element | null} */ (event.target)?.closest?.(selector) ?? null;
}

/**
 * A button that does something.
 * @param {string} className
 * @param {string} text
 * @param {() => void} [action]
 */
export function htmlButton(className, text, action) {
  const button = html("button", className, text);
  button.type = "button";
  if (action) button.addEventListener("click", action);
  return button;
}

/**
 * An HTML element with text; text is set as text, so nothing in the data can become markup.
 * @template {keyof HTMLElementTagNameMap} Name
 * @param {Name} name
 * @param {string} [className]
 * @param {string | null} [text]
 * @param {Node[]} [children]
 * @returns {HTMLElementTagNameMap[Name]}
 */
export function html(name, className = "", text = null, children = []) {
  const element = document.createElement(name);
  if (className) element.className = className;
  if (text !== null) element.textContent = text;
  element.append(...children);
  return element;
}

/**
 * Fill in the {names} of a sentence.
 * @param {string} sentence
 * @param {Record<string, string | number>} values
 */
export function fill(sentence, values) {
  return String(sentence).replace(/\{(\w+)\}/g, (all, name) => (name in values ? String(values[name]) : all));
}

/**
 * The drawing context of a canvas.
 * @param {HTMLCanvasElement} canvas
 * @param {CanvasRenderingContext2DSettings} [settings]
 */
export function context2d(canvas, settings) {
  return /** @type {Context2D} */ (canvas.getContext("2d", settings));
}

/**
 * An empty square picture and its drawing context, whose origin is the middle and whose unit a pixel of the page.
 * @param {number} half Half its side, pixels of the page.
 * @param {number} ratio Pixels of the screen a pixel of the page.
 */
export function square(half, ratio) {
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = Math.round(2 * half * ratio);
  const ctx = context2d(canvas);
  ctx.scale(ratio, ratio);
  ctx.translate(half, half);
  return { canvas, ctx };
}
