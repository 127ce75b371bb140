"""The text behind every drawn thing: its reports, with dates, figures as ranges, and sources. Plain text only."""

from __future__ import annotations

from typing import Any

import pandas as pd

from lib.analysis import daily, displacement
from lib.analysis.tally import day_number
from lib.events.query import Query, select
from lib.events.table import EventTable
from lib.events.vocabulary import in_words
from lib.wording import _, between, day, ngettext, number, span

MOST_REPORTS = 40
"""Reports in one answer; the rest are counted, and found on the events page."""

TOLD = (
    "kind", "subkind", "date_start", "date_end", "date_precision", "actor", "attribution", "target_kind",
    "deaths_low", "deaths_high", "civilian_deaths_low", "civilian_deaths_high", "injured_low", "injured_high",
    "persons_low", "persons_high", "counter", "controller", "previous_controller", "source", "source_url",
    "n_sources", "confidence", "group_id", "note",
)  # fmt: skip
"""Columns that a report's words are made of."""


def reports(events: EventTable, query: Query, kind: str, place: str, origin: str = "") -> dict[str, Any]:
    """What was reported at a place, or along a flow, in the range of ``query``.

    Args:
        events: The event table.
        query: Range and filters.
        kind: ``strike``, ``displacement`` or ``control``.
        place: Settlement, or a flow's destination.
        origin: A flow's origin; only for ``displacement``.

    Returns:
        title, note, reports (each with heading, lines, source, source_url, confidence and also: the second reports
        of the same thing) and more, the number of reports left out. All plain text, nothing escaped.
    """
    if kind == "strike":
        rows = events.frame.iloc[daily.ledger(events).strikes_at(place, query)]
    elif kind == "displacement":
        rows = displacement.flows(events, query)
        rows = rows.loc[(rows["origin_place"] == origin) & (rows["place"] == place)]
    else:
        rows = _holders(events, query)
        rows = rows.loc[rows["place"] == place]
    shown = _first(rows, latest=kind == "control")
    seconds = _by_group(_second_reports(events, shown["group_id"]))
    return _answer(query, (kind, origin, place), len(rows), shown, seconds)


def listed(events: EventTable, rows: pd.DataFrame, title: str, note: str) -> dict[str, Any]:
    """Any rows of a table in the form of :func:`reports`, under a title and a note of the caller's."""
    shown = _first(rows, latest=False)
    seconds = _by_group(_second_reports(events, shown["group_id"]))
    told = [_report(row, seconds.get(row["group_id"], [])) for row in _records(shown)]
    return {"title": title, "note": note, "reports": told, "more": len(rows) - len(shown)}


def all_reports(events: EventTable, query: Query) -> dict[str, dict[str, Any]]:
    """Every answer of :func:`reports` for a range at once, for a map that has no server to ask.

    Returns:
        Answers by ``strike|place``, ``displacement|origin|place`` and ``control|place``.
    """
    strikes = select(events.strikes, query)
    strikes = strikes.loc[strikes["is_primary"] & strikes["lat"].notna()]
    flows = displacement.flows(events, query)
    shown: dict[Asked, tuple[int, pd.DataFrame]] = {
        ("strike", "", str(place)): (len(rows), _first(rows, latest=False)) for place, rows in strikes.groupby("place")
    }
    for (origin, place), rows in flows.groupby(["origin_place", "place"]):
        shown["displacement", str(origin), str(place)] = (len(rows), _first(rows, latest=False))
    for place, rows in _holders(events, query).groupby("place"):
        shown["control", "", str(place)] = (len(rows), _first(rows, latest=True))
    if not shown:
        return {}
    groups = pd.concat([rows["group_id"] for _all, rows in shown.values()])
    seconds = _by_group(_second_reports(events, groups))
    return {
        "|".join(part for part in asked if part): _answer(query, asked, n, rows, seconds)
        for asked, (n, rows) in shown.items()
    }


Asked = tuple[str, str, str]
"""What a symbol asks for: kind, origin (of a flow), place."""


def _holders(events: EventTable, query: Query) -> pd.DataFrame:
    rows = events.control
    return rows.loc[rows["is_primary"] & (rows["date_start"] <= pd.Timestamp(query.end))]


def _by_group(rows: pd.DataFrame) -> dict[str, list[dict[str, Any]]]:
    grouped: dict[str, list[dict[str, Any]]] = {}
    for row in _records(rows):
        grouped.setdefault(row["group_id"], []).append(row)
    return grouped


def _answer(
    query: Query, asked: Asked, n: int, shown: pd.DataFrame, seconds: dict[str, list[dict[str, Any]]]
) -> dict[str, Any]:
    """Title, note and reports of what is asked for; ``n`` is how many there are, ``shown`` those that are told."""
    kind, origin, place = asked
    if kind == "strike":
        title = ngettext("{place}: {n} reported strike", "{place}: {n} reported strikes", n)
        title = title.format(place=place, n=number(n))
        note = _("The point is the centre of the settlement, not the place of impact.")
    elif kind == "displacement":
        title = _("{origin} to {place}").format(origin=origin, place=place)
        note = _flow_note(shown)
    else:
        title = _("{place}: who was reported to hold it").format(place=place)
        note = _("The last report up to {day} stands.").format(day=day(query.end))
    return {
        "title": title,
        "note": note,
        "reports": [_report(row, seconds.get(row["group_id"], [])) for row in _records(shown)],
        "more": n - len(shown),
    }


def _first(rows: pd.DataFrame, *, latest: bool) -> pd.DataFrame:
    """The reports that are told, in order of date: only two columns of the others are looked at."""
    order = ["date_start", "event_id"]
    at = pd.DataFrame({name: rows[name].to_numpy() for name in order})
    at = at.sort_values(order, ascending=not latest, kind="stable")
    return rows.iloc[at.index[:MOST_REPORTS]]


def _second_reports(events: EventTable, groups: pd.Series) -> pd.DataFrame:
    """The reports that are not counted, of the same things as those of ``groups``, in the order of the table."""
    second = daily.ledger(events).second
    return events.frame.iloc[second[events.frame["group_id"].iloc[second].isin(groups).to_numpy()]]


def _records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """The cells that reports are told from, a dictionary a row; None where a figure is blank."""
    told = frame[list(TOLD)]
    columns = [told[name].astype(object).where(told[name].notna(), None) for name in TOLD]
    return [dict(zip(TOLD, row, strict=True)) for row in zip(*columns, strict=True)]


def _flow_note(rows: pd.DataFrame) -> str:
    if rows[["geo_precision", "origin_precision"]].isin(["representative", "governorate"]).any(axis=None):
        return _("An end of this arrow is only a place to hang it on: the report names an area, not a settlement.")
    return ""


def _report(row: dict[str, Any], seconds: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "start": day_number(row["date_start"].date()),
        "end": day_number(row["date_end"].date()),
        "heading": f"{_when(row)} \N{MIDDLE DOT} {in_words(row['subkind'])}",
        "lines": [line for line in _lines(row) if line],
        "source": row["source"],
        "source_url": row["source_url"],
        "confidence": in_words(row["confidence"]),
        "also": [_second(other) for other in seconds],
    }


def _when(row: dict[str, Any]) -> str:
    when = span(row["date_start"].date(), row["date_end"].date())
    return when if row["date_precision"] == "day" else _("{when} (day not known)").format(when=when)


def _lines(row: dict[str, Any]) -> list[str]:
    """What one report says, a sentence fragment a line; nothing is said that the row leaves blank."""
    if row["kind"] == "strike":
        return [*_strike_lines(row), _sources(row), row["note"]]
    if row["kind"] == "displacement":
        return [*_displacement_lines(row), row["note"]]
    held = _("held by: {who}").format(who=in_words(row["controller"]))
    before = row["previous_controller"]
    return [
        held,
        _("before: {who}").format(who=in_words(before)) if before else "",
        _sources(row),
        row["note"],
    ]


def _strike_lines(row: dict[str, Any]) -> list[str]:
    who = row["actor"] or _("not stated")
    lines = [_("attributed to: {who} ({how})").format(who=who, how=in_words(row["attribution"] or "unknown"))]
    if row["target_kind"]:
        targets = ", ".join(in_words(word) for word in row["target_kind"].split(";"))
        lines.append(_("reported target: {targets}").format(targets=targets))
    lines += [
        _("civilians killed: {range}").format(range=_range(row, "civilian_deaths")),
        _("killed in all: {range}").format(range=_range(row, "deaths")),
        _("injured: {range}").format(range=_range(row, "injured")),
    ]
    return lines


def _displacement_lines(row: dict[str, Any]) -> list[str]:
    if row["persons_low"] is None and row["persons_high"] is None:
        persons = _("persons: no number reported, only the direction")
    else:
        persons = _("persons: {range}").format(range=_range(row, "persons"))
    counted = _("counted by: {who}").format(who=row["counter"]) if row["counter"] else ""
    return [persons, counted]


def _range(row: dict[str, Any], what: str) -> str:
    return between(row[f"{what}_low"], row[f"{what}_high"])


def _sources(row: dict[str, Any]) -> str:
    n = row["n_sources"]
    if n is None:
        return ""
    return ngettext("{n} original reporter named", "{n} original reporters named", int(n)).format(n=number(n))


def _second(row: dict[str, Any]) -> dict[str, str]:
    figures = {
        "strike": _("civilians killed: {range}").format(range=_range(row, "civilian_deaths")),
        "displacement": _("persons: {range}").format(range=_range(row, "persons")),
    }
    silent = row["kind"] == "displacement" and row["persons_low"] is None and row["persons_high"] is None
    line = "" if silent else figures.get(row["kind"], "")
    return {"source": row["source"], "source_url": row["source_url"], "line": line}
