"""The QGIS project inside a GeoPackage: the layers in their order and look, on the clock; and a default style of each.

QGIS finds projects in the table ``qgis_projects`` (a packed project, as hexadecimal text) and default styles in
``layer_styles``. The project finds its layers by the name of the file that it lies in.
"""

from __future__ import annotations

import io
import json
import sqlite3
import zipfile
from collections.abc import Sequence
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Final
from xml.etree import ElementTree as ET

from lib.config.crisis import CRISIS
from lib.config.crs import DEGREES
from lib.events.query import FIRST_DAY, LAST_DAY
from lib.exports.geodata.geopackage import Sheet
from lib.exports.geodata.qgis_style import renderer
from lib.exports.geodata.typed import BEGIN, END, GEOMETRY
from lib.exports.tables.geo import CHANGED
from lib.maps.style import TOKENS
from lib.text import language

VERSION: Final = "3.22.0"
"""The version of QGIS whose way of writing projects this is; later ones read it."""
SCREEN: Final = "EPSG:3857"
"""What the map on the screen is drawn in."""
GEOMETRIES: Final = {"Point": "Point", "LineString": "Line", "Polygon": "Polygon"}
STYLES: Final = """
CREATE TABLE layer_styles (id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, f_table_catalog TEXT(256),
f_table_schema TEXT(256), f_table_name TEXT(256), f_geometry_column TEXT(256), styleName TEXT(30), styleQML TEXT,
styleSLD TEXT, useAsDefault BOOLEAN, description TEXT, owner TEXT(30), ui TEXT(30), update_time DATETIME);
INSERT INTO gpkg_contents (table_name, data_type, identifier, last_change)
VALUES ('layer_styles', 'attributes', 'layer_styles', '{changed}');
CREATE TABLE qgis_projects (name TEXT PRIMARY KEY, metadata BLOB, content BLOB);
"""


def add_project(path: Path, sheets: Sequence[tuple[Sheet, bool]], title: str, file: str) -> None:
    """Put a project and default styles into a GeoPackage.

    Args:
        path: The file.
        sheets: Its layers from the top of the map down, and whether each is shown.
        title: The project's title.
        file: The name under which the file will lie.
    """
    project = _project(sheets, title, file)
    packed = io.BytesIO()
    entry = zipfile.ZipInfo(f"{CRISIS.slug}.qgs", date_time=(1980, 1, 1, 0, 0, 0))
    entry.compress_type = zipfile.ZIP_DEFLATED
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr(entry, _xml(project))
    about = json.dumps({"last_modified_time": CHANGED.removesuffix("Z"), "last_modified_user": ""})
    with closing(sqlite3.connect(path)) as file_:
        file_.executescript(STYLES.format(changed=CHANGED))
        for sheet, _shown in sheets:
            if sheet.geometry:
                file_.execute(
                    "INSERT INTO layer_styles (f_table_catalog, f_table_schema, f_table_name, f_geometry_column,"
                    " styleName, styleQML, styleSLD, useAsDefault, description, owner, update_time)"
                    " VALUES ('', '', ?, ?, ?, ?, '', 1, ?, '', ?)",
                    (sheet.name, GEOMETRY, sheet.name, _xml(_style(sheet)), sheet.title, CHANGED),
                )
        file_.execute("INSERT INTO qgis_projects VALUES (?, ?, ?)", (CRISIS.slug, about, packed.getvalue().hex()))
        file_.commit()


def _xml(root: ET.Element) -> str:
    return f"<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>\n{ET.tostring(root, encoding='unicode')}"


def _style(sheet: Sheet) -> ET.Element:
    root = ET.Element("qgis", version=VERSION, styleCategories="Symbology|Temporal")
    root.append(renderer(sheet.name, sheet.geometry))
    root.append(_temporal(sheet))
    return root


def _temporal(sheet: Sheet) -> ET.Element:
    """Return when a row is seen: from its first second to its last; always, where it has no days."""
    days = {"startField": BEGIN, "endField": END} if sheet.days else {"startField": "", "endField": ""}
    return ET.Element("temporal", {
        "enabled": "1" if sheet.days else "0", "mode": "2", "limitMode": "0", "accumulate": "0", "fixedDuration": "0",
        "durationUnit": "min", "durationField": "", "startExpression": "", "endExpression": "", **days,
    })  # fmt: skip


def _project(sheets: Sequence[tuple[Sheet, bool]], title: str, file: str) -> ET.Element:
    root = ET.Element("qgis", version=VERSION, projectname=title)
    ET.SubElement(root, "title").text = title
    root.append(_crs("projectCrs", SCREEN))
    tree = ET.SubElement(root, "layer-tree-group")
    layers = ET.SubElement(root, "projectlayers")
    order = ET.SubElement(root, "layerorder")
    for sheet, shown in sheets:
        source = f"./{file}|layername={sheet.name}"
        ET.SubElement(tree, "layer-tree-layer", {
            "id": _id(sheet), "name": sheet.title, "source": source, "providerKey": "ogr", "expanded": "0",
            "checked": "Qt::Checked" if shown else "Qt::Unchecked",
        })  # fmt: skip
        layers.append(_layer(sheet, source))
        ET.SubElement(order, "layer", id=_id(sheet))
    _gui(root)
    about = ET.SubElement(root, "projectMetadata")
    ET.SubElement(about, "title").text = title
    ET.SubElement(about, "language").text = language.get()
    _view(root)
    clock = {"timeStepUnit": "d", "timeStep": "1", "frameRate": "1", "cumulativeTemporalRange": "0"}
    span = ET.SubElement(ET.SubElement(root, "ProjectTimeSettings", clock), "TemporalRange")
    ET.SubElement(span, "start").text = f"{FIRST_DAY}T00:00:00Z"
    ET.SubElement(span, "end").text = f"{LAST_DAY + timedelta(days=1)}T00:00:00Z"
    return root


def _id(sheet: Sheet) -> str:
    """Name a layer within the project: QGIS gives one of ten letters or fewer a new name, and no longer finds it."""
    return f"situation_{sheet.name}"


def _layer(sheet: Sheet, source: str) -> ET.Element:
    kind = GEOMETRIES.get(sheet.geometry, "No geometry")
    made = ET.Element("maplayer", type="vector", geometry=kind, styleCategories="AllStyleCategories")
    for name, text in {"id": _id(sheet), "datasource": source, "layername": sheet.title}.items():
        ET.SubElement(made, name).text = text
    ET.SubElement(made, "provider", encoding="UTF-8").text = "ogr"
    if sheet.geometry:
        made.append(_crs("srs", DEGREES))
        made.append(renderer(sheet.name, sheet.geometry))
    made.append(_temporal(sheet))
    ET.SubElement(made, "layerOpacity").text = "1"
    return made


def _crs(tag: str, code: str) -> ET.Element:
    made = ET.Element(tag)
    system = ET.SubElement(made, "spatialrefsys")
    # QGIS looks at the code only where there is a number beside it, whatever it is.
    for name, text in {"srsid": code.partition(":")[2], "authid": code}.items():
        ET.SubElement(system, name).text = text
    return made


def _view(root: ET.Element) -> None:
    west, south, east, north = (str(edge) for edge in CRISIS.boxes.start)
    view = ET.SubElement(root, "ProjectViewSettings", UseProjectScales="0")
    extent = ET.SubElement(view, "DefaultViewExtent", xmin=west, ymin=south, xmax=east, ymax=north)
    extent.extend(_crs("srs", DEGREES))


def _gui(root: ET.Element) -> None:
    """Let the project have a reference system of its own, and colour the ground as the map's bare land."""
    properties = ET.SubElement(root, "properties")
    system = ET.SubElement(properties, "SpatialRefSys")
    ET.SubElement(system, "ProjectionsEnabled", type="int").text = "1"
    gui = ET.SubElement(properties, "Gui")
    land = TOKENS["ground"]["land"]
    for name, at in {"Red": 1, "Green": 3, "Blue": 5}.items():
        part = ET.SubElement(gui, f"CanvasColor{name}Part", type="int")
        part.text = str(int(land[at : at + 2], 16))
