"""Who holds each of many points at a date, how sure that is, and which reports are nearest."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely
from scipy.spatial import KDTree

from lib.analysis import control
from lib.analysis.control import areas as control_areas
from lib.config.crisis import CRISIS
from lib.config.crs import METRIC
from lib.events.query import LAST_DAY
from lib.geography import basemap, spelling
from lib.text import _, span
from lib.text import day as in_words

SAME_KM = 1.0
"""A point this close to a place with a report of its own is answered with that report."""
SAME_NAME_KM = 5.0
"""A point of the same name as the nearest such reported place is that place up to this distance."""
REPORTED, COMPUTED = "reported", "computed"
"""What an answer rests on: the report of a place within ``SAME_KM``, or the computed map."""
_TEXT = (
    "controller", "confidence", "basis", "report", "report_source", "nearest_place", "nearest_other_place",
    "in_own_record", "reason",
)  # fmt: skip
_FIGURES = {
    "nearest_km": "Float64",
    "nearest_age_days": "Int64",
    "nearest_other_km": "Float64",
    "nearest_other_age_days": "Int64",
}
ANSWER_COLUMNS = (
    "controller",
    "confidence",
    "basis",
    "report",
    "report_source",
    "nearest_place",
    "nearest_km",
    "nearest_age_days",
    "nearest_other_place",
    "nearest_other_km",
    "nearest_other_age_days",
    "in_own_record",
    "reason",
)


def control_at(
    events: control.ControlReports,
    points: gpd.GeoSeries,
    names: pd.Series,
    day: date,
    cache_dir: Path | None = None,
) -> pd.DataFrame:
    """Tell who holds each point at the end of ``day``.

    Args:
        events: The event table.
        points: Points, WGS 84 degrees.
        names: What each point is called, "" where it has no name.
        day: The date.
        cache_dir: Where computed maps are kept.

    Returns:
        :data:`ANSWER_COLUMNS`, with the index of ``points``. Within ``SAME_KM`` of a place with a report of its own,
        controller and confidence are those of that report, basis is ``reported``, and report and report_source name
        it; elsewhere they are those of the computed map (:func:`lib.analysis.control.areas.holder_at`) and basis is
        ``computed``. Place, distance (km) and age (days from its report to ``day``) of the nearest reported place that
        the same side holds, and of the nearest that any other side holds; in_own_record, the controller that the
        reports give when the point is itself a reported place, also one of its name up to ``SAME_NAME_KM`` away;
        reason, why controller is blank; or that the place is in question, which a report of days that are not over
        says, or the end of the side that its last report names: the answer is computed and its confidence low; or, on a
        day that fronts are compared with by name, what
        its line is; or, after the last day of both the period and the reports, that the answer is of that day: its
        confidence is low.
    """
    blank = {column: pd.Series("", index=points.index, dtype="str") for column in _TEXT}
    blank |= {column: pd.Series(pd.NA, index=points.index, dtype=dtype) for column, dtype in _FIGURES.items()}
    answer = pd.DataFrame(blank)[list(ANSWER_COLUMNS)]
    dates = control.control_dates(events)
    if not dates:
        return answer.assign(reason=_("the table holds no report of who holds a place"))
    if day < dates[0]:
        reason = _("before the first report of the table, {day}")
        return answer.assign(reason=reason.format(day=in_words(dates[0])))
    held = control_areas.holder_at(control.control_map(events, day, cache_dir), points)
    answer[["controller", "confidence"]] = held.astype("str")
    drawn = control.control_on(events, day).loc[lambda places: places.geometry.notna()]
    state = drawn.loc[~drawn["in_question"]].reset_index(drop=True)
    inside = np.flatnonzero((answer["controller"] != "").to_numpy())
    if len(inside) and len(state):
        _from_reports(answer, inside, points.iloc[inside], names.iloc[inside], drawn)
        _nearest(answer, inside, points, state, day)
    answer["reason"] = _reasons(points, answer["controller"])
    asked = drawn.join(control.pending_on(events, day), on="event_id", how="inner").reset_index(drop=True)
    if len(inside) and len(asked):
        _doubt(answer, inside, _own_report(points.iloc[inside], names.iloc[inside], asked)[0], asked)
    gone = drawn.loc[drawn["controller"].isin(CRISIS.ended_by(day))].reset_index(drop=True)
    if len(inside) and len(gone):
        _outlived(answer, inside, _own_report(points.iloc[inside], names.iloc[inside], gone)[0], gone, day)
    named = CRISIS.comparison_on(day)
    if named is not None:
        answer["reason"] = answer["reason"].where(answer["reason"] != "", str(named.note))
    return _grown_old(answer, day, max(dates[-1], LAST_DAY))


def _from_reports(
    answer: pd.DataFrame,
    inside: npt.NDArray[np.intp],
    points: gpd.GeoSeries,
    names: pd.Series,
    drawn: gpd.GeoDataFrame,
) -> None:
    """Write into the rows ``inside`` of ``answer`` what the reports of those points themselves say."""
    state = drawn.loc[~drawn["in_question"]].reset_index(drop=True)
    own, is_near = _own_report(points, names, state)
    nearest, found = _own_report(points, names, drawn.reset_index(drop=True))
    # Nearer than a place with a report lies one in question: that is the point's own, and has no say.
    asked_about = found & drawn["in_question"].to_numpy()[nearest]
    own, is_near = np.where(asked_about, -1, own), is_near & ~asked_about
    _fill_basis(answer, inside, state, np.where(is_near, own, -1))
    answer.loc[answer.index[inside[own >= 0]], "in_own_record"] = state["controller"].to_numpy()[own[own >= 0]]


def _doubt(
    answer: pd.DataFrame, inside: npt.NDArray[np.intp], own: npt.NDArray[np.intp], asked: gpd.GeoDataFrame
) -> None:
    """Lower what is computed for a place in question, and name the report whose days are not over.

    ``own`` is the position in ``asked``, the places in question, of each of the points ``inside``; -1 for none.
    """
    words = _("in question: {report} tells of {side}, {days}")
    for at in np.flatnonzero((own >= 0) & (answer["basis"].to_numpy()[inside] == COMPUTED)):
        place, row = asked.iloc[own[at]], answer.index[inside[at]]
        days = span(place["opens"].date(), place["closes"].date())
        answer.loc[row, "confidence"] = "low"
        answer.loc[row, "reason"] = words.format(report=place["pending"], side=place["reported"], days=days)


def _outlived(
    answer: pd.DataFrame, inside: npt.NDArray[np.intp], own: npt.NDArray[np.intp], gone: gpd.GeoDataFrame, day: date
) -> None:
    """Lower what is computed for a place whose last report names a side that has ended, and name the report.

    ``own`` is the position in ``gone``, those places, of each of the points ``inside``; -1 for none.
    """
    words = _("in question: the last report, {report}, names {side}, which holds nothing since {day}")
    ended = CRISIS.ended_by(day)
    for at in np.flatnonzero((own >= 0) & (answer["basis"].to_numpy()[inside] == COMPUTED)):
        place, row = gone.iloc[own[at]], answer.index[inside[at]]
        side = place["controller"]
        answer.loc[row, "confidence"] = "low"
        since = in_words(ended[side])
        answer.loc[row, "reason"] = words.format(report=place["event_id"], side=CRISIS.side(side).to, day=since)


def _grown_old(answer: pd.DataFrame, day: date, last: date) -> pd.DataFrame:
    """Lower what is said of a ``day`` after the ``last`` that the table can tell of, and say why."""
    if day <= last:
        return answer
    answered = answer["controller"] != ""
    words = _("the last known state: nothing is known after {day}").format(day=in_words(last))
    low = answer["confidence"].where(~answered, "low")
    return answer.assign(confidence=low, reason=answer["reason"].where(~answered, words))


def _xy(points: gpd.GeoSeries) -> npt.NDArray[np.float64]:
    """Return the points in metres of the metric CRS, shape (n, 2)."""
    metres: npt.NDArray[np.float64] = shapely.get_coordinates(points.to_crs(METRIC).array)
    return metres


def _nearest(
    answer: pd.DataFrame, inside: npt.NDArray[np.intp], points: gpd.GeoSeries, state: gpd.GeoDataFrame, day: date
) -> None:
    """Fill in the nearest reported place of the same side and of any other, for the points ``inside``."""
    asked, known = _xy(points.iloc[inside]), _xy(state.geometry)
    side, sides = answer["controller"].to_numpy(dtype=object)[inside], state["controller"].to_numpy(dtype=object)
    age = (pd.Timestamp(day) - state["since"]).dt.days.to_numpy()
    for same, prefix in ((True, "nearest"), (False, "nearest_other")):
        # One tree a side (there are at most five), never one a point.
        for holder in np.unique(side.astype(str)):
            places = np.flatnonzero((sides == holder) == same)
            if not len(places):
                continue
            mine = np.flatnonzero(side == holder)
            distance, found = KDTree(known[places]).query(asked[mine])
            rows, found = answer.index[inside[mine]], places[found]
            answer.loc[rows, f"{prefix}_place"] = state["place"].to_numpy(dtype=object)[found]
            answer.loc[rows, f"{prefix}_km"] = np.round(distance / 1000.0, 2)
            answer.loc[rows, f"{prefix}_age_days"] = age[found]


def _fill_basis(
    answer: pd.DataFrame, inside: npt.NDArray[np.intp], state: gpd.GeoDataFrame, own: npt.NDArray[np.intp]
) -> None:
    """Fill in what the answers for the points ``inside`` rest on, and the report of those that have one (not -1)."""
    answer.loc[answer.index[inside], "basis"] = np.where(own >= 0, REPORTED, COMPUTED)
    rows, reports = answer.index[inside[own >= 0]], state.iloc[own[own >= 0]]
    columns = {"controller": "controller", "confidence": "confidence", "report": "event_id", "report_source": "source"}
    for column, source_column in columns.items():
        answer.loc[rows, column] = reports[source_column].to_numpy(dtype=object)


def _own_report(
    points: gpd.GeoSeries, names: pd.Series, state: gpd.GeoDataFrame
) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.bool_]]:
    """Find the position in ``state`` of the reported place that each point is, -1 elsewhere; and whether it is near.

    The nearest place within ``SAME_KM``; one of the point's own name comes first, up to ``SAME_NAME_KM``.
    """
    asked, known = _xy(points), _xy(state.geometry)
    distance, nearest = KDTree(known).query(asked)
    own = np.where(distance <= SAME_KM * 1000.0, nearest, -1)
    is_near = own >= 0
    normalised = {name: spelling.plain(name) for name in {*names, *state["place"], *state["place_ar"]}}
    spelled = pd.concat([state["place"].map(normalised), state["place_ar"].map(normalised)])
    called = pd.DataFrame({"name": spelled.to_numpy(), "row": spelled.index}).drop_duplicates()
    asked_for = pd.DataFrame({"name": names.map(normalised).to_numpy(), "point": np.arange(len(names))})
    pairs = asked_for.loc[asked_for["name"] != ""].merge(called, on="name")
    apart = np.hypot(*(asked[pairs["point"]] - known[pairs["row"]]).T)
    pairs = pairs.assign(apart=apart).sort_values("apart", kind="stable").drop_duplicates("point")
    # A place of that name farther off does not outdo the report of one that is near.
    reach = np.where(is_near[pairs["point"]], SAME_KM, SAME_NAME_KM) * 1000.0
    pairs = pairs.loc[pairs["apart"] <= reach]
    own[pairs["point"].to_numpy()] = pairs["row"].to_numpy()
    return own, is_near


def _reasons(points: gpd.GeoSeries, controller: pd.Series) -> pd.Series:
    """Say why a point has no controller: outside the area, or outside the country."""
    x, y = points.x.to_numpy(), points.y.to_numpy()
    in_area = shapely.intersects_xy(basemap.AREA_OF_INTEREST, x, y)
    in_country = shapely.intersects_xy(basemap.country(), x, y)
    abroad = _("outside {country}").format(country=CRISIS.country.name)
    why = np.where(in_country & ~in_area, _("outside the area of the map"), abroad)
    why = np.where(in_country & in_area, _("no area was computed here"), why)
    return pd.Series(np.where(controller != "", "", why), index=controller.index, dtype="str")
