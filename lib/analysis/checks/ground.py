"""Checks against the state of control: whose ground was struck, where the table is silent, and where it is thin."""

from __future__ import annotations

from datetime import date

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from scipy.spatial import KDTree

from lib.analysis import control
from lib.analysis.checks.check import CAMP_OF_SIDE, camp_named, joined, metres, odd
from lib.analysis.checks.groups import POINTED
from lib.config.crisis import CRISIS
from lib.config.crs import DEGREES, METRIC
from lib.events.query import FIRST_DAY, LAST_DAY
from lib.events.table import EventTable
from lib.text import _, number, span
from lib.text import day as in_words
from lib.text.vocabulary import in_words as word

NEAREST, ASKED = 3, 12
"""How many reported places round a point have to be of one camp for the point to be its ground; and how many places
are looked at for them, since some have no report yet, or are in question."""
SURE_KM, ROUND_KM = 5.0, 10.0
"""How near the nearest of them has to be, and how far the others are asked for, kilometres."""
THIN_KM = 8.0
"""How far the nearest reported place of a side may be from a stretch of front, kilometres."""
QUIET_DAYS = 28
"""From how many days on without a change of control, between two that have some, a table is asked about them."""
HELD = r"held by (?P<by>[^;,.()]+)|(?P<hyphen>\S+)-held\b"
"""How a note says who holds the ground."""


def own_ground(events: EventTable) -> pd.Series:
    """Find strikes on ground of the striking side itself, and those whose note says another holder than the reports.

    Ground is a camp's where the nearest reported places are, on the eve and at the end of the day: near a front, and
    where a place changes hands that day, nothing is said.

    Returns:
        A sentence by row label.
    """
    rows = events.strikes
    rows = rows.loc[rows["lat"].notna() & rows["lon"].notna() & rows["geo_precision"].isin(POINTED)]
    noted = rows["note"].str.extract(HELD, expand=True)
    rows = rows.assign(
        striking=camp_named(rows["actor"]), noted=camp_named(noted["by"].fillna(noted["hyphen"]).fillna(""))
    )
    rows = rows.loc[(rows["striking"] != "") | (rows["noted"] != "")]
    eve, end = (_camps_at(events, rows, rows[name] - pd.Timedelta(days=back)) for name, back in
                (("date_start", 1), ("date_end", 0)))  # fmt: skip
    held = eve["camp"].where(eve["camp"] == end["camp"], "")
    own = (held != "") & (held == rows["striking"])
    said = (held != "") & (rows["noted"] != "") & (rows["noted"] != held)
    near = [f"{place} ({word(side)})" for place, side in zip(end["place"], end["controller"], strict=True)]
    told = rows.assign(near=near)
    words = _("{actor} is said to have struck ground that its own side holds by the reports, near {near}.")
    other = _("The note gives the ground to another side than the reports do, near {near}.")
    mine = [
        words.format(actor=actor, near=at) for actor, at in told.loc[own, ["actor", "near"]].itertuples(index=False)
    ]
    theirs = [other.format(near=at) for at in told.loc[said, "near"]]
    return joined([odd(told.index[own], mine), odd(told.index[said], theirs)])


def _camps_at(events: EventTable, rows: pd.DataFrame, days: pd.Series) -> pd.DataFrame:
    """Return the camp that holds each row's point at the end of a day, and the nearest reported place.

    Columns place, controller and camp on the labels of ``rows``; "" where it is not sure.
    """
    near = _near(events, rows, days)
    near = near.loc[near["controller"].notna()].sort_values(["label", "metre"], kind="stable")
    near = near.loc[near.groupby("label").cumcount() < NEAREST]
    near["camp"] = near["controller"].map(CAMP_OF_SIDE).fillna("")
    by_row = near.groupby("label")
    first = by_row[["metre", "place", "controller", "camp"]].first()
    sure = (first["metre"] <= SURE_KM * 1000.0) & (by_row["camp"].min() == by_row["camp"].max())
    return first.loc[sure, ["place", "controller", "camp"]].reindex(rows.index, fill_value="")


def _near(events: EventTable, rows: pd.DataFrame, days: pd.Series) -> pd.DataFrame:
    """Return the reported places round each row's point: label (of the row), metre, place, controller at the day's end.

    The controller is missing before a place's first report, and while it is in question.
    """
    reports = control.reports_of(events)
    reports = reports.loc[reports["geometry"].notna().to_numpy()]
    reports = reports.assign(key=pd.factorize(reports["key"])[0])
    reports = reports.astype({"since": "datetime64[s]", "opens": "datetime64[s]"})
    known = reports.drop_duplicates("key").reset_index(drop=True)
    if known.empty or rows.empty:
        return pd.DataFrame({"label": [], "metre": [], "place": [], "controller": []})
    points = gpd.GeoSeries(known["geometry"].to_numpy(), crs=DEGREES).to_crs(METRIC)
    asked = list(range(1, min(ASKED, len(known)) + 1))
    tree = KDTree(shapely.get_coordinates(points.array))
    metre, which = tree.query(metres(rows["lat"], rows["lon"]), k=asked, distance_upper_bound=ROUND_KM * 1000.0)
    row, nth = np.nonzero(np.isfinite(metre))
    pairs = pd.DataFrame(
        {"label": rows.index[row], "metre": metre[row, nth], "key": known["key"].to_numpy()[which[row, nth]],
         "place": known["place"].to_numpy(object)[which[row, nth]], "day": days.to_numpy().astype("datetime64[s]")[row]}
    ).sort_values("day", kind="stable")  # fmt: skip
    told = reports[["key", "since", "opens", "controller"]].reset_index(drop=True)
    settled = pd.merge_asof(pairs, told.drop(columns="opens"), left_on="day", right_on="since", by="key")
    opened = told.sort_values("opens", kind="stable").rename(columns={"since": "settled"})[["key", "opens", "settled"]]
    pending = (
        pd.merge_asof(pairs, opened, left_on="day", right_on="opens", by="key")["settled"] > pairs["day"].to_numpy()
    )
    return settled.assign(controller=settled["controller"].where(~pending.to_numpy()))


def quiet_months(events: EventTable) -> pd.Series:
    """Find spells of :data:`QUIET_DAYS` days or more between two changes of control with none in between.

    There the sources stopped, or the fighting did.

    Returns:
        A sentence by the label of the row that is the last change before the spell.
    """
    reports = control.reports_of(events)
    changes = reports.loc[~reports["is_baseline"].to_numpy(dtype=bool)]
    last = changes.sort_values("since", kind="stable").drop_duplicates("since", keep="last")
    following = last["since"].shift(-1)
    quiet = ((following - last["since"]).dt.days > QUIET_DAYS).to_numpy()
    label = pd.Series(events.frame.index, index=events.frame["event_id"])
    words = _("No change of control is reported for {days}; this row is the last before.")
    one = pd.Timedelta(days=1)
    lines = [
        words.format(days=span((before + one).date(), (after - one).date()))
        for before, after in zip(last.loc[quiet, "since"], following[quiet], strict=True)
    ]
    return odd(pd.Index(label.loc[last.loc[quiet, "event_id"]]), lines)


def thin_fronts(events: EventTable) -> pd.Series:
    """Find places that are the nearest of their side to a front far off: there the line rests on little.

    The fronts are those of the first days of the months that the map covers, of its last day, and of the days before
    that it offers to compare with.

    Returns:
        A sentence by the label of the place's row; far is more than :data:`THIN_KM`, km.
    """
    months = (stamp.date() for stamp in pd.date_range(FIRST_DAY, LAST_DAY, freq="MS"))
    days = [*(comparison.day for comparison in CRISIS.comparisons), FIRST_DAY, *months, LAST_DAY]
    dates = control.control_dates(events)
    asked = sorted({control.snap(events, day) for day in days if dates and day >= dates[0]})
    found = [_thin(control.control_map(events, day), day) for day in asked]
    if not found:
        return odd(events.frame.index[:0], [])
    # One warning a place: the farthest of its stretches, on whichever of the days.
    thin = pd.concat(found).sort_values("km", ascending=False, kind="stable").drop_duplicates("event_id")
    label = pd.Series(events.frame.index, index=events.frame["event_id"])
    thin = thin.assign(label=label.reindex(thin["event_id"]).to_numpy()).dropna(subset="label").sort_values("label")
    words = _(
        "On {day} a stretch of front facing {other} lies {km} km from here, the nearest reported place of {side}."
    )
    told = zip(thin["day"], thin["other"], thin["km"], thin["side"], strict=True)
    lines = [
        words.format(day=in_words(day), other=word(other), km=number(km), side=word(side))
        for day, other, km, side in told
    ]
    return odd(pd.Index(thin["label"]), lines)


def _thin(drawn: control.ControlMap, day: date) -> pd.DataFrame:
    """Return the far ends of a map's front: event_id, side, other, km, day."""
    fronts = drawn.stretches.loc[drawn.stretches["is_front"].astype(bool)]
    lines = fronts.geometry.to_crs(METRIC)
    located = drawn.places.loc[drawn.places.geometry.notna()].drop_duplicates("event_id", keep="last")
    points = located.set_index("event_id").geometry.to_crs(METRIC)
    ends = []
    for mine, other in (("a", "b"), ("b", "a")):
        nearest = gpd.GeoSeries(points.reindex(fronts[f"event_{mine}"])).to_numpy()
        km = shapely.distance(lines.to_numpy(), nearest) / 1000.0
        ends.append(
            pd.DataFrame(
                {"event_id": fronts[f"event_{mine}"].to_numpy(), "side": fronts[f"side_{mine}"].to_numpy(),
                 "other": fronts[f"side_{other}"].to_numpy(), "km": km, "day": day}
            )
        )  # fmt: skip
    thin = pd.concat(ends)
    return thin.loc[thin["km"] > THIN_KM]
