"""The event table's own columns, as people and spreadsheets write them."""

from __future__ import annotations

import numpy as np

from lib.events.columns import KNOWN, match_columns
from lib.events.importers.source import Source
from lib.events.reading.figures import read_figures
from lib.events.reading.numbers import ascii_digits, decimal_points
from lib.events.reading.text import Text, tidy
from lib.events.schema import COLUMNS, RANGES, Holds

WORDS = KNOWN
NEEDED = tuple(map(frozenset, (("subkind", "datestart"), ("eventid", "kind"), ("eventid", "subkind"))))
"""Columns any of which together make a header ours."""
_DEGREES = tuple(column.name for column in COLUMNS if column.holds is Holds.DEGREE)
_FIGURES = tuple(column.name for column in COLUMNS if column.holds is Holds.FIGURE)
_DAYS = tuple(column.name for column in COLUMNS if column.holds in {Holds.DATE, Holds.PART_DATE})


def convert(source: Source) -> Text | None:
    """Convert a table in our columns; return None when a column is missing without which no row can be read.

    Raises:
        QuestionError: A cell has two meanings, and nothing in the file tells which.
    """
    places = match_columns(source.grid.header, source.log)
    if places is None:
        return None
    return normalised(tidy(source.grid.cells, places, source.log, guarded=source.grid.guarded), places, source)


def normalised(text: Text, places: dict[str, int], source: Source) -> Text:
    """Bring dates, figures and degrees to the form that the event table writes.

    Args:
        text: The cells in the columns of the event table.
        places: Where each of these columns stands in the file.
        source: The file, with what its owner said of it.

    Raises:
        QuestionError: A cell has two meanings, and nothing in the file tells which.
    """
    frame = text.frame
    columns = {name: frame[name] for name in (*_DAYS, "date_precision")}
    dates = source.dates_of({name: places[name] for name in _DAYS if name in places}, text.rows)
    changed = dates.spans(columns, text.rows, "date_start", "date_end", "date_precision")
    changed |= {name: decimal_points(ascii_digits(frame[name])) for name in _DEGREES if name in places}
    # Both columns of a range, since a cell of one may give the other.
    pairs = tuple(pair for pair in RANGES if set(pair) & set(places))
    names = dict.fromkeys([*(name for name in _FIGURES if name in places), *(name for pair in pairs for name in pair)])
    read = read_figures({name: frame[name] for name in names}, pairs, text.rows, source.answers.numbers, source.log)
    changed |= read.columns
    kept = np.flatnonzero((read.words != "").to_numpy(dtype=bool))
    if len(kept):
        note = frame["note"].copy()
        note.iloc[kept] = (note.iloc[kept] + " " + read.words.iloc[kept]).str.strip().to_numpy()
        changed["note"] = note
    return text._replace(frame=frame.assign(**changed))
