"""What looks like another column, another point or another day than it is: read rightly, asked about, or not used."""

from __future__ import annotations

import io
import json
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from lib.config.crisis import CRISIS
from lib.events.importing import import_table
from lib.events.questions import Answers, QuestionError
from lib.geography.places import places
from tests.data.workbooks import workbook

KNOWN = places()[places().geometry.notna() & (places()["rank"] <= 2)].iloc[:3]
TOWNS = list(zip(KNOWN["place"], KNOWN.geometry.y.round(4), KNOWN.geometry.x.round(4), strict=True))
NAMES = ("Date", "Type", "Town", "Lat", "Lon")
DAY = str(CRISIS.period.first)


def records(*figures):
    """A record a town, as a colleague writes it, each with its figures and a source."""
    return [[DAY, "Airstrike", *town, *row, "Own"] for town, row in zip(TOWNS, figures, strict=False)]


def asked(data, name, **answers):
    with pytest.raises(QuestionError) as raised:
        import_table(data, name, Answers(**answers))
    return raised.value.question


def csv_of(*rows):
    return "\n".join(",".join(map(str, row)) for row in rows).encode()


def guessed(data, name):
    """The figures of a table read by the guess that it is asked about with."""
    asked(data, name)
    frame = import_table(data, name, Answers(columns="guessed")).table.frame
    return frame[["deaths_low", "civilian_deaths_low", "injured_low"]].astype("Float64")


FIGURES = ("Killed", "Injured", "Killed", "Injured")


def test_figures_under_a_name_of_some_people_are_not_those_of_all():
    above = [""] * 5 + ["Civilians", "", "Fighters", ""]
    rows = [above, [*NAMES, *FIGURES, "Source"], *records([1, 2, 20, 30], [3, 4, 50, 60])]
    for data, name in ((workbook({"A": rows}), "mine.xlsx"), (csv_of(*rows), "mine.csv")):
        found = guessed(data, name)
        assert found["civilian_deaths_low"].tolist() == [1, 3]
        assert found[["deaths_low", "injured_low"]].isna().all(axis=None)


@pytest.mark.parametrize("over", ["Fighters", "Children", "أطفال", "Femmes"])
@pytest.mark.parametrize("side", ["above", "below"])
def test_one_name_over_figures_alone_is_no_title(over, side):
    blank = [""] * 5
    top = [*blank, over, "", ""] if side == "above" else [*NAMES, over, "", "Source"]
    names = [*NAMES, "Killed", "Injured", "Source"] if side == "above" else [*blank, "Killed", "Injured", ""]
    question = asked(csv_of(top, names, *records([20, 5], [11, 3])), "mine.csv")
    assert f"'{over} Killed'" in question.words.partition("Not used")[2]


def test_the_figures_of_another_time_are_not_those_of_this():
    above = [""] * 5 + ["Previous month", "This month", ""]
    rows = [above, [*NAMES, "Killed", "Killed", "Source"], *records([50, 1], [60, 2])]
    assert guessed(workbook({"A": rows}), "mine.xlsx")["deaths_low"].tolist() == [1, 2]


def test_where_the_reporter_is_is_not_where_it_happened():
    above = ["Reporter", "", "", "", "Incident", *[""] * 4, ""]
    rows = [above, ["Name", "Town", "Lat", "Lon", "Date", "Type", "Town", "Lat", "Lon", "Source"]]
    rows += [["A. B.", "Gaziantep", 37.066, 37.378, *record] for record in records([], [])]
    data = workbook({"A": rows})
    asked(data, "mine.xlsx")
    frame = import_table(data, "mine.xlsx", Answers(columns="guessed")).table.frame
    assert frame["place"].tolist() == [town[0] for town in TOWNS[:2]]
    assert np.allclose(frame[["lat", "lon"]], [town[1:] for town in TOWNS[:2]])


def test_the_only_point_of_a_row_is_not_used_where_its_name_says_another_things():
    rows = [("event_id", "kind", "subkind", "date_start", "place", "Home latitude", "Home longitude", "source")]
    rows += [(f"e{n}", "strike", "shelling", DAY, town[0], 37.066, 37.378, "Own") for n, town in enumerate(TOWNS)]
    frame = import_table(csv_of(*rows), "mine.csv").table.frame
    assert not np.isclose(frame["lat"].fillna(0), 37.066).any()


HEADER = ("event_id", "kind", "subkind", "date_start", "lat", "lon", "deaths_low", "deaths_high", "source")


def test_names_that_exchange_the_ends_of_a_range_are_read_as_they_stand():
    turned = [*HEADER[:6], "deaths_high", "deaths_low", HEADER[8]]
    row = lambda name, low, high: (name, "strike", "shelling", DAY, TOWNS[0][1], TOWNS[0][2], low, high, "Own")  # noqa: E731
    data = csv_of(HEADER, row("a", 1, 4), turned, row("b", 9, ""), row("c", "", 2), row("d", 5, 3))
    frame = import_table(data, "mine.csv").table.frame.set_index("event_id")
    assert frame.loc["b", "deaths_high"] == 9
    assert frame.loc["c", "deaths_low"] == 2
    assert frame.loc["d", ["deaths_low", "deaths_high"]].tolist() == [3, 5]


def bare(points, **titles):
    names = {"lat": "lat", "lon": "lon"} | titles
    rows = [("event_id", "kind", "subkind", "date_start", names["lat"], names["lon"], "source")]
    rows += [(f"e{n}", "strike", "shelling", DAY, *point, "Own") for n, point in enumerate(points)]
    return csv_of(*rows)


def test_several_points_that_look_exchanged_are_asked_about_and_the_answer_is_followed():
    """They lie next door as they are written, and in the country when exchanged; no row names a place."""
    points = [(36.519, 36.207), (36.70, 36.325), (36.57, 36.19), (36.57, 36.27)]
    assert asked(bare(points), "mine.csv").topic == "points"
    frame = import_table(bare(points), "mine.csv", Answers(points="exchanged")).table.frame
    assert np.allclose(frame[["lon", "lat"]], points)
    frame = import_table(bare(points), "mine.csv", Answers(points="written")).table.frame
    assert np.allclose(frame[["lat", "lon"]], points)


PARTS = {(35.5150, 36.4822): (35.863889, 36.806111), (35.4850, 36.3632): (35.813889, 36.608889)}


@pytest.mark.parametrize("title", ["{} (DMS)", "{} DD.MMSS", "{} dms", "{}_DMS", "GPS_{}_dms"])
def test_degrees_minutes_and_seconds_written_with_a_point_are_asked_about(title):
    titles = {name: title.format(name) for name in ("lat", "lon")}
    data = bare(PARTS, **titles)
    assert asked(data, "mine.csv").topic == "degrees"
    read = {
        answer: import_table(data, "mine.csv", Answers(degrees=answer)).table.frame for answer in ("parts", "decimal")
    }
    assert np.allclose(read["parts"][["lat", "lon"]], [*PARTS.values()], atol=1e-5)
    assert np.allclose(read["decimal"][["lat", "lon"]], [*PARTS])


@pytest.mark.parametrize("slip", [(0, 0), (48.2, 16.3)], ids=["nought", "elsewhere"])
def test_one_row_that_fits_nothing_does_not_silence_the_question(slip):
    data = bare([*PARTS, slip], lat="lat (DMS)", lon="lon (DMS)")
    assert asked(data, "mine.csv").topic == "degrees"
    frame = import_table(data, "mine.csv", Answers(degrees="parts")).table.frame
    assert np.allclose(frame[["lat", "lon"]].iloc[:2], [*PARTS.values()], atol=1e-5)


def test_minutes_beyond_sixty_tell_that_degrees_are_decimal():
    frame = import_table(bare([(35.7150, 36.4822), (35.4850, 36.3632)], lat="lat (DMS)", lon="lon (DMS)"), "mine.csv")
    assert np.allclose(frame.table.frame[["lat", "lon"]], [(35.7150, 36.4822), (35.4850, 36.3632)])


@pytest.mark.parametrize(
    "above",
    [
        ["Events of the month", "", "Last update", "2020-03-12"],
        ["Events", "", "Contact", "a@b.example"],
        ["Events", "", "Office:", "Gaziantep"],
        ["Events", "", "Bureau", ""],
        ["Events", "Civilian casualties", "", ""],
    ],
)
def test_what_is_written_above_the_names_makes_no_other_names_of_them(above):
    names = ("event_id", "kind", "subkind", "date_start", "lat", "lon", "deaths_low", "source")
    row = ("a", "strike", "shelling", DAY, TOWNS[0][1], TOWNS[0][2], 3, "Own")
    frame = import_table(csv_of(above, names, row, row), "mine.csv").table.frame
    assert frame[["subkind", "deaths_low"]].iloc[0].tolist() == ["shelling", 3]


def test_degrees_and_minutes_in_one_number_are_read_where_the_name_says_so():
    data = bare([(3551.84, 3648.36)], lat="Lat DDMM.mm", lon="Lon DDMM.mm")
    frame = import_table(data, "mine.csv").table.frame
    assert np.allclose(frame[["lat", "lon"]], [(35.864, 36.806)], atol=1e-6)


def test_decimal_degrees_under_other_names_are_not_asked_about():
    frame = import_table(bare(PARTS, lat="lat (dd)", lon="lon (dd)"), "mine.csv").table.frame
    assert np.allclose(frame[["lat", "lon"]], [*PARTS])


def stored(days):
    """A Parquet file with midnights of the region as programs store them: in UTC, and no zone named."""
    zone = ZoneInfo(CRISIS.time_zone)
    moments = pd.DatetimeIndex(days).tz_localize(zone).tz_convert("UTC").tz_localize(None)
    table = pa.table({
        "event_id": [f"e{n}" for n in range(len(days))], "kind": ["strike"] * len(days),
        "subkind": ["shelling"] * len(days), "date_start": pa.array(moments), "source": ["Own"] * len(days),
    })  # fmt: skip
    out = io.BytesIO()
    pq.write_table(table, out)
    return out.getvalue()


def test_midnights_stored_in_utc_without_a_zone_are_asked_about():
    days = pd.date_range(CRISIS.period.first, periods=3, freq="7D")
    question = asked(stored(days), "mine.parquet")
    assert (question.topic, "name no zone" in question.words) == ("time_zone", True)
    frame = import_table(stored(days), "mine.parquet", Answers(time_zone="local")).table.frame
    assert frame["date_start"].tolist() == days.tolist()


def test_hours_that_are_no_midnights_are_hours():
    days = [pd.Timestamp(CRISIS.period.first) + pd.Timedelta(hours=9 + n) for n in range(4)]
    frame = import_table(stored(days), "mine.parquet").table.frame
    assert set(frame["date_start"]) == {pd.Timestamp(CRISIS.period.first)}


def test_a_mapping_still_takes_what_the_guess_leaves_out():
    rows = [[""] * 5 + ["Fighters", "", ""], [*NAMES, "Killed", "Injured", "Source"], *records([20, 5], [11, 3])]
    columns = {
        "date_start": "Date",
        "subkind": "Type",
        "place": "Town",
        "deaths": "Fighters Killed",
        "source": "Source",
    }
    mapping = json.dumps({"columns": columns})
    frame = import_table(csv_of(*rows), "mine.csv", Answers(columns=mapping)).table.frame
    assert frame["deaths_low"].tolist() == [20, 11]
