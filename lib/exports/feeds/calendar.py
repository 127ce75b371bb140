"""The milestones of the event table as a calendar (iCalendar, RFC 5545): all-day events in the reader's language."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any, Final
from urllib.parse import urlencode

from icalendar import Calendar, Event
from icalendar.enums import TRANSP

from lib import __version__
from lib.analysis import summary
from lib.config.crisis import CRISIS
from lib.events import change_log
from lib.events.change_log import ChangeLogError
from lib.events.query import FIRST_DAY, LAST_DAY
from lib.events.table import EventTable
from lib.exports.feeds.text import fit, name, on_one_line, web
from lib.geography.places import local
from lib.text import LANGUAGES, _, language
from lib.text.provenance import disclaimer
from lib.text.vocabulary import in_words

REFRESH: Final = timedelta(days=1)
"""How often a calendar that is subscribed to is asked for again."""


def calendar(events: EventTable, base: str, _since: datetime) -> bytes:
    """Write the counted milestones of a table, over all its days, as a calendar.

    Args:
        events: The server's own event table.
        base: The server's address without a slash at its end; "" where it is not known, and then nothing leads to it.
        _since: Not needed: an event tells when the change log last told of its row.
    """
    made = Calendar.new(
        prodid=f"-//{on_one_line(str(CRISIS.title))}//{__version__}//{language.get().upper()}",
        name=_("{site}: milestones").format(site=on_one_line(str(CRISIS.title))),
        description=disclaimer(),
        uid=name("milestones"),
        language=language.get(),
        refresh_interval=REFRESH,
    )
    changed = _changed(events)
    rows = events.milestones
    rows = rows.loc[rows["is_primary"]].sort_values(["date_start", "event_id"], kind="stable")
    for row in rows.to_dict("records"):
        made.add_component(_event(row, base, changed.get(str(row["event_id"]))))
    return bytes(made.to_ical())


def _event(row: dict[Any, Any], base: str, changed: date | None) -> Event:
    start, end = row["date_start"].date(), row["date_end"].date()
    title, more = summary.milestone_words(str(row["note"]), str(row["subkind"]))
    source, address = on_one_line(str(row["source"])), web(str(row["source_url"]))
    told = [
        more,
        _("Source: {source}").format(source=f"{source} ({address})" if address else source),
        _("On the map: {address}").format(address=_view(base, start))
        if base and FIRST_DAY <= start <= LAST_DAY
        else "",
    ]
    place = on_one_line(local(str(row["place"])))
    return Event.new(
        uid=name("milestone", str(row["event_id"])),
        # Without a day of change the event says its own: the same table is the same calendar whenever it is asked for.
        stamp=datetime.combine(changed or start, datetime.min.time(), UTC),
        start=start,
        end=end + timedelta(days=1),
        summary=on_one_line(title),
        description=fit("\n".join(filter(None, told))),
        location=place or None,
        categories=[on_one_line(in_words(str(row["subkind"])))],
        transparency=TRANSP.TRANSPARENT,
        url=address or None,
    )


def _view(base: str, day: date) -> str:
    lang = {} if language.get() == LANGUAGES[0] else {"lang": language.get()}
    return f"{base}/?{urlencode({'from': day.isoformat(), 'to': day.isoformat(), **lang})}"


def _changed(events: EventTable) -> dict[str, date]:
    """Return for each row the day of the newest version that changed it, as far as the change log knows this table."""
    try:
        entries = change_log.read()
    except ChangeLogError:
        return {}
    at = next((at for at, entry in enumerate(entries) if entry.new == events.version), None)
    found: dict[str, date] = {}
    for entry in [] if at is None else entries[at:]:
        try:
            day = date.fromisoformat(entry.day)
        except ValueError:
            continue
        for event_id in entry.changes["event_id"]:
            found.setdefault(str(event_id), day)
    return found
