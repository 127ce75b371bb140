"""Points for rows that name nothing finer than a sub-district: that of its seat, by P-code or by name."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from lib.geography import areas, spelling
from lib.geography.places import places
from lib.geography.swapped_coordinates import governorate

SEVERAL = 3
"""Known settlements from which the middle of a sub-district without a seat of its name can be told."""
_WORDS = re.compile(r"(?i)\bsub[\s-]*district\b|\bnah(?:i?ye?h?|i?yah?|ia)(?:si)?\b|\bsous[\s-]*district\b|ناحية|ناحيه")
"""Words for what it is, beside its name."""
_DIGITS = 5
"""Decimals of degrees in which the point of a sub-district and of its seat agree."""


def fill_subdistricts(frame: pd.DataFrame) -> pd.DataFrame:
    """Give rows that name nothing finer than a sub-district the point of its seat, or of its middle settlement.

    Reports of control are left alone: they are of one place each.

    Args:
        frame: An event frame.

    Returns:
        The frame with lat and lon (WGS 84 degrees), geo_precision and point_basis of such rows filled.
    """
    coded = frame["pcode"].str.strip().str.upper().isin(_codes().index)
    area = coded | ((frame["pcode"] == "") & (frame["admin3"] != ""))
    unnamed = (frame[["place", "place_ar"]] == "").all(axis=1) & area
    wide = frame["geo_precision"].isin(["", "subdistrict"])
    rows = np.flatnonzero(unnamed & wide & frame["lat"].isna() & (frame["kind"] != "control"))
    if not len(rows):
        return frame
    asked = frame.iloc[rows]
    code = asked["pcode"].where(asked["pcode"] != "", asked["admin3"]).str.strip().str.upper()
    at = code.map(_codes()).fillna(-1).to_numpy(dtype=np.intp)
    known = _names()
    plain = asked["admin3"].map({name: _plain(name) for name in asked["admin3"].unique()})
    inside = asked["admin1"].map({name: governorate(name) for name in asked["admin1"].unique()})
    by_name = np.array([known.get(key, -1) for key in zip(plain, inside, strict=True)], dtype=np.intp)
    at = np.where(at >= 0, at, by_name)
    rows, at = rows[at >= 0], at[at >= 0]
    points = _areas()
    return frame.assign(
        lat=changed(frame["lat"], rows, points["lat"].to_numpy()[at]),
        lon=changed(frame["lon"], rows, points["lon"].to_numpy()[at]),
        geo_precision=changed(frame["geo_precision"], rows, "subdistrict"),
        point_basis=changed(frame["point_basis"], rows, "subdistrict"),
    )


def changed(column: pd.Series, rows: npt.NDArray[np.intp], values: Any) -> pd.Series:
    """Return a column with other values at some positions."""
    column = column.copy()
    column.iloc[rows] = values
    return column


def _plain(name: str) -> str:
    return spelling.plain(_WORDS.sub(" ", name[: spelling.MAX_LENGTH]))


@lru_cache(maxsize=1)
def _areas() -> pd.DataFrame:
    """Gather every sub-district: pcode ("" where not known), admin3, inside (governorate), lat, lon, seat (or -1)."""
    listed, known = areas.subdistricts(), places()
    known = known.loc[(known["admin3"] != "") & known.geometry.notna()]
    inside = known["admin1"].map(governorate)
    found = pd.DataFrame({
        "pcode": listed["pcode"], "admin3": listed["admin3"], "inside": listed["admin1"].map(governorate),
        "lat": listed.geometry.y, "lon": listed.geometry.x,
    })  # fmt: skip
    there = set(zip(found["admin3"].map(spelling.plain), found["inside"], strict=True))
    more = []
    for key, part in known.groupby([known["admin3"].map(spelling.plain), inside]):
        if key in there:
            continue
        name = str(key[0])
        seats = part.index[[name in _spellings(at) for at in part.index]]
        if len(seats) or len(part) >= SEVERAL:
            x, y = part.geometry.x, part.geometry.y
            at = seats[0] if len(seats) else np.hypot(x - x.median(), y - y.median()).idxmin()
            more.append({"pcode": "", "admin3": part["admin3"].iloc[0], "inside": key[1], "lat": y[at], "lon": x[at]})
    found = pd.concat([found, pd.DataFrame(more, columns=found.columns)], ignore_index=True)
    settled = pd.DataFrame({"at": known.index, "lat": known.geometry.y, "lon": known.geometry.x})
    settled = settled.round({"lat": _DIGITS, "lon": _DIGITS}).drop_duplicates(["lat", "lon"])
    seat = found[["lat", "lon"]].round(_DIGITS).merge(settled, on=["lat", "lon"], how="left")["at"]
    return found.assign(seat=seat.fillna(-1).astype("int64").to_numpy())


def _spellings(at: int) -> set[str]:
    """Return the plain forms of the names of a place of the gazetteer, the Arabic one and other spellings with them."""
    known = places().loc[at]
    return {spelling.plain(name) for name in (known["place"], known["place_ar"], *known["aliases"].split("|"))} - {""}


@lru_cache(maxsize=1)
def _codes() -> pd.Series:
    """Return the position of each sub-district in :func:`_areas` by its P-code."""
    coded = _areas().loc[lambda found: found["pcode"] != "", "pcode"]
    return pd.Series(coded.index, index=coded.to_numpy())


@lru_cache(maxsize=1)
def _names() -> dict[tuple[str, str], int]:
    """Return the position of each sub-district by a plain name and its governorate ("" where one alone has the name).

    Its own name comes before a name of another's seat; a name of two seats is none of both.
    """
    found = _areas()
    own = [(spelling.plain(name), inside, at) for at, name, inside in found[["admin3", "inside"]].itertuples()]
    seats = [
        (name, inside, at)
        for at, seat, inside in found.loc[found["seat"] >= 0, ["seat", "inside"]].itertuples()
        for name in sorted(_spellings(seat))
    ]
    named: dict[tuple[str, str], int] = {}
    for pairs in (own, seats):
        given = pd.DataFrame(pairs, columns=["name", "inside", "at"]).drop_duplicates()
        given = pd.concat([given, given.assign(inside="")]).drop_duplicates()
        given = given.loc[~given.duplicated(["name", "inside"], keep=False)]
        keys = zip(given["name"], given["inside"], strict=True)
        named = dict(zip(keys, given["at"].tolist(), strict=True)) | named
    return named
