"""ACLED corrected, Insecurity Insight, IOM DTM and IDMC: what each says is kept, what it does not say stays blank."""

from __future__ import annotations

import pandas as pd
import pytest

from lib.events import importers
from lib.events.importers import ucdp
from lib.events.reading.delimited import plain
from tests.events.importers.test_events import ACLED, GED, bring, only, said

INSIGHT = {
    "Date": "2020-02-05", "Event Description": "A made event.", "Country": "Syrian Arab Republic", "Country ISO": "SYR",
    "Admin 1": "Idleb", "Latitude": "35.864", "Longitude": "36.806", "Geo Precision": "City",
    "Location of Incident": "Health building", "Reported Perpetrator": "State", "Reported Perpetrator Name": "",
    "Weapon Carried/Used": "Aerial Bomb, Firearms", "Health Workers Killed": "2", "Health Workers Injured": "0",
    "SiND Event ID": "90001",
}  # fmt: skip
DTM = {
    "operation": "Made operation", "admin0Name": "Syrian Arab Republic", "admin0Pcode": "SYR", "admin1Name": "Idleb",
    "admin1Pcode": "SY07", "admin2Name": "Harim", "admin2Pcode": "SY0704", "numPresentIdpInd": "1200",
    "reportingDate": "2020-02-29", "roundNumber": "4",
}  # fmt: skip
IDU = {
    "id": "5", "country": "Syria", "iso3": "SYR", "latitude": "35.86", "longitude": "36.8",
    "role": "Recommended figure", "displacement_type": "Conflict", "qualifier": "more than", "figure": "300",
    "displacement_start_date": "2020-02-01", "displacement_end_date": "2020-02-07",
    "standard_popup_text": "<b>Made: 300 displacements</b>", "sources": "UN", "standard_info_text": "300 displacements",
    "source_url": "https://example.org/1", "locations_name": "Dana", "locations_accuracy": "Locality (Adm3)",
    "locations_type": "Destination",
}  # fmt: skip


def corrected(*stamps: str, **last: str) -> list[dict[str, str]]:
    """An event of ACLED several times, with a figure that grows by its place in the file."""
    rows = [{**ACLED, "fatalities": str(n), "timestamp": stamp} for n, stamp in enumerate(stamps, 1)]
    return [*rows[:-1], {**rows[-1], **last}]


@pytest.mark.parametrize(
    ("stamps", "deaths"),
    [(("1580947200", "1583280000"), 2), (("1583280000", "1580947200"), 1), (("", "1", "3", "2"), 3)],
)
def test_of_an_event_of_acled_that_stands_again_the_latest_timestamp_is_taken_with_one_notice(stamps, deaths):
    imported = bring(*corrected(*stamps))
    assert imported.table.frame["deaths_low"].tolist() == [deaths]
    assert imported.table.left_out == 0
    assert [p.severity for p in imported.table.problems if "timestamp" in p.message] == ["notice"]


@pytest.mark.parametrize(
    ("stamps", "deaths"),
    [(("2021-06-01 10:00:00", "1580900000"), 1), (("1580947200000", "1583280000"), 2),
     (("1583280000000", "1580947200"), 1), (("2021-06-01T10:00:00Z", "2020-06-01 10:00:00"), 1)],
)  # fmt: skip
def test_timestamps_written_in_several_ways_are_times_all_the_same(stamps, deaths):
    imported = bring(*corrected(*stamps))
    assert imported.table.frame["deaths_low"].tolist() == [deaths]
    assert "the one with the latest timestamp was taken" in said(imported)


@pytest.mark.parametrize(
    "stamps", [("01/12/2020 10:00", "13/02/2020 10:00"), ("7", "1580947200"), ("soon", "1580947200")]
)
def test_timestamps_that_do_not_tell_which_is_later_are_not_said_to(stamps):
    imported = bring(*corrected(*stamps))
    assert imported.table.frame["deaths_low"].tolist() == [2]
    assert "no timestamp tells which is newer; the last one was taken" in said(imported)
    assert "latest timestamp" not in said(imported)


@pytest.mark.thorough
def test_without_a_timestamp_the_last_one_is_taken_with_a_warning_and_a_copy_with_a_notice():
    imported = bring(*corrected("", ""))
    assert imported.table.frame["deaths_low"].tolist() == [2]
    assert "no timestamp tells which is newer; the last one was taken" in said(imported)
    copied = bring(ACLED, ACLED)
    assert len(copied.table.frame) == 1
    assert {problem.severity for problem in copied.table.problems} == {"notice"}


@pytest.mark.thorough
def test_an_event_corrected_to_another_kind_is_gone():
    imported = bring(*corrected("1", "2", sub_event_type="Armed clash"))
    assert imported.table.frame.empty
    assert imported.table.left_out == 1


def test_an_export_of_acled_with_fewer_columns_is_known():
    names = ("event_id_cnty", "event_date", "event_type", "sub_event_type", "location", "latitude", "longitude")
    assert only({name: ACLED[name] for name in names})["subkind"] == "airstrike"


@pytest.mark.parametrize(
    ("notes", "subkind"),
    [("Warplanes hit the town.", "airstrike"), ("Mortars hit the town.", "shelling"), ("A drone hit a car.", "drone"),
     ("Airstrikes and shelling.", "airstrike_or_shelling"), ("A mine went off.", ""), ("", "")],
)  # fmt: skip
def test_an_export_of_acled_before_its_finer_kinds_is_known_and_its_notes_name_the_weapon(notes, subkind):
    row = {name.upper(): cell for name, cell in ACLED.items() if name != "sub_event_type"}
    imported = bring({**row, "EVENT_TYPE": "Remote violence", "NOTES": notes})
    assert imported.format == "ACLED"
    assert imported.table.frame["subkind"].tolist() == ([subkind] if subkind else [])
    if subkind:
        assert imported.table.frame["event_id"].tolist() == ["acled-SYR1"]
    else:
        assert "may be a mine as well as a strike" in said(imported)


def test_kinds_of_acled_are_known_in_the_plural_and_with_battle_before_them():
    assert only({**ACLED, "sub_event_type": "Air/Drone Strikes"})["subkind"] == "airstrike"
    older = {name: cell for name, cell in ACLED.items() if name != "sub_event_type"}
    row = only({**older, "event_type": "Battle-Government regains territory", "actor1": "Military Forces of Syria"})
    assert row["kind"] == "control"


@pytest.mark.thorough
def test_names_that_a_shapefile_cut_off_and_older_names_are_those_of_the_format():
    older = {"best": "best_est", "high": "high_est", "low": "low_est"}
    for rows, form in (
        ({name[:10]: GED[name] for name in ucdp.NEEDED | {"low", "high", "deaths_a"}}, "UCDP GED"),
        ({older.get(name, name): cell for name, cell in GED.items()}, "UCDP GED"),
        ({name[:10]: cell for name, cell in ACLED.items()}, "ACLED"),
    ):
        imported = bring(rows)
        assert imported.format == form
        assert imported.table.frame["deaths_low"].tolist() == ([6] if form == "UCDP GED" else [3])
        assert "older or shortened names" in said(imported)


def test_an_older_column_of_weapons_is_known_by_the_columns_beside_it():
    older = {{"Weapon Carried/Used": "Weapon", "SiND Event ID": "Event ID"}.get(name, name): cell
             for name, cell in INSIGHT.items()}  # fmt: skip
    assert bring(older).format == "Insecurity Insight"
    assert (only(older)["place"], only(older)["target_kind"]) == ("", "hospital")


@pytest.mark.parametrize("without", [(), ("latitude", "longitude")])
def test_the_centroid_of_idmc_is_its_point_once_more_and_is_asked_nothing_about(without):
    row = {name: cell for name, cell in IDU.items() if name not in without} | {"centroid": "[35.86, 36.8]"}
    assert only(row)[["lat", "lon"]].tolist() == [35.86, 36.8]
    several = bring({**row, "locations_name": "Dana; Ariha"})
    assert "is the basis of a point" not in said(several)
    assert several.table.frame["point_basis"].tolist() == [""]


@pytest.mark.parametrize(("row", "title"), [(INSIGHT, "Insecurity Insight"), (DTM, "IOM DTM"), (IDU, "IDMC IDU")])
def test_a_format_is_known_by_its_columns_and_by_no_other(row, title):
    assert bring(row).format == title
    names = frozenset(plain(name) for name in row)
    assert sum(known.fits(names) for known in importers.FORMATS) == 1


def test_an_incident_with_a_bomb_from_the_air_is_an_airstrike_on_what_stood_there():
    row = only(INSIGHT)
    assert (row["kind"], row["subkind"], row["target_kind"], row["actor"]) == (
        "strike",
        "airstrike",
        "hospital",
        "State",
    )
    assert (row["place"], row["geo_precision"]) == ("", "settlement")


def test_staff_killed_are_a_least_figure_and_none_is_not_reported():
    row = only(INSIGHT)
    assert (row["civilian_deaths_low"], row["deaths_low"]) == (2, 2)
    assert pd.isna(row["civilian_deaths_high"])
    assert pd.isna(row["injured_low"])


@pytest.mark.parametrize(
    ("weapon", "subkind"),
    [("Artillery", "shelling"), ("Missile", "airstrike_or_shelling"), ("Aerial Bomb: Barrel Bomb", "barrel_bomb"),
     ("Rocket", "rocket"), ("Drone", "drone")],
)  # fmt: skip
def test_the_weapon_tells_the_sort_of_strike(weapon, subkind):
    assert only({**INSIGHT, "Weapon Carried/Used": weapon})["subkind"] == subkind


@pytest.mark.parametrize("weapon", ["Firearms", "", "Vehicle-borne IED"])
def test_what_was_no_strike_is_left_out_with_its_reason(weapon):
    imported = bring(INSIGHT, {**INSIGHT, "SiND Event ID": "2", "Weapon Carried/Used": weapon})
    assert len(imported.table.frame) == 1
    assert "is no weapon of a strike" in said(imported)


def test_people_present_are_a_stock_of_an_area_without_a_point():
    row = only(DTM)
    assert (row["subkind"], row["metric"], row["counter"]) == ("stock", "still_displaced", "IOM DTM")
    assert (row["place"], row["admin1"], row["geo_precision"]) == ("Harim", "Idleb", "governorate")
    assert (row["persons_low"], row["persons_high"]) == (1200, 1200)
    assert pd.isna(row["lat"])


def test_a_figure_of_idmc_is_a_flow_and_more_than_is_a_least():
    row = only(IDU)
    assert (row["kind"], row["subkind"], row["place"], row["counter"]) == ("displacement", "flow", "Dana", "IDMC")
    assert row["persons_low"] == 300
    assert pd.isna(row["persons_high"])
    assert row["note"] == "Made: 300 displacements"


def test_disasters_and_figures_that_check_another_are_left_out_with_their_reasons():
    imported = bring(
        IDU, {**IDU, "id": "6", "displacement_type": "Disaster"}, {**IDU, "id": "7", "role": "Triangulation"}
    )
    assert imported.table.frame["event_id"].tolist() == ["idmc-5"]
    assert "is no displacement by conflict" in said(imported)
    assert "it is not added up" in said(imported)


@pytest.mark.thorough
def test_a_figure_of_several_places_has_no_point_and_one_of_an_origin_has_it_there():
    row = only({**IDU, "locations_name": "Dana; Ariha"})
    assert pd.isna(row["lat"])
    assert row["geo_precision"] == "representative"
    row = only({**IDU, "locations_type": "Origin"})
    assert (row["origin_place"], row["place"]) == ("Dana", "")
    assert row["origin_lat"] == 35.86
    assert only({**IDU, "standard_info_text": "300 returns"})["subkind"] == "return"
