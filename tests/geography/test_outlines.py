"""The outlines of sub-districts: a coverage in which every settlement lies in its own."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import shapely

from lib.config.crs import DEGREES, METRIC
from lib.geography import areas, basemap, outlines, places


def test_every_settlement_lies_in_the_outline_of_its_own_sub_district():
    known = places.places()
    known = known.loc[(known["admin3"] != "") & known.geometry.notna()].to_crs(METRIC)
    land = shapely.buffer(gpd.GeoSeries([basemap.country()], crs=DEGREES).to_crs(METRIC).iloc[0], -500)
    known = known.loc[shapely.contains(land, known.geometry.to_numpy())]
    for (district, name), rows in known.groupby(["admin2", "admin3"]):
        shape = outlines.outline((rows["admin1"].iloc[0], district, name))
        away = shapely.distance(shape, rows.geometry.to_numpy())
        # Two settlements nearer than the simplification may change places at its edge.
        assert (away <= outlines.TOLERANCE_M).all(), (name, away.max())
        assert np.mean(away > 0) < 0.05 or len(rows) < 20


def test_outlines_neither_overlap_nor_leave_the_country():
    shapes = outlines.subdistricts().geometry.to_numpy()
    assert shapely.is_valid(shapes).all()
    whole = shapely.area(shapely.union_all(shapes))
    assert abs(shapely.area(shapes).sum() / whole - 1) < 0.001
    land = gpd.GeoSeries([basemap.country()], crs=DEGREES).to_crs(METRIC).iloc[0]
    assert shapely.area(shapely.difference(shapely.union_all(shapes), shapely.buffer(land, 300))) < 1e6


def test_a_district_is_its_sub_districts_together():
    names = areas.named("SY0703")
    parts = outlines.subdistricts()
    parts = parts.loc[parts["admin2"] == names[1]]
    assert len(parts) > 1
    assert shapely.area(outlines.outline(names)) == np.float64(shapely.area(shapely.union_all(parts.geometry)))


def test_an_area_without_a_settlement_has_no_outline():
    assert outlines.outline(("nowhere", "nowhere", "nowhere")) is None
