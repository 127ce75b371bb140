"""Whatever a reader brings: each malformed file has its message, and what can be read is read rightly."""

from __future__ import annotations

import csv
import io
from datetime import date

import geopandas as gpd
import pandas as pd
import pytest

from lib.events import schema
from lib.events.formula_guard import defuse
from lib.events.importing import Imported, import_table, report_csv
from lib.events.problems import Problem
from lib.events.questions import Answers, QuestionError
from lib.events.reading.coordinates.writing import with_basis
from lib.events.table import DEFAULT_TABLE, load
from tests.data.malformed import CASES, Case, features
from tests.data.workbooks import workbook
from tests.events.tables import CONTROL, FLOW, STRIKE, file_of, strike, text_of

SOUND = [STRIKE, CONTROL, FLOW]
IDS = ["s1", "c1", "d1"]
NAMES = list(STRIKE)


def bring(data: bytes, name: str = "mine.csv", **answers: str) -> Imported:
    imported = import_table(data, name, Answers(**answers))
    schema.event_schema().validate(imported.table.frame, lazy=True)
    return imported


def ids(imported: Imported) -> list[str]:
    return list(imported.table.frame["event_id"])


def said(imported: Imported) -> str:
    return "\n".join(str(problem) for problem in imported.table.problems)


def asked(data: bytes, name: str = "mine.csv", **answers: str):
    with pytest.raises(QuestionError) as raised:
        bring(data, name, **answers)
    return raised.value.question


def test_there_are_at_least_forty_malformed_files():
    assert len(CASES) >= 40


@pytest.mark.thorough
@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_each_malformed_file_has_its_message_and_never_a_trace(case: Case, monkeypatch):
    monkeypatch.setattr("lib.events.reading.workbook.MAX_UNPACKED", 50_000_000)
    imported = bring(case.make(), case.file, date_order="day")
    assert len(imported.table.frame) == case.taken
    found = [problem for problem in imported.table.problems if case.said in problem.message]
    assert found, said(imported)
    assert str(found[0]).startswith(case.file)
    if case.row is not None:
        assert (found[0].row, found[0].column or None) == (case.row, case.column)
    elif case.column is not None:
        assert found[0].column == case.column
    assert "not foreseen" not in said(imported)
    assert "Traceback" not in said(imported)


def test_the_shipped_table_is_the_same_however_it_is_read():
    shipped = load()
    imported = bring(DEFAULT_TABLE.read_bytes(), "events.csv")
    pd.testing.assert_frame_equal(imported.table.frame, with_basis(shipped.frame))


@pytest.mark.thorough
@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1256"])
def test_every_separator_in_every_encoding_gives_the_same_rows(separator, encoding):
    imported = bring(text_of(SOUND, separator=separator).encode(encoding))
    assert ids(imported) == IDS
    assert imported.table.frame["place_ar"].iloc[0] == "سراقب"


def test_rows_keep_the_numbers_a_spreadsheet_shows_below_a_title():
    data = b"Our reports\n\nMade in Gaziantep;;\n" + file_of([STRIKE, strike(event_id="s2", kind="")], separator=";")
    imported = bring(data)
    assert list(imported.table.frame["row"]) == [5]
    assert "row 6, column kind" in said(imported)


def test_a_date_with_two_meanings_is_asked_about_and_never_guessed():
    data = file_of([strike(date_start="05/03/2020", date_end="")])
    question = asked(data)
    assert question.topic == "date_order"
    assert "05/03/2020" in question.words
    days = {order: bring(data, date_order=order).table.frame["date_start"].iloc[0] for order in ("day", "month")}
    assert days == {"day": pd.Timestamp(2020, 3, 5), "month": pd.Timestamp(2020, 5, 3)}


def test_one_date_with_one_meaning_settles_the_others_and_is_named():
    rows = [strike(date_start="05/03/2020", date_end=""), strike(event_id="s2", date_start="25/02/2020", date_end="")]
    imported = bring(file_of(rows))
    assert list(imported.table.frame["date_start"]) == [pd.Timestamp(2020, 3, 5), pd.Timestamp(2020, 2, 25)]
    assert "read day first, since '25/02/2020' in row 3" in said(imported)


def test_dates_that_contradict_each_other_are_asked_about_and_the_others_refused():
    rows = [strike(event_id=f"s{n}", date_start=day, date_end="") for n, day in
            enumerate(["25/02/2020", "02/26/2020", "03/04/2020"])]  # fmt: skip
    assert asked(file_of(rows)).topic == "date_order"
    imported = bring(file_of(rows), date_order="day")
    assert ids(imported) == ["s0", "s2"]
    assert "'02/26/2020' is not a date" in said(imported)


@pytest.mark.parametrize("day", ["2020/02/05", "2020-2-5", "5 February 2020", "05-Feb-2020", "February 5, 2020",
                                 "٢٠٢٠-٠٢-٠٥", "2020-02-05T00:00:00"])  # fmt: skip
def test_a_date_with_one_meaning_is_read_however_it_is_written(day):
    imported = bring(file_of([strike(date_start=day, date_end="")]))
    assert list(imported.table.frame["date_start"]) == [pd.Timestamp(2020, 2, 5)]


def test_decimal_commas_and_arabic_digits_are_numbers():
    imported = bring(file_of([strike(lat="35,864", lon="٣٦٫٨", deaths_low="٢", deaths_high="4,0")], separator=";"))
    row = imported.table.frame.iloc[0]
    assert (row["lat"], row["lon"], row["deaths_low"], row["deaths_high"]) == (35.864, 36.8, 2, 4)
    assert said(imported).count("row ") == 0


def test_a_workbook_gives_its_dates_figures_and_text_as_they_are():
    row = dict(STRIKE) | {
        "date_start": date(2020, 2, 5),
        "lat": 35.864,
        "lon": 36.8,
        "deaths_low": 2.0,
        "deaths_high": 4,
    }
    imported = bring(workbook({"Events": [NAMES, list(row.values())]}), "mine.xlsx")
    plain = bring(file_of([STRIKE]))
    pd.testing.assert_frame_equal(imported.table.frame, plain.table.frame)


def test_a_workbook_with_several_tables_asks_which_one_is_meant():
    rows = [NAMES, list(STRIKE.values())]
    data = workbook({"January": rows, "Notes": [["hello"]], "February": rows, "March": [NAMES]})
    question = asked(data, "mine.xlsx")
    assert (question.topic, [value for value, _words in question.choices]) == ("sheet", ["*", "January", "February"])
    assert ids(bring(data, "mine.xlsx", sheet="January")) == ["s1"]


@pytest.mark.parametrize(
    ("driver", "name"), [("GPKG", "mine.gpkg"), ("GeoJSON", "mine.geojson"), ("parquet", "m.parquet")]
)
def test_points_of_geometry_become_lat_and_lon(driver, name):
    rows = pd.DataFrame([STRIKE, strike(event_id="s2")]).drop(columns=["lat", "lon"])
    places = gpd.GeoDataFrame(rows, geometry=gpd.points_from_xy([36.8, None], [35.864, None]), crs=4326)
    places.loc[1, "geometry"] = None
    out = io.BytesIO()
    if driver == "parquet":
        places.to_parquet(out)
    else:
        places.to_file(out, driver=driver)
    frame = bring(out.getvalue(), name).table.frame
    assert list(frame["event_id"]) == ["s1", "s2"]
    assert (frame["lat"].iloc[0], frame["lon"].iloc[0]) == (35.864, 36.8)
    assert frame["lat"].isna().iloc[1]


def test_columns_of_lat_and_lon_and_a_geometry_that_says_otherwise_are_asked_about():
    data = features(STRIKE, geometry={"type": "Point", "coordinates": [40, 34]})
    assert asked(data, "mine.geojson").topic == "geometry"
    frame = bring(data, "mine.geojson", geometry="columns").table.frame
    assert (frame["lat"].iloc[0], frame["lon"].iloc[0]) == (35.864, 36.8)


def test_text_that_was_kept_from_running_as_a_formula_comes_back_as_it_was():
    data = file_of([strike(note="'=HYPERLINK(1)"), strike(event_id="s2", note="'''-1")])
    assert list(bring(data).table.frame["note"]) == ["=HYPERLINK(1)", "''-1"]


def test_the_report_for_a_spreadsheet_lists_every_remark_and_runs_nothing():
    imported = bring(file_of([strike(event_id="=1+1", kind="=cmd|x"), STRIKE]))
    text = report_csv(imported.table.problems).decode("utf-8-sig")
    assert len(text.splitlines()) == 1 + len(imported.table.problems)
    assert ",'=cmd|x," in text
    assert ",=cmd" not in text


def test_a_named_format_refuses_the_columns_of_another():
    imported = bring(file_of(SOUND), format="acled")
    assert not len(imported.table.frame)
    assert "not those of the format acled" in said(imported)


def test_a_file_that_is_too_large_is_refused_unread(monkeypatch):
    monkeypatch.setattr("lib.events.reading.files.MAX_BYTES", 100)
    assert "larger than" in said(bring(file_of(SOUND)))


@pytest.mark.parametrize("text", ["=1+1", "＝1+1", "\n=1", "\r@x", "'=1", "-2"])
def test_the_report_of_an_import_and_a_download_keep_the_same_text_from_running(text):
    problem = Problem(text, 2, "place", text, "is read")
    rows = list(csv.reader(io.StringIO(report_csv((problem,)).decode("utf-8-sig"))))
    assert rows[1][0] == rows[1][3] == defuse(pd.Series([text])).iloc[0] != text
