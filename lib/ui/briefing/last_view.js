/** Tells the page where its reader last moved a map to in this tab, as `lib/maps/client/map/last_view.js` keeps it. */

/** @param {{setStateValue: (name: string, value: string) => void}} component */
export default function lastView({ setStateValue }) {
  try {
    const kept = window.sessionStorage.getItem("situation.last_view");
    if (kept) setStateValue("view", kept);
  } catch {
    // A browser that keeps nothing has nothing to tell.
  }
}
