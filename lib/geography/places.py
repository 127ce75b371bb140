"""The gazetteer: every place the event table or the labels name, with one spelling and one point each."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd

from lib.config import paths
from lib.config.catalogue import of_crisis
from lib.config.crs import DEGREES
from lib.config.language import LANGUAGES, language
from lib.text import isolated, told

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
        Columns place (unique), place_ar, name_tr and name_fr (blank where it is called no otherwise), pcode, admin1,
        admin2, admin3, country, rank (1 to 5, int), aliases
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
    """Return names in a language, where a place is known in it, else the file's own.

    Args:
        known: Rows of :func:`places`, or of :func:`sites`.
        lang: The reader's language.
        column: ``place``, or ``name`` for sites.
    """
    own, named = known[column], next((name for name in (f"{column}_{lang}", f"name_{lang}") if name in known), "")
    names: pd.Series = known[named].where(known[named] != "", own) if named else own
    return names


@lru_cache(maxsize=8)
def local_names(lang: str) -> dict[str, str]:
    """Return what places are called in a language, by their name in the table; those alone that are called otherwise.

    Where the gazetteer has no name of a camp or a crossing, the crisis's catalogue may have one.
    """
    if lang == LANGUAGES[0]:
        return {}
    known, at = places(), sites()
    translated = of_crisis(lang).gettext
    of_sites = (
        (name, own if own != name else translated(name))
        for name, own in zip(at["name"], spoken(at, lang, "name"), strict=True)
    )
    of_places = zip(known["place"], spoken(known, lang), strict=True)
    return {name: own for name, own in (*of_sites, *of_places) if own and own != name}


def local(place: str) -> str:
    """Return what a place is called in the reader's language; its name in the table where no other is known."""
    return local_names(language.get()).get(place) or told(place)


def with_original(place: str) -> str:
    """Return a place's name in the reader's language, and after it in brackets that of the table if it is another."""
    own = local(place)
    return own if own == place else f"{own} ({isolated(place)})"


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
