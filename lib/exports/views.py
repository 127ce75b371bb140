"""The pages of an export, each as a query and the sheet it is drawn on."""

from __future__ import annotations

from dataclasses import dataclass, replace

from lib.analysis import summary
from lib.analysis.summary import Figures
from lib.events.query import Query
from lib.events.table import EventTable
from lib.exports.order import Order, Page, pages_of, sheet_of
from lib.maps.print_sheet import Sheet
from lib.wording import _


@dataclass(frozen=True)
class View:
    """One page: what it shows, the sheet it is drawn on, its title and its figures."""

    query: Query
    sheet: Sheet
    title: str
    counted: Figures


def views_of(
    events: EventTable,
    query: Query,
    order: Order,
    fmt: str,
    link: str = "",
) -> tuple[View, ...]:
    """The pages of an export in order, each with its title: the one asked for, else what its figures say.

    Raises:
        OrderError: The order cannot be met; the message says why.
    """
    sheet = sheet_of(order, query, fmt, link)
    return tuple(_view(events, page, sheet, order) for page in pages_of(order, query, fmt))


def _view(events: EventTable, page: Page, sheet: Sheet, order: Order) -> View:
    counted = summary.figures(events, page.query)
    title = order.title or _finding(counted, page)
    return View(page.query, replace(sheet, title=title), title, counted)


def _finding(counted: Figures, page: Page) -> str:
    """What the figures say of a page's own subject."""
    if page.layer == "flows" and (counted.displaced.low, counted.displaced.high) == (None, None):
        return _("No total of displaced people was published that tells of these days")
    if page.layer == "strikes" and not counted.strikes:
        return _("No strike reported in these days")
    return summary.finding(_told(counted, page.layer), page.query)


def _told(counted: Figures, layer: str) -> Figures:
    """The figures that the title of a page on one layer may speak of."""
    if not layer:
        return counted
    told = counted
    if layer != "front":
        told = replace(told, changed=counted.changed.iloc[:0])
    if layer != "flows":
        told = replace(told, displaced=replace(counted.displaced, low=None, high=None))
    if layer != "strikes":
        told = replace(told, strikes=0)
    return told
