"""The declared vocabulary of ``vocabulary.toml``, read once: names of columns, HXL tags, and words in cells."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import pandas as pd

from lib.config.crisis import CRISIS
from lib.events.mapping.names import Reading, bracketed, key, parts, readings, words_of
from lib.events.schema import BY_NAME, COLUMNS, RANGES, SUBKINDS, Holds

_FILE = Path(__file__).with_name("vocabulary.toml")
STEMS = {low.removesuffix("_low"): (low, high) for low, high in RANGES}
"""Names of figures that are given as one, with the two columns that it fills."""
WORD_COLUMNS = tuple(c.name for c in COLUMNS if c.holds in {Holds.WORD, Holds.WORDS, Holds.FLAG})
"""Columns whose cells are words of a vocabulary."""
_COUNTED = "#affected"
"""The HXL tag of people to whom something was done."""
_SILENT = frozenset({"num", "total", "i_en", "i_ar", "i_fr", "i_tr"})
"""Attributes of HXL tags that narrow nothing."""
_NOUGHTS = re.compile(r"([01])[.,٫]0+")
"""A flag as programs write it that know numbers only."""
_SAME_WORDS = {"origin_precision": "geo_precision", "previous_controller": "controller"}
KIND_OF = {word: kind for kind, words in SUBKINDS.items() for word in words}
"""The kind that each subkind belongs to."""


@dataclass(frozen=True)
class Found:
    """What the name of a column was found to be.

    Attributes:
        column: A column of the event table, a stem of :data:`STEMS`, or "" for one that is known and none of them.
        sure: Whether the name can mean nothing else; else it is only proposed.
        rank: Its place among the names of that column, 0 for the best.
    """

    column: str
    sure: bool
    rank: int


@dataclass(frozen=True)
class Vocabulary:
    """The vocabulary by keys for comparing.

    Attributes:
        names: What each name of a column is.
        own: The event table's own names, its other spellings included.
        tags: What each HXL tag is.
        words: By column, what each word is that can mean one thing only.
        proposed: By column, what each word may be.
        empty: Words that say nothing of which column a name is.
        asking: Words that make a question of a name.
        meaningful: Words in brackets that change what the cells mean.
        whose: Words that make a figure that of some of all people.
        elsewhere: Words that make a cell tell of something else than the event.
        ends: Words that say which end of a range a figure is, as tuples of words, with ``low`` or ``high``.
        survey: Names that survey programs add.
        periods: Names of spans of time.
        counts: Names of numbers of events.
    """

    names: Mapping[str, Found]
    own: Mapping[str, str]
    tags: Mapping[frozenset[str], str]
    words: Mapping[str, Mapping[str, str]]
    proposed: Mapping[str, Mapping[str, str]]
    empty: frozenset[str]
    asking: frozenset[str]
    meaningful: frozenset[str]
    whose: frozenset[str]
    elsewhere: frozenset[str]
    ends: Mapping[tuple[str, ...], str]
    survey: frozenset[str]
    periods: frozenset[str]
    counts: frozenset[str]


@lru_cache(maxsize=1)
def vocabulary() -> Vocabulary:
    """Return the vocabulary, read once."""
    given: dict[str, Any] = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    names = {key(name): Found("", sure=True, rank=0) for name in given["others"]["names"]}
    for column, spelled in given["headers"].items():
        for rank, name in enumerate(spelled):
            names.setdefault(key(name), Found(column, sure=True, rank=rank))
    own = {key(name): column.name for column in COLUMNS for name in (*column.aliases, column.name)}
    values = {column: _words(column, given["values"].get(column, {})) for column in WORD_COLUMNS}
    values |= {column: values[other] for column, other in _SAME_WORDS.items()}
    return Vocabulary(
        {**names, **{name: Found(column, sure=True, rank=-1) for name, column in own.items()}},
        own,
        {tag_of(tag): column for tag, column in given["tags"].items()},
        values,
        {column: _looked_up(words) for column, words in given["proposed"].items()},
        _keys(given["words"]["empty"]),
        _keys(given["words"]["asking"]),
        _keys(given["words"]["meaningful"]) | frozenset(given["words"]["meaningful"]),
        _keys((*given["words"]["whose"], *given["words"]["meaningful"])) - _keys(("end", "to", "origin")),
        _keys(given["words"]["elsewhere"]),
        {words_of(word): end for end, words in given["ends"].items() for word in words},
        _keys(given["others"]["survey"]),
        _keys(given["others"]["periods"]),
        _keys(given["others"]["counts"]),
    )


def _keys(names: Iterable[str]) -> frozenset[str]:
    return frozenset(key(name) for name in names)


def _looked_up(words: Mapping[str, Iterable[str]]) -> dict[str, str]:
    return {key(spelled): word for word, spellings in words.items() for spelled in spellings}


def _words(column: str, spelled: Mapping[str, Iterable[str]]) -> dict[str, str]:
    """Return what each spelling of a column's words is: those of the schema, of the sides, and of the vocabulary."""
    found = _looked_up(spelled)
    if column == "controller":
        for side in CRISIS.sides:
            named = (side.name, side.legend, side.held, *side.spellings)
            found = {key(str(name)): side.id for name in named} | found
    own = ("true", "false") if BY_NAME[column].holds is Holds.FLAG else BY_NAME[column].words
    return found | {key(word): word for word in own}


def tag_of(cell: str) -> frozenset[str]:
    """Return an HXL tag as the set of its name and attributes, empty when ``cell`` is none."""
    text = cell.strip().lower().replace(" ", "")
    return frozenset(text.split("+")) if text.startswith("#") and len(text) > 1 else frozenset()


def known_names() -> frozenset[str]:
    """Return the names by which a row of names is found in a sheet, without blanks, hyphens and underscores."""
    given: dict[str, Any] = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    spelled = [name for names in given["headers"].values() for name in names if len(name) > 2]  # noqa: PLR2004  no "x"
    return frozenset((*spelled, *given["tags"]))


def own_name(header: str) -> str:
    """Return the column of the event table that a name is, units and numbering taken off; "" when it is none."""
    own = vocabulary().own
    group = parts(header)
    # Survey programs put the name of a group before a question's; two names of columns are no name of one.
    alone = group[-1:] if not any(column_of(part) for part in group[:-1]) else ()
    for part in (header, *alone):
        for reading in readings(part):
            if reading.sure and reading.key in own:
                return own[reading.key]
    return ""


def column_of(header: str, tag: str = "") -> Found | None:
    """Return what a column is by its name and HXL tag; None when neither is known."""
    for cell in (tag, header):
        if column := vocabulary().tags.get(tag_of(cell) - _SILENT, ""):
            return Found(column, sure=True, rank=-1)
    found = _whole(header) or _of_parts(header)
    narrowed = tag_of(tag) - _SILENT
    # A tag that is not known may count households, men or a share: then the name alone says too little.
    if any(_COUNTED in part for part in narrowed) or (narrowed and found is not None and _is_figure(found.column)):
        return Found("", sure=True, rank=-1)
    return found


def _whole(name: str) -> Found | None:
    """Return what one name is, read in all its ways."""
    known = vocabulary()
    ways = readings(name)
    for reading in ways:
        if reading.bare and bracketed(name) & known.meaningful:
            continue
        found = known.names.get(reading.key) or _end_of_range(reading)
        if found is not None and (reading.sure or not _is_figure(found.column)):
            return Found(found.column, found.sure and reading.sure, found.rank)
    for reading in ways:
        if not reading.sure or (reading.bare and bracketed(name) & known.meaningful):
            continue
        for silent in (known.asking, known.empty, known.asking | known.empty):
            left = tuple(word for word in reading.words if word not in silent)
            if left and left != reading.words:
                found = known.names.get("".join(left)) or _end_of_range(Reading(left, sure=False))
                if found is not None:
                    return Found(found.column, sure=False, rank=found.rank)
    return None


def narrows(over: str, name: str) -> bool:
    """Return whether words that stand over a name, or before it, make it tell of less, or of something else."""
    if set(words_of(over)) & vocabulary().elsewhere:
        return True
    return of_some(over, name)


def of_some(over: str, name: str) -> bool:
    """Return whether words over a figure's name make it that of some of all people."""
    found = column_of(name)
    return bool(set(words_of(over)) & vocabulary().whose) and found is not None and _is_figure(found.column)


def _is_figure(column: str) -> bool:
    """Return whether a column holds numbers of people, of which a remark in brackets may name only some."""
    return column.removesuffix("_low").removesuffix("_high") in STEMS


def _end_of_range(reading: Reading) -> Found | None:
    """Return the low or high column of a figure whose name says which end it is, as ``Killed min``."""
    words = reading.words
    for end, which in vocabulary().ends.items():
        for at in range(len(words) - len(end) + 1):
            if words[at : at + len(end)] == end:
                rest = [word for word in (*words[:at], *words[at + len(end) :]) if word not in vocabulary().empty]
                found = vocabulary().names.get("".join(rest))
                if found is not None and found.column in STEMS:
                    return Found(f"{found.column}_{which}", sure=True, rank=found.rank)
    return None


def _of_parts(name: str) -> Found | None:
    """Return what a name of several parts is, where those that are known agree."""
    found = [known for part in parts(name) if (known := _whole(part)) is not None]
    if not found or len({known.column for known in found}) > 1:
        return None
    return found[0] if len(found) == len(parts(name)) else Found(found[0].column, sure=False, rank=found[0].rank)


def word_of(column: str, cell: str) -> str:
    """Return the word of ``column`` that ``cell`` can only mean, "" when there is none."""
    flag = BY_NAME[column].holds is Holds.FLAG and _NOUGHTS.fullmatch(cell.strip())
    return vocabulary().words[column].get(key(flag[1] if flag else cell), "")


def spelled(column: str, text: pd.Series) -> pd.Series:
    """Return cells of a word column with each word that has one meaning as the event table writes it.

    Args:
        column: One of :data:`WORD_COLUMNS`.
        text: Trimmed text; a cell that is no known word stays as it is.
    """
    unique = text.drop_duplicates()
    found = {cell: word for cell in unique.tolist() if (word := word_of(column, cell))}
    return text.map(lambda cell: found.get(cell, cell)).astype("str")
