"""What in a ``crisis.toml`` whose every entry is sound does not fit together: a sentence for each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import chain
from typing import Final

from pyproj import CRS

from lib.config.crisis.fields import Box
from lib.config.crisis.model import CONTESTED, Crisis

FEWEST_SIDES: Final = 2
"""Sides that a front has."""
LONGEST_TITLE: Final = 120
"""Signs that a title may have, to be read on a page and on paper."""


def contradictions(crisis: Crisis) -> list[str]:
    """Return a sentence for each thing that does not fit together."""
    kinds = (_sides, _names, _days, _places, _edges, _files, _twice)
    return list(chain.from_iterable(kind(crisis) for kind in kinds))


def _sides(crisis: Crisis) -> Iterator[str]:
    ids = [side.id for side in crisis.sides]
    if len(ids) < FEWEST_SIDES:
        yield "sides: a crisis has at least two."
    if CONTESTED in ids:
        yield f"sides: none may be called '{CONTESTED}', which is what no side holds alone."
    named = {
        f"sides {side.id}, faces": set(side.faces) - set(ids) for side in crisis.sides
    } | {
        f"gains {gain.id}": {*gain.lost_by, *gain.won_by} - {*ids, CONTESTED} for gain in crisis.gains
    } | {
        "country, own_side": {crisis.country.own_side} - {*ids, ""}
    } | {
        f"agreements {each.id}, strip": {each.strip.inside, each.strip.against} - {*ids}
        for each in crisis.agreements if each.strip
    }  # fmt: skip
    yield from (
        f"{where}: '{one}' is no side of this crisis." for where, those in named.items() for one in sorted(those)
    )
    yield from (
        f"sides {side.id}, faces: a side does not face itself." for side in crisis.sides if side.id in side.faces
    )
    for gain in crisis.gains:
        yield from (f"gains {gain.id}: '{one}' both lost and won." for one in sorted({*gain.lost_by} & {*gain.won_by}))
    camps = {side.camp for side in crisis.sides}
    yield from (f"parties {party.id}: no side is of the camp '{party.camp}'." for party in crisis.parties
                if party.camp and party.camp not in camps)  # fmt: skip


def _names(crisis: Crisis) -> Iterator[str]:
    if any(len(title) > LONGEST_TITLE for title in crisis.title.by_language.values()):
        yield f"title: it is longer than {LONGEST_TITLE} signs, and would be cut."
    if not any(name.strip() for name in crisis.areas.whole):
        yield "areas, whole: name the whole area at least once."
    yield from (f"agreements {each.id}: a table '{each.kind}' has to say where it lies." for each in crisis.agreements
                if getattr(each, each.kind) is None)  # fmt: skip


def _days(crisis: Crisis) -> Iterator[str]:
    period = crisis.period
    if not period.first <= period.opens_to <= period.last:
        yield "period: first comes before opens_to, and opens_to not after last."
    low, high = period.years
    if not low <= period.first.year <= period.last.year <= high:
        yield "period, years: the days of the period lie outside them."
    if not low <= period.dated.year <= high:
        yield "period, dated: it lies outside the years."
    yield from (f"turning_points {number}: its day lies outside the years." for number, point
                in enumerate(crisis.turning_points, 1) if not low <= point.day.year <= high)  # fmt: skip
    yield from (f"sides {side.id}, ends: it ended before the period, and could be left out." for side in crisis.sides
                if side.ends is not None and side.ends < period.first)  # fmt: skip
    yield from (f"comparisons {number}: its day lies after the period, or outside its years."
                for number, named in enumerate(crisis.comparisons, 1)
                if not low <= named.day.year or named.day > period.last)  # fmt: skip
    yield from (f"presets {number}: its days lie outside the period, or end before they begin."
                for number, preset in enumerate(crisis.presets, 1)
                if not period.first <= preset.first <= preset.last <= period.last)  # fmt: skip


def _places(crisis: Crisis) -> Iterator[str]:
    boxes, region = crisis.boxes, crisis.boxes.region
    if not _holds(boxes.points, region):
        yield "boxes, region: it lies partly outside of points."
    for name in ("start", "picture", "base", "limits", "centres", "locator", "border"):
        if not _meet(getattr(boxes, name), region):
            yield f"boxes, {name}: it lies nowhere near the region."
    known = CRS.from_user_input(crisis.metric_crs).area_of_use
    if known is not None and not _meet(Box(known.west, known.south, known.east, known.north), region):
        yield f"metric_crs: '{crisis.metric_crs}' is made for another part of the earth than the region."


def _edges(crisis: Crisis) -> Iterator[str]:
    if crisis.assessed is not None and not crisis.fades:
        yield "assessed: name at least one of west, south, east and north."
    region, begins = crisis.boxes.region, {name: at for name, (at, _end) in crisis.fades.items()}
    for name, low, high in (("west", region.west, region.east), ("south", region.south, region.north),
                            ("east", region.west, region.east), ("north", region.south, region.north)):  # fmt: skip
        if name in begins and not low < begins[name] < high:
            yield f"assessed, {name}: it lies outside of the region, toward whose {name}ern edge the map fades out."
    for low_name, high_name in (("west", "east"), ("south", "north")):
        if {low_name, high_name} <= set(begins) and begins[low_name] >= begins[high_name]:
            yield f"assessed: nothing is left between {low_name} and {high_name}."


def _files(crisis: Crisis) -> Iterator[str]:
    geo = crisis.folder / "geo"
    # Without base layers of its own a crisis has the border between its country and the other from those of the world.
    of_the_world = crisis.border and crisis.border.layer == "border" and not (geo / "countries.geojson").is_file()
    if crisis.border and not of_the_world and not (geo / f"{crisis.border.layer}.geojson").is_file():
        yield f"border, layer: there is no file geo/{crisis.border.layer}.geojson."
    yield from (f"agreements {each.id}, posts: there is no file geo/{each.posts.file}." for each in crisis.agreements
                if each.posts and not (geo / each.posts.file).is_file())  # fmt: skip


def _twice(crisis: Crisis) -> Iterator[str]:
    for name in ("sides", "gains", "parties", "agreements"):
        counted = Counter(each.id for each in getattr(crisis, name))
        yield from (f"{name}: '{one}' stands there {n} times." for one, n in counted.items() if n > 1)


def _holds(outer: Box, inner: Box) -> bool:
    return (outer.west <= inner.west and outer.south <= inner.south
            and inner.east <= outer.east and inner.north <= outer.north)  # fmt: skip


def _meet(one: Box, other: Box) -> bool:
    return (one.west < other.east and other.west < one.east
            and one.south < other.north and other.south < one.north)  # fmt: skip
