"""Every figure of two periods as CSV, their difference where there is one, and what goes with it."""

from __future__ import annotations

import csv
import io
from datetime import date
from typing import Any, Final

from lib.analysis import side_by_side
from lib.analysis.side_by_side import Row, Value, Verdict
from lib.analysis.side_by_side import words as said
from lib.config.crisis import CRISIS
from lib.events import narrowing, publishing
from lib.events.formula_guard import defuse_one
from lib.events.query import Query
from lib.events.store import Snapshot
from lib.exports.tables.about import About, address, version_of
from lib.exports.tables.text import BYTE_ORDER_MARK
from lib.layers.sources import sources
from lib.text import _, enumerated, joined, span

MEDIA_TYPES: Final = {"csv": "text/csv; charset=utf-8", "txt": "text/plain; charset=utf-8"}
"""Formats of the figures, and their media types; ``txt`` holds what goes with the CSV."""


def dictionary() -> tuple[tuple[str, str], ...]:
    """Return each column of the file with what its cells mean."""
    return (
        ("figure", _("name of the figure, the same in every language")),
        ("what", _("the figure in words")),
        ("unit", _("what it counts or measures")),
        *(
            (f"{letter.lower()}_{name}", meaning.format(period=letter))
            for letter in "AB"
            for name, meaning in (
                ("low", _("low end of the figure of {period}; blank: not reported")),
                ("high", _("high end of the figure of {period}; blank: not reported")),
                ("from", _("first day that the figure of {period} stands for")),
                ("to", _("last day that the figure of {period} stands for")),
            )
        ),
        ("counter", _("who counted, where counters differ")),
        ("difference_low", _("low end of B less A; blank where there is no difference")),
        ("difference_high", _("high end of B less A; the same as the low end where both figures are exact")),
        ("note", _("why there is no difference, and what else has to be known")),
        ("filter", _("what both periods are narrowed to")),
    )


def as_csv(snapshot: Snapshot, query: Query) -> bytes:
    """Write the figures of the periods that a view asks for as CSV in UTF-8 with a byte order mark, a row a figure.

    Text that a spreadsheet would run as a formula gets an apostrophe; the same view of the same data gives the same
    bytes.
    """
    a, b = side_by_side.periods(query)
    narrowed = narrowing.said(query)
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([name for name, _meaning in dictionary()])
    for row in side_by_side.rows(snapshot.events, a, b):
        cells = (*_cells(row, query), narrowed)
        writer.writerow([defuse_one(cell) if isinstance(cell, str) else cell for cell in cells])
    return BYTE_ORDER_MARK + out.getvalue().encode()


def _cells(row: Row, query: Query) -> tuple[Any, ...]:
    by = row.difference
    why = "" if by.verdict is Verdict.KNOWN else said.differs(row)
    note = joined(part for part in (why, said.note(row, query)) if part)
    counters = enumerated(dict.fromkeys(each.counter for each in (row.a, row.b) if each.counter))
    values = (*_value(row.a), *_value(row.b))
    return (row.key, said.name(row.key, query), row.unit, *values, counters, by.low, by.high, note)


def _value(given: Value) -> tuple[int | date | None, ...]:
    return given.low, given.high, given.since, given.until


def about_periods(snapshot: Snapshot, query: Query, server: str = "", *, own: str = "") -> About:
    """Gather what goes with the figures of two periods; arguments as for :func:`lib.exports.tables.about.about`."""
    a, b = side_by_side.periods(query)
    link = "" if own else address(query, server, "/compare")
    title = _("Two periods of {crisis} side by side").format(crisis=CRISIS.crisis)
    lines = [
        (_("Periods"), f"A: {span(a.start, a.end)}; B: {span(b.start, b.end)}"),
        (_("Filter"), narrowing.said(query) or _("none: every report counts")),
        (_("Link to this view"), link),
        (_("Table"), own or _("the event table of the map: {title}").format(title=CRISIS.title)),
        (_("Data version"), version_of(snapshot)),
        (_("Coarsened"), publishing.in_full() if snapshot.events.coarse else ""),
        (_("How to read it"), _rules_of_periods()),
        (_("Sources"), sources(snapshot.events, a, b)),
    ]
    rows = len(side_by_side.rows(snapshot.events, a, b))
    return About(title, rows, tuple((heading, line) for heading, line in lines if line), dictionary())


def _rules_of_periods() -> str:
    return " ".join([
        _("Each figure is counted as everywhere on the map: primary reports only, figures of killed and displaced as "
          "ranges, ground in tens of square kilometres between the edges of the line's band."),
        _("The difference is B less A. There is none where ranges overlap, where a figure stands for other days than "
          "its period or the two for different numbers of days, or where one is not reported; the note says which."),
        _("A blank figure means that nothing is reported; it is never 0."),
    ])  # fmt: skip


def file_name(query: Query, ending: str) -> str:
    """Name a file of two periods by the days of both, and its ending."""
    a, b = side_by_side.periods(query)
    about_it = "-README" if ending == "txt" else ""
    return f"{CRISIS.slug}-compare-{a.start}-{a.end}-{b.start}-{b.end}{about_it}.{ending}"
