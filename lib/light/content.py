"""What the page without scripts says of a view: the same findings, figures and rows as the full page."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any, Final
from urllib.parse import urlsplit

import pandas as pd

from lib import layers
from lib.analysis import daily, others_counts, readable, sentences, strikes, summary
from lib.analysis.figure_rows import figure_rows
from lib.analysis.listing import listing
from lib.config import base_path
from lib.config.crisis import CRISIS
from lib.events import change_log, narrowing, publishing
from lib.events.query import FIRST_DAY, LAST_DAY, Query
from lib.events.store import Snapshot
from lib.exports.sizes import LIGHT
from lib.geography import basemap
from lib.geography.places import local
from lib.layers import earlier
from lib.light.parts import Content, First, Link, Picture, Told
from lib.stories.shipped import offer
from lib.text import LANGUAGES, _, between, day, language, ngettext, number, own_name, span
from lib.text.sources import limits
from lib.text.vocabulary import in_words

PAGE_ROWS: Final = 25
"""Reports on a page of the list."""
WORST: Final = 10
"""Strikes listed, those with most civilians reported killed."""
CHANGED: Final = 24
"""Settlements listed that changed hands, the latest."""
WEEK: Final = timedelta(days=7)


def address(query: Query, path: str = "", **others: str) -> str:
    """Return the address of a view as a link of any page: of the full page, or of ``path``."""
    return base_path.link(f"/{path}", query.params() | others)


def first(snapshot: Snapshot, query: Query) -> First:
    """Return what is seen first of a view.

    Args:
        snapshot: The server's own event table; a reader's own is never here.
        query: The view.
    """
    counted = summary.figures(snapshot.events, query)
    plain = replace(query, search="", event="", view="page")
    return First(
        query=plain,
        title=summary.finding(counted, query),
        place=str(CRISIS.place),
        days=span(query.start, query.end),
        earlier=earlier.in_words(query),
        narrowed=narrowing.said(query),
        figures=figure_rows(counted, query),
        written=sentences.written(counted, query),
        picture=Picture(
            "" if snapshot.events.frame.empty else address(plain, "export/map.webp"),
            f"{sentences.depicted(query, layers.drawn(snapshot.events, query))} {earlier.depicted(query)}".strip(),
            *LIGHT.pixels,
            address(plain, "export/map.png"),
        ),
        full=address(plain),
        light=address(plain, "light"),
        map=address(plain, "embed"),
        version=snapshot.version,
        dated=change_log.day_of(snapshot.events.version),
    )


def content(snapshot: Snapshot, query: Query, page: int = 1) -> Content:
    """Return all that the page without scripts says of a view.

    Args:
        snapshot: The server's own event table.
        query: The view.
        page: Which page of the list of reports is shown, from 1; beyond the last it is the last.
    """
    events, top = snapshot.events, first(snapshot, query)
    counted = summary.figures(events, query)
    changed = counted.changed.sort_values(["date", "place"], ascending=[False, True], kind="stable")
    more = len(changed) - CHANGED
    reports, pages, found = _reports(snapshot, top.query, page)
    return Content(
        first=top,
        steps=_steps(top.query),
        milestones=[_milestone(row) for row in _records(summary.milestones(events, query))],
        worst=_worst(strikes.strikes(events, query)) if query.has_kind("strike") else [],
        changed=[_change(row) for row in _records(changed.head(CHANGED))],
        changed_more=_more_changes(top.query, more) if more > 0 else None,
        others=list(others_counts.by_figure(query, counted.displaced.counter).values()),
        reports=reports,
        pages=pages,
        found=found,
        downloads=_downloads(top.query),
        languages=[
            Link(own_name(code), address(replace(top.query, lang=code), "light"), code == language.get(), code)
            for code in LANGUAGES
        ],
        limits=limits(
            daily.publishers(events, query),
            snapshot.version,
            query.end,
            basemap.attribution(),
            publishing.in_full() if query.safe else "",
        ),
        story=_story(query),
    )


def _story(query: Query) -> Link | None:
    """Return a link to the story that a newcomer is offered, as one page; None where there is none."""
    found = offer()
    if found is None:
        return None
    name, words = found
    return Link(words, base_path.link("/export/story.html", {"story": name, "lang": query.lang}))


def _records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    return [{str(name): value for name, value in row.items()} for row in frame.to_dict("records")]


def _web(text: str) -> str:
    """Return an address of the web; "" for anything else."""
    return text if urlsplit(text).scheme in {"http", "https"} else ""


def _milestone(row: dict[str, Any]) -> Told:
    title, more = summary.milestone_words(str(row["note"]), str(row["subkind"]))
    return Told(
        day(row["date_start"].date(), short=True), title, more, str(row["source"]), _web(str(row["source_url"]))
    )


def _worst(rows: pd.DataFrame) -> list[Told]:
    """Return the strikes with most civilians reported killed; none of those of which no figure is reported."""
    known = rows.loc[rows["civilian_deaths_high"].fillna(rows["civilian_deaths_low"]).fillna(0) > 0]
    by = known["civilian_deaths_high"].fillna(known["civilian_deaths_low"])
    worst = known.assign(by=by).sort_values(["by", "date_start", "event_id"], ascending=[False, True, True]).head(WORST)
    return [
        Told(
            span(row["date_start"].date(), row["date_end"].date(), short=True),
            local(str(row["place"])),
            _("{what}, {n} civilians reported killed").format(what=in_words(row["subkind"]), n=_killed(row)),
            str(row["source"]),
            _web(str(row["source_url"])),
        )
        for row in _records(worst)
    ]


def _killed(row: dict[str, Any]) -> str:
    low, high = row["civilian_deaths_low"], row["civilian_deaths_high"]
    return between(None if pd.isna(low) else low, None if pd.isna(high) else high)


def _change(row: dict[str, Any]) -> Told:
    sides = _("{before} to {after}").format(
        before=in_words(row["previous_controller"]), after=in_words(row["controller"])
    )
    return Told(day(pd.Timestamp(row["date"]).date(), short=True), local(str(row["place"])), sides, "", "")


def _more_changes(query: Query, more: int) -> Link:
    """Return a link to the list of every report of control; ``more`` is how many settlements are not listed."""
    words = ngettext("and {n} other", "and {n} others", more).format(n=number(more))
    return Link(words, address(replace(query, kinds=frozenset({"control"})), "light") + "#reports")


def _steps(query: Query) -> dict[str, list[Link]]:
    """Return links to other days: the periods with a name, the days and the weeks around, and every week."""

    def link(start: date, end: date, words: str = "") -> Link:
        asked = replace(query, start=start, end=end)
        here = (start, end) == (query.start, query.end)
        return Link(words or span(start, end, short=True), address(asked, "light"), here)

    around = [query.end + timedelta(days=by) for by in (-1, 0, 1)]
    weeks = [query.end + WEEK * by for by in (-1, 0, 1)]
    every = pd.date_range(FIRST_DAY, LAST_DAY, freq="7D").date
    return {
        _("Periods"): [link(preset.first, preset.last, str(preset.name)) for preset in CRISIS.presets],
        _("Day by day"): [link(one, one) for one in around if FIRST_DAY <= one <= LAST_DAY],
        _("Week by week"): [
            link(max(FIRST_DAY, end - WEEK + timedelta(days=1)), min(end, LAST_DAY))
            for end in weeks
            if end >= FIRST_DAY and end - WEEK < LAST_DAY
        ],
        _("Every week"): [link(one, min(one + WEEK - timedelta(days=1), LAST_DAY)) for one in every],
    }


def _reports(snapshot: Snapshot, query: Query, page: int) -> tuple[list[dict[str, Any]], list[Link], str]:
    """Return a page of the list of reports, links to the pages around, and how many reports there are."""
    found = listing(snapshot.events, query)
    n = len(found.positions)
    last = max(-(-n // PAGE_ROWS), 1)
    page = min(max(page, 1), last)
    rows = found.frame(snapshot.events, (page - 1) * PAGE_ROWS, page * PAGE_ROWS)
    named = ["date", "until", "what", "place", "controller", "civilians", "persons", "confidence", "source", "link"]
    shown = readable.readable(rows, named)
    shown["when"] = [
        span(pd.Timestamp(start).date(), pd.Timestamp(end).date(), short=True)
        for start, end in zip(shown["date"], shown["until"], strict=True)
    ]
    pages = [
        Link(number(at), address(query, "light", page=str(at)) + "#reports", at == page)
        for at in sorted({1, page - 1, page, page + 1, last} & set(range(1, last + 1)))
    ]
    words = ngettext("{n} report in this view", "{n} reports in this view", n).format(n=number(n))
    return _records(shown), pages, words


def _downloads(query: Query) -> list[Link]:
    files = {
        "export/map.png": _("Picture (PNG)"),
        "export/report.pdf": _("Report of one page (PDF)"),
        "export/map.pptx": _("Slide (PowerPoint)"),
        "export/map.html": _("This map in one file, for a place without a network"),
        "export/events.csv": _("Reports (CSV)"),
        "export/events.xlsx": _("Reports (Excel)"),
        "export/events.geojson": _("Reports (GeoJSON)"),
    }
    return [Link(words, address(query, file)) for file, words in files.items()]
