"""The event table's own columns, as people and spreadsheets write them."""

from __future__ import annotations

from lib.events.columns import KNOWN, match_columns
from lib.events.importers.source import Source
from lib.events.reading.dates import Dates, ascii_digits, decimal_points, whole_numbers
from lib.events.reading.text import Text, tidy
from lib.events.schema import COLUMNS, Holds

WORDS = KNOWN
NEEDED = tuple(map(frozenset, (("kind", "subkind", "datestart"), ("eventid", "kind"), ("eventid", "subkind"))))
"""Columns any of which together make a header ours."""
_DEGREES = tuple(column.name for column in COLUMNS if column.holds is Holds.DEGREE)
_FIGURES = tuple(column.name for column in COLUMNS if column.holds is Holds.FIGURE)
_DAYS = tuple(column.name for column in COLUMNS if column.holds in {Holds.DATE, Holds.PART_DATE})


def convert(source: Source) -> Text | None:
    """The rows of a table in our columns; None when a column is missing without which no row can be read.

    Raises:
        QuestionError: Day and month cannot be told apart.
    """
    places = match_columns(source.grid.header, source.log)
    if places is None:
        return None
    text = tidy(source.grid.cells, places, source.log, guarded=source.grid.guarded)
    frame = text.frame
    days = Dates(source.answers.date_order, source.log).iso({name: frame[name] for name in _DAYS}, text.rows)
    changed = dict(days)
    changed |= {name: decimal_points(ascii_digits(frame[name])) for name in _DEGREES if name in places}
    changed |= {name: whole_numbers(ascii_digits(frame[name])) for name in _FIGURES if name in places}
    return text._replace(frame=frame.assign(**changed))
