"""A modelled split of published displacement figures: who may have gone from which sub-district to which.

Published are a few sums: from one governorate to another, out of a sub-district, into a sub-district or a town. This
splits them over pairs of places by iterative proportional fitting (Deming and Stephan 1940): it starts from weights
that fall with distance and scales them to one published sum after another until all of them hold. Of all the tables
that fulfil the sums it gives the one nearest to the weights; nothing in it was reported of a pair of places. The
range of each figure comes from three speeds at which the weights fall.

One counter and one window of days at a time. A figure that contradicts others of its counter is left out and reported.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

import numpy as np
import numpy.typing as npt
import pandas as pd

from lib.analysis import daily
from lib.analysis.displacement import zones as zoning
from lib.analysis.displacement.zones import Chain, Side
from lib.events import choices, flow_filter, own_area
from lib.events.query import FIRST_DAY, LAST_DAY, Query, in_range
from lib.events.table import EventTable
from lib.events.table_cache import TableCache
from lib.geography import areas
from lib.text import _

SCALES_KM = (50.0, 25.0, 100.0)
"""Distances over which a weight falls to 1/e: the figure comes from the first, its range from all of them."""
TOLERANCE = 0.01
"""Largest share by which a published sum that is used may be missed."""
PRECISE = 1e-5
ROUNDS = 500
TRIAL_ROUNDS = 40
"""Rounds of fitting at most, and when trying which figure to leave out."""
MOST_DROPPED = 6
"""Figures of one model that may be left out because they contradict the others."""
MOST_MODELS = 24
"""Windows and counters that are modelled."""
MOST_SUMS = 60
"""Sums of one counter and window that are fitted, the counted ones first; the work grows with their square."""

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Model:
    """A modelled split of one counter's figures of one window.

    Attributes:
        counter: Who published the sums.
        start: First day of the window.
        end: Last day of the window.
        cells: One row a pair of zones with a person or more: origin_place, place, origin_lat, origin_lon, lat, lon
            (WGS 84 degrees, missing for what has no point), the chains ``origin`` and ``destination``, persons, and
            persons_low and persons_high over all :data:`SCALES_KM`; most first. Modelled, not reported.
        sums: One row a published figure of that window: event_id, counter, origin_place, place, published (persons,
            the middle of its range), modelled (missing where the zones cannot tell), residual (share of the
            published), used, why (blank when used), source, source_url.
    """

    counter: str
    start: date
    end: date
    cells: pd.DataFrame
    sums: pd.DataFrame

    def days_in(self, start: date, end: date) -> int:
        """Count the days of the window that lie in a range."""
        return max((min(end, self.end) - max(start, self.start)).days + 1, 0)


_MODELS: TableCache[tuple[Model, ...]] = TableCache(16)


def models(events: EventTable, query: Query) -> tuple[Model, ...]:
    """Return the models of all windows under the filters of ``query`` other than time and area, in order of time."""
    wide = replace(query, area="", flow=choices.FLOWS[0], within_area="")
    key = tuple(sorted(wide.row_params().items()))
    return _MODELS.get_or_compute(events, key, lambda: _models(events, wide))


def in_view(events: EventTable, query: Query) -> tuple[Model, ...]:
    """Return the models whose window overlaps the range, of the one counter that is drawn.

    That is ``query.counter`` where it published such figures for the range, else the counter whose windows cover most
    days of it: figures of two counters are never laid on one map.
    """
    overlapping = [model for model in models(events, query) if model.days_in(query.start, query.end)]
    days: dict[str, int] = {}
    for model in overlapping:
        days[model.counter] = days.get(model.counter, 0) + model.days_in(query.start, query.end)
    if not days:
        return ()
    chosen = query.counter if query.counter in days else min(days, key=lambda name: (-days[name], name))
    return tuple(model for model in overlapping if model.counter == chosen)


def cells_of(model: Model, query: Query) -> pd.DataFrame:
    """Return the ``cells`` of a model that go into, out of or between the places of the areas ``query`` asks for."""
    cells = model.cells
    if query.within_area:
        area = own_area.area_of(query.within_area)
        into, out_of = area.holds(cells["lon"], cells["lat"]), area.holds(cells["origin_lon"], cells["origin_lat"])
        cells = cells.loc[flow_filter.by_direction(into, out_of)[flow_filter.way_of_own_area(query)]]
    if not flow_filter.is_active(query):
        return cells
    wanted = areas.named(query.area)
    out_of, into = (
        np.array([bool(wanted) and chain[: len(wanted)] == wanted for chain in cells[name]], dtype=bool)
        for name in ("origin", "destination")
    )
    return cells.loc[flow_filter.by_direction(into, out_of)[query.flow]]


def _models(events: EventTable, query: Query) -> tuple[Model, ...]:
    if not query.has_kind("displacement"):
        return ()
    rows = events.displacement
    moved = (rows["subkind"] == "flow") & (rows["metric"] != "returned") & in_range(rows, FIRST_DAY, LAST_DAY)
    rows = rows.loc[moved & daily.passing(events, rows, query)]
    published = zoning.published(rows)
    known = published[["origin", "destination"]].notna().all(axis=1)
    window = ["date_start", "date_end"]
    sizes = published.loc[known].groupby([*window, "counter"]).size()
    made = []
    # In order of time; of a table with more windows than that, those with the most sums.
    for start, end, counter in sorted(sizes.loc[sizes > 1].nlargest(MOST_MODELS).index):
        meanwhile = published.loc[(published["date_start"] == start) & (published["date_end"] == end)]
        own = meanwhile.loc[(meanwhile["counter"] == counter) & known[meanwhile.index]]
        sums = own.sort_values("is_primary", ascending=False, kind="stable").head(MOST_SUMS)
        split = zoning.sides(events, sums, rows)
        if split is not None:
            made.append(_model(str(counter), (start.date(), end.date()), meanwhile, sums, split))
    return tuple(model for model in made if model is not None)


def _model(
    counter: str, window: tuple[date, date], meanwhile: pd.DataFrame, sums: pd.DataFrame, split: tuple[Side, Side]
) -> Model | None:
    """Fit the model of one counter and window; return None when its sums contradict one another too much."""
    weights = _weights(*split)
    cover = _cover(sums, split)
    target = sums["persons"].to_numpy(dtype=float)
    used = _agreeing(weights[0], cover, target, sums["is_primary"].to_numpy(dtype=bool))
    if used is None:
        return None
    tables = np.stack([_fitted(seed, cover[used], target[used]) for seed in weights])
    return Model(counter, *window, _cells(tables, split), _fit_of_published(meanwhile, sums, used, tables[0], split))


def _weights(origin: Side, destination: Side) -> Floats:
    """Compute the weights before fitting, shape (scales, origins, destinations): they fall with distance.

    A pair without a known distance weighs as the middle one of the others. Nobody moves from a sub-district to itself.
    """
    start, end = origin.metres(), destination.metres()
    km = np.hypot(*(start[:, None, :] - end[None, :, :]).transpose(2, 0, 1)) / 1000
    weights = np.exp(-km[None] / np.array(SCALES_KM)[:, None, None])
    flat = weights.reshape(len(SCALES_KM), -1)
    blank = np.isnan(flat)
    middle = np.nanmedian(flat, axis=1, keepdims=True) if not blank.all() else np.ones((len(SCALES_KM), 1))
    weights = np.where(blank, middle, flat).reshape(weights.shape)
    same = np.array(
        [
            [a.chain == b.chain and not a.rest and len(a.chain) >= zoning.DISTRICT for b in destination.zones]
            for a in origin.zones
        ]
    )
    return np.where(same[None], 0.0, weights)


def _cover(sums: pd.DataFrame, split: tuple[Side, Side]) -> Bools:
    """Mark the cells that each published figure is the sum of, shape (figures, origins, destinations)."""
    origin, destination = split
    rows: list[Chain] = list(sums["origin"])
    columns: list[Chain] = list(sums["destination"])
    return np.array([np.outer(origin.inside(a), destination.inside(b)) for a, b in zip(rows, columns, strict=True)])


def _fitted(seed: Floats, cover: Bools, target: Floats, rounds: int = ROUNDS) -> Floats:
    """Scale ``seed`` to one sum after another, round by round, until all hold or ``rounds`` have passed."""
    table = seed.copy()
    for _round in range(rounds):
        for cells, wanted in zip(cover, target, strict=True):
            now = table[cells].sum()
            if now > 0:
                table[cells] *= wanted / now
        if _missed(table, cover, target).max(initial=0.0) < PRECISE:
            break
    return table


def _missed(table: Floats, cover: Bools, target: Floats) -> Floats:
    """Compute by which share of itself each published figure is missed, shape (figures,)."""
    reached = np.array([table[cells].sum() for cells in cover])
    missed: Floats = np.abs(reached - target) / np.maximum(target, 1.0)
    return missed


def _agreeing(seed: Floats, cover: Bools, target: Floats, primary: Bools) -> Bools | None:
    """Choose the figures a table can fulfil together; None when they contradict each other beyond :data:`MOST_DROPPED`.

    Of two figures of the same sum the first stands. While the others contradict one another, the figure without which
    they agree best is dropped; of several as good, a second report or part of a larger figure before one that is
    counted.
    """
    used = np.zeros(len(target), dtype=bool)
    used[np.unique(cover.reshape(len(cover), -1), axis=0, return_index=True)[1]] = True
    for _dropped in range(MOST_DROPPED + 1):
        if _worst(seed, cover[used], target[used], ROUNDS) <= TOLERANCE:
            return used
        trials = []
        for at in np.flatnonzero(used):
            others = used.copy()
            others[at] = False
            left = max(_worst(seed, cover[others], target[others], TRIAL_ROUNDS), TOLERANCE)
            trials.append((left, bool(primary[at]), -int(at)))
        used[-min(trials)[2]] = False
    return None


def _worst(seed: Floats, cover: Bools, target: Floats, rounds: int) -> float:
    """Compute by how much the figures are missed by the table that fits them best, the most missed of them."""
    return float(_missed(_fitted(seed, cover, target, rounds), cover, target).max(initial=0.0))


def _cells(tables: Floats, split: tuple[Side, Side]) -> pd.DataFrame:
    origin, destination = split
    at = np.argwhere(tables[0] >= 1)
    start, end = [origin.zones[i] for i, _j in at], [destination.zones[j] for _i, j in at]
    persons = tables[:, at[:, 0], at[:, 1]]
    frame = pd.DataFrame(
        {
            "origin_place": [zone.name for zone in start],
            "place": [zone.name for zone in end],
            "origin": [zone.chain for zone in start],
            "destination": [zone.chain for zone in end],
            "origin_lat": [zone.lat for zone in start],
            "origin_lon": [zone.lon for zone in start],
            "lat": [zone.lat for zone in end],
            "lon": [zone.lon for zone in end],
            "persons": persons[0],
            "persons_low": persons.min(axis=0),
            "persons_high": persons.max(axis=0),
        }
    )
    return frame.sort_values(["persons", "origin_place", "place"], ascending=[False, True, True]).reset_index(drop=True)


def _fit_of_published(
    meanwhile: pd.DataFrame, sums: pd.DataFrame, used: Bools, table: Floats, split: tuple[Side, Side]
) -> pd.DataFrame:
    """Set every figure published for the window beside what the model makes of it."""
    origin, destination = split
    fit = meanwhile.copy()
    fit["used"] = fit.index.isin(sums.index[used])
    knows = [
        a is not None and b is not None and origin.knows(a) and destination.knows(b)
        for a, b in zip(fit["origin"], fit["destination"], strict=True)
    ]
    modelled = [
        table[np.outer(origin.inside(a), destination.inside(b))].sum() if known else np.nan
        for a, b, known in zip(fit["origin"], fit["destination"], knows, strict=True)
    ]
    fit = fit.assign(modelled=np.array(modelled, dtype=float), published=fit["persons"])
    fit["residual"] = (fit["modelled"] - fit["published"]) / fit["published"].where(fit["published"] > 0)
    own = fit["counter"] == sums["counter"].iloc[0]
    fit["why"] = np.select(
        [fit["used"], ~own, fit["modelled"].isna()],
        ["", _("another counter: never mixed"), _("its ends are no areas with a P-code")],
        _("contradicts others of the same counter"),
    )
    columns = [
        "event_id", "counter", "origin_place", "place", "published", "modelled", "residual", "used", "why", "source",
        "source_url",
    ]  # fmt: skip
    shown = own | fit["modelled"].notna()
    listed: pd.DataFrame = fit.loc[shown, columns].sort_values(["used", "published"], ascending=False)
    return listed.reset_index(drop=True)
