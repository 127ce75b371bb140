"""Checks of what is counted: reports that hardly are of one thing, figures left out, and things counted twice."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any

import numpy as np
import pandas as pd

from lib.analysis.checks.check import apart_km, joined, metres, odd
from lib.analysis.displacement import NOT_STATED
from lib.analysis.quality import FIGURES, SAME_FLOW
from lib.events.schema import RANGES
from lib.events.table import EventTable
from lib.text import _, between, ngettext, number
from lib.text.vocabulary import in_words

MOST_DAYS, MOST_KM = 2, 15.0
"""How far a report may lie from the primary row of its group, in days and in kilometres."""
POINTED = ("exact", "settlement", "")
"""Precisions of a point that is one place's and stands for no wider area."""


def _with_primary(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the rows that are not primary, with what the primary row of their group says in columns ``…_primary``."""
    primary = rows.loc[rows["is_primary"]].drop_duplicates("group_id")
    others = rows.loc[~rows["is_primary"] & rows["group_id"].isin(primary["group_id"])]
    matched = primary.set_index("group_id").reindex(others["group_id"]).set_index(others.index)
    return others.join(matched.add_suffix("_primary"))


def loose_groups(events: EventTable) -> pd.Series:
    """Find reports further from their group's primary row, in days or km, than one thing is; or of another kind.

    The parts of a displacement lie apart by nature, and so may points that stand for an area: only their days count.

    Returns:
        A sentence by row label; the limits are :data:`MOST_DAYS` and :data:`MOST_KM`.
    """
    rows = _with_primary(events.frame)
    later = (rows["date_start"] - rows["date_end_primary"]).dt.days
    earlier = (rows["date_start_primary"] - rows["date_end"]).dt.days
    days = np.maximum(later.to_numpy(dtype=float), earlier.to_numpy(dtype=float))
    km = apart_km(metres(rows["lat"], rows["lon"]), metres(rows["lat_primary"], rows["lon_primary"]))
    placed = rows["geo_precision"].isin(POINTED) & rows["geo_precision_primary"].isin(POINTED)
    far = (km > MOST_KM) & (placed & (rows["kind"] != "displacement")).to_numpy()
    late, other = days > MOST_DAYS, (rows["kind"] != rows["kind_primary"]).to_numpy()
    found = rows.assign(days=days, km=km, far=far, late=late, other=other).loc[far | late | other]
    return odd(found.index, [_loose(row) for row in found.to_dict("records")])


def _loose(row: dict[Hashable, Any]) -> str:
    said = []
    if row["other"]:
        kinds = {"kind": in_words(str(row["kind"])), "other": in_words(str(row["kind_primary"]))}
        said.append(_("is of another kind ({kind}, not {other})").format(**kinds))
    if row["late"]:
        n = int(row["days"])
        said.append(ngettext("lies {n} day from it", "lies {n} days from it", n).format(n=number(n)))
    if row["far"]:
        said.append(_("lies {km} km from it").format(km=number(row["km"])))
    words = _("The report is in the group of {primary} and {how}.")
    return words.format(primary=row["event_id_primary"], how=", ".join(said))


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


def counted_twice(events: EventTable) -> pd.Series:
    """Find primary rows that say what an earlier primary row says: the same place, kind, days and figures.

    A baseline states who holds a place when a day begins: a change on that day is another thing.

    Returns:
        A sentence by row label.
    """
    rows = events.primary
    rows = rows.assign(stated=rows["subkind"].where(rows["kind"] == "control", ""))
    rows = rows.loc[(rows["place"] != "") | rows["lat"].notna() | (rows["origin_place"] != "")]
    figures = [name for pair in RANGES for name in pair]
    same = ["kind", "stated", "date_start", "date_end", "place", "pcode", "lat", "lon", "origin_place", "controller",
            "counter", "metric", *figures]  # fmt: skip
    first = rows.groupby(same, sort=False, dropna=False)["event_id"].transform("first")
    found = rows.loc[first != rows["event_id"]]
    words = _("The row and {other} are both counted, and have the same place, kind, days and figures.")
    return odd(found.index, [words.format(other=other) for other in first.loc[found.index]])


def overlapping_windows(events: EventTable) -> pd.Series:
    """Find movements that a counter gives for days of which it has given others, between the same places.

    Returns:
        A sentence by row label.
    """
    rows = events.displacement
    given = rows["persons_low"].notna() | rows["persons_high"].notna()
    rows = rows.loc[rows["is_primary"] & (rows["subkind"] == "flow") & given & ~rows["counter"].isin(["", NOT_STATED])]
    series = ["counter", "metric", "origin_place", "origin_pcode", "place", "pcode"]
    rows = rows.sort_values(["date_start", "date_end"], kind="stable")
    rows = rows.assign(series=rows.groupby(series, sort=False).ngroup())
    latest = rows["date_end"].astype("int64").groupby(rows["series"]).cummax()
    holds = rows["event_id"].where(rows["date_end"].astype("int64") == latest).groupby(rows["series"]).ffill()
    before = latest.groupby(rows["series"]).shift()
    overlaps = rows["date_start"].astype("int64") <= before
    other = holds.groupby(rows["series"]).shift().loc[overlaps]
    words = _("{who} gives persons for days that {other} covers too, between the same places.")
    whose = rows.loc[overlaps, "counter"]
    return odd(other.index, [words.format(who=who, other=name) for who, name in zip(whose, other, strict=True)])
