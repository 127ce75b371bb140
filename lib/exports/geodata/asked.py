"""What a file of a layer is asked for besides the view: its dates. Nothing that cannot be used is ignored."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from lib import layers
from lib.events.problems import shown
from lib.events.query import FIRST_DAY, LAST_DAY, Query
from lib.exports import hxl
from lib.exports.order import OrderError
from lib.layers.data import Data
from lib.text import _
from lib.text.vocabulary import in_words

MEDIA_TYPES: Final = {
    "geojson": "application/geo+json",
    "gpkg": "application/geopackage+sqlite3",
    "parquet": "application/vnd.apache.parquet",
    "kml": "application/vnd.google-earth.kml+xml",
    "kmz": "application/vnd.google-earth.kmz",
    "pmtiles": "application/vnd.pmtiles",
    "csv": "text/csv; charset=utf-8",
    "zip": "application/zip",
    "txt": "text/plain; charset=utf-8",
}
"""Media types of the files by their ending."""
FORMATS: Final = ("geojson", "gpkg", "parquet", "kml", "pmtiles", "csv", "zip", "txt")
"""What a layer can be taken away as; ``txt`` holds what goes with the CSV, which has no room for it."""
SITUATION: Final = "situation"
"""The name of the file that holds every layer."""
WHOLE: Final = ("gpkg", "kmz")
"""What all layers together can be taken away as."""
DATES: Final = ("all", "weekly", "daily")
SERIES: Final = ("csv", "txt")
"""Formats that hold figures by day: the only ones for which every day may be asked."""


@dataclass(frozen=True)
class LayerParameter:
    """One parameter of a file of a layer that a page does not have."""

    name: str
    meaning: str


LAYER_PARAMETERS: Final = (
    LayerParameter(
        "dates",
        "`all`: every control date, each flow by its own days; `weekly`; `daily` (CSV alone); without it the end of "
        "the range. Of the days from `from` to `to`, of all days where the address names neither",
    ),
    LayerParameter(hxl.NAME, hxl.MEANING),
)
"""Every parameter of a file of a layer that a page does not have."""


@dataclass(frozen=True)
class Asked:
    """A file that can be made as it is asked for: the view, which layer (or all), format, dates, hashtags or none."""

    query: Query
    name: str
    ending: str
    dates: str = ""
    tagged: bool = False

    @property
    def data(self) -> Data:
        """The layer."""
        return layers.addressed()[self.name]


def known(name: str, ending: str) -> bool:
    """Return whether there is a file of this name and ending."""
    return (name in layers.addressed() and ending in FORMATS) or (name == SITUATION and ending in WHOLE)


def unknown(name: str, ending: str) -> str:
    """Say in a sentence that there is no such file, and which there are."""
    if name == SITUATION or name in layers.addressed():
        names = ", ".join(WHOLE if name == SITUATION else FORMATS)
        return _("There is no {name} as {format}; there are {known}.").format(
            name=name, format=shown(ending, 20), known=names
        )
    names = ", ".join([*layers.addressed(), SITUATION])
    return _("There is no layer called {name}; there are {known}.").format(name=shown(name, 30), known=names)


def read(query: Query, name: str, ending: str, params: Mapping[str, str]) -> Asked:
    """Read what an address or a command asks of a file of a layer that there is.

    Args:
        query: The view, as its parameters say.
        name: The layer, or :data:`SITUATION`.
        ending: The format.
        params: The parameters as text.

    Raises:
        OrderError: It cannot be made so; the message says what can.
    """
    dates, tagged = params.get("dates", "").strip(), hxl.asked(params, ending, ("csv",))
    if name == SITUATION:
        if dates:
            raise OrderError(_("The file of all layers holds every date; leave {name} out.").format(name="dates"))
        return Asked(_narrowed(replace(query, start=FIRST_DAY, end=LAST_DAY), ""), name, ending)
    if dates and dates not in DATES:
        words = _("{name} cannot be '{text}'; choose one of {words}.")
        raise OrderError(words.format(name="dates", text=shown(dates, 30), words=", ".join(DATES)))
    data = layers.addressed()[name]
    if dates == "daily" and (ending not in SERIES or data.series is None):
        named = ", ".join(layer for layer, each in layers.addressed().items() if each.series is not None)
        words = _("Each day can be asked for as csv of {layers} alone; ask for dates=all, which leaves no change out.")
        raise OrderError(words.format(layers=named))
    if not query.has_kind(data.kind):
        words = _("This view leaves out all reports that {layer} is made of; ask for {kind} too (kinds).")
        raise OrderError(words.format(layer=name, kind=in_words(data.kind)))
    if dates:
        start = query.start if params.get("from", "").strip() else FIRST_DAY
        end = query.end if params.get("to", "").strip() else LAST_DAY
        query = replace(query, start=start, end=end)
    return Asked(_narrowed(query, data.kind), name, ending, dates, tagged)


def _narrowed(query: Query, kind: str) -> Query:
    """Return a view with what narrows data of a kind and nothing else: the same file has the same words and name.

    Areas, lines and bands are computed from every report of control, whatever else is asked for.
    """
    rows = Query() if kind == "control" else query.rows_alone()
    kept: dict[str, Any] = {
        "start": query.start,
        "end": query.end,
        "lang": query.lang,
        "within_area": query.within_area,
    }
    if kind != "displacement":
        kept["controllers"] = query.controllers
    if kind != "control":
        kept["counter"] = query.counter
    return replace(rows, **kept) if kind else replace(rows, layers=query.layers, **kept)
