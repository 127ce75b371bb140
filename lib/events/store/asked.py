"""Which rows an engine is to look at: the one definition of every filter, in Ibis, for each engine that Ibis speaks to.

What words mean is decided in Python, once for each different text (:mod:`lib.events.strike_filter`), and handed down as
values: letters of any script and the ways to spell a place then mean the same on every engine. What only the analysis
can tell (how far from a front, inside which outline) comes as the spots, or the names of rows, that pass.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import ibis
import ibis.expr.types as ir
import pandas as pd

from lib.events import strike_filter
from lib.events.choices import DAYS_BY, NOT_KNOWN
from lib.events.query import Query
from lib.events.schema import COLUMNS, CONFIDENCES, KINDS, SUBKINDS, Holds
from lib.events.typed import ROW

STRIKE: Final = "strike"
SAYING: Final = ("attribution", "actor", "target_kind")
FIGURES: Final = strike_filter.FIGURES
STATEMENT: Final = (*SAYING, *FIGURES)
"""What a report says of a strike, as far as filters ask: a figure by whether it is given, and whether it is 0."""
LOCALITY: Final = strike_filter.WHERE
"""The names of where it was."""
BLANK: Final = -1
"""Stands for a blank figure, which equals no other blank in SQL."""
_TYPES: Final = {Holds.DATE: "date", Holds.FIGURE: "int64", Holds.DEGREE: "float64", Holds.FLAG: "boolean"}


@dataclass(frozen=True, eq=False)
class Ask:
    """A view as an engine is asked for it: range and filters, with what passes those that an engine cannot judge.

    Attributes:
        query: Range, filters and place.
        says: For each question to the sources of a strike, the statements (:data:`STATEMENT`) that answer it.
        localities: The names of places (:data:`LOCALITY`) among which strikes have to be; None for any.
        spots: Where, and when if it has ``date_start``, strikes have to be: lat, lon, geo_precision; None for anywhere.
        others: ``event_id`` of the rows of other kinds that pass; None for all.
    """

    query: Query
    says: tuple[pd.DataFrame, ...] = ()
    localities: pd.DataFrame | None = None
    spots: pd.DataFrame | None = None
    others: tuple[str, ...] | None = None


def asking(
    query: Query,
    statements: pd.DataFrame,
    localities: pd.DataFrame,
    *,
    spots: pd.DataFrame | None = None,
    others: Sequence[str] | None = None,
) -> Ask:
    """Make an ask: put the questions of a filter to each different statement and place.

    Args:
        query: Range and filters.
        statements: The different statements of a table (:func:`statement` tells their columns).
        localities: Its different names of places.
        spots: See :class:`Ask`.
        others: The same.
    """
    said = statements.assign(**{name: statements[name].where(statements[name] != BLANK) for name in FIGURES})
    says = tuple(statements.loc[passing] for passing in strike_filter.statements(said, query))
    named = localities.loc[strike_filter.somewhere(localities, query)] if query.where else None
    return Ask(query, says, named, spots, None if others is None else tuple(others))


def events_of(table: ir.Table) -> ir.Table:
    """Return a table of any engine in the columns and types of the event table: blank text is "" and never null."""

    def typed(name: str, holds: Holds) -> ir.Value:
        value = table[name].cast(_TYPES.get(holds, "string"))
        return value.coalesce("") if holds not in _TYPES else value

    columns = {column.name: typed(column.name, column.holds) for column in COLUMNS}
    return table.select(**columns, **{ROW: table[ROW].cast("int64")})


def given(value: ir.Value) -> ir.BooleanValue:
    """Ask whether a cell is filled."""
    return value.notnull()  # noqa: PD004  Ibis calls it so


def statement(rows: ir.Table) -> dict[str, ir.Value]:
    """Return what each report says (:data:`STATEMENT`): text as it is, a figure as 0, 1 for more, or :data:`BLANK`."""
    # Engines differ in what the least of a blank and a number is: none is asked.
    figures = {name: given(rows[name]).ifelse(ibis.least(rows[name], 1), BLANK).cast("int64") for name in FIGURES}
    return {**{name: rows[name] for name in SAYING}, **figures}


def where(rows: ir.Table, ask: Ask) -> ir.Table:
    """Return the rows that a view leaves: those that overlap its range and pass its filters.

    Args:
        rows: All rows of a table (:func:`events_of`).
        ask: The view.
    """
    query = ask.query
    kept = rows.filter(rows.date_start <= query.end, rows.date_end >= query.start, *_grades(rows, query))
    if query.place:
        kept = kept.filter((kept.place == query.place) | (kept.origin_place == query.place))
    if ask.others is not None:
        named = ibis.memtable(pd.DataFrame({"event_id": pd.Series(ask.others, dtype="object")}), schema=_NAMED)
        kept = kept.filter((kept.kind == STRIKE) | kept.event_id.isin(named.event_id))
    for passing in ask.says:
        speaking = marked(rows.filter(rows.kind == STRIKE), passing, statement(rows))
        if query.reports == "primary":
            speaking = speaking.filter(speaking.is_primary)
        kept = kept.filter((kept.kind != STRIKE) | kept.group_id.isin(speaking.filter(speaking.passes).group_id))
    for among in (ask.localities, ask.spots):
        if among is not None:
            kept = _strikes_among(kept, among)
    return kept


_NAMED: Final = ibis.schema({"event_id": "string"})


def _grades(rows: ir.Table, query: Query) -> list[ir.BooleanValue]:
    """Ask for kind, sub-kind, confidence and basis of the day, as :func:`lib.events.query.passes_grades` does."""
    keep: list[Any] = []
    if query.kinds != frozenset(KINDS):
        keep.append(rows.kind.isin(sorted(query.kinds)))
    if query.subkinds:
        restricted = [kind for kind, subs in SUBKINDS.items() if query.subkinds & frozenset(subs)]
        keep.append(rows.kind.notin(restricted) | rows.subkind.isin(sorted(query.subkinds)))
    ungraded = rows.kind.notin([STRIKE, "displacement"])
    if query.confidence != frozenset(CONFIDENCES):
        keep.append(ungraded | rows.confidence.isin(sorted(query.confidence)))
    if query.date_basis != frozenset(DAYS_BY):
        words = sorted("" if word == NOT_KNOWN else word for word in query.date_basis)
        keep.append(ungraded | rows.date_basis.isin([*words, *([NOT_KNOWN] if "" in words else [])]))
    return keep


def _strikes_among(rows: ir.Table, passing: pd.DataFrame) -> ir.Table:
    """Return the rows that are of another kind, or have one of some sets of values."""
    names = rows.columns
    kept = marked(rows, passing, {name: rows[name] for name in passing.columns})
    return kept.filter((kept.kind != STRIKE) | kept.passes).select(*names)


def marked(rows: ir.Table, passing: pd.DataFrame, values: Mapping[str, ir.Value]) -> ir.Table:
    """Return rows with ``passes``: whether some of their values are among those that pass.

    Args:
        rows: Rows of a table.
        passing: The sets of values that pass, each once, none of them null.
        values: What is compared of each row, under the names of the columns of ``passing``.
    """
    if passing.empty:
        return rows.mutate(passes=ibis.literal(value=False))
    found = looked_up(rows, passing.assign(passes=True), values)
    return found.mutate(passes=found.passes.coalesce(False))


def looked_up(rows: ir.Table, known: pd.DataFrame, values: Mapping[str, ir.Value]) -> ir.Table:
    """Return rows with the columns of ``known`` that are none of ``values``, by the values that both have; else null.

    Args:
        rows: Rows of a table.
        known: A data frame with each set of values once.
        values: See :func:`marked`.
    """
    keys = {f"key_{name}": value for name, value in values.items()}
    right = ibis.memtable(known.rename(columns={name: f"of_{name}" for name in values}).reset_index(drop=True))
    left = rows.mutate(**keys)
    on = [left[f"key_{name}"] == right[f"of_{name}"].cast(value.type()) for name, value in values.items()]
    added = [name for name in known.columns if name not in values]
    joined = left.left_join(right, on)
    return joined.select(*(joined[name] for name in (*rows.columns, *added)))
