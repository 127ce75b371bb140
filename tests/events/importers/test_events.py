"""ACLED, UCDP GED and Airwars: what each says is kept, what it does not say stays blank."""

from __future__ import annotations

import csv
import io

import pandas as pd
import pytest

from lib.events import importers, schema
from lib.events.importers import acled, ucdp
from lib.events.importing import Imported, import_table
from lib.events.questions import Answers

ACLED = {
    "event_id_cnty": "SYR1", "event_date": "05 February 2020", "time_precision": "1", "event_type":
    "Explosions/Remote violence", "sub_event_type": "Air/drone strike", "actor1": "Military Forces of Russia",
    "actor2": "", "country": "Syria", "admin1": "Idleb", "location": "Saraqab", "latitude": "35.8637",
    "longitude": "36.8058", "geo_precision": "1", "source": "SOHR; SNN", "notes": "Warplanes hit the town.",
    "fatalities": "3",
}  # fmt: skip
GED = dict.fromkeys(ucdp.HEADER, "") | {
    "id": "331", "year": "2020", "type_of_violence": "1", "dyad_name": "Government of Syria - Syrian insurgents",
    "side_a": "Government of Syria", "source_office": "AFP", "source_date": "2020-02-06", "source_headline":
    "Air strikes kill nine in Idlib", "where_prec": "1", "where_coordinates": "Sarāqib town", "adm_1":
    "Idlib governorate", "latitude": "35.86", "longitude": "36.8", "country": "Syria", "date_prec": "1", "date_start":
    "2020-02-05 00:00:00.000", "date_end": "2020-02-05 00:00:00.000", "deaths_civilians": "4", "deaths_unknown": "2",
    "best": "9", "high": "12", "low": "6",
}  # fmt: skip
AIRWARS = {
    "airwars_code": "RS4390", "airwars_id": "77001", "incident_date": "2020-02-05", "date_range_end": "", "location_en":
    "Saraqib", "location_ar": "سراقب", "governorate": "Idlib", "latitude": "", "longitude": "", "accuracy": "town",
    "gaz_pcode": "C3970", "gaz_lat": "35.86", "gaz_lon": "36.8", "military_actor": "Russian forces", "strike_type":
    "Airstrike and/or Artillery", "civilian_harm_grading": "Contested", "civilians_killed_min": "2",
    "civilians_killed_max": "4", "civilians_injured_min": "", "civilians_injured_max": "", "n_sources": "11",
    "incident_url": "https://airwars.org/civilian-casualties/rs4390/",
}  # fmt: skip


def table(*rows: dict[str, str]) -> bytes:
    out = io.StringIO()
    writer = csv.DictWriter(out, rows[0], lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode()


def bring(*rows: dict[str, str], **answers: str) -> Imported:
    imported = import_table(table(*rows), "export.csv", Answers(**answers))
    schema.event_schema().validate(imported.table.frame, lazy=True)
    return imported


def only(*rows: dict[str, str]) -> pd.Series:
    frame = bring(*rows).table.frame
    assert len(frame) == 1
    return frame.iloc[0]


def said(imported: Imported) -> str:
    return "\n".join(str(problem) for problem in imported.table.problems)


@pytest.mark.parametrize(("row", "title"), [(ACLED, "ACLED"), (GED, "UCDP GED"), (AIRWARS, "Airwars")])
def test_a_format_is_recognised_by_its_columns(row, title):
    assert bring(row).format == title


def test_no_two_formats_claim_the_same_header():
    for row in (ACLED, GED, AIRWARS):
        names = frozenset(name.replace("_", "") for name in row)
        assert sum(known.fits(names) for known in importers.FORMATS) == 1


def test_fatalities_of_acled_are_deaths_and_never_civilian_deaths():
    row = only(ACLED)
    assert (row["deaths_low"], row["deaths_high"]) == (3, 3)
    assert pd.isna(row["civilian_deaths_low"])
    assert pd.isna(row["injured_low"])
    assert row["confidence"] == row["attribution"] == ""


def test_no_fatalities_in_acled_is_not_reported_rather_than_none():
    imported = bring({**ACLED, "fatalities": "0"})
    assert imported.table.frame["deaths_low"].isna().all()
    assert "which ACLED also writes where none are reported" in said(imported)


@pytest.mark.parametrize(
    ("notes", "subkind"),
    [("Warplanes hit the town.", "airstrike"), ("A drone struck a car.", "drone"), ("", "airstrike"),
     ("Drones filmed it, and an airstrike followed.", "airstrike")],
)  # fmt: skip
def test_a_strike_of_acled_is_a_drone_strike_only_when_its_notes_say_so(notes, subkind):
    assert only({**ACLED, "notes": notes})["subkind"] == subkind


def test_battles_of_acled_are_left_out_with_the_reason():
    imported = bring(ACLED, {**ACLED, "event_id_cnty": "SYR2", "sub_event_type": "Armed clash"})
    assert len(imported.table.frame) == 1
    assert imported.refused == 1
    assert "row 3, column sub_event_type: 'Armed clash' is neither a strike nor a change of control" in said(imported)


def test_a_change_of_territory_counts_only_when_acled_names_the_holder():
    regained = {**ACLED, "sub_event_type": "Government regains territory", "fatalities": "",
                "actor1": "Military Forces of Syria (2000-)"}  # fmt: skip
    assert only(regained)[["kind", "controller"]].tolist() == ["control", "government"]
    for odd in (
        {"sub_event_type": "Non-state actor overtakes territory"},
        {"actor2": "Military Forces of Turkey (2016-)"},
    ):
        assert not len(bring({**regained, **odd}).table.frame)


def test_other_countries_are_left_out_with_the_reason():
    imported = bring(ACLED, {**ACLED, "event_id_cnty": "IRQ1", "country": "Iraq"})
    assert "column country: 'Iraq' is not the country of this map" in said(imported)
    assert len(imported.table.frame) == 1


def test_old_and_new_columns_of_acled_give_the_same_row():
    old = {"data_id": "9", "iso": "760", "event_id_no_cnty": "1", **ACLED, "inter1": "8", "interaction": "80"}
    new = {**ACLED, "disorder_type": "Political violence", "civilian_targeting": "", "tags": "", "timestamp": "1"}
    pd.testing.assert_series_equal(only(old), only(new))


@pytest.mark.parametrize(("given", "kept"), list(acled._WHERE.items()))
def test_the_precision_of_acled_is_kept(given, kept):
    assert only({**ACLED, "geo_precision": given})["geo_precision"] == kept


def test_a_ged_event_is_a_strike_of_the_kind_its_headline_names_and_else_unknown():
    assert only(GED)["subkind"] == "airstrike"
    imported = bring({**GED, "source_headline": "Nine dead in Idlib"})
    assert list(imported.table.frame["subkind"]) == ["unknown"]
    assert "may be fighting on the ground rather than a strike" in said(imported)


def test_the_estimates_of_ged_are_a_range_and_the_best_one_is_in_the_note():
    row = only(GED)
    assert (row["deaths_low"], row["deaths_high"]) == (6, 12)
    assert "Best estimate of deaths: 9." in row["note"]


@pytest.mark.thorough
def test_civilian_deaths_of_ged_are_a_least_where_some_dead_are_unknown():
    assert pd.isna(only(GED)["civilian_deaths_high"])
    assert only(GED)["civilian_deaths_low"] == 4
    assert only({**GED, "deaths_unknown": "0"})["civilian_deaths_high"] == 4
    none = only({**GED, "deaths_civilians": "0"})
    assert pd.isna(none["civilian_deaths_low"])


@pytest.mark.parametrize("precision", ["5", "6", "7"])
def test_a_ged_event_located_to_no_place_has_no_point(precision):
    assert pd.isna(only({**GED, "where_prec": precision})["lat"])


@pytest.mark.parametrize(("given", "kept"), [("2", "subdistrict"), ("3", "governorate"), ("4", "governorate")])
def test_a_ged_point_never_claims_to_be_finer_than_it_is(given, kept):
    assert only({**GED, "where_prec": given})["geo_precision"] == kept


def test_ged_names_a_doer_only_where_one_side_attacks_civilians():
    assert only(GED)["actor"] == ""
    assert only({**GED, "type_of_violence": "3"})["actor"] == "Government of Syria"


def test_a_release_of_ged_without_a_header_loses_no_row():
    body = table(GED, {**GED, "id": "332"}).split(b"\n", 1)[1]
    imported = import_table(body, "GEDEvent_v20_0_2.csv")
    assert list(imported.table.frame["event_id"]) == ["ucdp-331", "ucdp-332"]
    assert list(imported.table.frame["row"]) == [1, 2]


def test_airwars_rows_are_named_by_id_because_codes_are_given_anew():
    row = only(AIRWARS)
    assert row["event_id"] == "airwars-77001"
    assert row["subkind"] == "airstrike_or_shelling"
    assert row["attribution"] == "contested"
    assert (row["civilian_deaths_low"], row["civilian_deaths_high"]) == (2, 4)
    assert pd.isna(row["deaths_low"])
    assert pd.isna(row["injured_low"])


def test_an_airwars_point_of_the_gazetteer_is_that_of_the_settlement():
    row = only(AIRWARS)
    assert (row["lat"], row["geo_precision"]) == (35.86, "settlement")
    exact = only({**AIRWARS, "latitude": "35.8651", "longitude": "36.8011", "accuracy": "exact_location"})
    assert (exact["lat"], exact["geo_precision"]) == (35.8651, "settlement")


def test_what_airwars_calls_ground_operations_is_left_out():
    imported = bring(AIRWARS, {**AIRWARS, "airwars_id": "2", "strike_type": "Counter-Terrorism Action (Ground)"})
    assert "is no strike from the air or by artillery" in said(imported)
    assert len(imported.table.frame) == 1


def test_a_figure_that_cannot_be_read_is_told_once_under_the_files_own_column():
    imported = bring({**ACLED, "fatalities": "several"})
    problems = [p for p in imported.table.problems if p.severity == "warning"]
    assert [(p.row, p.column) for p in problems] == [(2, "fatalities")]
