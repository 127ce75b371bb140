"""Layers as KML and KMZ: a folder a layer, a name and a table a row, the map's colours, the days on a time slider."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Sequence
from datetime import date
from html import escape
from typing import Any, Final
from xml.etree import ElementTree as ET

import pandas as pd
import shapely

from lib.exports.geodata.geopackage import Sheet
from lib.exports.geodata.looks import Look, Looks, looks_of
from lib.exports.geodata.typed import typed
from lib.exports.tables.about import About
from lib.layers.data import Data

NAMESPACE: Final = "http://www.opengis.net/kml/2.2"
ODD: Final = dict.fromkeys([*range(0x9), 0xB, 0xC, *range(0xE, 0x20), 0xFFFE, 0xFFFF], " ")
"""What XML cannot hold."""


def as_kml(sheets: Sequence[tuple[Sheet, Data | None, bool]], about: About) -> bytes:
    """Write KML: each layer with what names its rows (None where they have a column ``name``), and if it is shown."""
    ET.register_namespace("", NAMESPACE)
    root = ET.Element(f"{{{NAMESPACE}}}kml")
    document = _sub(root, "Document")
    _text(document, "name", about.title)
    _text(document, "open", "1")
    _text(
        document, "description", "".join(f"<p><b>{escape(name)}</b> {escape(line)}</p>" for name, line in about.lines)
    )
    for sheet, _data, _shown in sheets:
        looks = looks_of(sheet.name)
        for at, look in enumerate(looks.looks):
            _style(document, f"{sheet.name}-{at}", look)
    for sheet, data, shown in sheets:
        folder = _sub(document, "Folder")
        _text(folder, "name", sheet.title)
        _text(folder, "visibility", "1" if shown else "0")
        for placemark in _placemarks(sheet, data, looks_of(sheet.name), shown=shown):
            folder.append(placemark)
    body: bytes = ET.tostring(root, encoding="utf-8")
    return b'<?xml version="1.0" encoding="UTF-8"?>\n' + body + b"\n"


def as_kmz(kml: bytes) -> bytes:
    """Pack KML for Google Earth; the archive carries no time, so the same view gives the same bytes."""
    out = io.BytesIO()
    entry = zipfile.ZipInfo("doc.kml", date_time=(1980, 1, 1, 0, 0, 0))
    entry.compress_type = zipfile.ZIP_DEFLATED
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(entry, kml, compresslevel=6)
    return out.getvalue()


def _placemarks(sheet: Sheet, data: Data | None, looks: Looks, *, shown: bool) -> Iterator[ET.Element]:
    cells = typed(sheet.rows, sheet.columns).to_pylist()
    for row, values in zip(sheet.rows.itertuples(index=False), cells, strict=True):
        if row.geometry is None or row.geometry.is_empty:
            continue
        mark = ET.Element(f"{{{NAMESPACE}}}Placemark")
        _text(mark, "name", data.named(row) if data is not None else str(row.name))
        _text(mark, "visibility", "1" if shown else "0")
        if sheet.days:
            first, last = (getattr(row, name) for name in sheet.days)
            if not pd.isna(first):
                span = _sub(mark, "TimeSpan")
                _text(span, "begin", _moment(first))
                _text(span, "end", f"{_moment(last)}T23:59:59Z")
        _text(mark, "styleUrl", f"#{sheet.name}-{looks.looks.index(looks.of(row))}")
        extended = _sub(mark, "ExtendedData")
        for name, value in values.items():
            if value is not None:
                _text(_sub(extended, "Data", name=name), "value", str(value))
        _shape(mark, row.geometry)
        yield mark


def _moment(day: Any) -> str:
    return (day if isinstance(day, date) else pd.Timestamp(day).date()).isoformat()[:10]


def _shape(parent: ET.Element, shape: shapely.Geometry) -> None:
    if hasattr(shape, "geoms"):
        many = _sub(parent, "MultiGeometry")
        for part in shape.geoms:
            _shape(many, part)
    elif isinstance(shape, shapely.Polygon):
        polygon = _sub(parent, "Polygon")
        for ring, kind in [(shape.exterior, "outer"), *((hole, "inner") for hole in shape.interiors)]:
            _points(_sub(_sub(polygon, f"{kind}BoundaryIs"), "LinearRing"), ring)
    else:
        _points(_sub(parent, "LineString" if isinstance(shape, shapely.LineString) else "Point"), shape)


def _points(parent: ET.Element, shape: shapely.Geometry) -> None:
    _text(parent, "coordinates", " ".join(f"{x!r},{y!r}" for x, y in shapely.get_coordinates(shape).tolist()))


def _style(document: ET.Element, name: str, look: Look) -> None:
    style = _sub(document, "Style", id=name)
    if look.size:
        icon = _sub(style, "IconStyle")
        _text(icon, "color", _colour(look.fill or look.line))
        _text(icon, "scale", "0.5")
        _text(_sub(style, "LabelStyle"), "scale", "0")
    if look.line:
        line = _sub(style, "LineStyle")
        _text(line, "color", _colour(look.line))
        _text(line, "width", f"{look.width:g}")
    polygon = _sub(style, "PolyStyle")
    _text(polygon, "color", _colour(look.fill or "#ffffff", look.opacity if look.fill else 0.0))


def _colour(colour: str, opacity: float = 1.0) -> str:
    """Write a colour as KML has it: opacity, blue, green, red."""
    return f"{round(255 * opacity):02x}{colour[5:7]}{colour[3:5]}{colour[1:3]}"


def _sub(parent: ET.Element, name: str, /, **attributes: str) -> ET.Element:
    return ET.SubElement(parent, f"{{{NAMESPACE}}}{name}", attributes)


def _text(parent: ET.Element, name: str, text: str) -> None:
    _sub(parent, name).text = text.translate(ODD)
