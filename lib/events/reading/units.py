"""What stands beside a figure in its cell: "5 killed", "7 personnes", "5*". Only what fits the column is taken off."""

from __future__ import annotations

import re
from functools import lru_cache

import numpy as np
import pandas as pd

from lib.events.reading.fold import fold
from lib.events.reading.numbers import CONTINENTAL, ENGLISH, LONGEST, read_figure

_PEOPLE = (
    "people person persons individual individuals pers ind personne personnes individus kisi شخص شخصا اشخاص الاشخاص فرد"
)
_DEAD = (
    "killed dead death deaths fatality fatalities martyr martyrs tue tues tuee tuees mort morts deces olu oldu قتلي"
    " قتيل قتيلا شهداء شهيد شهيدا وفاه وفيات"
)
_BY_STEM = {
    "deaths": f"{_PEOPLE} {_DEAD}",
    "civilian_deaths": f"{_PEOPLE} {_DEAD} civilian civilians civil civils sivil مدني مدنيا مدنيين مدنيون",
    "injured": f"{_PEOPLE} injured wounded injury injuries blesse blesses blessee blessees yarali جرحي جريح جريحا مصاب"
    " مصابا مصابين اصابه اصابات",
    "persons": f"{_PEOPLE} idp idps displaced deplace deplaces deplacees pdi نازح نازحا نازحين نازحون مهجر مهجرين",
    "n_sources": "source sources kaynak مصدر مصادر",
}
"""Words that say of a figure no more than the name of its column does, folded."""
_MARKS = re.compile(r"\s*[*†‡]+\s*$")
"""Signs that lead to a note under the table."""


def without_unit(cell: str, column: str) -> str:
    """Return a cell of a column of figures without words and marks that say nothing more; as it is where none fit.

    ``5 families`` stays: families are no persons.

    Args:
        cell: Its text.
        column: A column of the event table that holds figures, or its stem.
    """
    if len(cell) > LONGEST:
        return cell
    bare = _MARKS.sub("", cell)
    pattern = _pattern(column.removesuffix("_low").removesuffix("_high"))
    found = pattern.fullmatch(fold(bare)) if pattern is not None else None
    bare = found[1] if found else bare
    readable = bare != cell and any(read_figure(bare, style) for style in (ENGLISH, CONTINENTAL))
    return bare if readable else cell


@lru_cache(maxsize=16)
def _pattern(stem: str) -> re.Pattern[str] | None:
    """Return how a figure with such words behind it is written; None for a column that has none."""
    words = _BY_STEM.get(stem, "")
    listed = "|".join(sorted(map(re.escape, words.split()), key=len, reverse=True))
    beside = rf"\(?\b(?:(?:of|de|were|was|have been) )?(?:{listed})(?: (?:{listed}))*\)?\.?"
    return re.compile(rf"(.*?\S) ?{beside}") if words else None


def without_units(text: pd.Series, column: str) -> pd.Series:
    """Return a column of figures without units, each different cell looked at once.

    Args:
        text: Its cells that are no plain digits.
        column: Its name.
    """
    codes, cells = pd.factorize(text)
    made = np.array([without_unit(cell, column) for cell in cells], dtype=object)
    return pd.Series(made[codes] if len(made) else [], index=text.index, dtype="str")
