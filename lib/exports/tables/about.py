"""What a reader of a downloaded table has to know: which rows it holds, where they come from, and how to read them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

import numpy as np
import pandas as pd

from lib.analysis import listing
from lib.config.citation import citation, data_licence
from lib.config.crisis import CRISIS
from lib.events import change_log, narrowing, publishers, publishing
from lib.events.query import Query
from lib.events.schema import COLUMNS
from lib.events.store import Snapshot
from lib.exports.tables.datapackage import Facts
from lib.text import _, joined, ngettext, number, span
from lib.text.provenance import disclaimer

PAGE = "/events"
"""Address of the page of reports below the server's own."""
_OF_THE_PAGE = frozenset({"id", "sort", "lat", "lon", "zoom"})
"""Parameters that pick no rows: which report is open, what the list is sorted by, where the map looks."""
SHORT = 6
"""Lines that name the rows; those after them tell how to read them and who published them."""


@dataclass(frozen=True)
class About:
    """What goes with a table: a title, and for each heading a line of text. The same view gives the same words."""

    title: str
    rows: int
    lines: tuple[tuple[str, str], ...]
    columns: tuple[tuple[str, str], ...] = ()
    """Each column with what its cells mean, where they are not those of the event table."""
    facts: Facts | None = None
    """What is known of the whole, for a Data Package."""
    tags: tuple[str, ...] = ()
    """The hashtag of each column, where they are asked for."""

    def text(self) -> str:
        """Return everything as plain text, a heading and its lines after another."""
        parts = [f"{heading}\n{line}" for heading, line in self.lines]
        columns = "\n".join(f"{name}: {meaning}" for name, meaning in self.columns or dictionary())
        return "\n\n".join([self.title, *parts, f"{_('Columns')}\n{columns}"]) + "\n"

    def short(self) -> str:
        """Return the first lines, for a place with little room."""
        return "\n".join([self.title, *(f"{heading}: {line}" for heading, line in self.lines[:SHORT])])

    def json(self) -> str:
        """Return title, lines by heading, and the meaning of each column."""
        value = {"title": self.title, **dict(self.lines), _("Columns"): dict(self.columns or dictionary())}
        return json.dumps(value, ensure_ascii=False)


def dictionary() -> list[tuple[str, str]]:
    """List each column of the table with what its cells hold and mean."""
    return [(column.name, f"{column.meaning.replace(' (see below)', '')} ({column.holds})") for column in COLUMNS]


def about(snapshot: Snapshot, query: Query, server: str = "", *, own: str = "") -> About:
    """Gather what goes with the reports of a view.

    Args:
        snapshot: The event table and its version.
        query: The view.
        server: Address of the server without a final slash, for the link; "" when it is not known.
        own: Name of the reader's own file when the table is theirs: it has no link, and its terms are not known.
    """
    found = listing.listing(snapshot.events, query)
    rows = len(found.positions)
    published = _sources(snapshot.events.frame[["source", "publisher"]].iloc[found.positions])
    title = _("Reports of {crisis}, {dates}").format(crisis=CRISIS.crisis, dates=span(query.start, query.end))
    link = "" if own else address(query, server)
    lines = [
        (_("Rows"), ngettext("{n} report", "{n} reports", rows).format(n=number(rows))),
        (_("Filter"), joined(filter_in_words(query))),
        (_("Link to this view"), link),
        (_("Table"), own or _("the event table of the map: {title}").format(title=CRISIS.title)),
        (_("Data version"), version_of(snapshot)),
        (_("Cite as"), _cite(snapshot, query, link, own)),
        (_("Terms"), _terms(own)),
        (_("Coarsened"), publishing.in_full() if snapshot.events.coarse else ""),
        (_("How to read it"), _rules(coarse=snapshot.events.coarse is not None)),
        (_("Sources"), joined(f"{name} ({n})" for name, n in published)),
    ]
    known = facts(snapshot, f"reports-{query.start}-{query.end}", title, link, [name for name, _n in published], own)
    return About(title, rows, tuple((heading, line) for heading, line in lines if line), facts=known)


def facts(  # noqa: PLR0913, PLR0917  what is known of one file
    snapshot: Snapshot, name: str, title: str, link: str, sources: Sequence[str], own: str = ""
) -> Facts:
    """Return what is known of a file as a whole, for a Data Package.

    Args:
        snapshot: The event table and its version.
        name: What the file holds, after the name of the crisis.
        title: The same in words.
        link: Address of the view; "" when it is not known.
        sources: Who published its reports, most first.
        own: Name of the reader's own file when the table is theirs: nothing is known of its terms.
    """
    cited = citation()
    return Facts(
        name=f"{CRISIS.slug}-{name}",
        title=title,
        description=disclaimer(),
        version="" if own or snapshot.own else snapshot.version,
        created=None if own else change_log.day_of(snapshot.events.version),
        sources=tuple(sources),
        licence=None if own else data_licence(),
        homepage=link if link.startswith("http") else "",
        contributors=() if own else cited.authors,
        keywords=() if own else cited.keywords,
    )


def address(query: Query, server: str = "", page: str = PAGE) -> str:
    """Return the link to a page, if none is named that of reports, with this view; it may begin with a slash."""
    return f"{server}{page}?{urlencode(row_params(query))}"


def row_params(query: Query) -> dict[str, str]:
    """Return the parameters of an address that leads to these rows: none that only opens or sorts or moves."""
    return {name: value for name, value in query.params().items() if name not in _OF_THE_PAGE}


def filter_in_words(query: Query) -> list[str]:
    """Describe the filter of a view: its dates, what it is narrowed to, and what the page of reports alone asks for."""
    words = [_("dates: {dates}").format(dates=span(query.start, query.end))]
    if narrowed := narrowing.said(query):
        words.append(narrowed)
    if query.place:
        words.append(_("place: {place}").format(place=query.place))
    if query.search:
        words.append(_("search: {text}").format(text=query.search))
    return words


def version_of(snapshot: Snapshot) -> str:
    """Name the version of method and table; not of a reader's own, whose version opens it to whoever knows it."""
    return "" if snapshot.own else f"{snapshot.version} ({_('table')} {snapshot.events.version})"


def _cite(snapshot: Snapshot, query: Query, link: str, own: str) -> str:
    if own:
        return ""
    words = _("{title}, event table, data version {version}, reports of {dates}.")
    citation = words.format(title=CRISIS.title, version=snapshot.version, dates=span(query.start, query.end))
    return f"{citation} {link}".strip()


def _terms(own: str) -> str:
    if own:
        return _("The table is your own; its terms are those of its sources.")
    return _(
        "Facts with their source: each row names who published it, and the texts of the sources stay with their "
        "publishers. Names, P-codes and points of places: {places}. Name the "
        "sources of the rows you use."
    ).format(places=CRISIS.areas.places_from)


def _rules(*, coarse: bool) -> str:
    return " ".join([
        _("One row is one report of one thing at one place."),
        _("Reports of one thing share a group_id; count only the rows whose is_primary is true."),
        _("A blank figure means that the source does not say; it is never 0."),
        _("Running totals (cumulative) are never added up, and figures of different counters are never mixed."),
        *([] if coarse else
          [_("Points are settlement centres, not places of impact; rows without a point are in every format.")]),
        _("Reported events only: a day without reports was not necessarily quiet."),
        _("In CSV, an apostrophe before = + - or @ at the start of text keeps spreadsheets from running it; it is not "
          "part of the value, and uploading the file takes it off."),
    ])  # fmt: skip


def _sources(reports: pd.DataFrame) -> list[tuple[str, int]]:
    """List who published the rows, most rows first, with their number."""
    codes, sources = publishers.coded(reports)
    rows = pd.Series(np.bincount(codes, minlength=len(sources)))
    counts = rows.groupby(publishers.publishers(sources)).sum().rename("n").rename_axis("name").reset_index()
    counts = counts.sort_values(["n", "name"], ascending=[False, True])
    return [(str(name), int(n)) for name, n in zip(counts["name"], counts["n"], strict=True)]
