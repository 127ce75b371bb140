"""What the columns of a file probably are: by the names and HXL tags of their header, and by the words in them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from lib.events.mapping.choices import choices_of_several
from lib.events.mapping.day_columns import with_days
from lib.events.mapping.likeness import SHORTEST, nearest
from lib.events.mapping.model import LONGEST, ColumnMapping
from lib.events.mapping.names import key, words_of
from lib.events.mapping.vocabulary import STEMS, WORD_COLUMNS, Found, column_of, narrows, vocabulary, word_of
from lib.events.reading.grid import Grid
from lib.events.schema import BY_NAME as COLUMN
from lib.events.schema import NAMES, Holds

SURE = 100
"""Score of a name that can mean one thing only."""
ALIKE = 88.0
"""How alike (0 to 100) a name must be to a known one to be proposed."""
ALIKE_WORD = 86.0
_LOWER = 85.0
"""Score of a name that is known only without the one above it."""
SAMPLE = 3
"""Cells of a column that are shown."""
MOST_WORDS = 60
"""Different cells up to which a column may be one of words."""
_LOOKED_AT, _HEAD = 200_000, 1_000
"""Rows from the top that are looked at for words, and for anything else."""
_ARABIC = re.compile("[\u0600-\u06ff]")
SEVERAL = re.compile("[;,،|]")
"""What stands between several words of a cell."""
_NUMBER = r"[\d\s.,'’٬٫+<>~-]+"
_NAMES_OF_PLACES = frozenset({"place", "place_ar", "admin1", "admin2", "admin3", "origin_place"})
_LATIN = re.compile("[A-Za-z\u00c0-\u024f]")


@dataclass(frozen=True)
class Proposal:
    """What one column of the file probably is.

    Attributes:
        header: Its name as the file writes it.
        column: The column of the event table or stem; "" for none.
        score: How sure, 0 to 100; 100 where the name is known.
        sample: Some of its cells.
    """

    header: str
    column: str
    score: int
    sample: tuple[str, ...]


@dataclass(frozen=True)
class Guess:
    """What was guessed.

    Attributes:
        mapping: The mapping it comes to.
        proposals: One for each column of the file that has a name, in its order.
        unknown_words: By column, words of the file that are none of ours.
        certain: Whether nothing of it needs a reader: names are the event table's own or HXL tags, words are known.
    """

    mapping: ColumnMapping
    proposals: tuple[Proposal, ...]
    unknown_words: Mapping[str, tuple[str, ...]]
    certain: bool


def guess(grid: Grid) -> Guess:
    """Guess which column of a file is which of the event table's, with a sample of cells and how sure each is."""
    found = _found(grid)
    chosen = _chosen(grid, found)
    with_days(grid, found, chosen)
    columns = {column: grid.header[at] for column, at in chosen.items()}
    of_place = {at: column for column, at in reversed(chosen.items())}
    values, unknown, sure_words = _values(grid, chosen)
    proposals = tuple(
        Proposal(name.strip(), of_place.get(at, ""), round(found[at][1]) if at in found else 0, _sample(grid, at))
        for at, name in enumerate(grid.header)
        if name.strip()
    )
    tagged = all(found[at][0].rank == -1 and found[at][1] == SURE for at in chosen.values())
    mapping = ColumnMapping(_in_order(columns), values, {})
    return Guess(mapping, proposals, unknown, tagged and sure_words and not mapping.missing())


def _in_order(columns: Mapping[str, str]) -> dict[str, str]:
    order = {name: at for at, name in enumerate(NAMES)} | {stem: NAMES.index(low) for stem, (low, _h) in STEMS.items()}
    return dict(sorted(columns.items(), key=lambda item: order[item[0]]))


def _found(grid: Grid) -> dict[int, tuple[Found, float]]:
    """Return what each column's name is, by position, with how sure it is (0 to 100)."""
    tags = grid.tags if len(grid.tags) == len(grid.header) else ("",) * len(grid.header)
    survey, choices = _is_survey(grid), choices_of_several(grid)
    found: dict[int, tuple[Found, float]] = {}
    seen: set[str] = set()
    for at, (name, tag) in enumerate(zip(grid.header, tags, strict=True)):
        if not name.strip() or name in seen or at in choices or (survey and key(name) in vocabulary().survey):
            continue
        seen.add(name)
        if (known := column_of(name, tag)) is not None:
            found[at] = (known, float(SURE) if known.sure else 90.0)
        elif (below := grid.lower.get(name, "")) and narrows(name.removesuffix(below), below):
            continue
        elif below and (known := column_of(below)) is not None:
            found[at] = (known, _LOWER)  # what stands on top of it may say whose it is
        elif (alike := _alike(name)) is not None:
            found[at] = alike
    return {
        at: each
        for at, each in found.items()
        if each[0].column and not (each[0].column in _NAMES_OF_PLACES and _is_counted(grid, at))
    }


def _is_survey(grid: Grid) -> bool:
    """Return whether a survey program wrote the file: then start, end and today are times of the interview."""
    names = {name.strip().lower() for name in grid.header}
    return bool(names & {"_uuid", "_submission_time", "meta/instanceid", "instanceid", "formhub/uuid"})


def _alike(name: str) -> tuple[Found, float] | None:
    """Return the known name that ``name`` resembles, with the likeness."""
    narrowing = vocabulary().meaningful
    if any(word in narrowing for word in words_of(name)):
        return None
    best = nearest(name, _known(), ALIKE)
    if best is None or key(name).removeprefix(best[0]) in narrowing:
        return None
    known = vocabulary().names[best[0]]
    return Found(known.column, sure=False, rank=known.rank), min(best[1], 89.0)


@lru_cache(maxsize=1)
def _known() -> tuple[str, ...]:
    return tuple(name for name in vocabulary().names if len(name) >= SHORTEST)


def _chosen(grid: Grid, found: Mapping[int, tuple[Found, float]]) -> dict[str, int]:
    """Return one position for each column: of several that may be it the surest, then the best name, then the first."""
    candidates: dict[str, list[tuple[float, int, int]]] = {}
    for at, (known, score) in found.items():
        candidates.setdefault(known.column, []).append((-score, known.rank, at))
    if "place" in candidates and (left := [each for each in candidates["place"] if not _is_building(grid, each[2])]):
        candidates["place"] = left
    elif "place" in candidates:
        candidates.setdefault("target_kind", []).extend(candidates.pop("place"))
    chosen = {column: min(places)[2] for column, places in candidates.items()}
    _choose_type(grid, candidates, chosen)
    for stem, (low, high) in STEMS.items():
        if stem in chosen and (low in chosen or high in chosen):
            at = chosen.pop(stem)
            if low not in chosen:
                chosen[low] = at
            elif high not in chosen:
                chosen[high] = at
    if "event_id" in chosen and not _names_rows(grid, chosen["event_id"]):
        del chosen["event_id"]
    if "place" in chosen and "place_ar" not in chosen and _is_arabic(_cells(grid, chosen["place"], _HEAD)):
        chosen["place_ar"] = chosen.pop("place")
    return chosen


def _is_counted(grid: Grid, at: int) -> bool:
    """Return whether most cells of a column are numbers, as departures are that are counted: no names of places."""
    cells = _cells(grid, at, _HEAD)
    filled = cells[cells != ""]
    return bool(len(filled)) and float(filled.str.fullmatch(_NUMBER).mean()) > 0.5  # noqa: PLR2004  most


def _is_building(grid: Grid, at: int) -> bool:
    """Return whether most cells of a column are sorts of buildings, as "location of incident" may mean."""
    return _share(grid, at, "target_kind") >= 0.5  # noqa: PLR2004  most


def _choose_type(grid: Grid, candidates: Mapping[str, list[tuple[float, int, int]]], chosen: dict[str, int]) -> None:
    """Choose what tells the sort of event by the words in it: the column most of whose cells are known."""
    places = [at for _score, _rank, at in sorted(candidates.get("subkind", ()))]
    if places:
        chosen["subkind"] = max(places, key=lambda at: (_share(grid, at, "subkind"), -places.index(at)))
    if "kind" in chosen and (_share(grid, chosen["kind"], "kind") == 0 or "subkind" not in chosen):
        at = chosen.pop("kind")
        if "subkind" not in chosen:
            chosen["subkind"] = at


def _share(grid: Grid, at: int, column: str) -> float:
    """Return the share of the filled cells of a column that are words of ``column``."""
    counts = word_counts(grid, at)
    total = int(counts.sum())
    known = sum(int(n) for cell, n in counts.items() if _proposed(column, str(cell))[0])
    return known / total if total else 0.0


def _cells(grid: Grid, at: int, most: int) -> pd.Series:
    """Return up to ``most`` cells of a column from its top."""
    text: pd.Series = grid.cells.table.column(at).slice(0, most).to_pandas().astype("str").str.strip()
    return text


def _names_rows(grid: Grid, at: int) -> bool:
    """Return whether a column can name the rows: filled in every record, each name but once."""
    column = grid.cells.table.column(at)
    filled = pc.not_equal(pc.utf8_trim_whitespace(column), "").to_numpy()
    different: int = pc.count_distinct(column.filter(pa.array(filled))).as_py()
    return bool(filled.any()) and bool((filled | blank_records(grid)).all()) and different == int(filled.sum())


def blank_records(grid: Grid) -> npt.NDArray[np.bool_]:
    """Return which records have no filled cell."""
    blank = np.ones(len(grid.cells.rows), dtype=bool)
    for column in grid.cells.table.columns:
        if not blank.any():
            break
        blank &= pc.equal(pc.utf8_trim_whitespace(column), "").to_numpy()
    return blank


def _is_arabic(cells: pd.Series) -> bool:
    """Return whether most of the filled cells are in Arabic script."""
    filled = cells[cells != ""]
    arabic = filled.str.contains(_ARABIC) & ~filled.str.contains(_LATIN)
    return bool(len(filled)) and float(arabic.mean()) > 0.5  # noqa: PLR2004  most


def word_counts(grid: Grid, at: int) -> pd.Series:
    """Return how often each filled cell of a column stands there, the most frequent first; text as it is written."""
    cells = _cells(grid, at, _LOOKED_AT)
    return cells[cells != ""].value_counts()


def _values(
    grid: Grid, chosen: Mapping[str, int]
) -> tuple[dict[str, dict[str, str]], dict[str, tuple[str, ...]], bool]:
    """Return what the words of each column of words are, those that are none, and whether all are certain."""
    values: dict[str, dict[str, str]] = {}
    unknown: dict[str, tuple[str, ...]] = {}
    certain = True
    for column in (name for name in WORD_COLUMNS if name in chosen):
        counts = word_counts(grid, chosen[column])
        cells = [str(cell) for cell in counts.index if len(str(cell)) <= LONGEST]
        words = {cell: _proposed(column, cell) for cell in cells[:MOST_WORDS]}
        values[column] = {cell: word for cell, (word, _sure) in words.items() if word}
        unknown[column] = tuple(cell for cell, (word, _sure) in words.items() if not word)
        certain &= len(counts) <= MOST_WORDS and all(sure for _word, sure in words.values())
    return values, {column: cells for column, cells in unknown.items() if cells}, certain


def _proposed(column: str, cell: str) -> tuple[str, bool]:
    """Return the word that a cell is or may be, and whether it can be nothing else."""
    if word := word_of(column, cell):
        return word, True
    if COLUMN[column].holds is Holds.WORDS and (SEVERAL.search(cell) or " " in cell):
        several = SEVERAL.search(cell)
        words = [word_of(column, part) for part in (SEVERAL.split(cell) if several else cell.split()) if part.strip()]
        if not several and not all(words):
            return _likely(column, cell)
        return (";".join(dict.fromkeys(words)), True) if words and all(words) else ("", False)
    return _likely(column, cell)


def _likely(column: str, cell: str) -> tuple[str, bool]:
    """Return the word that a cell may be, never for certain."""
    plain = key(cell)
    proposed = vocabulary().proposed.get(column, {})
    if plain in proposed:
        return proposed[plain], False
    known = {**proposed, **vocabulary().words[column]}
    best = nearest(cell, known, ALIKE_WORD)
    return (known[best[0]], False) if best is not None else ("", False)


def proposed_words(column: str, cells: Iterable[str]) -> dict[str, str]:
    """Return what cells of a column of words are or may be, those that are known."""
    return {cell: word for cell in cells if (word := _proposed(column, cell)[0])}


def _sample(grid: Grid, at: int) -> tuple[str, ...]:
    """Return some different filled cells of a column."""
    found: dict[str, None] = {}
    # Cell by cell: of thousands of columns each needs a few cells only.
    for cell in grid.cells.table.column(at).slice(0, _HEAD).to_pylist():
        if text := (cell or "").strip():
            found[text] = None
        if len(found) == SAMPLE:
            break
    return tuple(text[:80] for text in found)
