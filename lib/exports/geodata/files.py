"""A file of a layer, or of all of them, in each format: the one door to what writes them."""

from __future__ import annotations

from collections.abc import Callable

from lib.events.store import Snapshot
from lib.exports import hxl
from lib.exports.counter import check_counter
from lib.exports.geodata.about import about_layer
from lib.exports.geodata.asked import SITUATION, Asked
from lib.exports.geodata.geopackage import Sheet, as_geopackage, as_parquet, as_tiles
from lib.exports.geodata.kml import as_kml
from lib.exports.geodata.package import as_package
from lib.exports.geodata.situation import write_situation
from lib.exports.geodata.text import as_csv, as_geojson
from lib.layers.data import VALID


def write(snapshot: Snapshot, asked: Asked, server: str = "", name: str = "") -> bytes:
    """Write a file of a layer, or of all; the same view of the same data gives the same bytes.

    Args:
        snapshot: The event table and its version.
        asked: The file, as :func:`lib.exports.geodata.asked.read` gives it; its words are in the caller's language.
        server: Address of the server, for the link in the file.
        name: The name under which the file will lie, for the project in the file of all layers; its own by default.

    Raises:
        OrderError: Nobody of the name that is asked for counts flows, or the format cannot hold so many rows.
    """
    check_counter(snapshot.events, asked.query)
    if asked.name == SITUATION:
        return write_situation(snapshot, asked, server, name)
    if asked.ending == "zip":
        return as_package(snapshot, asked, server)
    data, events = asked.data, snapshot.events
    if asked.ending in {"csv", "txt"}:
        make = data.series or data.rows
        figures = make(events, asked.query, asked.dates)
        about = about_layer(snapshot, asked, len(figures), server)
        columns = (data.series_columns or data.columns)()
        tags = hxl.row((column.name for column in columns), hxl.LAYERS) if asked.tagged else ()
        return about.text().encode() if asked.ending == "txt" else as_csv(figures, columns, tags)
    rows, columns = data.rows(events, asked.query, asked.dates), data.columns()
    about = about_layer(snapshot, asked, len(rows), server)
    sheet = Sheet(data.name, data.title(), about.title, data.geometry, columns, rows, VALID)
    makers: dict[str, Callable[[], bytes]] = {
        "geojson": lambda: as_geojson(rows, columns, data.name, about),
        "gpkg": lambda: as_geopackage([sheet], about),
        "parquet": lambda: as_parquet(sheet, about),
        "kml": lambda: as_kml([(sheet, data, True)], about),
        "pmtiles": lambda: as_tiles(sheet, about),
    }
    return makers[asked.ending]()
