"""Signs that nobody sees, and text in a wrong encoding."""

from __future__ import annotations

import pytest

from lib.events.importing import import_table
from lib.events.questions import Answers
from lib.events.reading.signs import arabic, once, visible
from lib.events.table import read
from tests.events.tables import STRIKE, file_of, strike, text_of

HIDDEN = ["\u200e", "\u200f", "\u061c", "\u200b", "\u2060", "\ufeff", "\u00ad", "\u200c", "\u200d", "\u202e"]


@pytest.mark.parametrize("sign", HIDDEN)
def test_signs_that_cannot_be_seen_are_taken_out_of_a_column_with_one_notice(sign):
    rows = [
        strike(event_id=f"s{n}", date_start=f"{sign}2020-02-05", lat=f"35.8{sign}64", kind=f"strike{sign}")
        for n in range(9)
    ]
    for events in (read(file_of(rows), "a.csv"), import_table(file_of(rows), "a.csv").table):
        assert len(events.frame) == 9
        told = [(problem.column, problem.severity) for problem in events.problems]
        assert sorted(told) == [("date_start", "notice"), ("kind", "notice"), ("lat", "notice")]
        assert all("9 cells hold characters that cannot be seen" in problem.message for problem in events.problems)


@pytest.mark.parametrize("sign", HIDDEN)
def test_a_name_of_a_column_may_hold_signs_that_cannot_be_seen(sign):
    data = file_of([STRIKE]).decode().replace("lat,", f"{sign}lat,", 1).encode()
    for events in (read(data, "a.csv"), import_table(data, "a.csv").table):
        assert list(events.frame["lat"]) == [35.864]
        [problem] = events.problems
        assert problem.message.endswith("they were taken out: 'lat'.")


def test_joiners_stay_inside_words_of_arabic_script():
    assert visible("می\u200cشود") == "می\u200cشود"
    assert visible("a\u200cb ه\u200d") == "ab ه"


@pytest.mark.parametrize("words", ["سراقب", "قصف على مدينة أريحا وبنش", "هجوم في ريف المحافظة", "معرة النعمان"])
@pytest.mark.parametrize(("encoding", "name"), [("iso8859_6", "ISO-8859-6"), ("cp1256", "Windows-1256")])
def test_the_two_pages_of_arabic_are_told_apart(encoding, name, words):
    events = read(text_of([strike(place_ar=words)]).encode(encoding), "a.csv")
    assert list(events.frame["place_ar"]) == [words]
    assert name in str(events.problems[0])


@pytest.mark.parametrize("page", ["latin-1", "cp1252", "cp1256"])
@pytest.mark.parametrize("words", ["سراقب", "بنش", "معرة مصرين"])
def test_text_put_into_utf8_twice_is_read_as_it_was(page, words):
    twice = words.encode().decode(page)
    rows = [strike(place_ar=twice), strike(event_id="s2", place_ar="بنش", note="Médecins, hôpital, İstanbul, Øresund")]
    events = import_table(file_of(rows), "a.csv").table
    assert list(events.frame["place_ar"]) == [words, "بنش"]
    [problem] = events.problems
    assert problem.column == "place_ar"
    assert "1 cell had been put into UTF-8 twice, in row 2" in problem.message


def test_text_in_a_wrong_encoding_that_cannot_be_undone_is_named():
    broken = "عفرين".encode().decode("cp1252", errors="replace").replace("\ufffd", "?")
    [problem] = import_table(file_of([strike(place_ar=broken)]), "a.csv").table.problems
    assert (problem.row, problem.column) == (2, "place_ar")
    assert "looks like text saved in a wrong encoding" in problem.message


@pytest.mark.parametrize(
    "text", ["Médecins sans frontières", "Ağaç, Şubat, İdlib", "طرطوس", "ظل", "دوّار", "Å", "Øre", "50 €"]
)
def test_sound_text_is_no_text_put_into_utf8_twice(text):
    assert once(text) is None


def western(words: str) -> str:
    """Arabic of Windows-1256 as a program shows it that takes it for Windows-1252."""
    return words.encode("cp1256").decode("cp1252")


@pytest.mark.parametrize("words", ["سراقب", "معرة النعمان", "كفر نبل، إدلب", "خان شيخون (1)"])
def test_arabic_that_was_read_in_a_western_code_page_is_read_as_it_was(words):
    rows = [strike(place_ar=western(words)), strike(event_id="s2", place_ar=western("أريحا"))]
    events = import_table(file_of(rows), "a.csv").table
    assert list(events.frame["place_ar"]) == [words, "أريحا"]
    [problem] = events.problems
    assert (problem.column, problem.severity) == ("place_ar", "notice")
    assert "2 cells were Arabic in a wrong encoding, the first in row 2" in problem.message


def test_a_mapped_table_with_names_and_cells_of_arabic_in_a_western_code_page_is_read():
    rows = [["التاريخ", "البلدة", "نوع الحادث", "عدد القتلى"], ["2020-02-05", "أريحا", "قصف جوي", "3"]]
    data = western("\n".join(map(",".join, rows))).encode()
    events = import_table(data, "a.csv", Answers(columns="guessed")).table
    assert list(events.frame["place_ar"]) == ["أريحا"]
    assert list(events.frame["deaths_low"]) == [3]


def test_a_single_cell_that_looks_like_arabic_in_a_wrong_encoding_is_named_and_left():
    rows = [strike(note=f"ÓÑÇÞÈ, {n}" if not n else "Médecins", event_id=f"s{n}") for n in range(4)]
    events = import_table(file_of(rows), "a.csv").table
    assert events.frame["note"].iloc[0] == "ÓÑÇÞÈ, 0"
    assert ["looks like Arabic saved in a wrong encoding" in problem.message for problem in events.problems] == [True]


@pytest.mark.parametrize("text", ["Médecins sans frontières", "été", "Çöküş", "Ağrı, Çeşme, Göç", "Þubat", "ÀÉ", "Øre"])
def test_words_of_western_europe_and_turkish_are_no_arabic(text):
    assert arabic(text) is None
