"""Places without a point: taken when only one settlement can be meant, asked about otherwise, never guessed."""

from __future__ import annotations

import pandas as pd
import pytest

from lib.geography import geocoding
from lib.geography.geocoding import SURE, How, fill, geocode
from lib.geography.places import places


def frame(*rows: dict[str, object]) -> pd.DataFrame:
    blank = {"place": "", "place_ar": "", "pcode": "", "admin1": "", "geo_precision": "", "lat": None, "lon": None}
    made = pd.DataFrame([blank | row for row in rows])
    return made.astype({"lat": "float64", "lon": "float64", **dict.fromkeys(geocoding.KEY, "str")})


def how(**row: object) -> str:
    found = geocode(frame(row))
    return str(found["how"].iloc[0]) if len(found) else ""


def best(**row: object) -> str:
    return str(places()["place"].iloc[geocode(frame(row))["owners"].iloc[0][0]])


@pytest.mark.parametrize(
    ("row", "way"),
    [
        ({"pcode": "C3870", "place": "anything"}, None),
        ({"place": "Saraqib"}, How.EXACT),
        ({"place": "saraqeb", "admin1": "Idleb"}, None),
        ({"place_ar": "سراقب"}, How.EXACT),
        ({"place": "Haleb"}, How.ALIAS),
        ({"place": "Maaret Misreen"}, How.FUZZY),
        ({"place": "Atlantis"}, How.NONE),
        ({"place": "Saraqib", "admin1": "Damascus"}, How.CONFLICT),
        ({"place": "Saraqib", "pcode": "C9999"}, How.CONFLICT),
    ],
)
def test_each_name_is_found_in_its_way(row, way):
    found = how(**row)
    if way is None:
        assert found != ""
    else:
        assert found == way


def test_a_code_comes_before_a_name():
    code = str(places().loc[places()["place"] == "Ariha", "pcode"].iloc[0])
    assert how(place="Saraqib", pcode=code) == How.CODE
    assert best(place="Saraqib", pcode=code) == "Ariha"


def test_another_spelling_of_the_governorate_is_no_conflict():
    assert how(place="Saraqib", admin1="Idleb") in SURE


def test_several_places_of_one_name_are_asked_about():
    known = places()
    names = known.loc[known["place"].str.contains(r"\("), "place"].str.replace(r"\s*\(.*", "", regex=True)
    double = next(name for name in names if (known["place"] == name).any())
    assert how(place=double) in {How.SEVERAL, How.EXACT}
    assert how(place="Nowhere at all (Idlib)") == How.NONE


def test_a_row_that_means_a_governorate_is_not_put_on_its_capital():
    assert how(place="Idlib", geo_precision="governorate") == ""


def test_only_what_is_sure_is_filled_and_nothing_else_is_touched():
    rows = frame({"place": "Saraqib"}, {"place": "Maaret Misreen"}, {"place": "Ariha", "lat": 35.0, "lon": 36.0})
    filled = fill(rows, geocode(rows))
    assert filled["lat"].notna().tolist() == [True, False, True]
    assert filled["lat"].iloc[2] == 35.0
    assert filled["geo_precision"].tolist() == ["settlement", "", ""]
    assert rows["lat"].isna().iloc[0]


def test_a_place_that_was_decided_on_is_filled():
    rows = frame({"place": "Maaret Misreen"}, {"place": "Atlantis"})
    found = geocode(rows)
    at = int(found.index[found["how"] == How.FUZZY][0])
    owner = found["owners"].iloc[at][0]
    filled = fill(rows, found, {at: owner})
    assert filled["lat"].iloc[0] == pytest.approx(places().geometry.y.iloc[owner])
    assert filled["pcode"].iloc[0] == places()["pcode"].iloc[owner]
    assert pd.isna(filled["lat"].iloc[1])


def test_the_same_place_is_asked_about_once_however_many_rows_name_it():
    found = geocode(frame(*[{"place": "Maaret Misreen"}] * 40, {"place": "Atlantis"}))
    assert found["rows"].tolist() == [40, 1]
    assert found["score"].iloc[0] > 80


def test_a_table_without_open_places_asks_nothing():
    rows = frame({"place": "Saraqib", "lat": 35.0, "lon": 36.0})
    assert geocode(rows).empty
    assert fill(rows, geocode(rows)) is rows
