"""Whom strikes are attributed to, and by whom they are reported: in the sources' own words, resolved to nobody."""

from __future__ import annotations

import pandas as pd

from lib.analysis.control import sources as control_sources
from lib.events.schema import ATTRIBUTIONS

WHO_SAYS = r"\s*\([^()]*\)\s*$"
"""At the end of an actor, in brackets: who says so. "Russian forces (SOHR)" is SOHR's word on Russian forces."""


def by_attribution(rows: pd.DataFrame) -> pd.DataFrame:
    """Count strikes by how sure the source is of who struck, and whom it names.

    Args:
        rows: Primary strike rows.

    Returns:
        One row for each attribution and actor: attribution, actor (without who says so; "" where nobody is named),
        strikes; in the order of the table's words, most strikes first. An actor that offers two sides ("Russian forces
        or government forces") stays one of its own and is counted for neither.
    """
    statements = pd.DataFrame(
        {
            "attribution": pd.Categorical(rows["attribution"].replace("", "unknown"), ATTRIBUTIONS, ordered=True),
            "actor": rows["actor"].str.replace(WHO_SAYS, "", regex=True),
        }
    )
    counted = statements.groupby(["attribution", "actor"], observed=True).size().rename("strikes").reset_index()
    counted = counted.sort_values(["attribution", "strikes", "actor"], ascending=[True, False, True], kind="stable")
    return counted.assign(attribution=counted["attribution"].astype(str)).reset_index(drop=True)


def by_reporter(rows: pd.DataFrame) -> pd.DataFrame:
    """Count strikes by who reported them first, and with which party that publisher is aligned.

    Args:
        rows: Primary strike rows.

    Returns:
        One row a publisher: reporter, aligned_with and basis (of ``data/publishers.csv``; ``unknown`` where it does not
        name the publisher), strikes, silent (reports without a figure of civilians killed); most strikes first. A
        source that cites two publishers counts for both.
    """
    columns = ["reporter", "aligned_with", "basis", "strikes", "silent"]
    if rows.empty:
        return pd.DataFrame({name: [] for name in columns})
    reporters = control_sources.original_reporters(rows).explode()
    silent = (rows["civilian_deaths_low"].isna() & rows["civilian_deaths_high"].isna()).loc[reporters.index]
    statements = pd.DataFrame({"reporter": reporters.to_numpy(), "silent": silent.to_numpy()})
    counted = statements.groupby("reporter", sort=True)["silent"].agg(strikes="size", silent="sum").reset_index()
    listed = _listed(counted["reporter"])
    counted = counted.assign(aligned_with=listed["aligned_with"].to_numpy(), basis=listed["basis"].to_numpy())
    return counted.sort_values(["strikes", "reporter"], ascending=[False, True], kind="stable")[columns].reset_index(
        drop=True
    )


def alignment(rows: pd.DataFrame) -> pd.Series:
    """Tell with which party the first reporter of each row is aligned; ``unknown`` where that is not known."""
    first = control_sources.original_reporters(rows).str[0].fillna("")
    return _listed(first)["aligned_with"]


def _listed(reporter: pd.Series) -> pd.DataFrame:
    """Look up what ``data/publishers.csv`` says of each publisher, under its full name, else without what qualifies it.

    "A (via B)" is A, "C via D" is C.
    """
    known = control_sources.publishers()
    full = reporter.str.casefold()
    unqualified = full.str.replace(WHO_SAYS, "", regex=True)
    names = [full, unqualified, unqualified.str.split(r"\s+via\s+|,\s+carried by\s+|\s+/\s+", regex=True).str[0]]
    found = pd.DataFrame(index=reporter.index)
    for column, blank in (("aligned_with", "unknown"), ("basis", "")):
        said = pd.Series(pd.NA, index=reporter.index, dtype="object")
        for name in names:
            said = said.where(said.notna(), name.map(known[column]))
        found[column] = said.fillna(blank)
    return found
