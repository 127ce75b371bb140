"""Checks of what is counted: reports that hardly are of one thing, figures left out, and things counted twice."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any

import numpy as np
import pandas as pd

from lib.analysis.checks.check import joined, metres, odd
from lib.analysis.displacement import NOT_STATED
from lib.analysis.quality import FIGURES, SAME_FLOW
from lib.events.publishers import publishers
from lib.events.schema import RANGES
from lib.events.table import EventTable
from lib.text import _, between, enumerated, ngettext, number
from lib.text.vocabulary import in_words

MOST_DAYS, MOST_KM = 2, 15.0
"""How far the reports of one thing may lie apart, in days and in kilometres."""
POINTED = ("exact", "settlement", "")
"""Precisions of a point that is one place's and stands for no wider area."""


def loose_groups(events: EventTable) -> pd.Series:
    """Find reports further from others of their group, in days or km, than one thing is; or of another kind.

    First days are compared with first days and last with last: a total of two months is no report of three days, though
    it covers them. A report is compared with the primary row, and where the group is close round that, with the others.

    Returns:
        A sentence by row label; the limits are :data:`MOST_DAYS` and :data:`MOST_KM`.
    """
    rows = events.frame.loc[events.frame["group_id"].duplicated(keep=False)]
    x, y = metres(rows["lat"], rows["lon"]).T
    rows = rows.assign(label=rows.index, x=x, y=y)
    primary = rows.loc[rows["is_primary"]].drop_duplicates("group_id")
    far = _far_from(rows.loc[~rows["is_primary"]], primary)
    rest = rows.loc[~rows["is_primary"] & ~rows["group_id"].isin(far["group_id"])]
    among = [_far_from(rest, some) for some in _outermost(rest)]
    # The parts of a displacement lie apart by nature.
    among = [some.loc[(some["kind"] != "displacement") | some["late"] | some["unlike"]] for some in among]
    far = pd.concat([far, *among]).drop_duplicates("label").set_index("label")
    return odd(far.index, [_loose(row) for row in far.to_dict("records")])


def _outermost(rows: pd.DataFrame) -> list[pd.DataFrame]:
    """Return the outermost rows of each group, a frame for each way: the earliest, the northernmost, and so on.

    A row far from any of its group is far from one of these, so that no row need be compared with every other.
    """
    measured = rows.assign(along=rows["x"] + rows["y"], across=rows["x"] - rows["y"])
    ways = ("date_start", "date_end", "x", "y", "along", "across")
    ordered = [measured.dropna(subset=way).sort_values(way, kind="stable") for way in ways]
    return [some.drop_duplicates("group_id", keep=end) for some in ordered for end in ("first", "last")]


def _far_from(rows: pd.DataFrame, others: pd.DataFrame) -> pd.DataFrame:
    """Return the rows that lie far from the one of their group in ``others``; of that in columns ``…_other``.

    Besides, days and km between them, and whether each is too much (late, far), or the kind another (unlike).
    """
    matched = others.set_index("group_id").reindex(rows["group_id"]).set_index(rows.index).add_suffix("_other")
    pairs = rows.join(matched)
    days = [(pairs[name] - pairs[f"{name}_other"]).dt.days.abs() for name in ("date_start", "date_end")]
    km = np.hypot(pairs["x"] - pairs["x_other"], pairs["y"] - pairs["y_other"]) / 1000.0
    pairs = pairs.assign(days=pd.concat(days, axis=1).max(axis=1), km=km)
    unlike = (pairs["kind"] != pairs["kind_other"]) & pairs["label_other"].notna()
    pairs = pairs.assign(late=pairs["days"] > MOST_DAYS, far=pairs["km"] > MOST_KM, unlike=unlike)
    return pairs.loc[pairs["late"] | pairs["far"] | pairs["unlike"]]


def _loose(row: dict[Hashable, Any]) -> str:
    said = []
    if row["unlike"]:
        kinds = {"kind": in_words(str(row["kind"])), "other": in_words(str(row["kind_other"]))}
        said.append(_("is of another kind ({kind}, not {other})").format(**kinds))
    if row["late"]:
        n = int(row["days"])
        days = ngettext("begins or ends {n} day from it", "begins or ends {n} days from it", n)
        said.append(days.format(n=number(n)))
    if row["far"]:
        said.append(_("lies {km} km from it").format(km=number(row["km"])))
    words = _("The report is in the group of {other} and {how}.")
    return words.format(other=row["event_id_other"], how=enumerated(said))


def narrow_primaries(events: EventTable) -> pd.Series:
    """Find primary rows whose range of a figure does not hold what the reports of the same thing say.

    Returns:
        A sentence by row label.
    """
    several = events.frame.loc[events.frame["group_id"].duplicated(keep=False)]
    return joined([_narrower(several, what) for what in FIGURES])


def _narrower(rows: pd.DataFrame, what: str) -> pd.Series:
    same = list(SAME_FLOW) if what == "persons" else ["group_id"]
    low, high = rows[f"{what}_low"], rows[f"{what}_high"]
    told = rows.assign(low=low.fillna(high), high=high.fillna(low))
    things = told.groupby(same, sort=False, dropna=False)
    told = told.assign(least=things["low"].transform("min"), most=things["high"].transform("max"))
    blank = told["low"].isna()
    outside = (told["least"] < told["low"]) | (told["most"] > told["high"])
    narrower = (outside.fillna(value=False) | (blank & told["least"].notna())) & told["is_primary"]
    found = told.loc[narrower.astype(bool)]
    words = _("{figure}: the row gives {own}, the reports of its group {all}.")
    lines = [
        words.format(
            figure=_figure_words(what),
            own=_("no figure") if pd.isna(own_low) else between(int(own_low), int(own_high)),
            all=between(int(least), int(most)),
        )
        for own_low, own_high, least, most in found[["low", "high", "least", "most"]].itertuples(index=False)
    ]
    return odd(found.index, lines)


def _figure_words(what: str) -> str:
    return {
        "deaths": _("People killed"),
        "civilian_deaths": _("Civilians killed"),
        "injured": _("People injured"),
        "persons": _("People displaced"),
    }[what]


CELL = 200.0
"""Points nearer to each other than half of this are one, metres: the same place written with other digits."""
_CORNERS = tuple((dx, dy) for dx in (0.0, CELL / 2) for dy in (0.0, CELL / 2))


def counted_twice(events: EventTable) -> pd.Series:
    """Find primary rows that say what an earlier primary row says: the same place, kind, days and figures.

    Two rows are of one place by its P-code or by its point; by its name only where there is no point of its own. Two
    P-codes are two places. A baseline states who holds a place when a day begins: a change then is another thing.

    Returns:
        A sentence by row label.
    """
    rows = events.primary
    figures = [name for pair in RANGES for name in pair]
    rows = rows.assign(stated=rows["subkind"].where(rows["kind"] == "control", ""))
    same = ["kind", "stated", "date_start", "date_end", "origin_place", "controller", "counter", "metric", *figures]
    rows = rows.loc[rows.duplicated(same, keep=False)]
    rows = rows.assign(alike=rows.groupby(same, sort=False, dropna=False).ngroup(), label=rows.index)
    first = pd.concat([_first_alike(rows, where) for where in _wheres(rows)])
    first = first.loc[~first.index.duplicated()].sort_index()
    words = _("The row and {other} are both counted, and have the same place, kind, days and figures.")
    return odd(first.index, [words.format(other=other) for other in first])


def _wheres(rows: pd.DataFrame) -> list[pd.Series]:
    """Return where each row is, in each way that tells one place; missing where a way does not tell."""
    x, y = metres(rows["lat"], rows["lon"]).T
    placed = np.isfinite(x) & rows["geo_precision"].isin(POINTED).to_numpy()
    points = [
        pd.Series(list(zip((x + dx) // CELL, (y + dy) // CELL, strict=True)), index=rows.index, dtype=object)
        for dx, dy in _CORNERS
    ]
    named = rows["place"].where(rows["place"] != "", rows["origin_place"])
    return [
        rows["pcode"].where(rows["pcode"] != ""),
        *[cell.where(placed) for cell in points],
        named.where((named != "") & ~placed),
    ]


def _first_alike(rows: pd.DataFrame, where: pd.Series) -> pd.Series:
    """Return the first row, by its name, that is alike and where a later one is, by the later one's label."""
    told = rows.assign(where=where).loc[where.notna()]
    things = told.groupby(["alike", "where"], sort=False)
    first, code = (things[name].transform("first") for name in ("event_id", "pcode"))
    two = (code != told["pcode"]) & (code != "") & (told["pcode"] != "")
    return first.loc[(first != told["event_id"]) & ~two]


def overlapping_windows(events: EventTable) -> pd.Series:
    """Find movements that a counter gives for days some of which another of its windows covers too.

    Where the windows are the same the numbers may be parts of one count: then only those between the same places are
    told. Other windows are told whatever the places are called, since names of areas overlap in a hundred ways. Where
    nobody says who counted, the publisher stands for the counter.

    Returns:
        A sentence by row label.
    """
    rows = events.displacement
    given = rows["persons_low"].notna() | rows["persons_high"].notna()
    rows = rows.loc[rows["is_primary"] & (rows["subkind"] == "flow") & given]
    who = rows["counter"].where(~rows["counter"].isin(["", NOT_STATED]), publishers(rows))
    rows = rows.assign(who=who, first=rows["date_start"], last=rows["date_end"].fillna(rows["date_start"]))
    rows = rows.loc[rows["who"] != ""].sort_values(["first", "last"], kind="stable")
    other = _window_before(rows)
    ends = ["who", "metric", "first", "last", "origin_place", "origin_pcode", "place", "pcode"]
    repeated = rows.groupby(ends, sort=False)["event_id"].transform("first")
    other = other.where(other.notna(), repeated.where(repeated != rows["event_id"])).dropna()
    words = _("{who} gives persons for days that {other} covers too.")
    whose = rows.loc[other.index, "who"]
    return odd(other.index, [words.format(who=name, other=row) for name, row in zip(whose, other, strict=True)])


def _window_before(rows: pd.DataFrame) -> pd.Series:
    """Return the row whose window, another one of the same counter, reaches into each row's; missing where none does.

    ``rows`` are in order of their days.
    """
    window = ["who", "metric", "first", "last"]
    once = rows.drop_duplicates(window)
    series = [once["who"], once["metric"]]
    latest = once["last"].astype("int64").groupby(series).cummax()
    holds = once["event_id"].where(once["last"].astype("int64") == latest).groupby(series).ffill()
    reaches = once["first"].astype("int64") <= latest.groupby(series).shift()
    other = once[window].assign(other=holds.groupby(series).shift().where(reaches))
    return rows.merge(other, on=window, how="left").set_index(rows.index)["other"]
