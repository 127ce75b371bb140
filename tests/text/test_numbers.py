"""Figures are the same in every language: no number is lost, added or changed by the words around it."""

from __future__ import annotations

import dataclasses
import random
import re
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from babel import Locale

from lib.analysis import sentences, summary
from lib.analysis.figure_rows import figure_rows
from lib.config.language import LANGUAGES, SPOKEN, speaking
from lib.events.query import FIRST_DAY, LAST_DAY, Query
from lib.events.schema import CONFIDENCES, CONTROLLERS, KINDS
from lib.events.store import current

VIEWS = 40
SPELT = 2
"""Numbers up to this one are words in some languages' forms: "a strike", "two strikes"."""


def some_view(number: int) -> Query:
    """A view nobody chose; the same for the same number."""
    dice = random.Random(number)  # noqa: S311  views, not secrets
    days = (LAST_DAY - FIRST_DAY).days + 1
    first = dice.randrange(days)
    return Query(
        start=FIRST_DAY + timedelta(first),
        end=FIRST_DAY + timedelta(dice.randrange(first, days)),
        kinds=frozenset(kind for kind in KINDS if dice.random() < 0.85),
        controllers=frozenset(side for side in CONTROLLERS if dice.random() < 0.3),
        confidence=frozenset(CONFIDENCES[dice.randrange(2) :]),
    )


def numbers_in(text: str, lang: str) -> Counter[str]:
    """The numbers of a text, however its language groups and points them; those that some languages spell left out."""
    signs = Locale.parse(SPOKEN[lang].babel).number_symbols["latn"]
    group, point = (
        ("[\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}]" if signs["group"].isspace() else re.escape(signs["group"])),
        re.escape(signs["decimal"]),
    )
    found = re.findall(rf"\d{{1,3}}(?:{group}\d{{3}})+(?:{point}\d+)?|\d+(?:{point}\d+)?", text)
    plain = [re.sub(point, ".", re.sub(group, "", one)) for one in found]
    return Counter(one for one in plain if float(one) > SPELT)


@pytest.fixture(scope="module")
def counted() -> list[tuple[Query, summary.Figures]]:
    """Forty views and their figures, as an English reader has them."""
    events = current().events
    return [(query, summary.figures(events, query)) for query in map(some_view, range(VIEWS))]


SAID: dict[str, Callable[[summary.Figures, Query], str]] = {
    "the finding": summary.finding,
    "the written summary": sentences.written,
    "the rows of figures": lambda figures, query: "\n".join(
        f"{row.value} {row.name} {row.basis}" for row in figure_rows(figures, query)
    ),
}


@pytest.mark.thorough
@pytest.mark.parametrize("lang", LANGUAGES[1:])
def test_the_figures_of_a_view_are_those_of_any_other_language(counted, lang):
    events = current().events
    with speaking(lang):
        for query, english in counted:
            mine = summary.figures(events, replace(query, lang=lang))
            for field in dataclasses.fields(mine):
                ours, theirs = getattr(mine, field.name), getattr(english, field.name)
                assert repr(ours) == repr(theirs), (query, field.name)


@pytest.mark.parametrize("what", SAID)
@pytest.mark.parametrize("lang", LANGUAGES[1:])
def test_what_is_said_of_a_view_has_the_numbers_that_english_has(counted, lang, what):
    say = SAID[what]
    for query, figures in counted:
        english = say(figures, query)
        with speaking(lang):
            told = say(figures, replace(query, lang=lang))
        assert numbers_in(told, lang) == numbers_in(english, "en"), f"{english}\n{told}"


def test_numbers_are_read_as_a_language_writes_them():
    assert numbers_in("1,234 killed, 12.5 km, 58–97", "en") == Counter(["1234", "12.5", "58", "97"])
    assert numbers_in("1.234 kişi, 12,5 km", "tr") == Counter(["1234", "12.5"])
    assert numbers_in("1\N{NARROW NO-BREAK SPACE}234 morts, 12,5 km, 2 et 3", "fr") == Counter(["1234", "12.5", "3"])
