"""Countries, borders, coast, governorates, rivers and lakes of the base map."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Any

import geopandas as gpd
import numpy as np
import shapely

from lib.config.crisis import CRISIS
from lib.geography.basemap import EXTENT
from tools.base_layers.shapes import coarser, frame, lines_only, merged, metric, simplified
from tools.base_layers.sources import MissingSourceError, gshhg, natural_earth

if TYPE_CHECKING:
    from pathlib import Path

    from shapely.geometry.base import BaseGeometry

# Spellings that the sources do not have. Key: the source's name. Values: English, Arabic, Turkish, OCHA P-code.
PROVINCES = {
    "Aleppo": ("Aleppo", "حلب", "Halep", "SY02"),
    "Hasaka (Al Haksa)": ("Al-Hasakah", "الحسكة", "Haseke", "SY08"),
    "As Suwayda'": ("As-Suwayda", "السويداء", "Süveyda", "SY13"),
    "Damascus": ("Damascus", "دمشق", "Şam", "SY01"),
    "Dar`a": ("Daraa", "درعا", "Dera", "SY12"),
    "Quneitra": ("Quneitra", "القنيطرة", "Kuneytra", "SY14"),
    "Ar Raqqah": ("Raqqa", "الرقة", "Rakka", "SY11"),
    "Dayr Az Zawr": ("Deir ez-Zor", "دير الزور", "Deyrizor", "SY09"),
    "Hamah": ("Hama", "حماة", "Hama", "SY05"),
    "Homs (Hims)": ("Homs", "حمص", "Humus", "SY04"),
    "Idlib": ("Idlib", "إدلب", "İdlib", "SY07"),
    "Lattakia": ("Latakia", "اللاذقية", "Lazkiye", "SY06"),
    "Rif Dimashq": ("Rural Damascus", "ريف دمشق", "Şam Kırsalı", "SY03"),
    "Tartus": ("Tartus", "طرطوس", "Tartus", "SY10"),
    "Adana": ("Adana", "أضنة", "Adana", ""),
    "Adiyaman": ("Adiyaman", "أديامان", "Adıyaman", ""),
    "Diyarbakir": ("Diyarbakir", "ديار بكر", "Diyarbakır", ""),
    "Gaziantep": ("Gaziantep", "غازي عنتاب", "Gaziantep", ""),
    "Hatay": ("Hatay", "هاتاي", "Hatay", ""),
    "K. Maras": ("Kahramanmaras", "كهرمان مرعش", "Kahramanmaraş", ""),
    "Kayseri": ("Kayseri", "قيصري", "Kayseri", ""),
    "Kilis": ("Kilis", "كلس", "Kilis", ""),
    "Konya": ("Konya", "قونية", "Konya", ""),
    "Malatya": ("Malatya", "ملاطية", "Malatya", ""),
    "Mardin": ("Mardin", "ماردين", "Mardin", ""),
    "Mersin": ("Mersin", "مرسين", "Mersin", ""),
    "Nigde": ("Nigde", "نيغدة", "Niğde", ""),
    "Osmaniye": ("Osmaniye", "عثمانية", "Osmaniye", ""),
    "Sanliurfa": ("Sanliurfa", "شانلي أورفا", "Şanlıurfa", ""),
}

NO_PROVINCE = {"UNDOF"}
"""What the source lists among provinces and is none: the area of separation of 1974."""

# The river file has no names: a river is the stretches nearest to its points (lon, lat), one on each stretch.
RIVERS = {
    ("Orontes", "نهر العاصي", "Asi"): [
        (36.41, 34.41), (36.66, 34.71), (36.70, 34.90), (36.875, 35.00), (36.886, 35.01), (36.62, 35.28),
        (36.31, 35.60), (36.378, 36.01), (36.39, 36.12), (36.20, 36.24), (35.99, 36.07),
    ],
    ("Afrin", "نهر عفرين", "Afrin"): [(36.85, 36.47), (36.91, 37.03)],
    ("Euphrates", "نهر الفرات", "Fırat"): [
        (38.90, 37.72), (38.40, 37.46), (37.87, 37.25), (37.98, 36.98), (38.02, 36.90), (38.28, 36.52),
        (38.10, 36.12), (38.16, 35.97), (38.62, 35.86), (39.20, 35.88),
    ],
    ("Karasu", "نهر قره صو", "Karasu"): [(36.52, 36.70)],
}  # fmt: skip
FARTHEST_GUIDE_KM = 5.0

# Lakes by a point inside; the one without a name was drained and is left out.
LAKES = {
    (37.50, 36.06): ("Sabkhat al-Jabbul", "سبخة الجبول", "Cabbul Gölü"),
    (36.57, 34.64): ("Lake Qattinah", "بحيرة قطينة", "Katine Gölü"),
    (38.10, 36.10): ("Lake Assad", "بحيرة الأسد", "Esad Gölü"),
    (38.60, 37.50): ("Ataturk Reservoir", "خزان أتاتورك", "Atatürk Baraj Gölü"),
    (35.27, 37.11): ("Seyhan Reservoir", "خزان سيحان", "Seyhan Baraj Gölü"),
    (36.31, 36.35): None,
}
LAKE_REACH_DEGREES = 0.12
SMALLEST_LAKE_KM2 = 5.0
ROOM_FOR_A_NAME = 0.4
SHORE_SIMPLIFY_M = 80.0
NEIGHBOURHOOD = shapely.box(25.0, 30.5, 47.0, 43.0)
"""What the locator of a printed map is cut out of: more than it shows."""
LOCATOR_SIMPLIFY_DEGREES = 0.05


def countries() -> gpd.GeoDataFrame:
    """Return land by country in full detail, clipped to the extent: ``code`` (ISO alpha-3), name_en, _ar and _tr."""
    source = natural_earth("ne_10m_admin_0_countries").set_index("ADM0_A3").sort_index()
    rows = [
        {"code": code, "name_en": english, "name_ar": arabic, "name_tr": turkish}
        for code, english, arabic, turkish in zip(
            source.index, source.NAME_EN, source.NAME_AR, source.NAME_TR, strict=True
        )
    ]
    # The tip of Cyprus is in the picture: named as the United Nations name the island.
    cyprus = {"code": "CYP", "name_en": "Cyprus", "name_ar": "قبرص", "name_tr": "Kıbrıs"}
    rows = [cyprus if row["code"] in {"CYN", "CYP"} else row for row in rows]
    return frame(rows, shapely.normalize(shapely.intersection(source.geometry.to_numpy(), EXTENT)))


def neighbours() -> gpd.GeoDataFrame:
    """Return the wider region by country, coarse, for the locator: ``code`` (ISO alpha-3)."""
    source = natural_earth("ne_10m_admin_0_countries", NEIGHBOURHOOD).set_index("ADM0_A3").sort_index()
    # One coverage, so that two neighbours stay neighbours when their border is simplified.
    coarse = shapely.coverage_simplify(source.geometry.to_numpy(), LOCATOR_SIMPLIFY_DEGREES)
    seen = shapely.intersection(coarse, NEIGHBOURHOOD)
    there = shapely.area(seen) > LOCATOR_SIMPLIFY_DEGREES**2
    rows = [{"code": {"CYN": "CYP"}.get(code, code)} for code in source.index[there]]
    return frame(rows, shapely.normalize(seen[there]))


WORLD_SIMPLIFY_DEGREES = 0.05


def world() -> gpd.GeoDataFrame:
    """Return all countries, coarse (5 km): ``code`` (ISO alpha-3) and names. What a crisis without layers draws."""
    everywhere = shapely.box(-180, -90, 180, 90)
    source = natural_earth("ne_10m_admin_0_countries", everywhere).set_index("ADM0_A3").sort_index()
    coarse = shapely.coverage_simplify(source.geometry.to_numpy(), WORLD_SIMPLIFY_DEGREES)
    rounded = shapely.set_precision(coarse, 0.01, mode="valid_output")
    rows, shapes = [], []
    for shape, (code, country) in zip(rounded, source.iterrows(), strict=True):
        parts = shapely.get_parts(shape)
        parts = parts[shapely.area(parts) > WORLD_SIMPLIFY_DEGREES**2]
        if len(parts):
            names = {"name_en": country["NAME_EN"], "name_ar": country["NAME_AR"], "name_tr": country["NAME_TR"]}
            rows.append({"code": str(code)} | names)
            shapes.append(shapely.normalize(shapely.multipolygons(parts)))
    return frame(rows, shapes)


def fled_to() -> tuple[str, str]:
    """Return the codes of the country of the crisis and of the one beyond the border that people flee to, in order."""
    first, last = sorted((CRISIS.country.code, CRISIS.border.country if CRISIS.border else ""))
    return first, last


def border(land: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Find the line that the polygons of these two countries share, west to east; column ``approximate``.

    Raises:
        MissingSourceError: The crisis names no such border, or the countries do not meet in the extent.
    """
    shape = land.set_index("code").geometry
    one, other = (shape.get(code) for code in fled_to())
    if one is None or other is None:
        message = "crisis.toml names no border that people flee to (border, country) inside the box base."
        raise MissingSourceError(message)
    line = lines_only(shapely.intersection(one.boundary, other.boundary))
    points = shapely.get_coordinates(line)
    line = line if points[0, 0] < points[-1, 0] else shapely.reverse(line)
    return frame([{"approximate": "a median 0.9 km off the official line"}], [line])


def borders(land: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Find the other lines where two countries meet, named by their codes in ``between``."""
    shape = land.set_index("code").geometry
    pairs = [pair for pair in itertools.combinations(sorted(shape.index), 2) if pair != fled_to()]
    lines = [lines_only(shapely.intersection(shape[one].boundary, shape[other].boundary)) for one, other in pairs]
    met = [number for number, line in enumerate(lines) if not line.is_empty]
    return frame([{"between": "-".join(pairs[number])} for number in met], [lines[number] for number in met])


def coast(land: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Find the shore: the outline of all land but for the edge of the extent; geometry alone."""
    shore = shapely.union_all(land.geometry.to_numpy()).boundary.difference(EXTENT.boundary.buffer(1e-6))
    lines = merged(shore)
    return frame([{} for _ in lines], lines)


def governorates(world_map: Path, land: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Draw inner borders of Syria's governorates and Turkey's provinces (``line``), and a ``label`` point in each.

    Of a crisis elsewhere there are none: its provinces have no names here yet.
    """
    source = gpd.read_file(world_map, layer="states_provinces", bbox=EXTENT.bounds)
    rows: list[dict[str, Any]] = []
    shapes: list[BaseGeometry] = []
    for iso, code in (("SY", "SYR"), ("TR", "TUR")):
        country = land.set_index("code").geometry.get(code)
        if country is None:
            continue
        provinces = source[source.iso_a2 == iso].sort_values("name")
        whole = provinces.geometry.to_numpy()
        inner = shapely.union_all(shapely.boundary(whole)).difference(shapely.union_all(whole).boundary.buffer(1e-3))
        rows.append(dict.fromkeys(("name_en", "name_ar", "name_tr", "pcode"), "") | {"kind": "line", "country": code})
        shapes.append(lines_only(inner.intersection(country)))
        seen = shapely.intersection(whole, country)
        # Slivers at the edge of the picture get no name; sizes in square degrees (about 10,000 km²).
        roomy = (shapely.area(seen) > 0.5 * shapely.area(whole)) | (shapely.area(seen) > ROOM_FOR_A_NAME)
        for name, part in zip(provinces.name[roomy], seen[roomy], strict=True):
            if name in NO_PROVINCE:
                continue
            english, arabic, turkish, pcode = PROVINCES.get(name, (name, "", "", ""))
            names = {"name_en": english, "name_ar": arabic, "name_tr": turkish, "pcode": pcode}
            rows.append({"kind": "label", "country": code} | names)
            biggest = max(shapely.get_parts(part), key=shapely.area)
            centre = shapely.get_point(shapely.maximum_inscribed_circle(biggest, tolerance=0.01), 0)
            shapes.append(centre)
    return frame(rows, shapes)


def rivers(land: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Return rivers on land: the named ones (``rank`` 1), then all others of the source as one (``rank`` 2)."""
    _, points = gshhg("rivers")
    owner = np.repeat(np.arange(len(points)), [len(line) for line in points])
    all_stretches = shapely.linestrings(np.concatenate(points), indices=owner)
    ashore = shapely.intersection(all_stretches, shapely.union_all(land.geometry.to_numpy()))
    stretches = ashore[~shapely.is_empty(ashore)]
    tree = shapely.STRtree(metric(stretches).to_numpy())
    rows: list[dict[str, Any]] = []
    shapes: list[BaseGeometry] = []
    unnamed = np.ones(len(stretches), dtype=bool)
    for (english, arabic, turkish), guides in RIVERS.items():
        nearest, gaps = tree.query_nearest(metric(shapely.points(guides)).to_numpy(), return_distance=True)
        chosen = np.zeros(len(stretches), dtype=bool)
        chosen[nearest[1][gaps < FARTHEST_GUIDE_KM * 1000]] = True
        unnamed &= ~chosen
        if chosen.any():
            rows.append({"rank": 1, "name_en": english, "name_ar": arabic, "name_tr": turkish})
            shapes.append(shapely.MultiLineString(merged(stretches[chosen]).tolist()))
    rows.append({"rank": 2, "name_en": "", "name_ar": "", "name_tr": ""})
    shapes.append(shapely.MultiLineString(merged(stretches[unnamed]).tolist()))
    return frame(rows, simplified(shapes, SHORE_SIMPLIFY_M * coarser()))


def lakes() -> gpd.GeoDataFrame:
    """Return lakes with their ``source``; drained Lake Amik is left out, dammed lakes too young for GSHHG are added."""
    index, points = gshhg("gshhs")
    inland = (index.level.to_numpy() == 2) & (index.area.to_numpy() >= SMALLEST_LAKE_KM2)  # noqa: PLR2004  level
    shores = [shapely.Polygon(ring) for ring, keep in zip(points, inland, strict=True) if keep]
    dammed = natural_earth("ne_10m_lakes").geometry.tolist()
    shapes = shapely.intersection(shapely.make_valid(np.array([*shores, *dammed], dtype=object)), EXTENT)
    # Straight distance in degrees is enough here: the points of LAKES lie in or beside their lake.
    known = shapely.points(list(LAKES))
    away = shapely.distance(shapes[:, None], known[None, :])
    names = [
        list(LAKES.values())[nearest] if gap < LAKE_REACH_DEGREES else ("", "", "")
        for nearest, gap in zip(away.argmin(axis=1), away.min(axis=1), strict=True)
    ]
    sources = ["GSHHG"] * len(shores) + ["Natural Earth"] * len(dammed)
    rows = [
        {"source": source, "name_en": name[0], "name_ar": name[1], "name_tr": name[2]}
        for source, name in zip(sources, names, strict=True)
        if name is not None
    ]
    kept = np.array([name is not None for name in names])
    return frame(rows, shapely.normalize(simplified(shapes[kept], SHORE_SIMPLIFY_M * coarser())))
