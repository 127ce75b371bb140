"""Rows of a layer as GeoJSON and as CSV."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

import geopandas as gpd
import pandas as pd
import shapely

from lib.events.formula_guard import defuse_one
from lib.exports.geodata.typed import typed
from lib.exports.tables.about import About
from lib.exports.tables.text import BYTE_ORDER_MARK
from lib.layers.data import Column


def as_geojson(frame: gpd.GeoDataFrame, columns: tuple[Column, ...], name: str, about: About) -> bytes:
    """Write a GeoJSON feature collection, longitude first, with what it is about as a member."""
    rows = typed(frame, columns).to_pylist()
    features = [_feature(row, shape) for row, shape in zip(rows, frame.geometry.to_numpy(), strict=True)]
    head = f'{{"type":"FeatureCollection","name":{json.dumps(name)},"about":{about.json()},"features":[\n'
    return (head + ",\n".join(features) + "\n]}\n").encode()


def _feature(properties: dict[str, Any], shape: shapely.Geometry | None) -> str:
    geometry = None if shape is None else shapely.geometry.mapping(shape)
    feature = {"type": "Feature", "properties": properties, "geometry": geometry}
    return json.dumps(feature, ensure_ascii=False, separators=(",", ":"), default=str)


def as_csv(frame: pd.DataFrame, columns: tuple[Column, ...], tags: tuple[str, ...] = ()) -> bytes:
    """Write CSV in UTF-8 with a byte order mark; text that a spreadsheet would run as a formula gets an apostrophe.

    ``tags`` is a second row, under the names.
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([column.name for column in columns])
    if tags:
        writer.writerow(tags)
    for row in typed(frame, columns).to_pylist():
        writer.writerow([_cell(value) for value in row.values()])
    return BYTE_ORDER_MARK + out.getvalue().encode()


def _cell(value: Any) -> Any:
    if isinstance(value, bool):
        return str(value).lower()
    return defuse_one(value) if isinstance(value, str) else value
