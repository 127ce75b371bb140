"""Places without a point: taken when only one settlement can be meant, asked about otherwise, never guessed."""

from __future__ import annotations

import pandas as pd
import pytest

from lib.geography import geocoding
from lib.geography.areas import subdistricts
from lib.geography.geocoding import SURE, How, fill, geocode
from lib.geography.places import places


def frame(*rows: dict[str, object]) -> pd.DataFrame:
    texts = dict.fromkeys([*geocoding.KEY, "admin3", "geo_precision", "point_basis"], "")
    made = pd.DataFrame([texts | {"kind": "strike", "lat": None, "lon": None} | row for row in rows])
    return made.astype({"lat": "float64", "lon": "float64", **dict.fromkeys([*texts, "kind"], "str")})


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


def filled(*rows: dict[str, object]) -> pd.DataFrame:
    made = frame(*rows)
    return fill(made, geocode(made))


def test_a_point_says_whether_its_code_or_its_name_led_to_it():
    known = places()[places().geometry.notna() & (places()["pcode"] != "")].iloc[0]
    made = filled({"pcode": known["pcode"], "place": "anything"}, {"place": "Saraqib"}, {"place": "Atlantis"})
    assert list(made["point_basis"]) == ["pcode", "name", ""]


def test_a_row_that_names_a_sub_district_alone_gets_its_seat_but_for_control():
    known = places()
    seat = known[(known["place"] == known["admin3"]) & known.geometry.notna()].iloc[0]
    row = {"admin3": seat["admin3"], "admin1": seat["admin1"]}
    made = filled(row, row | {"kind": "control"}, row | {"geo_precision": "governorate"}, row | {"place": "Atlantis"})
    assert made["lat"].notna().tolist() == [True, False, False, False]
    assert tuple(made.loc[0, ["lat", "lon"]]) == (seat.geometry.y, seat.geometry.x)
    assert tuple(made.loc[0, ["geo_precision", "point_basis"]]) == ("subdistrict", "subdistrict")


def test_a_sub_district_of_another_governorate_has_no_seat_here():
    known = places()
    seat = known[(known["place"] == known["admin3"]) & known.geometry.notna()].iloc[0]
    assert filled({"admin3": seat["admin3"], "admin1": "Elsewhere"})["lat"].isna().all()


SPELLED_OTHERWISE = subdistricts()[
    (subdistricts()["point_is"] == "seat") & ~subdistricts()["admin3"].isin(places()["place"])
]


def test_the_seat_of_every_sub_district_is_found_however_its_town_is_spelled():
    rows = [{"admin3": name, "admin1": inside} for name, inside in SPELLED_OTHERWISE[["admin3", "admin1"]].to_numpy()]
    made = filled(*rows)
    assert len(made) > 50
    assert made["lat"].tolist() == SPELLED_OTHERWISE.geometry.y.tolist()
    assert made["lon"].tolist() == SPELLED_OTHERWISE.geometry.x.tolist()


@pytest.mark.parametrize(
    "form",
    [{"admin3": "{seat[place_ar]}"}, {"admin3": "{area[admin3]} sub-district"}, {"admin3": "Nahiyah {area[admin3]}"},
     {"admin3": "{area[pcode]}"}, {"pcode": "{area[pcode]}"}, {"admin3": "ناحية {seat[place_ar]}"}],
    ids=["Arabic", "a word after", "a word before", "code as name", "code", "an Arabic word before"],
)  # fmt: skip
def test_a_sub_district_is_known_by_its_code_and_in_both_languages(form):
    area = SPELLED_OTHERWISE.iloc[len(SPELLED_OTHERWISE) // 2]
    seat = places()[(places().geometry.y == area.geometry.y) & (places().geometry.x == area.geometry.x)].iloc[0]
    row = {name: cell.format(area=area, seat=seat) for name, cell in form.items()}
    made = filled(row | {"admin1": area["admin1"]})
    assert tuple(made.loc[0, ["lat", "lon"]]) == (area.geometry.y, area.geometry.x)
    assert made.loc[0, "point_basis"] == "subdistrict"


def test_a_code_of_another_place_than_the_row_says_is_in_doubt_and_so_is_one_that_nobody_knows():
    known = places()[(places()["pcode"] != "") & places().geometry.notna() & (places()["rank"] <= 3)]
    one, other = known.iloc[0], known.iloc[1]
    rows = frame(
        {"pcode": one["pcode"], "place": other["place"]}, {"pcode": one["pcode"], "admin1": "Elsewhere"},
        {"pcode": one["pcode"], "place": one["place"], "admin1": one["admin1"]},
        {"pcode": one["pcode"], "place": "a quarter of it"}, {"pcode": "C99999"}, {"pcode": one["pcode"]},
    )  # fmt: skip
    doubtful, unknown = geocoding.codes_in_doubt(rows, geocode(rows))
    assert doubtful.tolist() == [True, True, False, False, False, False]
    assert unknown.tolist() == [False, False, False, False, True, False]


def test_one_line_counts_where_the_points_are_from():
    here = {"lat": 35.9, "lon": 36.7}
    made = filled({"place": "Saraqib"}, here, here | {"point_basis": "shape"}, {})
    assert geocoding.bases(made) == {"name": 1, "file": 1, "shape": 1, "none": 1}
    assert geocoding.told_bases(made) == "points: 1 from the file, 1 from the file's shapes, 1 by name, 1 none"


def test_only_a_point_that_could_not_be_used_counts_as_replaced():
    lost = {"point_basis": "unusable"}
    made = frame({"place": "Saraqib"} | lost, {"place": "Saraqib"}, {"place": "Atlantis"} | lost)
    assert geocoding.unusable_replaced(made, geocode(made)).tolist() == [True, False, False]
