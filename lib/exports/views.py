"""The pages of an export, each as a query and the sheet it is drawn on."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from lib.analysis import summary
from lib.analysis.summary import Figures
from lib.events.query import Query
from lib.events.store import Snapshot
from lib.events.table import EventTable
from lib.exports.order import Order, OrderError, Page, pages_of, sheet_of
from lib.print.sheet import SHEETS, Sheet
from lib.stories import cited, markdown
from lib.stories.cited import Source
from lib.stories.markdown import Block
from lib.stories.story import Story
from lib.stories.views import query_of
from lib.text import _, language


@dataclass(frozen=True)
class Told:
    """What is told beside a map that is a step of a story.

    Attributes:
        text: The step's text as plain paragraphs and items.
        html: The same as safe HTML.
        cited: The sources of the rows that it cites.
        at: Which step it is, from 1.
        of: How many there are.
    """

    text: tuple[Block, ...]
    html: str
    cited: tuple[Source, ...]
    at: int
    of: int


@dataclass(frozen=True)
class View:
    """One page: what it shows, the sheet it is drawn on, its title and its figures.

    ``own`` is a reader's own table that is laid beside, drawn and in none of the figures; ``told`` is what a story
    tells beside the map; ``titled`` whether the title is the reader's own.
    """

    query: Query
    sheet: Sheet
    title: str
    counted: Figures
    own: Snapshot | None = None
    told: Told | None = None
    titled: bool = False


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
    return View(page.query, replace(sheet, title=title), title, counted, titled=bool(order.title))


SUBJECTS: Final = {"front": "control", "flows": "displacement", "strikes": "strike"}
"""The kind of report that a page of one layer is about."""


def _finding(counted: Figures, page: Page) -> str:
    """Say what the figures tell of a page's own subject."""
    kind = SUBJECTS.get(page.layer)
    query = replace(page.query, kinds=page.query.kinds & {kind}) if kind else page.query
    return summary.finding(counted, query)


def views_of_story(events: EventTable, story: Story, link: str = "") -> tuple[View, ...]:
    """List the steps of a story in the reader's language, each as a view with its text.

    Args:
        events: The event table.
        story: The story.
        link: Address of the story on a server; blank for none.

    Raises:
        OrderError: The view of a step cannot be used.
    """
    return tuple(_told(events, story, at, link) for at in range(1, len(story.steps) + 1))


def _told(events: EventTable, story: Story, at: int, link: str) -> View:
    step = story.steps[at - 1]
    try:
        query = replace(query_of(step.view), lang=language.get())
    except ValueError as error:
        raise OrderError(_("Step {n} of the story cannot be shown: {why}.").format(n=at, why=error)) from error
    title, text = str(step.title), str(step.text)
    told = Told(markdown.blocks(text), markdown.html(text), cited.sources(events, step.rows), at, len(story.steps))
    sheet = replace(SHEETS["1080p"], title=title, link=f"{link}&step={at}" if link else "")
    return View(query, sheet, title, summary.figures(events, query), told=told)
