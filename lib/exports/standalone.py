"""The map in one file, clock and all: for a memory stick and a place without a network."""

from __future__ import annotations

import base64
from dataclasses import replace
from html import escape

from lib.analysis import summary
from lib.events.query import FIRST_DAY, LAST_DAY, Query
from lib.geography import basemap
from lib.maps import payload, popups
from lib.maps.assets import asset, version
from lib.maps.clock import clock
from lib.maps.modelled import modelled
from lib.maps.sequence import sequence
from lib.maps.snapshot import Snapshot
from lib.maps.state import state
from lib.maps.web import LOADER, PARTS, STYLES, MapConfig, base_map, script_json
from lib.wording import _, language, span

PAGE = """<!doctype html>
<html lang="{lang}">
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


def standalone(snapshot: Snapshot, query: Query) -> str:
    """The map of ``query`` as one HTML file that asks no server for anything.

    Args:
        snapshot: The event table and its version.
        query: What to show first; the clock reaches every day, the filter is fixed. The online background is left
            out, since the file is for places without a network.

    Returns:
        The file's text; the same query and data version give the same text.
    """
    events = snapshot.events
    everything = replace(query, start=FIRST_DAY, end=LAST_DAY)
    embedded = {
        "base": payload.base(_relief()),
        "sites": payload.sites(),
        "strikes": payload.strikes(events, everything),
        "flows": payload.flows(events, everything),
        "clock": clock(events, everything),
        "sequence": sequence(events),
        "modelled": modelled(events, everything),
        "overlays": payload.overlays(events),
        "reports": popups.all_reports(events, everything),
    }
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
    made = base_map(config)
    options = {**made.options, "center": made.location, "zoom": made.options.get("zoom", 8)}
    return PAGE.format(
        lang=escape(language.get()),
        title=escape(_("{title}, {days}").format(title=title, days=span(query.start, query.end))),
        styles="\n".join(_text(name) for name in ("leaflet.css", *STYLES)),
        noscript=escape(_("This map needs JavaScript.")),
        scripts="\n".join(f"<script>{_text(name)}</script>" for name in ("leaflet.js", *PARTS, LOADER)),
        options=script_json(options),
        config=script_json(config.for_browser()),
        state=script_json(state(snapshot, query, title, counted) | {"online": False}),
    )


def _text(name: str) -> str:
    """The text of one of our own scripts or styles."""
    found = asset(name)
    if found is None:
        raise FileNotFoundError(name)
    return found[0].decode("utf-8").replace("</script", "<\\/script")


def _relief() -> str:
    """The relief picture as an address that holds the picture itself."""
    data = basemap.relief().path.read_bytes()
    return f"data:image/webp;base64,{base64.b64encode(data).decode('ascii')}"
