"""What sources say of strikes and movements, each different statement once.

The filters of strikes or of displacement alone (:mod:`lib.events.strike_filter`, :mod:`lib.events.flow_filter`) look at
these facets, not at events: one of the different things that sources say of attribution, target, casualties and places.
What is asked of the sources of a strike is then carried from each report to its group.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from lib.analysis.tally import Bools
from lib.events import flow_filter, strike_filter
from lib.events.query import Query

ENDS = ("pcode", "place", "origin_pcode", "origin_place")
"""Columns that the filters of displacement look at."""


@dataclass(frozen=True, eq=False)
class SourceFacets:
    """The different things that sources say of strikes and movements, and which of them each row says.

    ``facets`` has kind and the columns that the filters of strikes and of displacement look at; its first row stands
    for what is neither. ``code`` is the facet of each row of the table. ``strikes`` are the rows that report a strike,
    as positions, ``group`` the strike that each of them reports, as an integer, and ``primary`` whether it is the
    counted report.
    """

    facets: pd.DataFrame
    code: npt.NDArray[np.int32]
    strikes: npt.NDArray[np.int32]
    group: npt.NDArray[np.int32]
    primary: Bools

    def passing(self, query: Query) -> Bools | None:
        """Return which rows of the table pass the filters of strikes or displacement that ask what a row says.

        Returns:
            One value per row of the table; None when these filters leave nothing out.
        """
        keep = None
        if flow_filter.is_active(query):
            keep = self._of_kind("displacement", lambda facets: flow_filter.mask(facets, query))[self.code]
        if query.where:
            where = self._of_kind("strike", lambda facets: strike_filter.somewhere(facets, query))[self.code]
            keep = where if keep is None else keep & where
        if strike_filter.asks_sources(query):
            keep = np.ones(len(self.code), dtype=bool) if keep is None else keep
            keep[self.strikes] &= self._groups_saying(query)
        return keep

    def saying(self, query: Query) -> Bools:
        """Return which rows are reports of strikes that themselves say all that is asked of the sources."""
        at = np.flatnonzero((self.facets["kind"] == "strike").to_numpy())
        says = np.zeros(len(self.facets), dtype=bool)
        says[at] = np.logical_and.reduce(
            [np.ones(len(at), dtype=bool), *strike_filter.statements(self.facets.iloc[at], query)]
        )
        found: Bools = says[self.code]
        return found

    def _of_kind(self, kind: str, test: Callable[[pd.DataFrame], Bools]) -> Bools:
        """Mark the facets that are of another kind, or pass ``test``. It is never asked of rows of another kind."""
        passing = np.ones(len(self.facets), dtype=bool)
        at = np.flatnonzero((self.facets["kind"] == kind).to_numpy())
        passing[at] = test(self.facets.iloc[at])
        return passing

    def _groups_saying(self, query: Query) -> Bools:
        """Mark the reports of strikes that are of one of which some report, or the primary one, says what is asked."""
        at = np.flatnonzero((self.facets["kind"] == "strike").to_numpy())
        match = np.ones(len(self.strikes), dtype=bool)
        for answers in strike_filter.statements(self.facets.iloc[at], query):
            says = np.zeros(len(self.facets), dtype=bool)
            says[at] = answers
            speaking = says[self.code[self.strikes]]
            if query.reports == "primary":
                speaking &= self.primary
            groups = np.zeros(int(self.group.max(initial=-1)) + 1, dtype=bool)
            groups[self.group[speaking]] = True
            match &= groups[self.group]
        return match


def source_facets(frame: pd.DataFrame) -> SourceFacets:
    """Return what the rows of a table say, each different statement once.

    Figures count only by whether they are given, and whether they are 0.
    """
    columns = list(dict.fromkeys(["kind", *strike_filter.COLUMNS, *ENDS]))
    rows = np.flatnonzero(frame["kind"].isin(["strike", "displacement"]).to_numpy())
    facets = frame[columns].iloc[rows]
    facets = facets.assign(**{name: facets[name].clip(upper=1) for name in strike_filter.FIGURES})
    # One integer per column first: rows are then compared as integers.
    codes = np.stack([pd.factorize(facets[name], use_na_sentinel=False)[0] for name in columns], axis=1)
    group = pd.DataFrame(codes).groupby(list(range(codes.shape[1])), sort=False).ngroup().to_numpy()
    first = np.unique(group, return_index=True)[1]
    neither = facets.iloc[:0].reindex([-1])
    text = [name for name in columns if name not in strike_filter.FIGURES]
    neither[text] = neither[text].fillna("")
    code = np.zeros(len(frame), dtype=np.int32)
    code[rows] = group + 1
    strikes = np.flatnonzero((frame["kind"] == "strike").to_numpy())
    report_group = pd.factorize(frame["group_id"].iloc[strikes])[0]
    return SourceFacets(
        pd.concat([neither, facets.iloc[first]], ignore_index=True),
        code,
        strikes.astype(np.int32),
        report_group.astype(np.int32),
        frame["is_primary"].to_numpy()[strikes],
    )
