"""What goes with a file of a layer: what it holds, of which view, from which data, whose, and on what terms."""

from __future__ import annotations

from collections import Counter
from typing import Final

import pandas as pd

from lib.config.citation import CC_BY, data_licence
from lib.config.crisis import CRISIS
from lib.events import publishing
from lib.events.publishers import before_the_colon
from lib.events.query import Query
from lib.events.store import Snapshot
from lib.exports.geodata.asked import SITUATION, Asked
from lib.exports.tables.about import About, address, facts, filter_in_words, version_of
from lib.layers.data import Column
from lib.text import _, day, ngettext, number, span
from lib.text.provenance import disclaimer

LICENCE: Final = f"CC BY 4.0 ({CC_BY.address})"


def about_layer(snapshot: Snapshot, asked: Asked, rows: int, server: str = "") -> About:
    """Gather what goes with the rows of a layer.

    Args:
        snapshot: The event table and its version.
        asked: The file.
        rows: How many rows it has.
        server: Address of the server without a final slash, for the link; "" when it is not known.
    """
    data, query = asked.data, asked.query
    as_series = asked.ending in {"csv", "txt"} and data.series is not None and data.series_columns is not None
    columns = data.series_columns() if as_series and data.series_columns else data.columns()
    title = _("{layer}: {crisis}, {dates}").format(layer=data.title(), crisis=CRISIS.crisis, dates=_when(asked))
    sources = data.sources(snapshot.events, query, asked.dates)
    return _about(snapshot, query, title, rows, rules(data.kind), sources, server, columns, _stem(asked))


def about_situation(snapshot: Snapshot, query: Query, rows: int, sources: pd.Series, server: str = "") -> About:
    """Gather what goes with the file of all layers; arguments as for :func:`about_layer`."""
    title = _("{title}, every layer and date").format(title=CRISIS.title)
    read = f"{rules('control')} {rules('displacement')} {rules('strike')}"
    return _about(snapshot, query, title, rows, read, sources, server, (), SITUATION)


def _about(  # noqa: PLR0913, PLR0917  the lines of one text
    snapshot: Snapshot,
    query: Query,
    title: str,
    rows: int,
    read: str,
    sources: pd.Series,
    server: str,
    columns: tuple[Column, ...],
    name: str,
) -> About:
    published = _counted(sources)
    link = address(query, server, "/")
    cite = _("{title}, data version {version}. {link}")
    lines = [
        (_("Rows"), ngettext("{n} row", "{n} rows", rows).format(n=number(rows))),
        (_("Filter"), "; ".join(filter_in_words(query))),
        (_("Data version"), version_of(snapshot)),
        (_("Licence"), LICENCE if data_licence() else ""),
        (_("Disclaimer"), disclaimer()),
        (_("Link to this view"), link),
        (_("Cite as"), cite.format(title=title, version=snapshot.version, link=link).strip()),
        (_("Coarsened"), publishing.in_full() if snapshot.events.coarse else ""),
        (_("How to read it"), read),
        (_("Sources"), "; ".join(f"{name} ({n})" for name, n in published)),
    ]
    meant = tuple((column.name, f"{column.meaning} ({column.holds})") for column in columns)
    known = facts(snapshot, name, title, link, [each for each, _n in published])
    return About(title, rows, tuple((heading, line) for heading, line in lines if line), meant, known)


def _when(asked: Asked) -> str:
    query = asked.query
    if asked.dates or asked.data.kind != "control":
        return span(query.start, query.end)
    return day(query.end)


def _counted(sources: pd.Series) -> list[tuple[str, int]]:
    """List who published the reports, most first, with their number."""
    counts = Counter(name for name in before_the_colon(sources) if name)
    return sorted(counts.items(), key=lambda each: (-each[1], each[0]))


def rules(kind: str) -> str:
    """Say how rows made of reports of a kind are to be read."""
    told = {
        "control": [
            _("Areas, lines and bands are computed from reports on who held which place, to a few kilometres."),
            _("Ground is a range: low and high have the front line at either edge of its band."),
            _("The state of a day holds from valid_from to valid_to, both included."),
            _("Only lines whose is_front is true count as front line."),
        ],
        "displacement": [
            _("Figures are ranges of one counter; figures of different counters are never added up."),
            _("A figure stands for the days from valid_from to valid_to; those of overlapping days may be the same "
              "people."),
            _("Lines join both ends and are no routes."),
            _("A blank figure means that the source does not say; it is never 0."),
        ],
        "strike": [
            _("Layers of second reports hold further reports of things that are counted already: never add them up."),
            _("Points are settlement centres, not places of impact; rows without a point are there without a shape."),
        ],
    }  # fmt: skip
    return " ".join(told[kind])


def file_name(asked: Asked) -> str:
    """Name a file by its layer, its days and its ending."""
    if asked.name == SITUATION:
        # The project inside finds its layers by this name, whatever was asked for.
        return f"{CRISIS.slug}-{SITUATION}.{asked.ending}"
    about_it = "-README" if asked.ending == "txt" else ""
    return f"{CRISIS.slug}-{_stem(asked)}{about_it}.{asked.ending}"


def _stem(asked: Asked) -> str:
    query = asked.query
    days = f"{query.start}-{query.end}" if asked.dates or asked.data.kind != "control" else f"{query.end}"
    return f"{asked.name}-{days}{f'-{asked.dates}' if asked.dates else ''}"
