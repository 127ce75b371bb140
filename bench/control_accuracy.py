"""How right the computed front lines are: places left out and told from the rest, week by week.

Run with ``make bench``. Prints the tables and writes them to ``bench/RESULTS-control.md``.

*Leave one place out.* On each Sunday every place that has a point, is not contested and not in question is left out
with all its reports, and its side is told from the other places of that date. *Near the line* are the places within
8 km of the front as the map draws it from all places of the date, the same for every method compared. A place left out
bends that line towards itself, so one that is told wrong cannot escape from being near; the few that the map lists as
exceptions count as near wherever they lie.

*Leave one day ahead.* The map of the evening before each day with reports is held against the state of all places at
that day's end: how wrong a map is that is one day old. And, harder: the places reported that day are left out together,
and who held them the day before is told from what else was known by then. Most of them stand side by side where the
line is about to move, so that this is a test of the map without all that pins the line down there.
"""

from __future__ import annotations

import os
import platform
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import scipy
import shapely

from bench import control_methods, control_report, published_areas
from bench.control_methods import Method, State
from lib.analysis import control
from lib.analysis.front import kriging as front_kriging
from lib.analysis.front import line as front_line
from lib.config.crs import METRIC
from lib.events import table

FIRST, WEEKS = date(2019, 12, 1), 15
NEAR_KM = 8.0
RESULTS = Path(__file__).with_name("RESULTS-control.md")
BASELINES: dict[str, Method] = {
    "nearest place": control_methods.nearest_place,
    "weighted neighbours (8 nearest)": control_methods.weighted_neighbours,
    "each side's three nearest (first version)": control_methods.each_sides_nearest,
}
MAP = "**the map as drawn**"
STEPS: dict[str, Method] = {
    "kriging at the point": control_methods.kriging,
    "kriging, drawn, single villages make areas": control_methods.drawn_with_single_villages,
    MAP: control_methods.as_drawn,
}
TRIED: dict[str, Method] = {
    "less trust in low confidence": control_methods.by_confidence,
    "less trust in old reports": control_methods.by_age,
    "rivers as obstacles": control_methods.across_rivers,
    "variogram exponent 0.5": lambda state: control_methods.kriging_with(state, exponent=0.5),
    "variogram exponent 1.5": lambda state: control_methods.kriging_with(state, exponent=1.5),
    "nugget 1 km": lambda state: control_methods.kriging_with(state, nugget=1.0),
    "nugget 4 km": lambda state: control_methods.kriging_with(state, nugget=4.0),
}
EXPONENTS, NUGGETS, FOLDS = (0.5, 0.75, 1.0, 1.25, 1.5), (0.01, 0.5, 1.0, 2.0, 4.0), 5


@dataclass(frozen=True)
class Week:
    """The places that can be scored at a date.

    Attributes:
        day: The date.
        places: The state of control, only the places that are scored.
        state: The same as arrays.
        near: Which of them are near the line.
        line_km: Distance of each to the line.
        order: Names of the sides by number.
    """

    day: date
    places: gpd.GeoDataFrame
    state: State
    near: npt.NDArray[np.bool_]
    line_km: npt.NDArray[np.float64]
    order: tuple[str, ...]


def main() -> None:
    """Measure, print, and write the results."""
    events = table.load()
    began = time.perf_counter()
    cold, cached = speed(events)
    weeks = [week(events, FIRST + timedelta(weeks=n)) for n in range(WEEKS)]
    guesses = {name: [guess(method, at) for at in weeks] for name, method in (BASELINES | STEPS | TRIED).items()}
    guesses["variogram chosen by nested cross-validation"] = nested(weeks)
    guesses["only what was published by the day"] = [published(events, at) for at in weeks]
    text = "\n".join(
        [
            "# Accuracy of the computed front lines",
            "",
            f"Table {events.version}; {machine()}. Written by `make bench`.",
            "",
            *control_report.methods(weeks, guesses, list(BASELINES), list(STEPS)),
            *control_report.difference(weeks, guesses[MAP], guesses["each side's three nearest (first version)"]),
            *control_report.by_week(weeks, guesses[MAP]),
            *control_report.by_distance(weeks, guesses[MAP]),
            *control_report.days(list(days_ahead(events))),
            *control_report.errors(weeks, guesses[MAP]),
            *published_areas.report(events),
            "## Time",
            "",
            f"All {len(control.control_dates(events))} dates, cold: {cold:.1f} s. One, cached: {cached * 1000:.0f} ms.",
        ]
    )
    RESULTS.write_text(text + "\n", encoding="utf-8")
    print(text)  # noqa: T201 (the command's output)
    print(f"\nMeasured in {time.perf_counter() - began:.0f} s; written to {RESULTS.name}")  # noqa: T201


def week(events: control.ControlReports, day: date) -> Week:
    """Return the scored places of a date and their distance to the line drawn from all of them."""
    drawn = control.control_map(events, day)
    odd = drawn.exceptions.set_index("event_id").reason
    places = scored(drawn.places, odd)
    front = front_line.to_metres(drawn.front.geometry[drawn.front.is_front].to_numpy())
    order = tuple(s for s in front_line.SIDES if s in set(places.controller))
    state = state_of(places, day, order)
    line_km = np.asarray(shapely.distance(shapely.union_all(front), shapely.points(state.xy)) / 1000.0)
    near = (line_km <= NEAR_KM) | places.event_id.isin(odd.index).to_numpy()
    return Week(day, places, state, near, line_km, order)


def scored(places: gpd.GeoDataFrame, reasons: pd.Series) -> gpd.GeoDataFrame:
    """Return the ``places`` with a point in the region, of one side and not in question: those that steer the line."""
    unused = reasons[~reasons.isin([front_line.Reason.LONE, front_line.Reason.CLOSE])].index
    kept = ~places.event_id.isin(unused) & (places.controller != front_line.CONTESTED)
    return places.loc[kept].reset_index(drop=True)


def state_of(places: gpd.GeoDataFrame, day: date, order: tuple[str, ...]) -> State:
    """Return the places as arrays."""
    xy = shapely.get_coordinates(places.geometry.to_crs(METRIC).array)
    side = places.controller.map({name: n for n, name in enumerate(order)}).to_numpy(dtype=np.intp)
    age = (pd.Timestamp(day) - places.since).dt.days.to_numpy(dtype=np.float64)
    return State(xy, side, places.confidence.to_numpy(dtype=object), age, len(order))


_GUESSED: dict[tuple[int, bytes, bytes, bytes], npt.NDArray[np.intp]] = {}


def guess(method: Method, at: Week) -> npt.NDArray[np.intp]:
    """Compute what the method gives; weeks without a new report are not computed again."""
    key = (id(method), at.state.xy.tobytes(), at.state.side.tobytes(), at.state.age.tobytes())
    if method in (BASELINES | STEPS).values():
        key = (*key[:3], b"")  # these do not look at the age
    if key not in _GUESSED:
        _GUESSED[key] = method(at.state)
    return _GUESSED[key]


def nested(weeks: list[Week]) -> list[npt.NDArray[np.intp]]:
    """Krige with exponent and nugget chosen without the places that are scored, nor what they say of others.

    Places are dealt into ``FOLDS`` groups; for each group the variogram is the one that is right most often, over all
    weeks, on the places of the other groups alone.
    """
    grid = [(exponent, nugget) for exponent in EXPONENTS for nugget in NUGGETS]
    found = [np.zeros(len(at.places), dtype=np.intp) for at in weeks]
    names = sorted(set().union(*(set(_place(at)) for at in weeks)))
    fold_of = {name: n % FOLDS for n, name in enumerate(names)}
    folds = [_place(at).map(fold_of).to_numpy() for at in weeks]
    for fold in range(FOLDS):
        rest = [_only(at.state, own != fold) for at, own in zip(weeks, folds, strict=True)]
        right = [
            sum(float((control_methods.kriging_with(s, *choice) == s.side).mean()) for s in rest) for choice in grid
        ]
        best = grid[int(np.argmax(right))]
        for number, (at, own) in enumerate(zip(weeks, folds, strict=True)):
            found[number][own == fold] = control_methods.kriging_with(at.state, *best)[own == fold]
    return found


def _place(at: Week) -> pd.Series:
    """Return what tells places apart: the P-code, else the name."""
    return pd.Series(at.places.pcode.where(at.places.pcode != "", at.places.place))


def _only(state: State, kept: npt.NDArray[np.bool_]) -> State:
    return State(state.xy[kept], state.side[kept], state.confidence[kept], state.age[kept], state.n_sides)


def published(events: control.ControlReports, at: Week) -> npt.NDArray[np.intp]:
    """Krige from the places alone whose report was published by the day (blank dates count as published)."""
    dates = events.control.set_index("event_id").source_date.astype(str).reindex(at.places.event_id)
    known = ~(dates.str.slice(0, 10) > at.day.isoformat()).to_numpy()
    known_state = _only(at.state, known)
    found = np.empty(len(known), dtype=np.intp)
    found[known] = control_methods.kriging(known_state)
    found[~known] = predicted(known_state, at.state.xy[~known])
    return found


def predicted(state: State, xy: npt.NDArray[np.float64]) -> npt.NDArray[np.intp]:
    """Compute the side of points that are not among the places."""
    return np.asarray(front_kriging.shares(xy, state.xy, state.side, state.n_sides).argmax(axis=0))


def days_ahead(events: control.ControlReports) -> Iterator[dict[str, object]]:
    """Score for each day with reports since ``FIRST`` how right the map of the day before is; see the module's head."""
    for day in control.dates_since(events, FIRST)[1:]:
        earlier, now = week(events, day - timedelta(days=1)), week(events, day)
        reports = control.reports_of(events)
        keys = reports.set_index("event_id").key
        reported = set(reports.key[(reports.since == pd.Timestamp(day)) & ~reports.is_baseline])
        new = earlier.places.event_id.map(keys).isin(reported).to_numpy()
        if new.any():
            right = predicted(_only(earlier.state, ~new), earlier.state.xy[new]) == earlier.state.side[new]
            held = pd.Series(earlier.places.controller.to_numpy(), index=earlier.places.event_id.map(keys).to_numpy())
            before = held.reindex(now.places.event_id.map(keys).to_numpy()).to_numpy()
            same = before == now.places.controller.to_numpy()
            yield {
                "day": day,
                "reported": int(new.sum()),
                "reported_right": float(right.mean()),
                "all_right": float(same.mean()),
                "all_near_right": float(same[now.near].mean()),
            }


def speed(events: control.ControlReports) -> tuple[float, float]:
    """Measure seconds to compute the maps of all control dates, and to read one of them from the cache (median)."""
    dates = control.control_dates(events)
    with tempfile.TemporaryDirectory() as folder:
        began = time.perf_counter()
        for day in dates:
            control.control_map(events, day, Path(folder))
        cold = time.perf_counter() - began
        taken = []
        for day in dates:
            began = time.perf_counter()
            control.control_map(events, day, Path(folder))
            taken.append(time.perf_counter() - began)
    return cold, float(np.median(taken))


def machine() -> str:
    """Name versions and processor."""
    info = Path("/proc/cpuinfo")
    lines = info.read_text(encoding="utf-8").splitlines() if info.exists() else []
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    processor = names[0] if names else platform.machine()
    return (
        f"Python {platform.python_version()}, NumPy {np.__version__}, SciPy {scipy.__version__}, "
        f"Shapely {shapely.__version__}; {os.cpu_count()} x {processor}"
    )


if __name__ == "__main__":
    main()
