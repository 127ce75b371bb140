// The relief picture, asked for when it is first needed.

/** @import { Base } from "../types.js" */

export class Relief {
  /** @param {string} root What stands before the addresses of the server. */
  constructor(root) {
    this.root = root;
    /** @type {HTMLImageElement | null} */
    this.picture = null;
    /** Settles when the picture is here, or cannot be had. @type {Promise<void> | null} */
    this.loaded = null;
  }

  /**
   * The picture, or null until it is loaded.
   * @param {Base | null} base
   * @param {() => void} arrived Called once it is there.
   */
  image(base, arrived) {
    if (!base?.relief) return null;
    this.picture ||= this.load(base.relief.url, arrived);
    return this.picture.complete && this.picture.naturalWidth ? this.picture : null;
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
