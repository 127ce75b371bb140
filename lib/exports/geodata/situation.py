"""Every layer and every date in one file: the layers' own rows, reports counted and not, what is not assessed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import geopandas as gpd
import shapely

from lib import layers
from lib.config.crs import DEGREES
from lib.events.query import Query
from lib.events.schema import COLUMNS, Holds
from lib.events.store import Snapshot
from lib.exports.geodata.about import about_situation, file_name
from lib.exports.geodata.asked import Asked
from lib.exports.geodata.geopackage import Sheet, as_geopackage
from lib.exports.geodata.kml import as_kml, as_kmz
from lib.exports.geodata.looks import NOT_ASSESSED
from lib.exports.geodata.qgis import add_project
from lib.exports.order import OrderError
from lib.geography import basemap
from lib.layers import reports
from lib.layers.data import VALID, Column, Data
from lib.print import unassessed
from lib.text import _, number
from lib.text.map_words import map_words
from lib.text.vocabulary import in_words

MOST_PLACEMARKS: Final = 200_000
"""Rows that a KMZ holds at most: it is read whole, and made whole in memory."""
_HOLDS: Final = {Holds.DATE: "date", Holds.FIGURE: "integer", Holds.DEGREE: "number", Holds.FLAG: "flag"}


@dataclass(frozen=True)
class Part:
    """A layer of the file.

    Attributes:
        sheet: Its rows.
        data: The layer of the map that it is; None for reports and for what is not assessed.
        shown: Whether it is shown until a reader asks for something else.
    """

    sheet: Sheet
    data: Data | None
    shown: bool


def write_situation(snapshot: Snapshot, asked: Asked, server: str = "", name: str = "") -> bytes:
    """Write the file of all layers; arguments as for :func:`lib.exports.geodata.files.write`."""
    made = parts(snapshot, asked.query)
    sheets = [part.sheet for part in made]
    rows, sources = sum(len(sheet.rows) for sheet in sheets), snapshot.events.frame["source"]
    about = about_situation(snapshot, asked.query, rows, sources, server)
    if asked.ending == "kmz":
        if rows > MOST_PLACEMARKS:
            words = _("Google Earth cannot show {n} rows; take situation.gpkg, or narrow the view.")
            raise OrderError(words.format(n=number(rows)))
        drawn = [(part.sheet, part.data, part.shown) for part in reversed(made) if part.sheet.geometry]
        return as_kmz(as_kml([(_named(sheet, data), data, shown) for sheet, data, shown in drawn], about))
    listed = [(part.sheet, part.shown) for part in made]
    return as_geopackage(sheets, about, lambda path: add_project(path, listed, about.title, name or file_name(asked)))


def parts(snapshot: Snapshot, query: Query) -> list[Part]:
    """Return the layers of the file from the top of the map down: reports, layers of the map, what is not assessed."""
    events = snapshot.events
    found = [*_reports(snapshot, query)]
    on = query.layers
    for layer in reversed(layers.registry()):
        for data in layer.data:
            if data.kind and not query.has_kind(data.kind):
                continue
            rows, columns = data.rows(events, query, "all"), data.columns()
            days = VALID if {column.name for column in columns} >= set(VALID) else ()
            sheet = Sheet(data.name, data.title(), "", data.geometry, columns, rows, days)
            found.append(Part(sheet, data, layer.id in on))
    order = {"Point": 0, "LineString": 1, "Polygon": 2}
    found.sort(key=lambda part: (order.get(part.sheet.geometry, 3), part.sheet.name == "areas"))
    return [*found, Part(_unassessed(), None, shown=True)]


def _reports(snapshot: Snapshot, query: Query) -> list[Part]:
    """Return the reports of each kind that the filter leaves, the counted ones and the others apart."""
    columns = tuple(Column(each.name, _HOLDS.get(each.holds, "text"), each.meaning) for each in COLUMNS)  # type: ignore[arg-type]
    found = []
    for asked in reports.every():
        words = _("{kind}: counted reports") if asked.counted else _("{kind}: second reports, never to be added up")
        title = words.format(kind=in_words(asked.kind))
        rows = reports.rows(snapshot.events, query, asked)
        sheet = Sheet(asked.name, title, "", "Point", columns, rows, ("date_start", "date_end"))
        found.append(Part(sheet, None, shown=asked.counted and asked.kind == "strike"))
    return found


def _named(sheet: Sheet, data: Data | None) -> Sheet:
    """Give reports a column ``name`` for viewers that show one; a layer of the map names its rows itself."""
    if data is not None or "name" in sheet.rows:
        return sheet
    rows = sheet.rows
    names = [
        f"{in_words(row.subkind)}, {row.place}" if row.place else in_words(row.subkind) for row in rows.itertuples()
    ]
    return Sheet(
        sheet.name, sheet.title, sheet.words, sheet.geometry, sheet.columns, rows.assign(name=names), sheet.days
    )


def _unassessed() -> Sheet:
    """Return the ground of the country that is not assessed: no side's, and not quiet either."""
    shape = shapely.intersection(unassessed.ground(), basemap.EXTENT)
    title = map_words()["unassessed_legend"]
    rows = gpd.GeoDataFrame({"name": [title]}, geometry=[shape], crs=DEGREES)
    words = _("Ground of which the map says nothing: beyond it nothing is known to be held, quiet or struck.")
    rows = rows.loc[~rows.geometry.is_empty]
    return Sheet(NOT_ASSESSED, title, words, "Polygon", (Column("name", "text", words),), rows)
