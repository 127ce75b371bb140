"""The gazetteer: every place the event table or the labels name, with one spelling and one point each."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd

from lib.config import paths
from lib.config.crs import DEGREES

PLACES = paths.GEO / "places.csv"
SITES = paths.GEO / "camps_and_crossings.csv"

LABEL_RANKS = 4
"""Places of this rank or better (1 = a metropolis) are labelled on the map."""


class PlacesError(Exception):
    """A places file is missing or cannot be read; the message says which and what to do."""


def _read(path: Path) -> gpd.GeoDataFrame:
    try:
        frame = pd.read_csv(path, dtype=str, keep_default_na=False, encoding="utf-8")
        lon, lat = pd.to_numeric(frame["lon"]), pd.to_numeric(frame["lat"])
        points = gpd.GeoSeries(gpd.points_from_xy(lon, lat)).where(lat.notna() & lon.notna(), None)
    except (OSError, ValueError, KeyError) as error:
        message = f"{path.name} cannot be read ({error}); restore it from the repository."
        raise PlacesError(message) from error
    return gpd.GeoDataFrame(frame, geometry=points, crs=DEGREES)


@lru_cache(maxsize=1)
def places() -> gpd.GeoDataFrame:
    """Read every known place.

    Returns:
        Columns place (unique), place_ar, pcode, admin1, admin2, admin3, country, rank (1 to 5, int), aliases
        (``|``-separated), source, city_km2 (area of a city, text, blank where it is a point), and geometry: points in
        WGS 84 degrees, None where no point is known.
        Source: data/geo/places.csv, whose rows name theirs.

    Raises:
        PlacesError: The file is missing or damaged.
    """
    frame = _read(PLACES)
    frame["rank"] = pd.to_numeric(frame["rank"], errors="coerce").fillna(5).astype(int)
    return frame


@lru_cache(maxsize=1)
def sites() -> gpd.GeoDataFrame:
    """Read border crossings, camp clusters and reception centres, none finer than the settlement it belongs to.

    Returns:
        Columns name, name_ar ("" where it is not known), kind (``border_crossing``, ``border_crossing_unofficial``,
        ``internal_crossing``, ``camp_cluster``, ``reception_centre``), precision, status, open_to_un_aid, source,
        source_url, note … and geometry: points in WGS 84 degrees. Source: data/geo/camps_and_crossings.csv.

    Raises:
        PlacesError: The file is missing or damaged.
    """
    frame = _read(SITES)
    return frame if "name_ar" in frame else frame.assign(name_ar="")


def labels() -> gpd.GeoDataFrame:
    """Return the places that carry a label on the map: rank 1 to :data:`LABEL_RANKS`, with a point, best rank first."""
    known = places()
    return _in_order(known.loc[known["rank"] <= LABEL_RANKS])


def settlements() -> gpd.GeoDataFrame:
    """Return the smaller places, which only a near map labels: below rank :data:`LABEL_RANKS`, with a point."""
    known = places()
    return _in_order(known.loc[known["rank"] > LABEL_RANKS])


def _in_order(known: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    return known.loc[known.geometry.notna()].sort_values(["rank", "place"], kind="stable")


def spoken(known: gpd.GeoDataFrame, lang: str, column: str = "place") -> pd.Series:
    """Return names in a language: Arabic where a place is known in it, else the file's own.

    Args:
        known: Rows of :func:`places`, or of :func:`sites`.
        lang: The reader's language.
        column: ``place``, or ``name`` for sites.
    """
    own, arabic = known[column], known[f"{column}_ar"]
    names: pd.Series = arabic.where(arabic != "", own) if lang == "ar" else own
    return names


@lru_cache(maxsize=1)
def radius_of() -> dict[str, float]:
    """Return how far each city reaches, metres: the radius of a circle as large as its published area.

    By P-code, and by name in lower case; cities alone whose area a source gives (column city_km2). Any other place is a
    point.
    """
    known = places()
    if "city_km2" not in known:
        return {}
    area = pd.to_numeric(known["city_km2"], errors="coerce").to_numpy(np.float64)
    radius = np.sqrt(area * 1e6 / np.pi)
    keys = zip(known["pcode"], known["place"].str.casefold(), radius, strict=True)
    return {key: float(reach) for code, name, reach in keys if reach > 0 for key in (code, name) if key}


def ranks() -> pd.Series:
    """Return the rank of each place (1 to 5), indexed by its name."""
    known = places()
    return pd.Series(known["rank"].to_numpy(), index=known["place"])
