"""What the panel of one place says: the words of :mod:`lib.analysis.place_record`, and the search that leads to it."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

import pandas as pd

from lib.analysis import place_history
from lib.analysis.place_record import PlaceRecord, place_record
from lib.analysis.tally import day_number
from lib.events import publishing
from lib.events.query import FIRST_DAY, LAST_DAY, Query
from lib.events.table import EventTable
from lib.events.table_cache import TableCache
from lib.geography import places, spelling
from lib.geography import search as gazetteer
from lib.layers import popups
from lib.layers.layer import Answer
from lib.text import _, between, day, enumerated, language, ngettext, number, pgettext, span
from lib.text.map_words import map_words
from lib.text.vocabulary import in_words

FOUND = 8
"""Places that a search offers."""


SETTLED = ("exact", "settlement")
"""Precisions of a place that is one; a name with another stands for an area, or for several."""
_ENDS = (("geo_", "place"), ("origin_", "origin_place"))
_NAMES: TableCache[dict[str, str]] = TableCache(8)


def found(events: EventTable, query: Query) -> dict[str, Any]:
    """Return the places whose name is like the words searched for: place and description, best first.

    Those of the gazetteer come first, then names that the table alone has and that hold the words.
    """
    hits = gazetteer.search(query.search, FOUND)
    listed = hits[["place", "description"]].to_dict("records")
    asked = spelling.plain(query.search)
    names = _NAMES.get_or_compute(events, "names", lambda: _unlisted(events))
    also = [name for name, plain in names.items() if asked and asked in plain]
    return {"places": [*listed, *({"place": name, "description": name} for name in also)][:FOUND]}


def _unlisted(events: EventTable) -> dict[str, str]:
    """Return the names of places that the table has and the gazetteer has not, each with its plain spelling."""
    frame = events.frame
    known = set(places.places()["place"])
    ends = (frame.loc[frame[f"{end}precision"].isin(SETTLED), name] for end, name in _ENDS)
    named = pd.unique(pd.concat(ends))
    return {str(name): spelling.plain(str(name)) for name in named if name and name not in known}


def panel(events: EventTable, query: Query) -> dict[str, Any]:
    """Return what is told of the place of ``query``, over all days of the map; the front is that of the query's end.

    Returns:
        title, also (other names, where it lies, P-code), note, at (latitude and longitude, or None) and parts, a list:
        id, heading, lines, and where there are any spells (of who held it), days (strikes by day) and reports (as
        :func:`lib.layers.popups.reports` gives them); links (words and address, below the server's own). Plain text
        only. Without parts where nothing is known of such a place.
    """
    record = place_record(events, query.place, query.end)
    if record is None:
        words = _("Nothing is known here of a place called {place}.")
        return {"title": query.place, "also": "", "note": words.format(place=query.place), "at": None, "parts": []}
    return {
        "title": places.local(record.name),
        "also": " \N{MIDDLE DOT} ".join(
            filter(None, (*_other_names(record), enumerated(record.lies_in), record.pcode))
        ),
        "note": _("Strikes and movements of all days, {days}, and all kinds, whatever the map is narrowed to.").format(
            days=span(FIRST_DAY, LAST_DAY)
        ),
        "at": record.point,
        "parts": [
            _held(record),
            _said(query, _struck(events, record)),
            _said(query, _moved(events, record)),
            _near(record, query),
            _links(record),
        ],
    }


def _held(record: PlaceRecord) -> dict[str, Any]:
    """Tell who held the place, spell by spell, with the reports that say so."""
    history = record.history
    return {
        "id": "held",
        "heading": _("Who held it"),
        "lines": [place_history.sentence(history) or _("No report says who held it.")],
        "spells": [
            {"side": side, "from": _number(start), "to": _number(end)}
            for side, start, end in zip(history["controller"], history["start"], history["end"], strict=True)
        ],
        "reports": [_spell(row) for row in history.to_dict("records") if row["source"]],
    }


def _number(value: pd.Timestamp) -> int | None:
    """Count the days since the first of the map; fewer than none before it, and more than there are after it."""
    return None if pd.isna(value) else (value.date() - FIRST_DAY).days


def _spell(row: dict[Any, Any]) -> dict[str, Any]:
    """Write one spell as a report."""
    since = pgettext("before the first report", "before") if pd.isna(row["start"]) else day(row["start"].date())
    others = [text for text in str(row["second_reports"]).split(" | ") if text]
    return {
        "heading": f"{since} \N{MIDDLE DOT} {in_words(row['controller'])}",
        "source": row["source"],
        "source_url": row["source_url"],
        "confidence": in_words(row["confidence"]),
        "also": [{"source": text, "source_url": "", "line": ""} for text in others],
    }


def _struck(events: EventTable, record: PlaceRecord) -> dict[str, Any]:
    """Sum up the strikes: how many, how many killed, a count a day, and the newest first."""
    rows, n = record.struck, len(record.struck)
    if not n:
        return {"id": "strikes", "heading": _("Strikes"), "lines": [_("No strike on it is reported.")]}
    heading = ngettext("{n} strike reported", "{n} strikes reported", n).format(n=number(n))
    killed = _("civilians killed: {range}").format(range=between(record.killed.low, record.killed.high))
    silent = record.killed.silent
    unknown = ngettext("{n} strike gives no figure", "{n} strikes give no figure", silent).format(n=number(silent))
    days = rows["date_start"].dt.date.value_counts().sort_index()
    told = popups.listed(events, rows, "", "", latest=True)
    return {
        "id": "strikes",
        "heading": heading,
        "lines": [killed, *([unknown] if silent else [])],
        "days": [[day_number(when), int(count)] for when, count in zip(days.index, days, strict=True)],
        "reports": told["reports"],
        "more": told["more"],
    }


def _said(query: Query, part: dict[str, Any]) -> dict[str, Any]:
    """Return a part of the panel; of coarsened data it says first that a settlement's reports lie elsewhere."""
    lines = [publishing.line()] if query.safe and "reports" not in part else []
    return part | {"lines": lines or part["lines"]}


def _other_names(record: PlaceRecord) -> list[str]:
    """Return what the place is called beside its title: in the table, and in Arabic."""
    return [name for name in dict.fromkeys((record.name, record.name_ar)) if name != places.local(record.name)]


def _moved(events: EventTable, record: PlaceRecord) -> dict[str, Any]:
    """Tell who came and went, a row a report, each by its own counter."""
    rows = record.moved
    if rows.empty:
        return {"id": "moves", "heading": _("Movements"), "lines": [_("No movement from or to it is reported.")]}
    told = popups.listed(events, rows, "", "", latest=True)
    shown = popups.first(rows, latest=True)
    for one, origin, place in zip(told["reports"], shown["origin_place"], shown["place"], strict=True):
        way = _("{origin} to {place}") if origin else _("to {place}")
        moved = way.format(origin=places.local(origin), place=places.local(place))
        one["heading"] = f"{moved} \N{MIDDLE DOT} {one['heading']}"
    said = _("Reports of people who came here: {into}; who left: {out}. Counters overlap: nothing is added up.")
    return {
        "id": "moves",
        "heading": _("Movements"),
        "lines": [said.format(into=number(record.came), out=number(record.left))],
        "reports": told["reports"],
        "more": told["more"],
    }


def _near(record: PlaceRecord, query: Query) -> dict[str, Any]:
    """Tell how far the front is at the end of the view, and what is near."""
    if query.safe and not record.pcode:
        # Distances from a sub-district's point are none of what is reported there.
        return {"id": "near", "heading": pgettext("heading: what lies near", "Near"), "lines": [publishing.line()]}
    kinds = map_words()["site_kinds"]
    lines = []
    if record.front_km is not None:
        words = _("Front line: {km} km away on {day}")
        lines.append(words.format(km=number(record.front_km, digits=1), day=day(query.end)))
    lines += [
        _("{name} ({kind}): {km} km").format(name=name, kind=kinds.get(kind, kind), km=number(km, digits=1))
        for name, kind, km in record.near.itertuples(index=False)
    ]
    none = _("Nothing that the map knows.") if record.point else _("Where it lies is not known here.")
    return {"id": "near", "heading": pgettext("heading: what lies near", "Near"), "lines": lines or [none]}


def _links(record: PlaceRecord) -> dict[str, Any]:
    """Lead to the list of the place's reports, over all days; the address is relative to that of the first page."""
    params = Query(start=FIRST_DAY, end=LAST_DAY, place=record.name, lang=language.get()).params()
    return {
        "id": "links",
        "heading": "",
        "lines": [],
        "links": [{"words": _("All reports of this place, as a list"), "address": f"events?{urlencode(params)}"}],
    }


ANSWERS = {
    "find": Answer(found, uses=("q", "lang"), at_start=False, in_file=False),
    "place": Answer(panel, uses=("place", "lang"), dated=True, at_start=False, in_file=False),
}
"""What the browser asks for by name."""
