// What Streamlit lays over its page (menus, popovers) stands outside the element that has its theme, and so does the page's
// own root: both take the theme from there, now and whenever the reader chooses another.

(function () {
  "use strict";

  /** @param {Element} app */
  function follow(app) {
    const take = () => {
      document.documentElement.style.colorScheme = getComputedStyle(app).colorScheme;
    };
    new MutationObserver(take).observe(app, { attributeFilter: ["class"] });
    take();
  }

  const waiting = new MutationObserver(() => {
    const app = document.querySelector('[data-testid="stApp"]');
    if (!app) return;
    waiting.disconnect();
    follow(app);
  });
  waiting.observe(document.documentElement, { childList: true, subtree: true });
})();
