"""The formats a user's table may come in, each recognised by the names of its columns; one module a format."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

import numpy as np
import pyarrow as pa

from lib.config.crisis import CRISIS
from lib.events.importers import acled, airwars, dtm, hdx, hdx_tables, idu, insecurity_insight, own, ucdp
from lib.events.importers.source import Source
from lib.events.mapping.vocabulary import known_names, own_name
from lib.events.problems import ProblemLog, shown
from lib.events.reading.delimited import plain
from lib.events.reading.grid import Grid
from lib.events.reading.records import Cells
from lib.events.reading.text import Text
from lib.text import _


@dataclass(frozen=True)
class Format:
    """One format.

    Attributes:
        key: Its name on the command line.
        title: Its name for a reader.
        fits: Whether plain column names are those of the format.
        convert: Makes rows of the event table; None when the file has none, which the log was told.
        columns: Names of its columns, by which a header is found.
        older: Names that columns had before, with those of today.
    """

    key: str
    title: str
    fits: Callable[[frozenset[str]], bool]
    convert: Callable[[Source], Text | None]
    columns: tuple[str, ...]
    older: Mapping[str, str] = field(default_factory=dict)

    @property
    def words(self) -> frozenset[str]:
        """Plain names of its columns."""
        return _plains(*self.columns, *self.older)


def _has(needed: frozenset[str]) -> Callable[[frozenset[str]], bool]:
    plains = frozenset(plain(name) for name in needed)
    return lambda names: names >= plains


def _plains(*names: str) -> frozenset[str]:
    return frozenset(plain(name) for name in names)


_ALL: tuple[Format, ...] = (
    Format("acled", "ACLED", acled.is_events, acled.convert, acled.COLUMNS),
    Format("ucdp", "UCDP GED", _has(ucdp.NEEDED), ucdp.convert, ucdp.HEADER, ucdp.OLDER),
    Format("airwars", "Airwars", _has(airwars.NEEDED), airwars.convert, airwars.COLUMNS),
    Format("insecurity-insight", "Insecurity Insight", insecurity_insight.is_incidents, insecurity_insight.convert,
           insecurity_insight.COLUMNS),
    Format("dtm", "IOM DTM", _has(dtm.NEEDED), dtm.convert, dtm.COLUMNS),
    Format("idu", "IDMC IDU", _has(idu.NEEDED), idu.convert, idu.COLUMNS),
    Format("hdx", "HDX IDP movements: communities", hdx.is_communities, hdx.convert, hdx.COLUMNS),
    Format("hdx", "HDX IDP movements: origin by destination", _has(hdx_tables.MATRIX), hdx_tables.convert_matrix,
           ("Origin", *hdx_tables.GOVERNORATES, "Grand Total")),
    Format("hdx", "HDX IDP movements: by month", _has(hdx_tables.SUMMARY), hdx_tables.convert_summary,
           ("Governorate", *hdx_tables.MONTHS)),
    Format("own", "the event table's own columns", lambda names: any(names >= needed for needed in own.NEEDED),
           own.convert, tuple(own.WORDS)),
)  # fmt: skip
CUT_OFF = 10
"""Letters of a name that a shapefile keeps."""
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


def with_names_of_today(grid: Grid, log: ProblemLog) -> Grid:
    """Return a table of a format under the names that its columns have today, where it has older or shortened ones.

    Args:
        grid: The file.
        log: Is told what was taken for what.
    """
    if (found := recognise(grid)) is not None:
        return idu.with_one_point(grid) if found.key == "idu" else grid
    for known in FORMATS:
        header = _of_today(grid.header, known)
        if header != grid.header and known.fits(frozenset(map(plain, header))):
            changed = [f"'{shown(old)}' ({new})" for old, new in zip(grid.header, header, strict=True) if old != new]
            words = _("Columns have older or shortened names, which were taken for those in brackets: {names}.")
            log.whole(words.format(names=", ".join(changed)), severity="notice")
            return replace(grid, header=header)
    return grid


def _of_today(header: tuple[str, ...], known: Format) -> tuple[str, ...]:
    """Return a header with the names of a format for older ones, and for those that a shapefile has cut off."""
    older = {plain(old): new for old, new in known.older.items()}
    there = frozenset(map(plain, header))
    free = [name for name in known.columns if plain(name) not in there]
    made = []
    for name in header:
        whole = [each for each in free if len(name) == CUT_OFF < len(each) and each.lower().startswith(name.lower())]
        made.append(older.get(plain(name), whole[0] if len(whole) == 1 else name))
    again = {name for name in made if made.count(name) > 1}
    return tuple(old if new in again else new for old, new in zip(header, made, strict=True))


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
