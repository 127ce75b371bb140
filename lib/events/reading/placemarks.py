"""Placemarks of KML and waypoints of GPX, each a record with its name, times, data and place.

Read element by element: nothing that a file refers to is fetched.
"""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator, Mapping

import pyarrow as pa
import pyarrow.parquet as pq
import shapely
from lxml import etree, html

from lib.events.problems import ProblemLog
from lib.events.reading.delimited import MAX_LINES, plain
from lib.events.reading.grid import Grid, grid_of
from lib.events.reading.sheets import MAX_CELLS
from lib.events.reading.vector import read_parquet
from lib.events.reading.xml_pieces import Element, attribute, child, local, pieces, text_of
from lib.text import _, ngettext, number

MAX_COLUMNS = 2_000
"""Most different data fields of the placemarks of one file."""
_OWN = {"name": "place", "begin": "date_start", "end": "date_end", "description": "description", "folder": "folder"}
"""Columns of what every placemark may have, in their order."""
_FIELDS = {
    "name": "place",
    "time": "date_start",
    "desc": "description",
    "cmt": "comment",
    "type": "type",
    "sym": "symbol",
}
"""Columns of what a waypoint may have."""
_SHAPES = ("Point", "LineString", "LinearRing", "Polygon", "MultiGeometry")
_MARKUP = re.compile(r"<[a-zA-Z/!]")
_BREAK = re.compile(r"<(?:br|/p|/td|/th|/tr|/li|/div|/h\d)\b[^<>]*>", re.IGNORECASE)
_GEOMETRY = "shape of the placemark"

Record = dict[str, str]


def read_kml(data: bytes, log: ProblemLog) -> Grid | None:
    """Return the placemarks of a KML file; None, with the reason in ``log``, when there are none.

    A record has the name of the placemark (``place``), its time (``date_start``, ``date_end``), its description, the
    folder it lies in, and its data fields under their own names, which come before what is named alike.
    """
    own: list[Record] = []
    fields: list[Record] = []
    shapes: list[shapely.Geometry | None] = []
    names: dict[str, None] = {}
    try:
        for _event, element in pieces(io.BytesIO(data), ("Placemark",)):
            own.append(_own(element))
            fields.append(dict(_fields(element)))
            shapes.append(next((_shape(each) for each in element if local(each) in _SHAPES), None))
            names.update(dict.fromkeys(fields[-1]))
            _check_size(len(own), len(names))
    except ValueError as error:
        log.whole(str(error))
        return None
    if not own:
        log.whole(_("The KML holds no placemark. Export the places themselves, not a link to them."))
        return None
    return read_parquet(_as_parquet(_columns(own, fields, list(names)), shapes), log)


def _check_size(records: int, columns: int) -> None:
    """Check that there are not too many placemarks or data fields.

    Raises:
        ValueError: There are; the message says what to do.
    """
    if records > MAX_LINES or columns > MAX_COLUMNS or records * columns > MAX_CELLS:
        words = _("The KML has more than {n} placemarks, or more than {m} sorts of data. Save it as CSV or GeoPackage.")
        raise ValueError(words.format(n=number(MAX_LINES), m=number(MAX_COLUMNS)))


def _own(element: Element) -> Record:
    found = {"name": _text(element, "name"), "description": _shown_text(_text(element, "description"))}
    for each in element:
        if local(each) == "TimeStamp":
            found["begin"] = found["end"] = _text(each, "when")
        elif local(each) == "TimeSpan":
            found["begin"], found["end"] = _text(each, "begin"), _text(each, "end")
    parent = element.getparent()
    found["folder"] = _text(parent, "name") if parent is not None and local(parent) == "Folder" else ""
    return found


def _text(element: Element, name: str) -> str:
    found = child(element, name)
    return "" if found is None else text_of(found).strip()


def _shown_text(text: str) -> str:
    """Return a description without the markup that balloons are written in."""
    if not _MARKUP.search(text):
        return text
    try:
        spaced = _BREAK.sub(" ", text)
        return " ".join(html.fromstring(f"<div>{spaced}</div>").text_content().split())
    except (etree.LxmlError, ValueError):
        return text


def _fields(element: Element) -> Iterator[tuple[str, str]]:
    """Yield names and values of the data fields."""
    data = child(element, "ExtendedData")
    if data is None:
        return
    for each in data.iter("{*}Data", "{*}SimpleData"):
        if name := attribute(each, "name").strip():
            yield name, _text(each, "value") if local(each) == "Data" else text_of(each).strip()


def _shape(element: Element) -> shapely.Geometry | None:
    """Return the shape of a placemark; None where it has none that is whole."""
    kind = local(element)
    try:
        if kind == "MultiGeometry":
            parts = [part for each in element if local(each) in _SHAPES and (part := _shape(each)) is not None]
            return parts[0] if len(parts) == 1 else shapely.GeometryCollection(parts) if parts else None
        if kind == "Polygon":
            rings = [ring for ring in map(_positions, element.iter("{*}LinearRing")) if ring]
            return shapely.Polygon(rings[0], rings[1:]) if rings else None
        positions = _positions(element)
        if kind == "Point":
            return shapely.Point(positions[0]) if positions else None
        return shapely.LineString(positions) if positions else None
    except (ValueError, shapely.GEOSException):
        return None


def _positions(element: Element) -> list[tuple[float, float]]:
    """Read longitude and latitude of each position written in an element.

    Raises:
        ValueError: One is no number.
    """
    text = re.sub(r"\s*,\s*", ",", _text(element, "coordinates"))
    found = (position.split(",") for position in text.split())
    return [(float(parts[0]), float(parts[1])) for parts in found if len(parts) > 1]


def _columns(own: list[Record], fields: list[Record], names: list[str]) -> dict[str, list[str]]:
    """Turn the records into columns; what every placemark has gives way to a data field named alike."""
    columns = {name: [record.get(name, "") for record in fields] for name in names}
    taken = {plain(name) for name in names}
    for key, name in _OWN.items():
        cells = [record.get(key, "") for record in own]
        if not any(cells):
            continue
        if plain(name) not in taken:
            columns[name] = cells
        elif key not in columns and plain(key) not in taken and cells != columns.get(name):
            columns[key] = cells
    return columns


def _as_parquet(columns: Mapping[str, list[str]], shapes: list[shapely.Geometry | None]) -> bytes:
    """Write the records as GeoParquet, in which a shape, and what becomes of it, is told like that of any file."""
    table = pa.table({name: pa.array(cells, type=pa.string()) for name, cells in columns.items()})
    table = table.append_column(_GEOMETRY, pa.array(shapely.to_wkb(shapes), type=pa.binary()))
    described = {"encoding": "WKB", "geometry_types": []}
    geo = {"version": "1.0.0", "primary_column": _GEOMETRY, "columns": {_GEOMETRY: described}}
    out = io.BytesIO()
    pq.write_table(table.replace_schema_metadata({"geo": json.dumps(geo)}), out)
    return out.getvalue()


def read_gpx(data: bytes, log: ProblemLog) -> Grid | None:
    """Return the waypoints of a GPX file; None, with the reason in ``log``, when there are none."""
    records: list[Record] = []
    tracks = 0
    try:
        for _event, element in pieces(io.BytesIO(data), ("wpt", "trk", "rte")):
            if local(element) != "wpt":
                tracks += 1
                continue
            point = {"lat": attribute(element, "lat"), "lon": attribute(element, "lon")}
            records.append({column: _text(element, name) for name, column in _FIELDS.items()} | point)
            _check_size(len(records), len(point))
    except ValueError as error:
        log.whole(str(error))
        return None
    if not records:
        log.whole(_("The GPX holds no waypoint. Tracks and routes are lines, not reports: export the waypoints."))
        return None
    if tracks:
        message = ngettext(
            "The GPX holds {n} track or route besides, which are lines and were left out.",
            "The GPX holds {n} tracks or routes besides, which are lines and were left out.",
            tracks,
        )
        log.whole(message.format(n=number(tracks)), severity="notice")
    columns = {name: [record[name] for record in records] for name in (*_FIELDS.values(), "lat", "lon")}
    return grid_of(
        [(name, pa.chunked_array([cells], type=pa.string())) for name, cells in columns.items() if any(cells)]
    )
