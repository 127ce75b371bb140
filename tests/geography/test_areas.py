"""Which sub-district a place lies in, by P-code or by name."""

from __future__ import annotations

import pandas as pd
import pytest

from lib.config.crs import METRIC
from lib.geography import areas, basemap, places


def chain(code, name=""):
    return tuple(areas.chains(pd.Series([code]), pd.Series([name])).iloc[0])


def test_a_settlement_lies_in_its_sub_district_district_and_governorate():
    assert chain("C4121") == ("Idlib", "Harim", "Dana", "Sarmada")


def test_an_area_has_no_settlement_and_a_governorate_no_district():
    assert chain("SY070301") == ("Idlib", "Harim", "Dana", "")
    assert chain("SY0703") == ("Idlib", "Harim", "", "")
    assert chain("SY07") == ("Idlib", "", "", "")


def test_a_name_counts_only_where_there_is_no_code():
    assert chain("", "Sarmada")[2] == "Dana"
    assert chain("C1564", "Sarmada")[2] == "A'zaz"


@pytest.mark.parametrize("code", ["", "SY", "C0", "SY0703017", "'; drop table", "\N{ARABIC LETTER DAD}"])
def test_what_is_no_place_lies_nowhere(code):
    assert chain(code, "southern Idlib") == ("", "", "", "")


def test_an_area_outside_those_known_is_told_by_its_code_alone():
    assert chain("SY080101") == ("SY08", "SY0801", "SY080101", "")


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("sy070301", ("Idlib", "Harim", "Dana")),
        ("dana", ("Idlib", "Harim", "Dana")),
        ("Al Ma'ra", ("Idlib", "Al Ma'ra")),
        ("Sarmada", ("Idlib", "Harim", "Dana", "Sarmada")),
        ("Atlantis", ()),
        ("", ()),
    ],
)
def test_an_area_is_found_by_code_or_name(asked, found):
    assert areas.named(asked) == found


def test_the_seat_of_each_sub_district_lies_between_its_nearest_and_farthest_settlement_from_the_border():
    known = areas.subdistricts()
    border = known.set_geometry([basemap.border()] * len(known), crs="EPSG:4326").to_crs(METRIC)
    km = known.to_crs(METRIC).distance(border) / 1000
    assert (km >= known["border_near_km"] - 0.1).all()
    assert (km <= known["border_far_km"] + 0.1).all()


def test_every_settlement_of_the_gazetteer_lies_in_a_sub_district_that_is_known():
    settled = places.places()
    settled = settled.loc[settled["admin1"].isin(["Idlib", "Aleppo", "Hama", "Latakia"]) & (settled["admin3"] != "")]
    known = set(zip(areas.subdistricts()["admin2"], areas.subdistricts()["admin3"], strict=True))
    assert set(zip(settled["admin2"], settled["admin3"], strict=True)) <= known


def test_a_damaged_file_is_named(monkeypatch, tmp_path):
    broken = tmp_path / "areas.csv"
    broken.write_text("pcode\nSY07", encoding="utf-8")
    monkeypatch.setattr(areas, "AREAS", broken)
    areas.subdistricts.cache_clear()
    try:
        with pytest.raises(places.PlacesError, match=r"areas\.csv"):
            areas.subdistricts()
    finally:
        areas.subdistricts.cache_clear()
