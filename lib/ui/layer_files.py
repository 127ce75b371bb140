"""Links to the layers of a view as data, for maps and tables of the reader's own tools."""

from __future__ import annotations

from dataclasses import replace
from html import escape
from typing import Final

import streamlit as st

from lib import layers
from lib.config import base_path
from lib.events.query import Query
from lib.exports.geodata.asked import SITUATION
from lib.layers.data import Data
from lib.text import _
from lib.ui.panels import section

OFFERED: Final = {
    "gpkg": "GeoPackage", "geojson": "GeoJSON", "parquet": "GeoParquet", "kml": "KML",
    "zip": "Data Package",
}  # fmt: skip
"""Formats of the links; names of formats are the same in every language."""


def links(query: Query) -> None:
    """Show a link for each layer and format, at the end of the range, and for all layers of all dates in one file."""
    section(_("Layers as data"))
    whole = {
        f"{SITUATION}.gpkg": _("Every layer and date, styled, on the clock of QGIS (GeoPackage)"),
        f"{SITUATION}.kmz": _("Every layer and date, for Google Earth (KMZ)"),
    }
    items = "".join(f"<li>{_link(file, words, query)}</li>" for file, words in whole.items())
    rows = "".join(_row(data, query) for data in layers.addressed().values() if query.has_kind(data.kind))
    st.html(f'<ul class="im-layers" aria-label="{escape(_("Layers as data"), quote=True)}">{items}{rows}</ul>')
    st.caption(
        _(
            "Areas, lines and bands are those of the last day. Every date of the range is in the CSV, and in the other "
            "formats where the address says dates=all."
        )
    )


def _row(data: Data, query: Query) -> str:
    title = data.title()
    formats = [_link(f"{data.name}.{ending}", words, query, title) for ending, words in OFFERED.items()]
    formats.append(_link(f"{data.name}.csv", "CSV", query, title, {"dates": "all"}))
    return f"<li><span>{escape(title)}</span> {''.join(formats)}</li>"


def _link(file: str, words: str, query: Query, of: str = "", params: dict[str, str] | None = None) -> str:
    plain = replace(query, search="", event="", view="page", lat=None, lon=None, zoom=None)
    address = escape(base_path.link(f"/export/{file}", plain.params() | (params or {})), quote=True)
    label = f' aria-label="{escape(f"{of}, {words}", quote=True)}"' if of else ""
    return f'<a href="{address}"{label} download>{escape(words)}</a>'
