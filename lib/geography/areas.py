"""Administrative areas: which sub-district, district and governorate a place lies in, by P-code or by name.

No polygons are shipped. A sub-district is known by the settlements that bear its P-code: their number, one of them
as its point, and how near to and far from the border they lie.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

import geopandas as gpd
import numpy as np
import pandas as pd

from lib.config import paths
from lib.config.crisis import CRISIS
from lib.config.crs import DEGREES
from lib.geography import places
from lib.geography.spelling import plain

AREAS = paths.GEO / "areas.csv"
CHAIN = ("admin1", "admin2", "admin3", "place")
"""From the governorate down to the settlement."""
CODE_LENGTHS = dict(zip(CRISIS.pcodes.lengths, CHAIN, strict=False)) if CRISIS.pcodes else {}
"""How long the P-codes of areas are, and of which level."""


@lru_cache(maxsize=1)
def subdistricts() -> gpd.GeoDataFrame:
    """Read every sub-district of the governorates that the map covers.

    Returns:
        Columns pcode, admin3, admin2_pcode, admin2, admin1_pcode, admin1, settlements (number), border_near_km and
        border_far_km (shortest and longest distance of one of its settlements from the border), point_is
        (``seat`` or ``middle``), source, and geometry: the point in WGS 84 degrees. Source: data/geo/areas.csv.

    Raises:
        PlacesError: The file is missing or damaged.
    """
    try:
        frame = pd.read_csv(AREAS, dtype=str, keep_default_na=False, encoding="utf-8")
        numbers = {name: pd.to_numeric(frame[name]) for name in ("border_near_km", "border_far_km", "settlements")}
        points = gpd.points_from_xy(pd.to_numeric(frame["lon"]), pd.to_numeric(frame["lat"]))
    except (OSError, ValueError, KeyError) as error:
        message = f"{AREAS.name} cannot be read ({error}); restore it from the repository."
        raise places.PlacesError(message) from error
    return gpd.GeoDataFrame(frame.assign(**numbers), geometry=points, crs=DEGREES)


def chains(pcode: pd.Series, name: pd.Series) -> pd.DataFrame:
    """Find where each place lies, as far as its P-code, or else its name in the gazetteer, tells.

    Args:
        pcode: P-codes of settlements or areas; blank where there is none.
        name: Names of the same places; one that the gazetteer knows, and that has no P-code, is looked up there.

    Returns:
        admin1, admin2, admin3 and place on the index of ``pcode``; blank where not known. An area of a coarser level
        has the finer ones blank. What lies outside the sub-districts known is told by its code alone.
    """
    codes, known = pd.factorize(pcode)
    by_code = _of_codes(tuple(known))
    found = by_code[codes] if len(known) else np.full((len(pcode), len(CHAIN)), "", dtype=object)
    bare = (pcode == "").to_numpy()
    if bare.any():
        names, texts = pd.factorize(name[bare])
        found[bare] = _of_names(tuple(texts))[names]
    return pd.DataFrame(found, index=pcode.index, columns=list(CHAIN), dtype="str")


def _of_codes(codes: tuple[str, ...]) -> np.ndarray:
    """Find the chains of P-codes, shape (n, 4)."""
    settled, areas = _gazetteer("pcode"), _area_names()
    return _stacked([settled.get(code) or _of_area(code, areas) for code in codes])


def _of_names(names: tuple[str, ...]) -> np.ndarray:
    """Find the chains of settlements by their name in the gazetteer, shape (n, 4)."""
    settled = _gazetteer("place")
    return _stacked([settled.get(name, ("", "", "", "")) for name in names])


def _stacked(rows: list[tuple[str, ...]]) -> np.ndarray:
    return np.array(rows, dtype=object).reshape(-1, len(CHAIN))


def _of_area(code: str, names: dict[str, str]) -> tuple[str, ...]:
    if CRISIS.pcodes is None or not code.startswith(CRISIS.pcodes.prefix) or len(code) not in CODE_LENGTHS:
        return ("", "", "", "")
    parts = [code[:length] if length <= len(code) else "" for length in CODE_LENGTHS]
    return (*(names.get(part, part) for part in parts), "")


@lru_cache(maxsize=2)
def _gazetteer(column: str) -> dict[str, tuple[str, ...]]:
    """Return the chains of the gazetteer's places by a column of it."""
    known = places.places()
    known = known.loc[(known[column] != "") & (known["admin3"] != "")]
    return dict(zip(known[column], zip(*(known[name] for name in CHAIN), strict=True), strict=True))


def point_of(asked: str) -> tuple[float, float] | None:
    """Return latitude and longitude (WGS 84 degrees) of a sub-district by P-code or name; None where it has none."""
    chain = named(asked)
    if len(chain) < CHAIN.index("admin3") + 1:
        return None
    known = subdistricts()
    found = known.loc[(known["admin2"] == chain[1]) & (known["admin3"] == chain[2])].geometry
    return None if found.empty else (float(found.iloc[0].y), float(found.iloc[0].x))


@lru_cache(maxsize=1)
def _area_names() -> dict[str, str]:
    """Return the name of each area by its P-code, of all three levels."""
    known = subdistricts()
    pairs = (("admin1_pcode", "admin1"), ("admin2_pcode", "admin2"), ("pcode", "admin3"))
    return {code: name for codes, names in pairs for code, name in zip(known[codes], known[names], strict=True)}


@lru_cache(maxsize=256)
def named(asked: str) -> tuple[str, ...]:
    """Find the area or settlement that a reader asks for, as a chain of names with the finer ones left out.

    Args:
        asked: A P-code, or a name of a sub-district, district, governorate or settlement, in that order; spelling
            need not be exact (:func:`lib.geography.spelling.plain`).

    Returns:
        One name for a governorate, two for a district, three for a sub-district, four for a settlement; empty when
        nothing of that name or code is known.
    """
    code = asked.strip().upper()
    if code in _area_names():
        return tuple(part for part in _of_area(code, _area_names()) if part)
    if code in _gazetteer("pcode"):
        return _gazetteer("pcode")[code]
    if not plain(asked):
        return ()
    # As it is written first: without its article a name may be that of another area.
    return _called(asked, str.casefold) or _called(asked, plain)


def _called(asked: str, form: Callable[[str], str]) -> tuple[str, ...]:
    """Find the area or settlement whose name is ``asked`` in some form of both; return () when there is none."""
    words = form(asked.strip())
    known = subdistricts()
    for level in ("admin3", "admin2", "admin1"):
        hit = known.loc[known[level].map(form) == words]
        if len(hit):
            return tuple(str(hit.iloc[0][name]) for name in CHAIN[: CHAIN.index(level) + 1])
    return next((chain for name, chain in _gazetteer("place").items() if form(name) == words), ())
