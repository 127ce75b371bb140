// The page begins in the theme that its reader has chosen in Streamlit's menu, before Streamlit itself is there.
// What Streamlit lays over its page (menus, popovers) stands outside the element that has its theme, and so does the page's
// own root: both take the theme from there, now and whenever the reader chooses another.

(function () {
  "use strict";

  /** Where Streamlit keeps the theme that was chosen on the page of an address: "Light", "Dark" or "System", as JSON. */
  const CHOSEN = `stActiveTheme-${location.pathname}-v2`;

  /** The theme that the reader has chosen, as a colour scheme; "" for that of their system. */
  function chosen() {
    try {
      const name = JSON.parse(localStorage.getItem(CHOSEN) ?? "null");
      return name === "Light" || name === "Dark" ? name.toLowerCase() : "";
    } catch {
      return ""; // a browser that keeps nothing, or something else under that name
    }
  }

  /** @param {Element} app */
  function follow(app) {
    const take = () => {
      document.documentElement.style.colorScheme = getComputedStyle(app).colorScheme;
    };
    new MutationObserver(take).observe(app, { attributeFilter: ["class"] });
    take();
  }

  document.documentElement.style.colorScheme = chosen();
  const waiting = new MutationObserver(() => {
    const app = document.querySelector('[data-testid="stApp"]');
    if (!app) return;
    waiting.disconnect();
    follow(app);
  });
  waiting.observe(document.documentElement, { childList: true, subtree: true });
})();
