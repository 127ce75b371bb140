"""Rows of an event table that hold what a reader types, in English or Arabic, however a place is spelled.

Words are looked for as parts of the text of a row, with case, accents and the ways to write Arabic letters folded.
A word that is a place's name in another spelling (Maaret al-Nouman, Maarat al-Numan) finds the rows of that place; one
that is only like a name does so when nothing else is found.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from lib.events.table import EventTable
from lib.events.table_cache import TableCache
from lib.geography import search, spelling
from lib.text import language
from lib.text.vocabulary import in_words

Mask = npt.NDArray[np.bool_]

TEXT = ("event_id", "source", "source_url", "actor", "counter", "note", "admin1", "admin2", "admin3")
"""Columns whose text is searched as it is, besides names of places."""
NAMES = ("place", "place_ar", "origin_place")
"""Columns that name a settlement or an area."""
CODES = ("pcode", "origin_pcode")
WORDS = ("kind", "subkind", "controller", "previous_controller", "attribution", "target_kind", "metric")
"""Columns of fixed words, searched both as the table and as a reader writes them."""
SURE = 90.0
"""Score of :func:`lib.geography.search.search` from which a name is taken to be that place in another spelling."""
CERTAIN = 101.0
"""A score that no likeness reaches: only the very name, in any of its known spellings, will do."""
NEARLY = 3.0
"""How far below the likest name another may be to be taken as well."""
MOST_TERMS = 12
"""Words of a search that are looked at."""
_TERM = re.compile(r'"([^"]+)"|(\S+)')
_FOLDED = (
    (r"\p{Mn}+", ""),
    (r"[ٱ]", "ا"),
    (r"[ىیې]", "ي"),
    (r"[ةۃەہھ]", "ه"),
    (r"[کﻙ]", "ك"),
    (r"ı", "i"),
    (r"[ـ'`´‘’ʼʿʾˈ\"“”„]+", ""),
    (r"[\s_\-‐‑–—]+", " "),
)  # fmt: skip
"""What is replaced by what, after letters were parted from their marks; the first takes the marks away."""


@dataclass(frozen=True)
class Found:
    """Which rows hold the text, and the places (as the table names them) that it was taken for the name of."""

    rows: Mask
    places: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False)
class _Column:
    """One column with every value once: which value a row has, the values as they are, and folded."""

    codes: npt.NDArray[np.int32]
    distinct: npt.NDArray[np.object_]
    folded: pa.Array

    def holds(self, term: str) -> Mask:
        """Mark the rows whose value has ``term`` in it."""
        hit = pc.match_substring(self.folded, term).to_numpy(zero_copy_only=False)
        return hit[self.codes] if hit.any() else np.zeros(len(self.codes), dtype=bool)


@dataclass(frozen=True, eq=False)
class _Index:
    text: tuple[_Column, ...]
    names: tuple[_Column, ...]
    plain: tuple[npt.NDArray[np.object_], ...]
    """Plain form of each value of ``names``, column by column."""
    codes: tuple[_Column, ...]


_INDEXES: TableCache[_Index] = TableCache(2)


def find(events: EventTable, text: str) -> Found:
    """Find the rows of ``events`` that hold every word of ``text``; words in quotation marks are one.

    Args:
        events: The event table.
        text: What the reader typed. Nothing to look for finds every row.

    Returns:
        One value a row of ``events.frame``, and the places that the text was taken for the name of.
    """
    terms = [phrase or word for phrase, word in _TERM.findall(text)][:MOST_TERMS]
    terms = [term for term in _fold(terms).to_pylist() if term.strip()] if terms else []
    if not terms:
        return Found(np.ones(len(events.frame), dtype=bool))
    index = _INDEXES.get_or_compute(events, language.get(), lambda: _index(events.frame))
    whole = _named(index, text, SURE)
    every = Found(np.ones(len(events.frame), dtype=bool))
    for term in terms:
        one = _term(index, term.strip(), alone=not whole.rows.any())
        every = Found(every.rows & one.rows, (*every.places, *one.places))
    found = Found(whole.rows | every.rows, (*whole.places, *every.places))
    if not found.rows.any():
        found = _named(index, text, 0.0)
    if not found.rows.any():
        return Found(found.rows)
    return Found(found.rows, tuple(sorted(set(found.places))))


def _term(index: _Index, term: str, *, alone: bool) -> Found:
    """Find the rows that hold one word. ``alone``: it may name a place by itself, not as part of a longer name."""
    held = np.zeros(len(index.text[0].codes), dtype=bool)
    for column in (*index.text, *index.names, *index.codes):
        held |= column.holds(term)
    if not alone:
        return Found(held)
    named = _named(index, term, CERTAIN)
    if not held.any() and not named.rows.any():
        named = _named(index, term, 0.0)
    return Found(held | named.rows, named.places)


def _named(index: _Index, text: str, least: float) -> Found:
    """Find the rows at the places that ``text`` may be a name of: those of that very name, else those like it.

    ``least`` is the score that likeness needs.
    """
    rows = np.zeros(len(index.text[0].codes), dtype=bool)
    known = search.search(text)
    sure = known["how"] != search.How.FUZZY.value
    known = known.loc[sure if sure.any() else known["score"] >= max(least, known["score"].max() - NEARLY)]
    names = pd.concat([known["place"], known["place_ar"], known["matched"]])
    wanted = list({spelling.plain(name) for name in [*names, text]} - {""})
    places: list[str] = []
    for column, forms in zip(index.names, index.plain, strict=True):
        hit = np.isin(forms, wanted)
        rows |= hit[column.codes]
        places.extend(name for name in column.distinct[hit] if not spelling.is_arabic(name))
    asked = list(set(known["pcode"]) - {""})
    for column in index.codes:
        rows |= np.isin(column.distinct, asked)[column.codes]
    return Found(rows, tuple(places))


def _index(frame: pd.DataFrame) -> _Index:
    names = tuple(_column(frame[name]) for name in NAMES)
    return _Index(
        text=(*(_column(frame[name]) for name in TEXT), *(_words(frame[name]) for name in WORDS)),
        names=names,
        plain=tuple(np.array([spelling.plain(value) for value in column.distinct], dtype=object) for column in names),
        codes=tuple(_column(frame[name]) for name in CODES),
    )


def _column(values: pd.Series) -> _Column:
    codes, once = pd.factorize(values)
    distinct = np.asarray(once, dtype=object)
    return _Column(codes.astype(np.int32), distinct, _fold(distinct))


def _words(values: pd.Series) -> _Column:
    """Make a column of fixed words, or of lists of them, said in both ways."""
    codes, once = pd.factorize(values)
    said = [" ".join([value, *(in_words(word) for word in value.split(";"))]) if value else "" for value in once]
    return _Column(codes.astype(np.int32), np.asarray(once, dtype=object), _fold(said))


def _fold(values: npt.NDArray[np.object_] | list[str]) -> pa.Array:
    """Fold in text what does not matter to a reader: case, accents, Arabic letter forms, hyphens, apostrophes."""
    text = pc.utf8_normalize(pa.array(values, type=pa.string()), form="NFKD")
    for written, folded in _FOLDED:
        text = pc.replace_substring_regex(text, pattern=written, replacement=folded)
    return pc.utf8_lower(text)
