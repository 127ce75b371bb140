"""Who held one place when, and which reports say so."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from lib.analysis import control
from lib.analysis.control import areas as control_areas
from lib.analysis.control.state import ControlReports, reports_of
from lib.config.crs import DEGREES
from lib.events.table_cache import TableCache
from lib.geography.places import places
from lib.text import _, day, joined
from lib.text.vocabulary import in_words

HISTORY_COLUMNS = (
    "place",
    "start",
    "end",
    "not_before",
    "controller",
    "basis",
    "confidence",
    "event_id",
    "source",
    "source_url",
    "n_sources",
    "second_reports",
)
BASELINE, REPORTED, IMPLIED, COMPUTED = "baseline", "reported", "implied", "computed"
"""What a spell rests on: the baseline, a report of the change, the word of the next report ("taken from …"), or
the map, when no report names the place."""
_ONE_DAY = pd.Timedelta(days=1)
_BETWEEN = " | "


def place_history(events: ControlReports, place: str, cache_dir: Path | None = None) -> pd.DataFrame:
    """Tell who held a place when, one row per spell, earliest first.

    Args:
        events: The event table.
        place: A place by the name or P-code of :func:`lib.geography.places.places`, or as the table names it.
        cache_dir: Where computed maps are kept; only a place that no report names needs them.

    Returns:
        place; start and end, the first and last day on whose evening the holder stands (end is NaT for the last
        spell, start where only a later report tells who held it before); not_before (earlier than start when the
        report names a week or month); controller; basis (``baseline``, ``reported``, ``implied``, ``computed``);
        confidence, event_id, source, source_url and n_sources of the report that opens the spell; second_reports,
        the sources of all others of the spell, separated by `` | ``. A holder who came and went within one day
        is no spell. Empty when nothing is known.
    """
    name, code, point = _known(place)
    rows = _reports_of(events, name, code)
    if len(rows):
        return _spells(events, rows, name)
    if point is None:
        return _frame([])
    return point_history(events, point.x, point.y, name, cache_dir)


def point_history(
    events: ControlReports, lon: float, lat: float, name: str = "", cache_dir: Path | None = None
) -> pd.DataFrame:
    """Tell who held a point when, by the computed map of each control date.

    Args:
        events: The event table.
        lon: Longitude, WGS 84 degrees.
        lat: Latitude, WGS 84 degrees.
        name: What to call the point.
        cache_dir: Where computed maps are kept; each one that is not there yet takes a moment.

    Returns:
        The columns of :func:`place_history`, with basis ``computed`` and blank sources. Empty outside the area.
    """
    if not shapely.intersects_xy(control.default_region(), lon, lat):
        return _frame([])
    point = gpd.GeoSeries([shapely.Point(lon, lat)], crs=DEGREES)
    key = (round(lon, 5), round(lat, 5), str(cache_dir))
    spells = _COMPUTED.get_or_compute(events, key, lambda: _computed(events, point, cache_dir))
    return spells.assign(place=name)


def sentence(history: pd.DataFrame) -> str:
    """Tell a history of :func:`place_history` in one or two sentences; return "" when it is empty."""
    if not len(history):
        return ""
    parts = [_spell_in_words(spell) for spell in history.to_dict("records")]
    text = _("{place}: {spells}.").format(place=history["place"].iloc[0] or _("This point"), spells=joined(parts))
    if (history["basis"] == COMPUTED).all():
        text += " " + _("No report names it: this is computed from the places around it.")
    return text


_COMPUTED: TableCache[pd.DataFrame] = TableCache(64)
"""Spells of the points asked for last."""


def _known(place: str) -> tuple[str, str, shapely.Point | None]:
    """Find name, P-code and point of a place; one that the gazetteer does not hold is known by what it was called."""
    text = place.strip()
    known = places()
    found = known.loc[(known["place"] == text) | ((known["pcode"] == text.upper()) & (text != ""))]
    if not len(found):
        return text, "", None
    row = found.iloc[0]
    return str(row["place"]), str(row["pcode"]), row.geometry


def _reports_of(events: ControlReports, name: str, code: str) -> pd.DataFrame:
    """Return the primary control reports of one place, in the order in which they count."""
    reports = reports_of(events)
    by_code = reports.loc[(reports["key"] == code) & (code != "")]
    if len(by_code):
        return by_code
    named = reports.loc[reports["place"].str.strip().str.casefold() == name.casefold()]
    if code:
        # Rows of that name with another P-code are another place.
        named = named.loc[named["pcode"] == ""]
    return named.loc[named["key"] == named["key"].iloc[0]] if len(named) else named


def _spells(events: ControlReports, rows: pd.DataFrame, name: str) -> pd.DataFrame:
    """Make spells of a place's reports; the state is that of the evening, so the last report of a day counts."""
    daily = rows.drop_duplicates("since", keep="last")
    opening = daily.loc[daily["controller"] != daily["controller"].shift()]
    basis = opening["is_baseline"].map({True: BASELINE, False: REPORTED})
    spells = opening.assign(start=opening["since"], not_before=opening["opens"], basis=basis)
    spells["second_reports"] = _second_reports(events.frame, rows, opening)
    first = spells.iloc[:1]
    if first["basis"].iloc[0] == REPORTED and first["previous_controller"].iloc[0] not in {
        "",
        first.controller.iloc[0],
    }:
        before = first.assign(basis=IMPLIED, controller=first["previous_controller"], second_reports="")
        before[["start", "not_before"]] = np.datetime64("NaT", "s")
        spells = pd.concat([before, spells])
    spells["end"] = (spells["start"].shift(-1) - _ONE_DAY).astype("datetime64[s]")
    return spells.assign(place=name)[list(HISTORY_COLUMNS)].reset_index(drop=True)


def _second_reports(frame: pd.DataFrame, rows: pd.DataFrame, opening: pd.DataFrame) -> list[str]:
    """List for each spell the sources of the reports that say the same as the one that opens it."""
    spell = opening["since"].searchsorted(rows["since"], side="right") - 1
    same = opening["controller"].to_numpy()[spell] == rows["controller"].to_numpy()
    spell_of = pd.Series(spell[same], index=rows["group_id"].to_numpy()[same])
    others = frame.loc[frame["group_id"].isin(spell_of.index) & ~frame["event_id"].isin(opening["event_id"])]
    others = others.assign(spell=spell_of.loc[~spell_of.index.duplicated()].reindex(others["group_id"]).to_numpy())
    others = others.loc[others["controller"] == opening["controller"].to_numpy()[others["spell"]]]
    joined = others.drop_duplicates(["spell", "source"]).groupby("spell")["source"].agg(_BETWEEN.join)
    return list(joined.reindex(range(len(opening)), fill_value=""))


def _computed(events: ControlReports, point: gpd.GeoSeries, cache_dir: Path | None) -> pd.DataFrame:
    """Read the spells of a point off the map of each control date."""
    dates = control.control_dates(events)
    answers = [control_areas.holder_at(control.control_map(events, when, cache_dir), point) for when in dates]
    if not answers:
        return _frame([])
    held = pd.concat(answers, ignore_index=True).assign(start=pd.to_datetime(pd.Series(dates)).astype("datetime64[s]"))
    held = held.loc[held["controller"] != held["controller"].shift()]
    held["end"] = held["start"].shift(-1) - _ONE_DAY
    held = held.loc[held["controller"] != ""]
    return _frame(held.assign(not_before=held["start"], basis=COMPUTED).to_dict("records"))


def _frame(records: Sequence[Mapping[Hashable, Any]]) -> pd.DataFrame:
    """Return spells with every column, blank where a record has none."""
    frame = pd.DataFrame(list(records), columns=list(HISTORY_COLUMNS))
    dates = ["start", "end", "not_before"]
    frame[dates] = frame[dates].astype("datetime64[s]")
    frame["n_sources"] = frame["n_sources"].astype("Int64")
    rest = [name for name in HISTORY_COLUMNS if name not in {*dates, "n_sources"}]
    frame[rest] = frame[rest].astype(object).where(frame[rest].notna(), "").astype("str")
    return frame


def _spell_in_words(spell: Mapping[Hashable, Any]) -> str:
    """Tell one spell as part of a sentence."""
    who, start, earliest = in_words(spell["controller"]), spell["start"], spell["not_before"]
    if pd.isna(start):
        return _("{who} before").format(who=who)
    if spell["basis"] == BASELINE:
        return _("{who} as of {day}").format(who=who, day=day(start.date()))
    if earliest < start:
        return _("{who} by {day}, day not known").format(who=who, day=day(start.date()))
    return _("{who} from {day}").format(who=who, day=day(start.date()))
