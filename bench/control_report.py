"""The tables of the accuracy benchmark, as Markdown lines."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import pandas as pd

if TYPE_CHECKING:
    from bench.control_accuracy import Week

Guesses = Sequence[npt.NDArray[np.intp]]
ROUNDS = 2_000
"""Draws of the bootstrap."""
ISOLATED_KM = 8.0
FRESH_DAYS = 3
STEPS_KM = (0, 2, 4, 8, 16, 300)
"""Distances to the line that are told apart."""


def accuracy(weeks: list[Week], guesses: Guesses) -> tuple[float, float]:
    """Average over the weeks the share told right: of all places, and of those near the line."""
    right = [found == at.state.side for at, found in zip(weeks, guesses, strict=True)]
    near = [ok[at.near].mean() for at, ok in zip(weeks, right, strict=True)]
    return float(np.mean([ok.mean() for ok in right])), float(np.mean(near))


def methods(weeks: list[Week], guesses: Mapping[str, Guesses], simple: list[str], steps: list[str]) -> list[str]:
    """Compare methods: the map's steps against simpler ones, and what was tried besides."""
    lines = ["## Leave one place out: methods", "", "| method | overall | within 8 km of the line |", "|---|---|---|"]
    rest = [name for name in guesses if name not in {*simple, *steps}]
    for title, names in (("", simple), ("", steps), ("kriging at the point, with: ", rest)):
        for name in names:
            overall, near = accuracy(weeks, guesses[name])
            lines.append(f"| {title}{name} | {overall:.1%} | {near:.1%} |")
    counts = (
        f"{np.mean([len(at.near) for at in weeks]):.0f} places a week, {np.mean([at.near.sum() for at in weeks]):.0f}"
    )
    return [*lines, "", f"Mean of {len(weeks)} weeks; {counts} of them within 8 km of the line.", ""]


def difference(weeks: list[Week], ours: Guesses, theirs: Guesses) -> list[str]:
    """Say how sure it is that one method beats another: places, not weeks, are drawn anew, since weeks repeat."""
    keys = np.concatenate([at.places.pcode.where(at.places.pcode != "", at.places.place) for at in weeks])
    number = pd.factorize(keys)[0]
    near = np.concatenate([at.near for at in weeks])
    side = [at.state.side for at in weeks]
    gain = np.concatenate([(a == s).astype(float) - (b == s) for a, b, s in zip(ours, theirs, side, strict=True)])
    found = []
    for kept in (np.ones(len(gain), dtype=bool), near):
        total = np.bincount(number[kept], gain[kept], number.max() + 1)
        times = np.bincount(number[kept], minlength=number.max() + 1)
        draw = np.random.default_rng(1).multinomial(len(total), np.full(len(total), 1 / len(total)), ROUNDS)
        share = (draw @ total) / (draw @ times)
        found.append(f"{np.quantile(share, 0.05) * 100:+.1f} to {np.quantile(share, 0.95) * 100:+.1f}")
    text = f"overall {found[0]}, within 8 km {found[1]} percentage points"
    return [f"The map against the first version, 90 % interval over places drawn anew: {text}.", ""]


def by_week(weeks: list[Week], guesses: Guesses) -> list[str]:
    """Score the map, week by week."""
    lines = ["## Leave one place out: the map, by week", "", "| date | places | right | within 8 km | right |"]
    lines.append("|---|---|---|---|---|")
    for at, found in zip(weeks, guesses, strict=True):
        ok = found == at.state.side
        lines.append(f"| {at.day} | {len(ok)} | {ok.mean():.1%} | {at.near.sum()} | {ok[at.near].mean():.1%} |")
    overall, near = accuracy(weeks, guesses)
    return [*lines, f"| **mean** | | **{overall:.1%}** | | **{near:.1%}** |", ""]


def by_distance(weeks: list[Week], guesses: Guesses) -> list[str]:
    """Score the map, by distance to the line."""
    line_km = np.concatenate([at.line_km for at in weeks])
    right = np.concatenate([found == at.state.side for at, found in zip(weeks, guesses, strict=True)])
    table = pd.Series(right).groupby(pd.cut(pd.Series(line_km), STEPS_KM, include_lowest=True), observed=True)
    lines = ["## Leave one place out: the map, by distance to the line", "", "| km to the line | places | right |"]
    lines.append("|---|---|---|")
    lines += [f"| {max(at.left, 0):.0f}-{at.right:.0f} | {len(own)} | {own.mean():.1%} |" for at, own in table]
    return [*lines, "", "Places times weeks.", ""]


def days(rows: list[dict[str, object]]) -> list[str]:
    """Leave one day ahead, by week."""
    frame = pd.DataFrame(rows)
    sunday = pd.to_datetime(frame.day).dt.to_period("W-SUN").dt.end_time.dt.date
    week = frame.drop(columns="day").groupby(sunday)
    mean, places = week.mean(), week.reported.sum()
    lines = [
        "## Leave one day ahead",
        "",
        "| week to | all places, right | within 8 km, right | places reported | left out together, right |",
        "|---|---|---|---|---|",
    ]
    lines += [
        f"| {day} | {mean.all_right[day]:.1%} | {mean.all_near_right[day]:.1%} | {places[day]} |"
        f" {mean.reported_right[day]:.1%} |"
        for day in mean.index
    ]
    pooled = (frame.reported_right * frame.reported).sum() / frame.reported.sum()
    lines.append(
        f"| **mean** | **{mean.all_right.mean():.1%}** | **{mean.all_near_right.mean():.1%}** | {places.sum()} |"
        f" {mean.reported_right.mean():.1%} (of all such places {pooled:.1%}) |"
    )
    return [*lines, ""]


def errors(weeks: list[Week], guesses: Guesses) -> list[str]:
    """List the places told wrong, those wrong in most weeks first."""
    parts = [_wrong(at, found) for at, found in zip(weeks, guesses, strict=True)]
    frame = pd.concat(parts, ignore_index=True)
    rows = frame.groupby(["key"], sort=False).agg(
        place=("place", "first"),
        weeks=("day", "size"),
        first=("day", "min"),
        last=("day", "max"),
        held=("held", "first"),
        told=("told", "first"),
        line_km=("line_km", "median"),
        own_km=("own_km", "median"),
        other_km=("other_km", "median"),
        why=("why", lambda why: why.mode().iloc[0]),
    )
    rows = rows.sort_values(["weeks", "place"], ascending=[False, True])
    lines = [
        "## The places told wrong",
        "",
        "| place | weeks | first, last | held by | told as | km to the line | km to its own | km to others | why |",
        "|---|---|---|---|---|---|---|---|---|",
    ]
    lines += [
        f"| {r.place} | {r.weeks} | {r.first}, {r.last} | {r.held} | {r.told} | {r.line_km:.1f} | {r.own_km:.1f} |"
        f" {r.other_km:.1f} | {r.why} |"
        for r in rows.itertuples()
    ]
    shares = frame.why.value_counts(normalize=True)
    summary = "; ".join(f"{why} {share:.0%}" for why, share in shares.items())
    meaning = (
        "Weeks: in which it is told wrong. Km to its own, to others: to the nearest place of its side, of another."
    )
    return [*lines, "", f"{meaning} {len(rows)} places, {len(frame)} errors: {summary}.", ""]


def _wrong(at: Week, found: npt.NDArray[np.intp]) -> pd.DataFrame:
    """Return one row per place told wrong at a date, with what its neighbours are."""
    state = at.state
    km = state.km
    np.fill_diagonal(km, np.inf)
    same = state.side[:, None] == state.side[None, :]
    own_km, other_km = np.where(same, km, np.inf).min(axis=1), np.where(same, np.inf, km).min(axis=1)
    near = np.argsort(km, axis=1, kind="stable")[:, :4]
    against = (~np.take_along_axis(same, near, axis=1)).sum(axis=1)
    fresh = np.minimum(state.age, np.take_along_axis(state.age[None, :].repeat(len(km), 0), near, axis=1).min(axis=1))
    why = np.select(
        [own_km > ISOLATED_KM, fresh <= FRESH_DAYS, against >= near.shape[1] - 1],
        ["no place of its side near", "changed hands these days", "a tip among the other side's places"],
        "between the sides",
    )
    names = np.array(at.order, dtype=object)
    key = at.places.pcode.where(at.places.pcode != "", at.places.place)
    frame = pd.DataFrame(
        {
            "key": key.to_numpy(),
            "place": at.places.place.to_numpy(),
            "day": at.day,
            "held": names[state.side],
            "told": names[found],
            "line_km": at.line_km,
            "own_km": own_km,
            "other_km": other_km,
            "why": why,
        }
    )
    return pd.DataFrame(frame.loc[found != state.side])
