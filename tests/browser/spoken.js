/* global document, getComputedStyle, innerWidth, NodeFilter */
/* Reads a page or a frame: its words outside what is marked as another language's, how it is set, and what is cut. */
() => {
  const said = [];
  const cut = [];
  const lang = document.documentElement.lang;
  const named = (element) => `${element.tagName.toLowerCase()}.${element.getAttribute("class") ?? ""}`;
  const foreign = (element) => (element.closest("[lang]")?.lang ?? lang) !== lang;
  const shown = (element) => element.checkVisibility({ opacityProperty: true, visibilityProperty: true });
  /* The library of charts describes axes for the ear in English alone; what they show is in a table besides. */
  const charted = (element) => Boolean(element.closest('[aria-roledescription="axis"], [aria-roledescription="legend"]'));
  const tell = (words, element, where) => {
    if (words.trim() && !foreign(element) && !charted(element)) said.push([words.trim().replaceAll(/\s+/g, " "), where]);
  };
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const element = node.parentElement;
    if (!element.closest("script, style, noscript, code, pre")) tell(node.textContent, element, named(element));
  }
  const spoken = ["aria-label", "title", "alt", "placeholder"];
  for (const element of document.querySelectorAll(spoken.map((name) => `[${name}]`).join())) {
    for (const name of spoken) tell(element.getAttribute(name) ?? "", element, `${name} of ${named(element)}`);
  }
  tell(document.title, document.documentElement, "title");
  /* A box that hides what does not fit: its own words must fit. What reads on when scrolled, or is for the ear, may. */
  for (const element of document.querySelectorAll("[class*=situation-], [class*=im-], button, summary, label, th, td")) {
    const style = getComputedStyle(element);
    const words = [...element.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim());
    const hides = ["hidden", "clip"].includes(style.overflowX) && style.clipPath === "none";
    if (words && hides && shown(element) && element.clientWidth > 1 && element.scrollWidth > element.clientWidth + 1)
      cut.push(`${named(element)}: ${element.textContent.trim()}`);
  }
  for (const box of document.querySelectorAll("select")) {
    if (!shown(box) || box.multiple) continue;
    const alone = box.cloneNode(false);
    alone.append(box.selectedOptions[0]?.cloneNode(true) ?? "");
    Object.assign(alone.style, { position: "absolute", visibility: "hidden", width: "auto", maxWidth: "none", minWidth: 0 });
    box.after(alone);
    if (alone.offsetWidth > box.offsetWidth + 1) cut.push(`${named(box)}: ${alone.textContent}`);
    alone.remove();
  }
  const { dir, scrollWidth } = document.documentElement;
  return { lang, dir: getComputedStyle(document.documentElement).direction, said, cut, wider: scrollWidth - innerWidth, told: dir };
}
