"""Hashtags of the Humanitarian Exchange Language (HXL 1.1) over the columns of a table, on request.

They stand in the row below the names of the columns, where tools of the humanitarian field look for them. Which column
has which is declared here, once; a column that brings its meaning under a name that two tables share has one tag.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from lib.events.problems import shown
from lib.exports.order import OrderError
from lib.text import _, enumerated

NAME: Final = "hxl"
"""The parameter of an address that asks for them."""
MEANING: Final = "`1`: a second row with hashtags (HXL) under the names of the columns; `csv` and `xlsx` alone"
FORMATS: Final = ("csv", "xlsx")
"""Formats of a table with rows of cells: the only ones that have a place for a row of hashtags."""

REPORTS: Final[dict[str, str]] = {
    "event_id": "#event+id",
    "kind": "#event+kind",
    "subkind": "#event+type",
    "date_start": "#date+start",
    "date_end": "#date+end",
    "date_precision": "#meta+date+precision",
    "place": "#loc+name",
    "place_ar": "#loc+name+ar",
    "pcode": "#loc+code",
    "admin1": "#adm1+name",
    "admin2": "#adm2+name",
    "admin3": "#adm3+name",
    "lat": "#geo+lat",
    "lon": "#geo+lon",
    "geo_precision": "#geo+precision",
    "origin_place": "#loc+name+origin",
    "origin_pcode": "#loc+code+origin",
    "origin_lat": "#geo+lat+origin",
    "origin_lon": "#geo+lon+origin",
    "origin_precision": "#geo+precision+origin",
    "controller": "#group+control",
    "previous_controller": "#group+control+previous",
    "actor": "#group+perp+name",
    "attribution": "#meta+attribution",
    "target_kind": "#impact+type",
    "deaths_low": "#affected+killed+min",
    "deaths_high": "#affected+killed+max",
    "civilian_deaths_low": "#affected+civilians+killed+min",
    "civilian_deaths_high": "#affected+civilians+killed+max",
    "injured_low": "#affected+injured+min",
    "injured_high": "#affected+injured+max",
    "persons_low": "#affected+displaced+min",
    "persons_high": "#affected+displaced+max",
    "counter": "#org+counter",
    "metric": "#indicator+name",
    "source": "#meta+source",
    "source_url": "#meta+source+url",
    "source_date": "#meta+source+date",
    "n_sources": "#meta+source+num",
    "confidence": "#meta+confidence",
    "group_id": "#event+group+id",
    "is_primary": "#meta+counted",
    "note": "#description+notes",
    "date_basis": "#meta+date+basis",
    "publisher": "#meta+source+publisher",
    "archive_url": "#meta+archive+url",
    "archive_sha256": "#meta+archive+hash",
    "point_basis": "#meta+geo+basis",
}
"""The tag of each column of the event table. The month of a source is no day, so that its column is no ``#date``."""

LAYERS: Final[dict[str, str]] = {
    "date": "#date",
    "valid_from": "#date+start",
    "valid_to": "#date+end",
    "controller": "#group+control",
    "area_km2": "#value+area+km2",
    "low_km2": "#value+area+km2+min",
    "high_km2": "#value+area+km2+max",
    "front_km": "#value+front+km",
    "band_km2": "#value+band+km2",
    "side_a": "#group+control+side_a",
    "side_b": "#group+control+side_b",
    "is_front": "#status+front",
    "length_km": "#value+length+km",
    "width_km": "#value+width+km",
    "newest_days": "#value+age+days+min",
    "oldest_days": "#value+age+days+max",
    "one_sided_km": "#value+one_sided+km",
    "origin_place": "#loc+name+origin",
    "origin_lat": "#geo+lat+origin",
    "origin_lon": "#geo+lon+origin",
    "origin_is_area": "#geo+area+origin",
    "place": "#loc+name",
    "lat": "#geo+lat",
    "lon": "#geo+lon",
    "place_is_area": "#geo+area",
    "persons_low": "#affected+displaced+min",
    "persons_high": "#affected+displaced+max",
    "counter": "#org+counter",
    "reports": "#meta+reports+num",
    "event_ids": "#event+id+list",
}
"""The tag of each column of the files of layers that have rows of cells."""


def asked(params: Mapping[str, str], ending: str, formats: tuple[str, ...] = FORMATS) -> bool:
    """Return whether an address or a command asks for hashtags.

    Args:
        params: The parameters as text.
        ending: The format of the file.
        formats: Formats with a place for them, of those that there are of this file.

    Raises:
        OrderError: The value cannot be read, or the format has no place for them.
    """
    text = params.get(NAME, "").strip()
    if text in {"", "0"}:
        return False
    if text != "1":
        words = _("{name} cannot be '{text}'; choose one of {words}.")
        raise OrderError(words.format(name=NAME, text=shown(text, 30), words="1, 0"))
    if ending not in formats:
        words = _("Hashtags (hxl=1) stand in a row of cells; a file as {format} has none. Ask for {formats}.")
        raise OrderError(words.format(format=ending, formats=enumerated(formats)))
    return True


def row(names: Iterable[str], tags: Mapping[str, str]) -> tuple[str, ...]:
    """Return the tag of each column, "" for one that has none."""
    return tuple(tags.get(name, "") for name in names)
