"""Finding a place by its name, however it is spelled."""

from __future__ import annotations

import pytest

from lib.geography import spelling
from lib.geography.places import places
from lib.geography.search import How, search

SPELLINGS = """
    Maarat al-Numan: Marat Numan | Maaret al-Nouman | Ma'arrat an-Nu'man | Maarrat Nu'man | Maarat Al Nu`man
    Maarat al-Numan: Maaret en-Nomane | MAARAT ALNUMAN | معره النعمان | معرة نعمان | مَعَرَّة النُّعْمَان | معـرة النعمان
    Saraqib: Saraqeb | SARAQIB | Sarakeb | Sarāqib | sarqib | سراقب | السراقب | Saraqb
    Kafr Nabl: Kafranbel | Kafr Nabel | kafer nobol | Kfarnabel | Kafr-Nabl | كفرنبل | كفر نبل
    Ariha: Areeha | Arihah | اريحا | أريحا | أريحه
    Khan Shaykhun: khan shaikhoun | Khan Cheikhoun | Khansheikhoun | Khan Sheikhun | خان شيخون | خانشيخون
    Darat Izza: Darret Izza | Daret Ezza | Darat 'Izzah | دارة عزه
    Binnish: Bennsh | Benish | Binech | بنش
    Jisr ash-Shughur: Jisr al-Shoghour | Jisr el Choughour | Jisr Shughur | جسر الشغور
    Idlib: Idleb | Edlib | İdlib | ادلب | إدلب
    Taftanaz: Teftnaz | Taftanāz | Taftanz
    Huraytan: Haritan | Haritane
    Al-Eis: El-Iss | Al Eis | Eis
    Atmeh: Atma | Atmah | اطمة
    Morek: Murak | مورك
    Sarmin: Sarmeen | Sermin
    Nayrab: Neirab | an-Nayrab
    Abu al-Duhur: Abou Dohour | Abu Duhur
    Aleppo: Alep | Halab | حلب
"""
CASES = [
    (text.strip(), name.strip())
    for name, texts in (line.split(":", 1) for line in SPELLINGS.strip().splitlines())
    for text in texts.split("|")
]
FOREIGN = ("Paris", "London", "Damascus", "Moscow", "New York", "xyzzy", "bakery", "باريس", "موسكو", "C9999", "123")
EMPTY = ("", "   ", "!!!", "'", "al", "ال", "\u202e", "x" * 5000, "\x00", "DROP TABLE places; --")


@pytest.mark.parametrize(("text", "name"), CASES)
def test_a_place_is_found_first_under_every_spelling_in_use(text, name):
    found = search(text)
    assert list(found["place"][:1]) == [name]


@pytest.mark.parametrize("text", FOREIGN + EMPTY)
def test_what_is_no_place_here_finds_nothing(text):
    found = search(text)
    assert len(found) == 0
    assert {"place", "admin3", "how", "score", "description", "geometry"} <= set(found.columns)


@pytest.mark.thorough
def test_every_known_place_is_found_by_its_own_names():
    known = places()
    for column in ("place", "place_ar"):
        lost = [name for name in known[column] if name and name not in set(search(name, limit=20)[column])]
        assert lost == []


def test_two_places_of_one_name_are_both_found_and_told_apart():
    for text in ("Dana", "al-Dana", "ad-Dana", "الدانا"):
        found = search(text).loc[lambda frame: frame["how"] == How.EXACT]
        assert list(found["pcode"]) == ["C4126", "C3965"], text
        assert list(found["admin3"]) == ["Dana", "Ma'arrat An Nu'man"]
        assert found["description"].is_unique


def test_the_full_name_of_one_of_two_finds_it_first():
    assert search("Dana (Maarra)")["pcode"].iloc[0] == "C3965"


@pytest.mark.parametrize("text", ["C3985", " c3985 "])
def test_a_p_code_finds_its_place_and_no_other(text):
    found = search(text)
    assert list(zip(found["place"], found["how"], found["score"], strict=True)) == [("Maarat al-Numan", "code", 100.0)]


def test_an_exact_name_comes_before_an_alias_and_an_alias_before_a_likeness():
    found = search("Kafr Nabel", limit=20)
    order = [list(How).index(How(how)) for how in found["how"]]
    assert order == sorted(order)
    assert search("Saraqib")["how"].iloc[0] == How.EXACT
    assert search("Sarakeb")["how"].iloc[0] == How.ALIAS
    fuzzy = search("Saraqb").iloc[0]
    assert fuzzy["how"] == How.FUZZY
    assert 80 < fuzzy["score"] < 100


def test_the_beginning_of_a_name_is_enough():
    assert search("Maarat al-Num")["place"].iloc[0] == "Maarat al-Numan"
    assert "Maarat al-Numan" in set(search("numan")["place"])
    assert "Khan Shaykhun" in set(search("خان")["place"])


def test_no_more_places_than_asked_for_and_none_twice():
    found = search("kafr", limit=5)
    assert len(found) == 5
    assert found["place"].is_unique
    assert len(search("kafr", limit=0)) == 0


def test_a_web_address_among_the_aliases_finds_nothing():
    assert all("://" not in matched for matched in search("wikipedia")["matched"])


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Maarat al-Numan", "Ma`arrat an Nu`man"), ("Jisr ash-Shughur", "jisr esh shughur"),
        ("Atmah", "Atma"), ("Izza", "'Izzah"), ("أريحا", "اريحا"), ("معرة", "معره"), ("الدانا", "دانا"),
        ("سلمى", "سلمي"),
    ],
)  # fmt: skip
def test_what_does_not_tell_places_apart_is_taken_away(one, other):
    assert spelling.plain(one) == spelling.plain(other)


@pytest.mark.parametrize(
    ("one", "other"), [("Binnish", "Sarmin"), ("Atarib", "Atmeh"), ("دارة", "دير"), ("Ram", "Rami")]
)
def test_what_tells_places_apart_stays(one, other):
    assert spelling.sound(spelling.plain(one)) != spelling.sound(spelling.plain(other))
