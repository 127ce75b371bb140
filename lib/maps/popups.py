"""The text behind every drawn thing: its reports, with dates, figures as ranges, and sources. Plain text only."""

from __future__ import annotations

from typing import Any

import pandas as pd

from lib.analysis import displacement, strikes
from lib.events.query import Query
from lib.events.table import EventTable
from lib.events.vocabulary import in_words
from lib.wording import _, between, day, ngettext, number, span

MOST_REPORTS = 40
"""Reports in one answer; the rest are counted, and found on the events page."""


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
        rows = strikes.strikes(events, query)
        rows = rows.loc[(rows["place"] == place) & rows["lat"].notna()]
        title = ngettext("{place}: {n} reported strike", "{place}: {n} reported strikes", len(rows))
        title = title.format(place=place, n=number(len(rows)))
        note = _("The point is the centre of the settlement, not the place of impact.")
    elif kind == "displacement":
        rows = displacement.flows(events, query)
        rows = rows.loc[(rows["origin_place"] == origin) & (rows["place"] == place)]
        title = _("{origin} to {place}").format(origin=origin, place=place)
        note = _flow_note(rows)
    else:
        rows = events.control
        rows = rows.loc[rows["is_primary"] & (rows["place"] == place) & (rows["date_start"] <= pd.Timestamp(query.end))]
        title = _("{place}: who was reported to hold it").format(place=place)
        note = _("The last report up to {day} stands.").format(day=day(query.end))
    order = ["date_start", "event_id"]
    rows = rows.sort_values(order, ascending=kind != "control", kind="stable")
    shown = rows.head(MOST_REPORTS)
    seconds = events.frame.loc[events.frame["group_id"].isin(shown["group_id"]) & ~events.frame["is_primary"]]
    by_group = {group: list(_records(some)) for group, some in seconds.groupby("group_id")}
    return {
        "title": title,
        "note": note,
        "reports": [_report(row, by_group.get(row["group_id"], [])) for row in _records(shown)],
        "more": len(rows) - len(shown),
    }


def _records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    plain = frame.astype(object).where(frame.notna(), None)
    return [{str(name): value for name, value in row.items()} for row in plain.to_dict("records")]


def _flow_note(rows: pd.DataFrame) -> str:
    if rows[["geo_precision", "origin_precision"]].isin(["representative", "governorate"]).any(axis=None):
        return _("An end of this arrow is only a place to hang it on: the report names an area, not a settlement.")
    return ""


def _report(row: dict[str, Any], seconds: list[dict[str, Any]]) -> dict[str, Any]:
    return {
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
