"""How good an event table is, in figures: who reported, how exactly, what is blank, who contradicts whom.

Everything is counted from the table as it was read. Shares are of rows or of groups and say so; days are those the
map covers. A group is the reports of one thing.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from lib.analysis.control import sources as control_sources
from lib.analysis.control.state import reports_of
from lib.analysis.displacement import NOT_STATED
from lib.analysis.tally import DAYS, days_of
from lib.events import publishers
from lib.events.query import FIRST_DAY
from lib.events.schema import KINDS
from lib.events.table import EventTable

FIGURES = ("deaths", "civilian_deaths", "injured", "persons")
"""The ranges in which reports of one thing may contradict each other."""
FIGURE_COLUMNS = (
    "group_id", "kind", "what", "date_start", "place", "reports", "lowest", "highest", "agreement", "sources",
)  # fmt: skip
SAME_FLOW = ("group_id", "subkind", "metric", "place", "origin_place", "date_start", "date_end")
"""What two figures of persons must share to be about one thing. A displacement group also holds the parts of a whole
and other periods: figures of something else, not contradictions. Reports of one strike may differ in all but the group.
"""
AGREEMENTS = ("same", "overlapping", "apart")
"""How the figures of a group stand to one another: all alike; some number fits all; none does."""
SIDE_COLUMNS = ("date", "until", "place", "controllers", "reports", "sources")
RUNNING = ("cumulative", "stock")
"""Displacement rows that tell the state of their last day: reports of that day, not of all since the count began."""
JOINED = " | "
"""Between the reports that a cell lists."""


@dataclass(frozen=True)
class Gap:
    """What the sources do not say: ``blank`` of ``of`` counted rows of a kind leave ``what`` open."""

    kind: str
    what: str
    blank: int
    of: int


def reporters(events: EventTable) -> pd.DataFrame:
    """Count rows by who reported first, the most rows first: a publisher, or whom it cites.

    Returns:
        reporter, aligned_with (:data:`lib.analysis.control.sources.PARTIES`), one column of rows a kind, rows,
        counted (primary rows).
    """
    frame = events.frame
    code, sources = publishers.coded(frame)
    names = control_sources.original_reporters(sources)
    joined = names.str.join(", ")
    first = joined.to_numpy(dtype=object)[code]
    by_kind = pd.crosstab(pd.Series(first, name="reporter"), frame["kind"].to_numpy())
    table = by_kind.reindex(columns=list(KINDS), fill_value=0).assign(rows=by_kind.sum(axis=1))
    counted = pd.Series(first[frame["is_primary"].to_numpy()]).value_counts()
    table["counted"] = counted.reindex(table.index, fill_value=0)
    # By the names themselves, not by the words: a publisher's name may hold a comma.
    who = names.set_axis(joined.to_numpy())
    table.insert(0, "aligned_with", _aligned(who.loc[~who.index.duplicated()]).reindex(table.index))
    return (
        table.rename_axis("reporter")
        .reset_index()
        .sort_values(["rows", "reporter"], ascending=[False, True], ignore_index=True)
    )


def _aligned(who: pd.Series) -> pd.Series:
    """Tell with which party each reporter is aligned, of lists of names; ``unknown`` where several are of two minds."""
    known = control_sources.publishers()["aligned_with"]
    names = who.explode().astype("str")
    party = names.str.casefold().map(known[~known.index.duplicated()]).fillna("unknown")
    each = party.groupby(level=0, sort=False)
    first, last = each.min(), each.max()
    return first.where(first == last, "unknown")


def alignment(table: pd.DataFrame) -> pd.DataFrame:
    """Count rows by party and kind, of what :func:`reporters` gives: index the parties, one column per kind."""
    by_party = table.groupby("aligned_with")[list(KINDS)].sum()
    return by_party.reindex(list(control_sources.PARTIES), fill_value=0)


def words(events: EventTable, column: str, order: tuple[str, ...]) -> pd.DataFrame:
    """Count rows by kind and by the word of a column.

    Args:
        events: The event table.
        column: A column that holds one word, such as ``confidence``.
        order: The words, in the order wanted.

    Returns:
        Index the kinds, one column a word, and "" for rows that leave it blank.
    """
    found = pd.crosstab(events.frame["kind"], events.frame[column])
    return found.reindex(index=list(KINDS), columns=[*order, ""], fill_value=0)


def reports_by_day(events: EventTable) -> pd.DataFrame:
    """Count the reports that speak of each day the map covers, whether or not they are counted.

    A report of several days speaks of each. The state at the start is no report of a day, and a running total speaks
    of its last day alone.

    Returns:
        Index the days, one column a kind.
    """
    frame = events.frame
    start, end = days_of(frame)
    inside = (start < DAYS) & (frame["subkind"] != "baseline").to_numpy()
    running = frame["subkind"].isin(RUNNING).to_numpy()
    late = (frame["date_end"] > pd.Timestamp(FIRST_DAY) + pd.Timedelta(days=DAYS - 1)).to_numpy()
    inside &= ~(running & late)
    start = np.where(running & inside, end, start)
    days = pd.date_range(FIRST_DAY, periods=DAYS, freq="D")
    found = {kind: inside & (frame["kind"] == kind).to_numpy() for kind in KINDS}
    return pd.DataFrame({kind: _covering(start[rows], end[rows]) for kind, rows in found.items()}, index=days)


def _covering(start: np.ndarray, end: np.ndarray) -> np.ndarray:
    """Count the spans of days that cover each day."""
    begun = np.bincount(start, minlength=DAYS)
    ended = np.bincount(end + 1, minlength=DAYS + 1)[:DAYS]
    running: np.ndarray = np.cumsum(begun - ended)
    return running


def gaps(events: EventTable) -> list[Gap]:
    """List what the sources leave open, in counted rows."""
    counted = events.primary
    struck, held, moved = (counted.loc[counted["kind"] == kind] for kind in ("strike", "control", "displacement"))
    flows = moved.loc[moved["subkind"] == "flow"]
    asked = (
        ("strike", "target", struck["target_kind"] == ""),
        ("strike", "civilian_deaths", _silent(struck, "civilian_deaths")),
        ("strike", "injured", _silent(struck, "injured")),
        ("strike", "actor", (struck["actor"] == "") | (struck["attribution"] == "unknown")),
        ("strike", "point", struck["lat"].isna()),
        ("strike", "alone", struck["n_sources"] == 1),
        ("control", "point", held["lat"].isna()),
        ("control", "alone", held["n_sources"] == 1),
        ("displacement", "persons", _silent(moved, "persons")),
        ("displacement", "counter", moved["counter"].isin(["", NOT_STATED])),
        ("displacement", "ends", flows["lat"].isna() | flows["origin_lat"].isna()),
    )
    return [Gap(kind, what, int(blank.fillna(value=False).sum()), len(blank)) for kind, what, blank in asked]


def _silent(rows: pd.DataFrame, what: str) -> pd.Series:
    return rows[f"{what}_low"].isna() & rows[f"{what}_high"].isna()


def figure_conflicts(events: EventTable) -> pd.DataFrame:
    """Find groups in which two or more reports give a figure of the same thing, whether or not they agree.

    Returns:
        One row a group and figure, those furthest apart first: :data:`FIGURE_COLUMNS`, where ``reports`` counts the
        reports with a figure, ``lowest`` and ``highest`` are persons, ``agreement`` is one of :data:`AGREEMENTS`, and
        ``sources`` says who gives which figure; ``place`` is the origin where no destination is named.
    """
    several = events.frame.loc[events.frame["group_id"].duplicated(keep=False)]
    found = pd.concat([_conflicts(several, what) for what in FIGURES], ignore_index=True)
    order = pd.Categorical(found["agreement"], AGREEMENTS, ordered=True).codes
    found = found.assign(order=-order, spread=found["lowest"] - found["highest"])
    found = found.sort_values(["order", "spread", "date_start", "group_id"], ignore_index=True)
    return found[list(FIGURE_COLUMNS)]


def _conflicts(rows: pd.DataFrame, what: str) -> pd.DataFrame:
    """Return :func:`figure_conflicts` of one figure, unsorted."""
    low, high = rows[f"{what}_low"], rows[f"{what}_high"]
    given = rows.assign(low=low.fillna(high), high=high.fillna(low))
    given = given.loc[given["low"].notna()]
    same = list(SAME_FLOW) if what == "persons" else ["group_id"]
    given = given.loc[given.duplicated(same, keep=False)]
    given = given.assign(thing=given.groupby(same, sort=False).ngroup())
    given["place"] = given["place"].where(given["place"] != "", given["origin_place"])
    statements = publishers.publishers(given) + ": " + _figure(given["low"], given["high"])
    found = (
        given.assign(statements=statements)
        .groupby("thing", sort=False)
        .agg(
            group_id=("group_id", "first"),
            kind=("kind", "first"),
            date_start=("date_start", "min"),
            place=("place", "first"),
            reports=("event_id", "size"),
            lowest=("low", "min"),
            highest=("high", "max"),
            highest_low=("low", "max"),
            lowest_high=("high", "min"),
            sources=("statements", JOINED.join),
        )
    )
    alike = (found["lowest"] == found["highest_low"]) & (found["highest"] == found["lowest_high"])
    apart = found["highest_low"] > found["lowest_high"]
    found["agreement"] = np.select([alike, apart], ["same", "apart"], "overlapping")
    return found.assign(what=what)[list(FIGURE_COLUMNS)]


def _figure(low: pd.Series, high: pd.Series) -> pd.Series:
    least, most = low.astype("Int64").astype(str), high.astype("Int64").astype(str)
    return least.where(low == high, least + "\N{EN DASH}" + most)


def side_conflicts(events: EventTable) -> pd.DataFrame:
    """Find places that reports of the same days, or of one thing, give to different sides.

    Returns:
        One row a place and spell of days: :data:`SIDE_COLUMNS`, where ``controllers`` and ``sources`` list what is
        said and by whom, in the order of the table.
    """
    rows = events.control.loc[events.control["subkind"] != "baseline"]
    reports = reports_of(events)
    key = rows["group_id"].map(reports.drop_duplicates("group_id").set_index("group_id")["key"])
    rows = rows.assign(key=key.fillna("group:" + rows["group_id"]).astype(str))
    spell = _spells(rows)
    said = rows.loc[_differ(rows, spell) | _differ(rows, rows["group_id"])]
    statements = publishers.publishers(said) + ": " + said["controller"]
    table = (
        said.assign(statements=statements)
        .groupby(spell.loc[said.index], sort=False)
        .agg(
            date=("date_start", "min"),
            until=("date_end", "max"),
            place=("place", "first"),
            controllers=("controller", lambda sides: JOINED.join(dict.fromkeys(sides))),
            reports=("event_id", "size"),
            sources=("statements", JOINED.join),
        )
    )
    return table.sort_values(["date", "place"], ignore_index=True)[list(SIDE_COLUMNS)]


def _spells(rows: pd.DataFrame) -> pd.Series:
    """Give the reports of one place whose days overlap the same number; the index is that of ``rows``."""
    order = rows.sort_values(["key", "date_start"], kind="stable")
    latest = order["date_end"].astype("int64").groupby(order["key"]).cummax().shift()
    apart = (order["key"] != order["key"].shift()) | (order["date_start"].astype("int64") > latest)
    return apart.cumsum().reindex(rows.index)


def _differ(rows: pd.DataFrame, group: pd.Series) -> pd.Series:
    """Mark the rows that belong to a group that names more than one controller."""
    differ: pd.Series = rows["controller"].groupby(group).transform("nunique") > 1
    return differ
