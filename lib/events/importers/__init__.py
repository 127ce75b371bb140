"""The formats a user's table may come in, each recognised by the names of its columns; one module a format."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
import pyarrow as pa

from lib.config.crisis import CRISIS
from lib.events.importers import acled, airwars, dtm, hdx, hdx_tables, idu, insecurity_insight, own, ucdp
from lib.events.importers.source import Source
from lib.events.mapping.vocabulary import known_names, own_name
from lib.events.reading.delimited import plain
from lib.events.reading.grid import Grid
from lib.events.reading.records import Cells
from lib.events.reading.text import Text


@dataclass(frozen=True)
class Format:
    """One format.

    Attributes:
        key: Its name on the command line.
        title: Its name for a reader.
        fits: Whether plain column names are those of the format.
        convert: Makes rows of the event table; None when the file has none, which the log was told.
        words: Plain names of its columns, by which a header is found.
    """

    key: str
    title: str
    fits: Callable[[frozenset[str]], bool]
    convert: Callable[[Source], Text | None]
    words: frozenset[str]


def _has(needed: frozenset[str]) -> Callable[[frozenset[str]], bool]:
    plains = frozenset(plain(name) for name in needed)
    return lambda names: names >= plains


def _plains(*names: str) -> frozenset[str]:
    return frozenset(plain(name) for name in names)


_ALL: tuple[Format, ...] = (
    Format("acled", "ACLED", acled.is_events, acled.convert, _plains(*acled.COLUMNS)),
    Format("ucdp", "UCDP GED", _has(ucdp.NEEDED), ucdp.convert, _plains(*ucdp.HEADER)),
    Format("airwars", "Airwars", _has(airwars.NEEDED), airwars.convert, _plains(*airwars.COLUMNS)),
    Format("insecurity-insight", "Insecurity Insight", _has(insecurity_insight.NEEDED), insecurity_insight.convert,
           _plains(*insecurity_insight.COLUMNS)),
    Format("dtm", "IOM DTM", _has(dtm.NEEDED), dtm.convert, _plains(*dtm.COLUMNS)),
    Format("idu", "IDMC IDU", _has(idu.NEEDED), idu.convert, _plains(*idu.COLUMNS)),
    Format("hdx", "HDX IDP movements: communities", hdx.is_communities, hdx.convert, _plains(*hdx.COLUMNS)),
    Format("hdx", "HDX IDP movements: origin by destination", _has(hdx_tables.MATRIX), hdx_tables.convert_matrix,
           _plains("Origin", *hdx_tables.GOVERNORATES, "Grand Total")),
    Format("hdx", "HDX IDP movements: by month", _has(hdx_tables.SUMMARY), hdx_tables.convert_summary,
           _plains("Governorate", *hdx_tables.MONTHS)),
    Format("own", "the event table's own columns", lambda names: any(names >= needed for needed in own.NEEDED),
           own.convert, own.WORDS),
)  # fmt: skip
FORMATS = tuple(known for known in _ALL if known.key != "hdx" or CRISIS.hdx)
"""Every format, in the order they are tried; the UN's workbook only where the crisis says how it is written."""
KEYS = ("auto", *dict.fromkeys(known.key for known in FORMATS))
"""What a user may name on the command line."""
KNOWN = frozenset[str]().union(*(known.words for known in FORMATS), _plains(*ucdp.MONTHLY, *known_names()))
"""Plain names of the columns of every format, and of those that colleagues' tables have."""
OWN = next(known for known in FORMATS if known.key == "own")
"""The format of the event table itself."""


def recognise(grid: Grid, key: str = "auto") -> Format | None:
    """Find the format a header belongs to; None when it is none, or not one called ``key``."""
    names = frozenset(plain(name) for name in grid.header)
    names |= {plain(own) for name in grid.header if (own := own_name(name))}
    return next((known for known in FORMATS if key in {"auto", known.key} and known.fits(names)), None)


def with_header(grid: Grid) -> Grid:
    """Put the header that a release of GED lacks over ``grid``; return any other grid as it is."""
    if recognise(grid) is not None or not ucdp.headless(grid.header):
        return grid
    first = pa.table({str(at): pa.array([cell], type=pa.string()) for at, cell in enumerate(grid.header)})
    table = pa.concat_tables([first, grid.cells.table], promote_options="permissive")
    rows = grid.cells.rows
    numbers = np.concatenate([rows[:1] - 1 if len(rows) else np.ones(1, dtype=np.int64), rows])
    cells = Cells(table, numbers, grid.cells.left_out)
    real = {at: np.concatenate([[False], mask]) for at, mask in grid.real_dates.items()}
    return replace(grid, header=ucdp.HEADER, cells=cells, real_dates=real)
