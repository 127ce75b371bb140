/**
 * Tells the page what a reader asks for in its list: what was clicked says so in `data-ask`.
 *
 * A link of a page opens it anew, and with it goes what the session holds, a table of the reader's own too. What is
 * clicked here is asked of the page that is open. Where this script is not there, a link is a link.
 */

/** @type {MutationObserver | undefined} */
let observer;

/**
 * @param {{parentElement: HTMLElement, setTriggerValue: (name: string, value: string) => void}} component
 * @returns {(() => void) | undefined} What ends it.
 */
export default function asking({ parentElement, setTriggerValue }) {
  const list = /** @type {HTMLElement | null} */ (parentElement.closest(".st-key-reports_list"));
  if (!list) return undefined;
  let asked = "";
  list.onclick = (event) => {
    const target = /** @type {HTMLElement} */ (event.target);
    const wanted = /** @type {HTMLElement | null} */ (target.closest("[data-ask]"));
    // Whoever wants a tab of its own gets one.
    if (!wanted || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    asked = wanted.dataset.ask ?? "";
    setTriggerValue("asked", asked);
  };
  // The list is written anew when it changes; who came by keyboard stays where they were.
  observer?.disconnect();
  observer = new MutationObserver(() => {
    if (!asked || document.activeElement !== document.body) return;
    const same = [...list.querySelectorAll("[data-ask]")].find((one) => one.getAttribute("data-ask") === asked);
    /** @type {HTMLElement | undefined} */ (same)?.focus({ preventScroll: true });
  });
  observer.observe(list, { childList: true, subtree: true });
  return () => observer?.disconnect();
}
