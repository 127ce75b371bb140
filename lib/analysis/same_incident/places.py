"""Which places of two tables may be the same place: by their points, or by P-code or name where one has no point.

Reports of no place at all, as the sums of a whole crisis, are compared by who counted.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.spatial import KDTree

from lib.analysis.checks.check import metres
from lib.config.crisis import CRISIS
from lib.geography import spelling
from lib.geography.areas import CODE_LENGTHS

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]

REACH_M = {"exact": 2_000.0, "settlement": 3_000.0, "subdistrict": 12_000.0, "representative": 12_000.0}
"""How far a point of each precision may lie from that of the same incident in another table, metres."""
OTHER_REACH_M = 3_000.0
"""The same for any other precision, blank included."""
WIDE = ("governorate", "country")
"""Precisions that name an area so large that a settlement in it says nothing: compared with their like alone."""
_WIDE_NAME = r"(?i)\b(?:governorate|province|gouvernorat|ili)\b|محافظة"
"""Names of such an area, where its row has no precision."""
COARSE = frozenset(length for length, level in CODE_LENGTHS.items() if level in {"admin1", "admin2"})
"""How long the P-codes of such areas are."""
KEY = ["lat", "lon", "geo_precision", "pcode", "place", "place_ar", "admin1", "counter"]
FINE_M = 200.0
"""Points nearer than this are one point, metres."""
MOST_NAMES = 100_000
"""Most different names that are compared by name."""
MOST_PLACE_PAIRS = 2_000_000
"""Most pairs of places looked at; a place with more neighbours is compared with its nearest ones."""
LEAST_NEAR, MOST_NEAR = 2, 64
"""Nearest places that one place is compared with, as the limit allows."""


class By(IntEnum):
    """What two places were found to be the same by."""

    POINT = 0
    PCODE = 1
    NAME = 2
    COUNTER = 3


_NEAR = {By.PCODE: 0.95, By.NAME: 0.85, By.COUNTER: 0.8}
"""How near places are that are the same by such a thing."""


@dataclass(frozen=True)
class Places:
    """The different places of some rows.

    Attributes:
        of: The place of each row, an integer.
        xy: Metres in the crisis' projection, shape (places, 2); NaN without a point.
        reach: How far the same incident may lie, metres.
        wide: Whether the place is an area too large to be compared with a settlement.
        pcode: P-code in capital letters, "" where blank.
        names: The plain forms of name and Arabic name, shape (places, 2), "" where blank.
        admin1: Plain form of the governorate, "" where blank.
        counter: Who counted, where neither point, P-code nor name is stated; "" otherwise.
    """

    of: Ints
    xy: Floats
    reach: Floats
    wide: npt.NDArray[np.bool_]
    pcode: npt.NDArray[np.object_]
    names: npt.NDArray[np.object_]
    admin1: npt.NDArray[np.object_]
    counter: npt.NDArray[np.object_]


def places(rows: pd.DataFrame) -> Places:
    """Gather the different places of rows that have the columns of :data:`KEY`."""
    nowhere = rows["lat"].isna() & (rows[["pcode", "place", "place_ar"]] == "").all(axis=1)
    rows = rows.assign(counter=rows["counter"].str.strip().str.casefold().where(nowhere, ""))
    codes = pd.DataFrame({name: pd.factorize(rows[name])[0] for name in KEY})
    of = np.asarray(codes.groupby(KEY, sort=False).ngroup(), dtype=np.int64)
    known = rows.iloc[np.unique(of, return_index=True)[1]]
    precision = known["geo_precision"]
    reach = np.asarray(precision.map(REACH_M).fillna(OTHER_REACH_M), dtype=np.float64)
    names = np.stack([_plain(known["place"]), _plain(known["place_ar"])], axis=1)
    return Places(
        of=of,
        xy=metres(known["lat"], known["lon"]),
        reach=reach,
        wide=_is_wide(known),
        pcode=known["pcode"].str.upper().to_numpy(dtype=object),
        names=names,
        admin1=_plain(known["admin1"]),
        counter=known["counter"].to_numpy(dtype=object),
    )


def _is_wide(known: pd.DataFrame) -> npt.NDArray[np.bool_]:
    """Tell which places are areas of the size of a governorate: by their precision, else by their P-code or name."""
    code = known["pcode"].str.upper()
    coded = code.str.startswith(CRISIS.pcodes.prefix) & code.str.len().isin(COARSE) if CRISIS.pcodes else False
    named = known["place"].str.contains(_WIDE_NAME) | known["place_ar"].str.contains(_WIDE_NAME)
    wide = known["geo_precision"].isin(WIDE) | ((known["geo_precision"] == "") & (coded | named))
    return wide.to_numpy(dtype=bool)


def _plain(texts: pd.Series) -> npt.NDArray[np.object_]:
    """Return the plain form of each text; those beyond the limit of different ones count as blank."""
    code, known = pd.factorize(texts)
    forms = [spelling.plain(text) if at < MOST_NAMES else "" for at, text in enumerate(known)]
    found: npt.NDArray[np.object_] = np.array(forms, dtype=object)[code]
    return found


def pairs_of_places(mine: Places, ours: Places) -> pd.DataFrame:
    """Return which places may be the same.

    Returns:
        mine and ours (places), by (:class:`By`), metres (NaN without two points), near (1 for the same place, down to
        0 at the edge of what is looked at).
    """
    found = pd.concat([_by_point(mine, ours), _by_text(mine, ours)], ignore_index=True)
    i, j = found["mine"].to_numpy(), found["ours"].to_numpy()
    kept: pd.DataFrame = found.loc[mine.wide[i] == ours.wide[j]]
    kept = kept.sort_values("near", ascending=False, kind="stable").drop_duplicates(["mine", "ours"])
    return kept.sort_index().reset_index(drop=True)


def _by_point(mine: Places, ours: Places) -> pd.DataFrame:
    """Return pairs of places with points within reach of each other; the coarser point says how far that is."""
    left, right = (np.flatnonzero(~np.isnan(each.xy[:, 0])) for each in (mine, ours))
    if not len(left) or not len(right):
        return _pairs(np.zeros(0, np.int64), np.zeros(0, np.int64), By.POINT, np.zeros(0), np.zeros(0))
    nearest = min(len(right), max(LEAST_NEAR, min(MOST_NEAR, MOST_PLACE_PAIRS // len(left))))
    furthest = max(mine.reach[left].max(), ours.reach[right].max())
    asked = list(range(1, nearest + 1))
    metre, which = KDTree(ours.xy[right]).query(mine.xy[left], k=asked, distance_upper_bound=furthest)
    row, nth = np.nonzero(np.isfinite(metre))
    i, j, apart = left[row], right[which[row, nth]], metre[row, nth]
    reach = np.maximum(mine.reach[i], ours.reach[j])
    kept = apart <= reach
    i, j, apart, reach = i[kept], j[kept], apart[kept], reach[kept]
    near = np.where(apart <= FINE_M, 1.0, 1.0 - 0.7 * apart / reach)
    return _pairs(i, j, By.POINT, apart, np.where(_same_name(mine, ours, i, j), np.maximum(near, 0.9), near))


def _same_name(mine: Places, ours: Places, i: Ints, j: Ints) -> npt.NDArray[np.bool_]:
    """Return whether pairs of places have a P-code or a name in common."""
    same = (mine.pcode[i] == ours.pcode[j]) & (mine.pcode[i] != "")
    for column in range(mine.names.shape[1]):
        same |= (mine.names[i, column] == ours.names[j, column]) & (mine.names[i, column] != "")
    found: npt.NDArray[np.bool_] = same.astype(bool)
    return found


def _by_text(mine: Places, ours: Places) -> pd.DataFrame:
    """Return pairs of places of which one or both have no point, or that are wide areas: by P-code, then by name.

    Names must be of one governorate. Reports of no place are those of one counter, and of one governorate.
    """
    found = [_merged(mine, ours, mine.pcode, ours.pcode, By.PCODE)]
    found += [_merged(mine, ours, mine.names[:, at], ours.names[:, at], By.NAME) for at in range(2)]
    found.append(_merged(mine, ours, mine.counter, ours.counter, By.COUNTER))
    told = pd.concat(found, ignore_index=True)
    return told.sort_values("by", kind="stable").drop_duplicates(["mine", "ours"])


def _merged(
    mine: Places, ours: Places, mine_keys: npt.NDArray[np.object_], our_keys: npt.NDArray[np.object_], by: By
) -> pd.DataFrame:
    # Where the middle of a wide area was put says nothing.
    bare, others = np.isnan(mine.xy[:, 0]) | mine.wide, np.isnan(ours.xy[:, 0]) | ours.wide
    left, right = mine_keys != "", our_keys != ""
    # Rows without a point are joined with all of the other table, rows with one with those without.
    parts = [
        _bounded(_keyed(mine_keys, left & bare, "mine"), _keyed(our_keys, right, "ours")),
        _bounded(_keyed(mine_keys, left & ~bare, "mine"), _keyed(our_keys, right & others, "ours")),
    ]
    joined = pd.concat(parts, ignore_index=True)
    i, j = joined["mine"].to_numpy(dtype=np.int64), joined["ours"].to_numpy(dtype=np.int64)
    if by is By.NAME:
        stated, there = mine.admin1[i], ours.admin1[j]
        coded = (mine.pcode[i] != "") & (ours.pcode[j] != "") & (mine.pcode[i] != ours.pcode[j])
        kept = ((stated == "") | (there == "") | (stated == there)) & ~coded
        i, j = i[kept.astype(bool)], j[kept.astype(bool)]
    elif by is By.COUNTER:
        kept = mine.admin1[i] == ours.admin1[j]
        i, j = i[kept.astype(bool)], j[kept.astype(bool)]
    return _pairs(i, j, by, np.full(len(i), np.nan), np.full(len(i), _NEAR[by]))


def _keyed(keys: npt.NDArray[np.object_], kept: npt.NDArray[np.bool_], side: str) -> pd.DataFrame:
    at = np.flatnonzero(kept)
    return pd.DataFrame({"key": keys[at], side: at})


def _bounded(left: pd.DataFrame, right: pd.DataFrame) -> pd.DataFrame:
    """Return rows of one key on both sides, for as many of the left as the limit allows."""
    left = left.loc[left["key"].isin(right["key"].unique())]
    n = left["key"].map(right["key"].value_counts()).fillna(0).to_numpy(dtype=np.int64)
    return left.loc[np.cumsum(n) <= MOST_PLACE_PAIRS].merge(right, on="key")


def _pairs(i: Ints, j: Ints, by: By, apart: Floats, near: Floats) -> pd.DataFrame:
    return pd.DataFrame({"mine": i, "ours": j, "by": np.full(len(i), int(by), np.int8), "metres": apart, "near": near})
