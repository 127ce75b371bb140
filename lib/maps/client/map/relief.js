// The relief picture, asked for when it is first needed.

/** @import { Base } from "../types.js" */

export class Relief {
  /** @param {string} root What stands before the addresses of the server. */
  constructor(root) {
    this.root = root;
    /** @type {HTMLImageElement | null} */
    this.picture = null;
    /** The picture as ink. @type {HTMLCanvasElement | null} */
    this.ink = null;
    /** Settles when the picture is here, or cannot be had. @type {Promise<void> | null} */
    this.loaded = null;
  }

  /**
   * The relief as ink on nothing, or null until it is loaded.
   * @param {Base | null} base
   * @param {() => void} arrived Called once it is there.
   */
  image(base, arrived) {
    if (!base?.relief) return null;
    this.picture ||= this.load(base.relief.url, arrived);
    if (!this.ink && this.picture.complete && this.picture.naturalWidth) this.ink = inked(this.picture, base.relief);
    return this.ink;
  }

  /**
   * @param {string} url
   * @param {() => void} arrived
   */
  load(url, arrived) {
    const image = new Image();
    this.loaded = new Promise((resolve) => {
      image.onload = image.onerror = resolve;
    }).then(arrived);
    image.src = url.startsWith("data:") ? url : this.root + url;
    return image;
  }
}

/**
 * Black and white ink on nothing, as the greys of the picture say: darker than flat ground is shade, lighter is light.
 * @param {HTMLImageElement} picture
 * @param {{ flat: number, noise: number }} greys
 */
function inked(picture, greys) {
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [picture.naturalWidth, picture.naturalHeight];
  const ctx = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  ctx.drawImage(picture, 0, 0);
  const dots = ctx.getImageData(0, 0, canvas.width, canvas.height);
  ink(dots.data, greys);
  ctx.putImageData(dots, 0, 0);
  return canvas;
}

/**
 * Turn greys into ink, in place: black or white, of twice the opacity that they differ from flat ground's.
 * @param {Uint8ClampedArray} dots Red, green, blue and opacity of each dot.
 * @param {{ flat: number, noise: number }} greys Flat ground's grey, and how far from it the picture's compression lies.
 */
export function ink(dots, { flat, noise }) {
  for (let at = 0; at < dots.length; at += 4) {
    const away = dots[at] - flat;
    dots.fill(away > 0 ? 255 : 0, at, at + 3);
    dots[at + 3] = Math.abs(away) <= noise ? 0 : Math.abs(away) * 2;
  }
}
