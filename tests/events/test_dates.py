"""Dates as people write them: one meaning is read, two are asked about, and none becomes another day."""

from __future__ import annotations

from datetime import date, timedelta

import hypothesis.strategies as st
import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hijridate import Gregorian
from hypothesis import given, settings

from lib.events.importers.own import normalised
from lib.events.importers.source import Source
from lib.events.importing import Imported, import_table
from lib.events.problems import ProblemLog
from lib.events.questions import Answers, Question, QuestionError
from lib.events.reading.dates import Dates
from lib.events.reading.grid import grid_of
from lib.events.reading.text import tidy
from lib.events.table import read
from tests.events.tables import STRIKE, file_of, strike

DAY = date(2020, 2, 5)


def read_days(*cells: str, **answers: str) -> tuple[list[tuple[str, str, str]], list[str]]:
    """First day, last day and precision of cells in date_start, and what was told."""
    log = ProblemLog("mine.csv")
    rows = np.arange(2, 2 + len(cells))
    blank = pd.Series("", index=range(len(cells)), dtype="str")
    columns = {"date_start": pd.Series(cells, dtype="str"), "date_end": blank, "date_precision": blank}
    made = Dates(Answers(**answers), log, {}).spans(columns, rows, "date_start", "date_end", "date_precision")
    found = zip(made["date_start"], made["date_end"], made["date_precision"], strict=True)
    return [tuple(map(str, row)) for row in found], [problem.message for problem in log.problems()]


def asked(*cells: str, **answers: str) -> Question:
    with pytest.raises(QuestionError) as error:
        read_days(*cells, **answers)
    return error.value.question


def bring(data: bytes, **answers: str) -> Imported:
    return import_table(data, "mine.csv", Answers(**answers))


@pytest.mark.parametrize(
    "cell",
    ["5 شباط 2020", "٥ فبراير ٢٠٢٠", "۲۰۲۰-۰۲-۰۵", "5 شباط/فبراير 2020", "5 شباط (فبراير) 2020", "الأربعاء 5 شباط 2020",
     "5 février 2020", "5 févr. 2020", "mar. 5 févr. 2020", "5 Şubat 2020", "5 Şub. 2020", "5 ŞUBAT 2020",
     "5th Feb 2020", "Wed, 5 Feb 2020", "February 5th, 2020", "5th of February 2020", "05-Feb-2020", "5Feb2020",
     "2020 Feb 5", "20200205", "2020.02.05", "2020-W06-3", "5. Feb. 2020"],
)  # fmt: skip
def test_a_day_in_words_or_in_one_order_is_read_without_a_question(cell):
    assert read_days(cell) == ([("2020-02-05", "", "")], [])


@pytest.mark.parametrize(
    ("name", "month"),
    [("كانون الثاني", 1), ("كانون ثاني", 1), ("آذار", 3), ("نيسان", 4), ("أيار", 5), ("حزيران", 6),
     ("تموز", 7), ("آب", 8),
     ("أيلول", 9), ("تشرين الأول", 10), ("تشرين الثاني", 11), ("كانون الأول", 12), ("août", 8), ("déc.",
     12), ("Ağustos", 8),
     ("KASIM", 11), ("Aralık", 12), ("أوت", 8), ("غشت", 8), ("Sept", 9)],
)  # fmt: skip
def test_months_of_each_language_have_their_number(name, month):
    assert read_days(f"5 {name} 2020")[0][0][0] == f"2020-{month:02}-05"


@pytest.mark.parametrize(
    "cell",
    ["2020-02-05 14:30", "2020-02-05T09:15:00.000+02:00", "2020-02-05 10:30 PM", "5 Feb 2020, 10 pm",
     "2020-02-05 14h30",
     "14:30 5 Feb 2020", "Wed Feb 05 2020 14:30:00 GMT+0200 (EET)", "2020-02-05T23:30:00+03", "20200205T143000",
     "5 شباط 2020 الساعة 14:30", "5 Feb 2020 14.30", "2020-02-05 14:30-16:00"],
)  # fmt: skip
def test_an_hour_is_left_out_and_the_day_is_the_one_written(cell):
    found, told = read_days(cell, "2020-02-06")
    assert found[0][0] == "2020-02-05"
    [message] = told
    assert message == f"The hour of '{cell}' in row 2 was left out: the day counts, as the file writes it."


def test_midnights_say_nothing_and_a_thousand_hours_are_told_once():
    assert read_days("2020-02-05T00:00:00", "2020-02-06 00:00", "2020-02-07T00:00:00Z")[1] == []
    _found, told = read_days(*(f"2020-02-05 14:{n % 60:02}:{n // 60:02}" for n in range(1000)))
    [message] = told
    assert message.startswith("The hours of 1,000 dates, as '2020-02-05 14:00:00' in row 2, were left out")


def test_a_time_in_utc_that_is_of_another_day_in_the_region_is_asked_about():
    cells = ("2020-02-05T10:00:00Z", "2020-02-05T22:10:00Z")
    question = asked(*cells)
    assert question.topic == "time_zone"
    assert "'2020-02-05T22:10:00Z' in row 3" in question.words
    assert [day for day, _end, _p in read_days(*cells, time_zone="local")[0]] == ["2020-02-05", "2020-02-06"]
    assert [day for day, _end, _p in read_days(*cells, time_zone="file")[0]] == ["2020-02-05", "2020-02-05"]
    assert read_days("2020-02-05T10:00:00Z")[0][0][0] == "2020-02-05"


@pytest.mark.parametrize(("cell", "words"), [("43866", "count of days"), ("43866.604", "count of days"),
                                             ("1580860800", "1970"), ("1580860800000", "1970")])  # fmt: skip
def test_numbers_that_count_days_or_seconds_are_read_with_a_notice(cell, words):
    found, told = read_days(cell)
    assert found[0][0] == "2020-02-05"
    [message] = told
    assert words in message
    assert "2020-02-05" in message


@pytest.mark.parametrize("cell", ["12345", "99999", "1234567890123", "150000000", "202002051", "43866-43870"])
def test_other_numbers_are_no_dates(cell):
    assert read_days(cell)[0][0][0] == cell


def test_years_of_two_digits_are_read_like_those_of_four_and_told():
    found, told = read_days("13/02/20", "5/2/20", "28.02.20", "05-Feb-20")
    assert [day for day, _end, _p in found] == ["2020-02-13", "2020-02-05", "2020-02-28", "2020-02-05"]
    assert "read day first, since '13/02/20' in row 2 can be nothing else" in told[0]
    assert "4 dates have a year of two digits, as '13/02/20' in row 2, which was taken to be 2020" in told[1]
    assert asked("5/2/20", "6/2/20").topic == "date_order"


def test_a_year_of_two_digits_in_front_is_seen_or_asked_about():
    assert [day for day, _end, _p in read_days("20-02-05", "20-02-06")[0]] == ["2020-02-05", "2020-02-06"]
    question = asked("20-02-11", "20-02-12", "20-02-13")
    assert [value for value, _words in question.choices] == ["day", "month", "year"]
    found, _told = read_days("20-02-11", "20-02-12", "20-02-13", date_order="year")
    assert [day for day, _end, _p in found] == ["2020-02-11", "2020-02-12", "2020-02-13"]


@pytest.mark.parametrize(
    "cell", ["2020-02", "Feb 2020", "February 2020", "02/2020", "شباط 2020", "févr. 2020", "Feb '20"]
)
def test_a_month_is_all_its_days_with_that_precision(cell):
    found, told = read_days(cell)
    assert found == [("2020-02-01", "2020-02-29", "month")]
    assert "with that precision" in told[-1]


def test_a_week_is_its_seven_days_with_that_precision():
    assert read_days("2020-W06")[0] == [("2020-02-03", "2020-02-09", "week")]


@pytest.mark.parametrize(
    "cell",
    ["2020-02-05 - 2020-02-09", "2020-02-05–2020-02-09", "2020-02-05/2020-02-09", "5-9 Feb 2020", "5–9 February 2020",
     "Feb 5-9, 2020", "from 5 to 9 February 2020", "between 5 and 9 Feb 2020", "du 5 au 9 février 2020",
     "من 5 إلى 9 شباط 2020", "5-9 Şubat 2020", "5-9/2/2020", "20200205-20200209", "5 Feb - 9 Feb 2020"],
)  # fmt: skip
def test_both_ends_of_a_span_in_one_cell_are_taken(cell):
    found, told = read_days(cell)
    assert found == [("2020-02-05", "2020-02-09", "")]
    assert told == [f"'{cell}' in row 2 names a first and a last day; both were taken."]


def test_a_span_over_new_year_begins_in_the_year_before():
    assert read_days("28 Dec - 3 Jan 2020")[0] == [("2019-12-28", "2020-01-03", "")]


def test_a_span_in_numbers_waits_for_the_order_as_a_day_does():
    assert asked("05/02/2020 - 09/02/2020").topic == "date_order"
    assert read_days("05/02/2020 - 09/02/2020", date_order="day")[0] == [("2020-02-05", "2020-02-09", "")]


@pytest.mark.parametrize("cell", ["from 5 February 2020", "since 5 Feb 2020", "5 Feb 2020 onwards",
"5 Feb 2020 - present",
                                  "منذ 5 شباط 2020", "depuis le 5 février 2020"])  # fmt: skip
def test_a_span_without_a_last_day_is_of_its_first_and_says_so(cell):
    found, told = read_days(cell)
    assert found == [("2020-02-05", "", "")]
    assert "names no last day" in told[0]


def test_a_last_day_of_its_own_is_kept_and_until_belongs_to_it():
    rows = [strike(date_start="since 5 Feb 2020", date_end="until 9 Feb 2020"),
            strike(event_id="s2", date_start="until 9 Feb 2020", date_end="")]  # fmt: skip
    imported = bring(file_of(rows))
    [row] = imported.table.frame.itertuples()
    assert (row.date_start, row.date_end) == (pd.Timestamp(2020, 2, 5), pd.Timestamp(2020, 2, 9))
    assert imported.table.problems[-1].row == 3


@pytest.mark.parametrize("cell", ["1441-06-11", "11 جمادى الآخرة 1441", "١١ جمادى الآخرة ١٤٤١ هـ",
"11 Jumada al-Thani 1441",
                                  "1441/6/11", "11/06/1441 AH"])  # fmt: skip
def test_a_hijri_date_is_asked_about_and_then_converted(cell):
    question = asked(cell, date_order="day")
    assert question.topic == "calendar"
    assert "2020-02-05" in question.words
    assert "a day off" in question.words
    found, told = read_days(cell, calendar="hijri", date_order="day")
    assert found[0][0] == "2020-02-05"
    assert "a day off" in told[-1]
    assert read_days(cell, calendar="gregorian", date_order="day")[0][0][0] == cell


@pytest.mark.parametrize("cell", ["Feb 20", "Feb-20", "5 Feb", "1398-11-16", "Ramadan 2020",
"5/9 Feb 2020", "9-5 Feb 2020",
                                  "2020-02-30", "31 Nov 2020", "2020", "yesterday", "early Feb 2020",
                                  "12.5"])  # fmt: skip
def test_what_names_no_certain_day_is_left_unread(cell):
    assert read_days(cell)[0][0][0] == cell


def test_words_for_not_known_are_blank():
    [row] = bring(file_of([strike(date_end="n/a", source_date="-")])).table.frame.itertuples()
    assert (row.date_end, row.source_date) == (pd.Timestamp(2020, 2, 5), "")


def workbook_of(cells: list[str], real: list[bool], **answers: str) -> Source:
    header = [*STRIKE]
    rows = [strike(event_id=f"s{n}", date_start=cell) for n, cell in enumerate(cells)]
    grid = grid_of([(name, pa.chunked_array([[row[name] for row in rows]])) for name in header])
    at = header.index("date_start")
    return Source(
        type(grid)(**{**vars(grid), "real_dates": {at: np.array(real)}}),
        ProblemLog("a.xlsx"),
        Answers(**answers),
        "a.xlsx",
    )


def starts(source: Source) -> list[str]:
    places = {name: at for at, name in enumerate(source.grid.header)}
    return list(normalised(tidy(source.grid.cells, places, source.log), places, source).frame["date_start"])


def test_real_dates_up_to_the_twelfth_beside_later_ones_of_text_are_asked_about():
    cells, real = ["2020-05-02", "2020-06-02", "13/02/2020", "28/02/2020"], [True, True, False, False]
    with pytest.raises(QuestionError) as error:
        starts(workbook_of(cells, real))
    assert error.value.question.topic == "excel_dates"
    assert "'2020-05-02' in row 2" in error.value.question.words
    assert starts(workbook_of(cells, real, excel_dates="exchanged")) == [
        "2020-02-05",
        "2020-02-06",
        "2020-02-13",
        "2020-02-28",
    ]
    assert starts(workbook_of(cells, real, excel_dates="right"))[:2] == ["2020-05-02", "2020-06-02"]


def test_real_dates_after_the_twelfth_are_believed():
    source = workbook_of(["2020-02-05", "2020-02-21", "13/02/2020"], [True, True, False])
    assert starts(source) == ["2020-02-05", "2020-02-21", "2020-02-13"]


@pytest.mark.parametrize(("zone", "hour", "day"), [("Asia/Damascus", "2020-02-04 22:00", "2020-02-05"),
                                                   ("+02:00", "2020-02-04 22:00", "2020-02-05"),
                                                   ("UTC", "2020-02-05 00:00", "2020-02-05")])  # fmt: skip
def test_a_typed_time_is_of_the_day_of_its_own_zone(zone, hour, day):
    table = pa.table({name: [text] for name, text in strike().items() if name != "date_start"})
    moment = pa.array([np.datetime64(hour, "s")], type=pa.timestamp("s")).cast(pa.timestamp("s", "UTC"))
    out = pa.BufferOutputStream()
    pq.write_table(table.append_column("date_start", moment.cast(pa.timestamp("s", zone))), out)
    imported = bring(out.getvalue().to_pybytes())
    assert [str(start.date()) for start in imported.table.frame["date_start"]] == [day]


def test_the_event_table_itself_asks_nothing_and_names_a_date_with_two_meanings():
    events = read(file_of([strike(date_start="05/03/2020")]), "events.csv")
    assert "'05/03/2020' is not a date; write it as YYYY-MM-DD." in str(events.problems[0])


ARABIC = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
LEVANT = ("كانون الثاني", "شباط", "آذار", "نيسان", "أيار", "حزيران", "تموز", "آب", "أيلول", "تشرين الأول",
"تشرين الثاني",
          "كانون الأول")  # fmt: skip
FRENCH = ("janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre",
          "décembre")  # fmt: skip
TURKISH = (
    "Ocak",
    "Şubat",
    "Mart",
    "Nisan",
    "Mayıs",
    "Haziran",
    "Temmuz",
    "Ağustos",
    "Eylül",
    "Ekim",
    "Kasım",
    "Aralık",
)


def hijri(day: date) -> str:
    found = Gregorian(day.year, day.month, day.day).to_hijri()
    return f"{found.year}-{found.month:02}-{found.day:02}"


SHAPES = (
    "{0:%Y-%m-%d}".format, "{0:%d %b %Y}".format, "{0:%B %d, %Y}".format, "{0:%a, %d %b %Y}".format,
    "{0:%Y%m%d}".format, "{0:%d-%b-%y}".format, "{0:%Y-%m-%d} 14:30".format, "{0:%Y-%m-%d}T21:30:00Z".format,
    lambda day: f"{day.day} {LEVANT[day.month - 1]} {day.year}".translate(ARABIC),
    lambda day: f"{day.day} {FRENCH[day.month - 1]} {day.year}",
    lambda day: f"{day.day} {TURKISH[day.month - 1]} {day.year}",
    lambda day: str((day - date(1899, 12, 30)).days), hijri,
)  # fmt: skip
ORDERS = {
    "day": ("{0:%d/%m/%Y}".format, "{0:%d.%m.%y}".format, "{0:%d/%m/%Y} 10:15 PM".format),
    "month": ("{0:%m/%d/%Y}".format, "{0:%m.%d.%y}".format, "{0:%m/%d/%Y} 10:15 PM".format),
}
"""Of one file: its writer has one order."""
DAYS = st.dates(date(2012, 1, 1), date(2029, 12, 31))


@given(data=st.data(), order=st.sampled_from(sorted(ORDERS)))
@settings(max_examples=100, deadline=None)
def test_dates_in_mixed_shapes_come_back_equal_or_are_asked_about(data, order):
    shapes = st.sampled_from(SHAPES + ORDERS[order])
    rows = data.draw(st.lists(st.tuples(DAYS, shapes), min_size=1, max_size=12))
    cells = [shape(day) for day, shape in rows]
    days = [day.isoformat() for day, _shape in rows]
    try:
        found, _told = read_days(*cells, time_zone="file", calendar="hijri")
    except QuestionError:
        found, _told = read_days(*cells, time_zone="file", calendar="hijri", date_order=order)
    assert [start for start, _end, _precision in found] == days


@given(start=DAYS, length=st.integers(1, 40))
@settings(deadline=None)
def test_spans_come_back_with_both_ends(start, length):
    end = start + timedelta(days=length)
    for cell in (f"{start} - {end}", f"{start:%d %b %Y} to {end:%d %b %Y}", f"{start:%Y%m%d}-{end:%Y%m%d}"):
        assert read_days(cell)[0] == [(str(start), str(end), "")]
