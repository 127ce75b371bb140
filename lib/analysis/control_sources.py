"""Whose word a report of control is: with which party its original reporter is aligned.

``data/publishers.csv`` says so for the publishers of the event table: ``publisher, aligned_with, basis``.
*Aligned* means run or owned by a party to the fighting, or by a state that fought on its side, or commonly known as
close to it. A publisher the file does not name is ``unknown``.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import pandas as pd

PUBLISHERS = Path(__file__).resolve().parents[2] / "data" / "publishers.csv"
PARTIES = ("government", "opposition", "turkey", "kurdish", "russia", "independent", "unknown")
"""What ``aligned_with`` may say."""
CAMP = {
    "government": "government",
    "russia": "government",
    "opposition": "opposition",
    "turkey": "opposition",
    "kurdish": "kurdish",
}
"""The parties that fought side by side. Independent and unknown publishers are in no camp."""
CAMP_OF_SIDE = {
    "government": "government",
    "opposition": "opposition",
    "turkey_backed": "opposition",
    "kurdish_led": "kurdish",
}
"""The camp of each side that holds ground."""
_REMARK = r"\s*\((?:Arabic|Persian|Spanish|copy|mirror)[^)]*\)"
_CITES = r"\([^)]*\bcites ([^)]+)\)"
_BETWEEN = r",\s*|\s+and\s+|/"


@lru_cache(maxsize=1)
def publishers() -> pd.DataFrame:
    """The file, indexed by the publisher's name in lower case."""
    frame = pd.read_csv(PUBLISHERS, dtype=str, keep_default_na=False)
    return frame.set_index(frame.publisher.str.casefold())


def original_reporters(source: pd.Series) -> pd.Series:
    """Who reported first, of sources written as "publisher: title".

    "Tasnim (Persian, cites SANA): …" was reported by SANA; without "cites" the publisher is the reporter.

    Returns:
        Lists of names, with the index of ``source``.
    """
    publisher = source.str.split(r":\s", n=1, regex=True).str[0].str.strip()
    cited = publisher.str.extract(_CITES, expand=False)
    named = cited.str.replace("al-Ahed", "Al-Ahed News", regex=False).str.split(_BETWEEN, regex=True)
    plain = publisher.str.replace(_REMARK, "", regex=True)
    return named.where(cited.notna(), plain.map(lambda name: [name]))


def camps(source: pd.Series) -> pd.Series:
    """The camp that all original reporters of each source belong to; "" where there is no such camp."""
    names = original_reporters(source).explode().str.casefold()
    camp = names.map(publishers().aligned_with).map(CAMP).fillna("")
    return one_camp(camp, camp.index)


def one_camp(camp: pd.Series, group: pd.Index | pd.Series) -> pd.Series:
    """The camp that all of a group share; "" where they differ or one is in none."""
    members = camp.groupby(group, sort=False)
    first = members.min()
    return first.where(first == members.max(), "")
