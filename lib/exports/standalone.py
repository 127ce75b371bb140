"""The map in one file, clock and all: for a memory stick and a place without a network."""

from __future__ import annotations

import base64
from dataclasses import replace
from html import escape

from lib.analysis import summary
from lib.events.query import FIRST_DAY, LAST_DAY, Query
from lib.events.store import Snapshot
from lib.geography import basemap
from lib.layers import popups
from lib.maps import bundle
from lib.maps.answers import answers
from lib.maps.assets import asset, version
from lib.maps.state import state
from lib.maps.web import MapConfig, script_json, start_options
from lib.text import _, language, span, spoken

PAGE = """<!doctype html>
<html lang="{lang}" dir="{direction}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>{styles}
html, body {{ height: 100%; margin: 0; }}
#map_div {{ position: absolute; inset: 0; }}</style>
</head>
<body>
<div id="map_div"></div>
<noscript>{noscript}</noscript>
{scripts}
<script>
window.map = L.map("map_div", {options});
window.situationMap.create(window.map, {config});
window.situationMap.set({state});
</script>
</body>
</html>
"""


def without_own_table() -> str:
    """Say, in the file and on the page that gives it, that a reader's own table laid beside is not in it."""
    return _("Your own table is not in this file: its squares are drawn on the pages and in pictures only.")


def standalone(snapshot: Snapshot, query: Query, *, without_own: bool = False) -> str:
    """Write the map of ``query`` as one HTML file that asks no server for anything.

    Args:
        snapshot: The event table and its version.
        query: What to show first; the clock reaches every day, the filter is fixed. The online background is left
            out, since the file is for places without a network.
        without_own: A reader's own table is laid beside on the pages; the legend says that the file does not hold it.

    Returns:
        The file's text; the same query and data version give the same text.
    """
    events = snapshot.events
    everything = replace(query, start=FIRST_DAY, end=LAST_DAY)
    embedded = {
        name: answer.make(events, everything) for name, answer in answers(_relief()).items() if answer.in_file
    } | {"reports": popups.all_reports(events, everything)}
    config = MapConfig(
        data_version=snapshot.version,
        asset_version=version(),
        lang=language.get(),
        embedded=embedded,
        clock=True,
        online=None,
        show_title=True,
    )
    counted = summary.figures(events, query)
    title = summary.finding(counted, query)
    first = state(snapshot, query, title, counted) | {"online": False}
    if without_own:
        first["legend_notes"] = [without_own_table(), *first["legend_notes"]]
    return PAGE.format(
        lang=escape(language.get()),
        direction=spoken().direction,
        title=escape(_("{title}, {days}").format(title=title, days=span(query.start, query.end))),
        styles="\n".join((_text("leaflet.css"), bundle.sheet())),
        noscript=escape(_("This map needs JavaScript.")),
        scripts="\n".join(f"<script>{text}</script>" for text in (_text("leaflet.js"), _closed(bundle.script()[0]))),
        options=script_json(start_options(config)),
        config=script_json(config.for_browser()),
        state=script_json(first),
    )


def _text(name: str) -> str:
    """Return the text of one of Leaflet's files."""
    found = asset(name)
    if found is None:
        raise FileNotFoundError(name)
    return _closed(found[0].decode("utf-8"))


def _closed(text: str) -> str:
    """Return a script's text as it may stand inside a page: it cannot end the element it is in."""
    return text.replace("</script", "<\\/script")


def _relief() -> str:
    """Return the relief picture as an address that holds the picture itself; "" where there is none."""
    relief = basemap.relief()
    if relief is None:
        return ""
    data = relief.path.read_bytes()
    return f"data:image/webp;base64,{base64.b64encode(data).decode('ascii')}"
