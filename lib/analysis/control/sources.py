"""Whose word a report of control is: with which party its original reporter is aligned.

``data/publishers.csv`` says so for the publishers of the event table: ``publisher, aligned_with, basis``.
*Aligned* means run or owned by a party to the fighting, or by a state that fought on its side, or commonly known as
close to it. A publisher the file does not name is ``unknown``.
"""

from __future__ import annotations

from functools import lru_cache

import pandas as pd

from lib.config import paths
from lib.config.crisis import CRISIS
from lib.events.publishers import before_the_colon, stated

PUBLISHERS = paths.PUBLISHERS
PARTIES = tuple(party.id for party in CRISIS.parties)
"""What ``aligned_with`` may say."""
CAMP = {party.id: party.camp for party in CRISIS.parties if party.camp}
"""The parties that fought side by side. Independent and unknown publishers are in no camp."""
CAMP_OF_SIDE = {side.id: side.camp for side in CRISIS.sides}
"""The camp of each side that holds ground."""
_REMARK = r"\s*\((?:Arabic|Persian|Spanish|copy|mirror)[^)]*\)"
_CITES = r"\([^)]*\bcites ([^)]+)\)"
_BETWEEN = r",\s*|\s+and\s+|/"


@lru_cache(maxsize=1)
def publishers() -> pd.DataFrame:
    """Read the file, indexed by the publisher's name in lower case; of two rows of a name the first stands."""
    frame = pd.read_csv(PUBLISHERS, dtype=str, keep_default_na=False)
    frame = frame.set_index(frame.publisher.str.casefold())
    return frame.loc[~frame.index.duplicated()]


def original_reporters(rows: pd.DataFrame) -> pd.Series:
    """Find who reported first, of sources written as "publisher: title".

    "Tasnim (Persian, cites SANA): …" was reported by SANA; without "cites" the publisher is the reporter, with what
    the source adds to its name: "Mehr News (SANA)" and "SANA via a paper" are not Mehr News's word and not the paper's.

    Args:
        rows: Rows of an event table, with source and, where it has one, publisher.

    Returns:
        Lists of names, with the index of ``rows``.
    """
    named, own = before_the_colon(rows["source"]), stated(rows)
    added_to = [full.casefold().startswith(name.casefold()) for full, name in zip(named, own, strict=True)]
    publisher = named.where(pd.Series(added_to, index=rows.index, dtype="bool"), own)
    cited = publisher.str.extract(_CITES, expand=False)
    named = cited.str.replace("al-Ahed", "Al-Ahed News", regex=False).str.split(_BETWEEN, regex=True)
    unqualified = publisher.str.replace(_REMARK, "", regex=True)
    return named.where(cited.notna(), unqualified.map(lambda name: [name]))


def camps(rows: pd.DataFrame) -> pd.Series:
    """Find the camp that all original reporters of each row's source belong to; "" where there is no such camp."""
    names = original_reporters(rows).explode().str.casefold()
    camp = names.map(publishers().aligned_with).map(CAMP).fillna("")
    return one_camp(camp, camp.index)


def one_camp(camp: pd.Series, group: pd.Index | pd.Series) -> pd.Series:
    """Find the camp that all of a group share; "" where they differ or one is in none."""
    members = camp.groupby(group, sort=False)
    first = members.min()
    return first.where(first == members.max(), "")
