"""The pages of an export, each as a query and the sheet it is drawn on."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from lib.analysis import summary
from lib.analysis.summary import Figures
from lib.events.query import Query
from lib.events.store import Snapshot
from lib.events.table import EventTable
from lib.exports.order import Order, Page, pages_of, sheet_of
from lib.print.sheet import Sheet


@dataclass(frozen=True)
class View:
    """One page: what it shows, the sheet it is drawn on, its title and its figures.

    ``own`` is a reader's own table that is laid beside, drawn and in none of the figures.
    """

    query: Query
    sheet: Sheet
    title: str
    counted: Figures
    own: Snapshot | None = None


def views_of(
    events: EventTable,
    query: Query,
    order: Order,
    fmt: str,
    link: str = "",
) -> tuple[View, ...]:
    """List the pages of an export in order, each with its title: the one asked for, else what its figures say.

    Raises:
        OrderError: The order cannot be met; the message says why.
    """
    sheet = sheet_of(order, query, fmt, link)
    return tuple(_view(events, page, sheet, order) for page in pages_of(order, query, fmt))


def _view(events: EventTable, page: Page, sheet: Sheet, order: Order) -> View:
    counted = summary.figures(events, page.query)
    title = order.title or _finding(counted, page)
    return View(page.query, replace(sheet, title=title), title, counted)


SUBJECTS: Final = {"front": "control", "flows": "displacement", "strikes": "strike"}
"""The kind of report that a page of one layer is about."""


def _finding(counted: Figures, page: Page) -> str:
    """Say what the figures tell of a page's own subject."""
    kind = SUBJECTS.get(page.layer)
    query = replace(page.query, kinds=page.query.kinds & {kind}) if kind else page.query
    return summary.finding(counted, query)
