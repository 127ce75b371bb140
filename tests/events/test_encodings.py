"""Text in whatever encoding: told by what it holds, never half read, and never taken for another that reads as well."""

from __future__ import annotations

import pytest

from lib.events.importing import import_table
from lib.events.questions import Answers, QuestionError
from lib.events.table import read
from tests.events.tables import STRIKE, file_of, strike, text_of

PLACES = ["كفرنبل", "إدلب", "كفر تخاريم", "معرة النعمان", "خان شيخون", "سلقين", "أريحا", "بنش", "سرمين", "كللي"]


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("encoding", ["iso8859_6", "cp1256"])
def test_a_table_with_one_arabic_name_is_read_in_its_own_page(encoding, place):
    events = read(text_of([strike(event_id=f"s{n}", place_ar=place) for n in range(6)]).encode(encoding), "a.csv")
    assert list(events.frame["place_ar"]) == [place] * 6


@pytest.mark.parametrize("words", ["un cœur à 5 €", "Œuvre pieuse", "œuvre et cœur", "Škoda, Dubček, muž", "5 €"])
def test_letters_that_the_western_page_has_as_fractions_are_those_of_latin_9(words):
    try:
        data = text_of([strike(note=words, place_ar="")]).encode("iso8859-15")
    except UnicodeEncodeError:
        words = words.replace("č", "e")
        data = text_of([strike(note=words, place_ar="")]).encode("iso8859-15")
    assert list(read(data, "a.csv").frame["note"]) == [words]


@pytest.mark.parametrize("words", ["1½ étage à côté", "été — ¾ détruit", "“blessés” ½ étage"])
def test_fractions_of_the_western_page_stay_fractions(words):
    events = read(text_of([strike(note=words, place_ar="")]).encode("cp1252"), "a.csv")
    assert list(events.frame["note"]) == [words]


@pytest.mark.parametrize(
    ("words", "encoding"),
    [("4 blessés", "latin-1"), ("İdlib Köy", "iso8859-9"), ("Şehir", "cp1254"), ("cœur", "iso8859-15"),
     ("été", "cp1252")],
)  # fmt: skip
def test_one_or_two_letters_are_enough_where_they_stand_in_words(words, encoding):
    events = read(text_of([strike(note=words, place_ar="")]).encode(encoding), "a.csv")
    assert list(events.frame["note"]) == [words]
    assert "The text is not UTF-8 but" in str(events.problems[0])


@pytest.mark.parametrize("damage", [b"x \xe9 y", b"\xff", b"5 \xa0\xd7"])
def test_bytes_that_make_no_letter_in_a_word_are_damage(damage):
    data = text_of([strike(note="NOTE", place_ar="")]).encode().replace(b"NOTE", damage)
    assert "\ufffd" in read(data, "a.csv").frame["note"].iloc[0]


WIDE = "المعرف,kind,نوع الهجوم,التاريخ,القرية,المصدر\ne1,strike,قصف جوي,2020-02-05,سراقب,المصدر السوري\n"


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be"])
@pytest.mark.parametrize("length", [1, 200])
def test_wide_text_of_any_script_is_read_with_and_without_a_mark(encoding, length):
    lines = WIDE.splitlines(keepends=True)
    data = (lines[0] + lines[1] * length).encode(encoding)
    imported = import_table(data, "a.csv", Answers(columns="guessed"))
    assert set(imported.table.frame["place_ar"]) == {"سراقب"}
    assert f"The text is {encoding.upper()[:6]}; it was read as such." in "\n".join(map(str, imported.table.problems))


@pytest.mark.parametrize(
    "data", [b"\0\1\2\3" * 500, bytes(range(256)) * 8, b"a\0b\0\xff\xd8" * 300, b"x,y\n" + b"\0" * 900]
)
def test_bytes_with_zeros_that_are_no_text_are_refused(data):
    assert import_table(data, "a.csv").table.frame.empty


def again(text: str, times: int) -> str:
    for _time in range(times):
        text = text.encode().decode("latin-1")
    return text


@pytest.mark.parametrize("times", [1, 2, 3])
def test_text_put_into_utf8_however_often_is_read_as_it_was(times):
    events = import_table(file_of([strike(place_ar=again("سراقب", times))]), "a.csv").table
    assert list(events.frame["place_ar"]) == ["سراقب"]


@pytest.mark.parametrize("times", [1, 2])
def test_words_put_into_utf8_twice_are_undone_before_they_are_guessed_and_asked_about(times):
    data = f"Date,Village,Type,Killed\n2020-02-05,Ariha,{again('قصف جوي', times)},3\n".encode()
    with pytest.raises(QuestionError) as asked:
        import_table(data, "a.csv")
    assert '"قصف جوي": "airstrike"' in asked.value.question.suggested
    imported = import_table(data, "a.csv", Answers(columns="guessed"))
    assert list(imported.table.frame["subkind"]) == ["airstrike"]
    assert "column Type: 1 cell had been put into UTF-8 twice" in "\n".join(map(str, imported.table.problems))


# How lines are written.


def test_carets_between_the_cells_are_recognised():
    events = read(file_of([STRIKE], separator="^"), "a.csv")
    assert len(events.frame) == 1
    assert "separated by carets" in str(events.problems[0])


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["", ",", ";;"])
def test_lines_that_stand_in_quotation_marks_as_a_whole_are_read(separator, end):
    text = text_of([strike(note="he said it"), strike(event_id="s2")], separator=separator)
    lines = ['"' + line.replace('"', '""') + f'"{end}' for line in text.splitlines()]
    imported = import_table("\n".join(lines).encode(), "a.csv")
    assert list(imported.table.frame["note"]) == ["he said it", STRIKE["note"]]
    assert "Every line stands in quotation marks as a whole" in "\n".join(map(str, imported.table.problems))


def test_a_table_of_quoted_cells_keeps_its_quotation_marks():
    text = ",".join(f'"{name}"' for name in STRIKE) + "\n" + ",".join(f'"{cell}"' for cell in STRIKE.values()) + "\n"
    assert "quotation" not in "\n".join(map(str, import_table(text.encode(), "a.csv").table.problems))
