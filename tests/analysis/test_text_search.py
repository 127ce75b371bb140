"""What a reader types finds the rows that mean it, however it is spelled, and nothing else."""

from __future__ import annotations

import pytest

from lib.analysis.text_search import find


def places_found(events, text):
    return set(events.frame.loc[find(events, text).rows, "place"]) - {""}


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("Saraqib", "Saraqib"),
        ("saraqeb", "Saraqib"),
        ("Sarakib", "Saraqib"),
        ("سراقب", "Saraqib"),
        ("Maaret al-Nouman", "Maarat al-Numan"),
        ("Ma'arrat an-Nu'man", "Maarat al-Numan"),
        ("معره النعمان", "Maarat al-Numan"),
        ("C3985", "Maarat al-Numan"),
        ("idlb", "Idlib"),
    ],
)
def test_a_place_is_found_however_it_is_spelled(events, text, place):
    found = find(events, text)
    at_place = (events.frame["place"] == place).to_numpy()
    assert at_place.any()
    assert found.rows[at_place].all()
    assert place in found.places


def test_every_word_must_be_there(events):
    both = find(events, "ariha school").rows
    assert both.any()
    assert (both <= find(events, "school").rows).all()
    assert both.sum() < find(events, "school").rows.sum()


def test_words_in_quotation_marks_are_looked_for_together(make_table):
    events = make_table({"note": "white helmets said"}, {"note": "helmets, white"})
    assert find(events, "white helmets").rows.tolist() == [True, True]
    assert find(events, '"white helmets"').rows.tolist() == [True, False]


def test_case_accents_and_apostrophes_do_not_matter(make_table):
    events = make_table({"note": "Ma‘arrat, Café, İDLİB"})
    for text in ("maarrat", "CAFE", "idlib", "ma'arrat"):
        assert find(events, text).rows.all(), text


def test_arabic_letters_are_found_in_each_of_their_forms(make_table):
    events = make_table({"note": "إدلب مدرسة مستشفى"})
    for text in ("ادلب", "مدرسه", "مستشفي", "مَدْرَسَة"):
        assert find(events, text).rows.all(), text


def test_fixed_words_are_found_as_a_reader_says_them(events):
    rows = find(events, "barrel bomb").rows
    said = (events.frame["subkind"] == "barrel_bomb").to_numpy()
    assert said.any()
    assert rows[said].all()


def test_what_is_nowhere_finds_nothing(events):
    found = find(events, "qqzzxxy")
    assert not found.rows.any()
    assert found.places == ()


@pytest.mark.parametrize("text", ["", "   ", '""', "'", "- _"])
def test_nothing_to_look_for_finds_everything(events, text):
    assert find(events, text).rows.all()


@pytest.mark.parametrize("text", [".*", "(", "[a", "\\", "%", "{}", "a" * 120, "\u200f", "💥"])
def test_signs_are_looked_for_as_they_are_and_break_nothing(events, text):
    assert find(events, text).rows.sum() < len(events.frame)


def test_an_empty_table_holds_nothing(make_table):
    assert len(find(make_table(), "saraqib").rows) == 0
