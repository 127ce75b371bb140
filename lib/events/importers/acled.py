"""ACLED's export, older and of today: one row an event, read by the names of its columns.

ACLED's terms forbid passing its rows on: an import stays with the one who made it. Meanings are those of ACLED's
codebook. What ACLED does not say stays blank: it has no civilian deaths, no injured, no grade of confidence.
"""

from __future__ import annotations

import re

import numpy as np
import pandas as pd

from lib.config.crisis import CRISIS
from lib.events.importers.source import Mask, Source, chosen
from lib.events.mapping.names import key
from lib.events.reading.delimited import plain
from lib.events.reading.text import Text
from lib.text import _, ngettext, number

COLUMNS = (
    "data_id", "event_id_cnty", "event_date", "time_precision", "event_type", "sub_event_type", "actor1",
    "assoc_actor_1", "actor2", "country", "admin1", "admin2", "admin3", "location", "latitude", "longitude",
    "geo_precision", "source", "notes", "fatalities", "timestamp",
)  # fmt: skip
NEEDED = frozenset({"event_date", "event_type", "location"})
"""What every export of single events has; the columns of one from the API are those that were asked for."""
IDS = ("event_id_cnty", "data_id")
_FROM_AIR = key("air/drone strike")
STRIKES = {_FROM_AIR: "airstrike", key("shelling/artillery/missile attack"): "shelling"}
"""Kinds of event that are strikes, by the keys of their names."""
REGAINED = key("government regains territory")
"""The one change of territory whose name says who holds the place afterwards."""
_REMOTE = key("remote violence")
"""The kind of event that strikes were before ACLED had finer ones; its notes name the weapon."""
_NEIGHBOURS = "|".join(map(re.escape, CRISIS.country.neighbours)) or r"(?!)"
"""A pattern of their names; one that never matches where none is named."""
_PRECISION = {"1": "day", "2": "week", "3": "month"}
_WHERE = {"1": "settlement", "2": "subdistrict", "3": "governorate"}
_OWN = {"", *(name.lower() for name in CRISIS.country.names)}
_NEAR = _OWN | {name.lower() for name in CRISIS.country.neighbours}
_DRONE = r"(?i)\bdrones?\b|\bUAVs?\b|unmanned aerial"
_PLANE = r"(?i)air ?strikes?|air raids?|warplanes?|fighter jets?|helicopters?|barrel bombs?"
_SHELLS = r"(?i)\bshell(?:s|ed|ing)?\b|artillery|mortars?|rockets?|missiles?"
_BATTLE = re.compile(r"(?i)^battle\s*[-–]\s*")
"""Before a change of control in older exports."""
_EPOCH, _SECONDS = 1e8, 1e11
"""Numbers from which on a time is seconds since 1970, and milliseconds since then."""
_DAY_FIRST = r"\d{1,2}[./-]\d{1,2}[./-].*"


def convert(source: Source) -> Text:
    """Convert the strikes and the places regained by the government; leave out and report every other row.

    Raises:
        QuestionError: Day and month cannot be told apart.
    """
    source.take(*COLUMNS)
    what = _what(source)
    subkind = _subkinds(source, what)
    kind = source.word("strike").where(subkind != "", "").mask(what == REGAINED, "control")
    ids = source[IDS[0]].where(source[IDS[0]] != "", source[IDS[1]])
    older = _older(source, ids)
    without = _left_out(source, kind, older)
    days = source.dates("event_date")["event_date"]
    deaths = _deaths(source)
    made = source.rows_of(
        {
            "event_id": ("acled-" + ids).where(ids != "", ""),
            "kind": kind,
            "subkind": subkind,
            "date_start": days,
            "date_precision": chosen(source["time_precision"], _PRECISION),
            "place": source["location"],
            "admin1": source["admin1"],
            "admin2": source["admin2"],
            "admin3": source["admin3"],
            "lat": source.degrees("latitude"),
            "lon": source.degrees("longitude"),
            "geo_precision": chosen(source["geo_precision"], _WHERE),
            "controller": source.word(CRISIS.country.own_side).where(kind == "control", ""),
            "actor": source["actor1"],
            "deaths_low": deaths,
            "deaths_high": deaths,
            "source": ("ACLED: " + source["source"]).where(source["source"] != "", "ACLED"),
            "note": source["notes"],
        },
        without | older,
    )
    # An older version of an event is no row that was refused.
    return made._replace(read=made.read - int(np.count_nonzero(older)))


def is_events(names: frozenset[str]) -> bool:
    """Return whether plain column names are those of ACLED's single events; its sums by week have no ids."""
    if not names >= frozenset(plain(name) for name in NEEDED):
        return False
    finer = plain("sub_event_type") in names
    # Without the finer kind, which came later, only the id is ACLED's own.
    return any(plain(name) in names for name in ((*IDS, "fatalities") if finer else IDS[:1]))


def _what(source: Source) -> pd.Series:
    """Return the key of each event's kind, the finer one where there is one."""
    finer = source["sub_event_type"]
    named = finer.where(finer != "", source["event_type"])
    return named.map({cell: key(_BATTLE.sub("", cell)) for cell in named.unique().tolist()}).astype("str")


def _subkinds(source: Source, what: pd.Series) -> pd.Series:
    """Return the sort of each event, "" for none of this map; what ACLED has one word for, its notes tell apart."""
    subkind = chosen(what, STRIKES | {REGAINED: "change"})
    # Notes are long: those of other rows are not looked at.
    rows = np.flatnonzero(what.isin([_FROM_AIR, _REMOTE]).to_numpy(dtype=bool))
    notes = source["notes"].iloc[rows]
    drone, plane = (notes.str.contains(words).to_numpy(dtype=bool) for words in (_DRONE, _PLANE))
    subkind.iloc[rows[drone & ~plane & (what.iloc[rows] == _FROM_AIR).to_numpy(dtype=bool)]] = "drone"
    remote = (what.iloc[rows] == _REMOTE).to_numpy(dtype=bool)
    if not remote.any():
        return subkind
    shells = notes.str.contains(_SHELLS).to_numpy(dtype=bool)
    for which, word in (
        (plane & ~shells, "airstrike"), (shells & ~plane & ~drone, "shelling"),
        (plane & shells, "airstrike_or_shelling"), (drone & ~plane & ~shells, "drone"),
    ):  # fmt: skip
        subkind.iloc[rows[remote & which]] = word
    return subkind


def _older(source: Source, ids: pd.Series) -> Mask:
    """Find older versions of events that stand in the file again: ACLED corrects its events.

    The latest ``timestamp`` is the one that counts; without one, or with one that cannot be read, the row that stands
    last.
    """
    again = ids[ids != ""].duplicated(keep=False)
    older = np.zeros(len(ids), dtype=bool)
    if not again.any():
        return older
    stamps = _stamps(source["timestamp"])
    unsure = ids[np.isnan(stamps)].unique()
    stamps = np.where(np.isnan(stamps) | ids.isin(unsure).to_numpy(dtype=bool), -1.0, stamps)
    order = np.lexsort((np.arange(len(ids)), stamps))
    older[order] = (ids.iloc[order].duplicated(keep="last") & (ids.iloc[order] != "")).to_numpy(dtype=bool)
    newest = pd.Series(stamps, index=ids.index)[~older].groupby(ids[~older]).max()
    at = np.flatnonzero(older)
    replaced = stamps[at] < newest.reindex(ids.iloc[at]).to_numpy(dtype=np.float64)
    same = source.text.frame.duplicated(keep="last").to_numpy(dtype=bool)[at]
    _tell_older(source, int(replaced.sum()), int((~replaced & same).sum()), int((~replaced & ~same).sum()))
    return older


def _stamps(text: pd.Series) -> np.ndarray:
    """Return the times of the last change in seconds, -1 where there is none, not a number where it is not certain."""
    codes, cells = pd.factorize(text)
    each = pd.Series(cells, dtype="str")
    numbers = pd.to_numeric(each, errors="coerce").to_numpy(dtype=np.float64, copy=True)
    numbers = np.where(numbers >= _SECONDS, numbers / 1000, numbers)
    # 01/12/2031 may be of January or December.
    days = pd.to_datetime(each.mask(each.str.fullmatch(_DAY_FIRST), ""), errors="coerce", utc=True, format="mixed")
    times = (days - pd.Timestamp(0, tz="UTC")).dt.total_seconds().to_numpy(dtype=np.float64)
    found = np.where(np.isnan(numbers), times, numbers)
    # A count of its own is no time.
    if (found >= _EPOCH).any():
        found[(found < _EPOCH)] = np.nan
    found[(each == "").to_numpy(dtype=bool)] = -1
    return found[codes]


def _tell_older(source: Source, replaced: int, copies: int, unsure: int) -> None:
    """Report events that were corrected and copies in a notice each; warn where nothing tells which is newer."""
    log = source.log
    if replaced:
        words = ngettext(
            "{n} row is an older version of an event; the one with the latest timestamp was taken.",
            "{n} rows are older versions of events; those with the latest timestamp were taken.",
            replaced,
        )
        log.whole(words.format(n=number(replaced)), severity="notice", column="timestamp")
    if copies:
        words = ngettext("{n} row stands in the file again, word for word; it was taken once.",
                         "{n} rows stand in the file again, word for word; each was taken once.", copies)  # fmt: skip
        log.whole(words.format(n=number(copies)), severity="notice", column=IDS[0])
    if unsure:
        words = ngettext(
            "{n} event stands in the file again with other content, and no timestamp tells which is newer; the last "
            "one was taken. Download it again if that is wrong.",
            "{n} events stand in the file again with other content, and no timestamp tells which is newer; the last "
            "ones were taken. Download them again if that is wrong.",
            unsure,
        )
        log.whole(words.format(n=number(unsure)), severity="warning", column=IDS[0])


def _left_out(source: Source, kind: pd.Series, older: Mask) -> Mask:
    """Leave out rows of elsewhere, of a kind the event table lacks, or whose holder no field names; return which."""
    elsewhere = ~source["country"].str.lower().isin(_NEAR).to_numpy(dtype=bool) & ~older
    source.leave_out(elsewhere, "country", _("'{value}' is not the country of this map."), _("another country"))
    other = (kind == "").to_numpy() & ~elsewhere & ~older
    remote = other & (_what(source) == _REMOTE).to_numpy(dtype=bool)
    words = _("'{value}' may be a mine as well as a strike, and the notes name no weapon of one.")
    source.leave_out(remote, "event_type", words, _("weapon not named"))
    words = _("'{value}' is neither a strike nor a change of control that names who holds the place.")
    finer = "sub_event_type" if source.has("sub_event_type") else "event_type"
    source.leave_out(other & ~remote, finer, words, _("no event of this map"))
    # "Government" is that of the country the event is in; where a neighbour took part, the name does not tell.
    unsure = (kind == "control").to_numpy() & ~elsewhere & ~older
    control = np.flatnonzero(unsure)
    foreign = (source["actor1"].iloc[control] + source["actor2"].iloc[control]).str.contains(_NEIGHBOURS)
    ours = source["country"].iloc[control].str.lower().isin(_OWN)
    unsure[control] = (foreign | ~ours).to_numpy()
    words = _("'{value}' took part: the row does not say whose government holds the place.")
    source.leave_out(unsure, "actor1", words, _("holder not named"))
    return elsewhere | other | unsure


def _deaths(source: Source) -> pd.Series:
    """Return fatalities, blank for 0: ACLED writes that also where no figure is reported, so that it says nothing."""
    deaths = source.figures("fatalities")
    silent = (deaths == "0").to_numpy()
    if n := int(np.count_nonzero(silent)):
        message = ngettext(
            "{n} row has 0 fatalities, which ACLED also writes where none are reported; it was left blank.",
            "{n} rows have 0 fatalities, which ACLED also writes where none are reported; they were left blank.",
            n,
        )
        source.log.whole(message.format(n=number(n)), severity="notice", column="fatalities")
    return deaths.mask(pd.Series(silent, index=deaths.index), "")
