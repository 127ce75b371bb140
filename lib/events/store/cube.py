"""The cube of a table: all that filters look at of strikes, each different combination once, with counts and sums.

It is one GROUP BY, asked of the engine once for each version of the table. What filters, maps and figures need of any
number of strikes is then in a few megabytes, in the form of an event table: a row stands for the ``rows`` reports that
are alike in all that filters ask. Sources are asked of a strike, of which there may be several reports: strikes whose
reports make the same statements, and whose counted report makes the same of them, share a ``group_id`` here.
"""

from __future__ import annotations

from typing import Final

import ibis
import ibis.expr.types as ir
import numpy as np
import pandas as pd

from lib.events import publishers
from lib.events.choices import FIRST_DAY, LAST_DAY
from lib.events.schema import COLUMNS
from lib.events.store.asked import BLANK, FIGURES, LOCALITY, STATEMENT, STRIKE, given, looked_up, statement
from lib.events.table import SUMS
from lib.events.typed import ROW

GRADES: Final = ("subkind", "confidence", "date_basis", "is_primary")
SPOT: Final = ("lat", "lon", "geo_precision")
DAYS: Final = ("date_start", "date_end")
_CLASS: Final = ("main", "statements", "least", "greatest", "every")
"""What tells the statements of a strike: that of its counted report; how many different ones; the two outermost by
number; and all of them, where there are more than these two."""


def statements_of(rows: ir.Table) -> ir.Table:
    """Return the different things that reports of strikes say, columns :data:`STATEMENT`."""
    strikes = rows.filter(rows.kind == STRIKE)
    return strikes.select(**statement(strikes)).distinct()


def localities_of(rows: ir.Table) -> ir.Table:
    """Return the different names of places of strikes, columns :data:`LOCALITY`."""
    return rows.filter(rows.kind == STRIKE).select(*LOCALITY).distinct()


def sources_of(rows: ir.Table) -> ir.Table:
    """Return the different sources of strikes, columns source and publisher."""
    return rows.filter(rows.kind == STRIKE).select("source", "publisher").distinct()


def numbered(frame: pd.DataFrame, number: str) -> pd.DataFrame:
    """Return rows in order of all their columns with their number as a column."""
    ordered = frame.sort_values(list(frame.columns), ignore_index=True)
    return ordered.assign(**{number: np.arange(len(ordered), dtype=np.int64)})


def publishers_of(sources: pd.DataFrame) -> pd.DataFrame:
    """Return sources and publishers with ``by``, who published it (:mod:`lib.events.publishers`)."""
    return sources.assign(by=publishers.publishers(sources).astype("object"))


def cube(rows: ir.Table, statements: pd.DataFrame, localities: pd.DataFrame, sources: pd.DataFrame) -> ir.Table:
    """Count the strikes of the days covered, and those on a named target, by all that filters look at.

    Args:
        rows: All rows of a table (:func:`lib.events.store.asked.events_of`).
        statements: Its statements, with their number ``said``.
        localities: Its names of places, with their number ``locality``.
        sources: Its sources, with ``by``.

    Returns:
        :data:`GRADES`, :data:`SPOT`, :data:`DAYS`, ``said``, ``locality``, ``by``, what tells the statements of all
        reports of the strike, and :data:`SUMS`.
    """
    strikes = rows.filter(rows.kind == STRIKE)
    strikes = looked_up(strikes, statements, statement(strikes))
    strikes = _with_class(strikes)
    # A place where a hospital was hit is one on every day: what names a target stays, whenever it was.
    covered = (strikes.date_start <= LAST_DAY) & (strikes.date_end >= FIRST_DAY)
    strikes = strikes.filter(covered | (strikes.target_kind != ""))
    strikes = looked_up(strikes, localities, {name: strikes[name] for name in LOCALITY})
    strikes = looked_up(strikes, sources, {name: strikes[name] for name in ("source", "publisher")})
    low, high = strikes.civilian_deaths_low, strikes.civilian_deaths_high
    least, most = low.coalesce(0), ibis.coalesce(high, low, 0)
    counted = strikes.mutate(_given=(given(low) | given(high)).ifelse(1, 0), _low=least, _high=most)
    keys = [*GRADES, *SPOT, *DAYS, "said", "locality", "by", *_CLASS]
    return counted.group_by(keys).agg(
        rows=counted.count(),
        given=counted["_given"].sum(),
        low=counted["_low"].sum(),
        high=counted["_high"].sum(),
        most=ibis.greatest(counted["_low"], counted["_high"]).sum(),
    )


def _with_class(strikes: ir.Table) -> ir.Table:
    """Add what the reports of each strike say together, :data:`_CLASS`."""
    said = strikes.select("group_id", "said").distinct()
    sets = said.group_by("group_id").agg(
        statements=said.count(),
        least=said.said.min(),
        greatest=said.said.max(),
        every=said.said.cast("string").collect(),
    )
    every = ibis.ifelse(sets.statements > 2, sets.every.sort().join(","), "")  # noqa: PLR2004  the outermost two
    sets = sets.mutate(every=every)
    main = strikes.filter(strikes.is_primary).select(main_of="group_id", main="said")
    sets = sets.left_join(main, sets.group_id == main.main_of)
    sets = sets.select(group_of=sets.group_id, **{name: sets[name] for name in _CLASS})
    joined = strikes.left_join(sets, strikes.group_id == sets.group_of)
    return joined.select(*(joined[name] for name in (*strikes.columns, *_CLASS)))


def as_events(
    counted: pd.DataFrame, statements: pd.DataFrame, localities: pd.DataFrame
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return a cube as rows of an event table, and what each stands for.

    Args:
        counted: The cube, as :func:`cube` gives it.
        statements: Those that it was made with.
        localities: The same.

    Returns:
        Rows with the columns of an event table's frame, blank in what filters do not look at; and :data:`SUMS`, a row
        for each.
    """
    keys = [*GRADES, *SPOT, *DAYS, "said", "locality", "by", *_CLASS]
    counted = counted.sort_values(keys, ignore_index=True)
    said = statements.set_index("said").loc[counted["said"], list(STATEMENT)].reset_index(drop=True)
    where = localities.set_index("locality").loc[counted["locality"], list(LOCALITY)].reset_index(drop=True)
    group = counted.groupby(list(_CLASS), sort=False, dropna=False).ngroup()
    values: dict[str, pd.Series] = {
        **{name: counted[name] for name in (*GRADES, *SPOT, *DAYS)},
        **{name: said[name] for name in STATEMENT if name not in FIGURES},
        **{name: said[name].astype("Int64").mask(said[name] == BLANK) for name in FIGURES},
        **{name: where[name] for name in LOCALITY},
        "source": counted["by"],
        "publisher": counted["by"],
        "group_id": group.astype("str"),
        "event_id": pd.Series(np.arange(len(counted))).astype("str"),
        "kind": pd.Series(STRIKE, index=counted.index, dtype="str"),
    }
    blank = {column.name: _blank(column.dtype, len(counted)) for column in COLUMNS if column.name not in values}
    frame = pd.DataFrame({column.name: (values | blank)[column.name] for column in COLUMNS})
    frame = frame.astype({column.name: column.dtype for column in COLUMNS})
    return frame.assign(**{ROW: np.arange(len(frame), dtype=np.int64)}), counted[list(SUMS)].astype("int64")


def _blank(dtype: str, n: int) -> pd.Series:
    return pd.Series([""] * n if dtype == "str" else [None] * n, dtype="object")
