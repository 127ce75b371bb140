/* global document, getComputedStyle, matchMedia, NodeFilter */
// Gives the words of a page that are too faint on what they stand on: [words, contrast, colour, ground, path of the element].
() => {
  const pixel = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const known = new Map();
  const parts = (colour) => {
    if (!known.has(colour)) {
      pixel.clearRect(0, 0, 1, 1);
      pixel.fillStyle = "#000";
      pixel.fillStyle = colour;
      pixel.fillRect(0, 0, 1, 1);
      const [r, g, b, a] = pixel.getImageData(0, 0, 1, 1).data;
      known.set(colour, [r, g, b, a / 255]);
    }
    return known.get(colour);
  };
  const over = ([r, g, b, a], [R, G, B]) => [r * a + R * (1 - a), g * a + G * (1 - a), b * a + B * (1 - a)];
  const light = (rgb) => {
    const [r, g, b] = rgb.map((v) => (v / 255 <= 0.04045 ? v / 255 / 12.92 : ((v / 255 + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const around = (element) => {
    const all = [];
    for (let one = element; one; one = one.parentElement) all.push(one);
    return all;
  };
  const ground = (all) => {
    const dark = getComputedStyle(document.documentElement).colorScheme === "dark" ||
      (getComputedStyle(document.documentElement).colorScheme.includes("dark") && matchMedia("(prefers-color-scheme: dark)").matches);
    let seen = dark ? [18, 18, 18] : [255, 255, 255];
    [...all].reverse().forEach((one) => {
      seen = over(parts(getComputedStyle(one).backgroundColor), seen);
    });
    return seen;
  };
  const name = (one) => [one.tagName.toLowerCase(), one.id && `#${one.id}`, one.dataset?.testid && `[${one.dataset.testid}]`, ...[...one.classList].slice(0, 2).map((c) => `.${c}`)].filter(Boolean).join("");
  const found = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const words = walker.currentNode.textContent.trim();
    const element = walker.currentNode.parentElement;
    if (!words || element.closest("script, style, noscript, option, svg, [data-testid=stIconMaterial], :disabled, :has(:disabled) > [data-testid=stWidgetLabel], :has(:disabled) > label, [aria-disabled=true], .situation-disabled")) continue;
    const range = document.createRange();
    range.selectNodeContents(walker.currentNode);
    const box = range.getBoundingClientRect();
    const all = around(element);
    const styles = all.map((one) => getComputedStyle(one));
    if (box.width < 2 || box.height < 2 || styles.some((one) => one.visibility === "hidden" || one.clipPath.startsWith("inset(50%") || Number(one.opacity) === 0)) continue;
    const on = ground(all);
    const [r, g, b, a] = parts(styles[0].color);
    const shown = styles.reduce((value, one) => value * Number(one.opacity), a);
    const [high, low] = [light(over([r, g, b, shown], on)), light(on)].sort((x, y) => y - x);
    const contrast = (high + 0.05) / (low + 0.05);
    const size = parseFloat(styles[0].fontSize);
    const large = size >= 24 || (size >= 18.66 && Number(styles[0].fontWeight) >= 700);
    if (contrast < (large ? 3 : 4.5)) found.push([words.slice(0, 60), Math.round(contrast * 100) / 100, styles[0].color, on.map(Math.round).join(), all.slice(0, 3).map(name).join(" < ")]);
  }
  return found;
}
