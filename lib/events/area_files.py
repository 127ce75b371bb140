"""Areas that a reader brings as a file: GeoJSON or GeoPackage, read in a process of its own as every upload is.

What comes back is texts of :mod:`lib.events.own_area`, short enough for an address: shapes with more corners than fit
are simplified on the ground, and how far that moved their edge is said.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final
from uuid import uuid4

import geopandas as gpd
import numpy as np
import pandas as pd
import pyogrio
import shapely

from lib.config.crs import DEGREES, METRIC
from lib.events import own_area, uploads
from lib.events.own_area import Ring
from lib.events.reading import vector
from lib.geography import basemap
from lib.jobs.errors import JobError, QueueFullError
from lib.text import _, language, ngettext, number

MOST_BYTES: Final = 1024**2
"""Largest file, in bytes."""
MOST_FEATURES: Final = 500
MOST_POINTS: Final = 200_000
"""Most corners of all shapes of a file together."""
MAX_SECONDS: Final = 20.0
NAMED: Final = ("name", "title", "label", "admin3name", "adm3_en", "admin2name", "adm2_en")
"""Properties that name a shape, the first that there is, in lower case; else the first with text."""
FIRST_STEP_M: Final = 10.0
"""Tolerance with which simplifying begins, metres; it doubles until the corners fit."""
LAST_STEP_M: Final = 100_000.0


@dataclass(frozen=True)
class Shape:
    """One area of a file: its name, its text for an address, and how far its edge was moved to fit there, metres."""

    name: str
    code: str
    moved_m: float


@dataclass(frozen=True)
class AreaFile:
    """What a file holds: its areas, the first of them all together where there are several; or why it has none."""

    shapes: tuple[Shape, ...] = ()
    refused: str = ""


def read_in_subprocess(data: bytes) -> AreaFile:
    """Read a reader's file without harm to others; it waits for its turn as tables do."""
    if len(data) > MOST_BYTES:
        return AreaFile(refused=_("The file is larger than {n} MB.").format(n=number(MOST_BYTES / 1024**2)))
    try:
        job = uploads.QUEUE.submit(read, data, language.get(), client=uuid4().hex, timeout_s=MAX_SECONDS)
    except QueueFullError:
        return AreaFile(refused=_("Too many files are being read. Try again in a few minutes."))
    try:
        found: AreaFile = job.result.result(timeout=MAX_SECONDS + uploads.MAX_WAIT_S)
    except (JobError, TimeoutError):
        return AreaFile(refused=_("The file takes more memory or time to read than is given to one."))
    finally:
        uploads.QUEUE.leave(job)
    return found


def read(data: bytes, lang: str) -> AreaFile:
    """Read the areas of a file in a worker's process; never raises for what a file holds."""
    language.set(lang)
    # A database from outside may not call what could reach outside of itself.
    pyogrio.set_gdal_config_options({"OGR_SQLITE_PRAGMA": "trusted_schema=OFF"})
    try:
        frame = _features(data)
        return AreaFile(_shapes(frame))
    except ValueError as error:
        return AreaFile(refused=_("The file cannot be used: {why}.").format(why=error))
    except (pyogrio.errors.DataSourceError, pyogrio.errors.DataLayerError, OSError, RuntimeError, MemoryError):
        return AreaFile(refused=_("The file is damaged, or no GeoJSON or GeoPackage."))


def _features(data: bytes) -> gpd.GeoDataFrame:
    """Read the polygons of all layers of a file, WGS 84 degrees; columns name and geometry."""
    # Of any other kind of file a reader of shapes might follow what it names.
    package = data.startswith(b"SQLite format 3")
    if not (package or data[:64].lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"{")):
        raise ValueError(_("it is neither GeoJSON nor GeoPackage"))
    parts = []
    # The one layer of GeoJSON has the name of its file, which has none here.
    for layer in (package and vector.layers(data)) or (None,):
        with vector.quiet():
            if pyogrio.read_info(data, layer=layer, force_feature_count=True)["features"] > MOST_FEATURES:
                raise ValueError(
                    ngettext("it has more than {n} feature", "it has more than {n} features", MOST_FEATURES).format(
                        n=number(MOST_FEATURES)
                    )
                )
            frame = pyogrio.read_dataframe(data, layer=layer)
        if isinstance(frame, gpd.GeoDataFrame):
            frame = frame.set_crs(DEGREES) if frame.crs is None else frame.to_crs(DEGREES)
            parts.append(gpd.GeoDataFrame({"name": _names(frame)}, geometry=frame.geometry.to_numpy(), crs=DEGREES))
    if not parts:
        raise ValueError(_("it holds no shapes"))
    whole = pd.concat(parts, ignore_index=True)
    shapes = shapely.force_2d(whole.geometry.to_numpy())
    if shapely.get_num_coordinates(shapes).sum() > MOST_POINTS:
        raise ValueError(
            ngettext(
                "its shapes have more than {n} corner", "its shapes have more than {n} corners", MOST_POINTS
            ).format(n=number(MOST_POINTS))
        )
    ground = np.array([own_area.only_ground(shapely.make_valid(shape)) for shape in shapes], dtype=object)
    kept = ~(shapely.is_missing(ground) | shapely.is_empty(ground))
    if not kept.any():
        raise ValueError(_("it holds no polygon"))
    return gpd.GeoDataFrame({"name": whole["name"].to_numpy()[kept]}, geometry=ground[kept], crs=DEGREES)


def _names(frame: gpd.GeoDataFrame) -> list[str]:
    """Name each feature by a property, on one line; by its number where none has text."""
    texts = {str(name): frame[name] for name in frame.columns if name != frame.geometry.name}
    texts = {name: values for name, values in texts.items() if values.map(lambda value: isinstance(value, str)).any()}
    by = {name.casefold(): values for name, values in reversed(texts.items())}
    chosen = next((by[name] for name in NAMED if name in by), next(iter(texts.values()), None))
    found = [""] * len(frame) if chosen is None else [value if isinstance(value, str) else "" for value in chosen]
    cleaned = (" ".join("".join(sign if sign.isprintable() else " " for sign in name).split())[:60] for name in found)
    return [name or _("shape {n}").format(n=number(at)) for at, name in enumerate(cleaned, 1)]


def _shapes(frame: gpd.GeoDataFrame) -> tuple[Shape, ...]:
    """Write each area of a file, those that can be used, after all of them together."""
    made = []
    rows = [(str(name), shape) for name, shape in zip(frame["name"], frame.geometry.to_numpy(), strict=True)]
    if len(rows) > 1:
        rows.insert(0, (_("all {n} together").format(n=number(len(rows))), shapely.union_all(frame.geometry)))
    why = ""
    for name, shape in rows:
        try:
            made.append(written(name, shape))
        except ValueError as error:
            why = why or str(error)
    if not made:
        raise ValueError(why)
    return tuple(made)


def written(name: str, shape: shapely.Geometry) -> Shape:
    """Write a shape (WGS 84 degrees) so that it fits in an address, with as many corners as that takes.

    Raises:
        ValueError: It cannot be used; the message is a clause that says why.
    """
    if not shapely.contains(basemap.EXTENT, shape):
        shape = own_area.only_ground(shapely.intersection(shape, basemap.EXTENT))
    if shapely.is_empty(shape):
        raise ValueError(_("it lies outside the area of the map"))
    metres = gpd.GeoSeries([shape], crs=DEGREES).to_crs(METRIC).iloc[0]
    simple, step = metres, 0.0
    while not _fits(code := own_area.polygon_code(_rings(simple))):
        step = max(2 * step, FIRST_STEP_M)
        if step > LAST_STEP_M:
            raise ValueError(_("it has too many parts for an address"))
        # Parts and holes that are smaller than the step are lost with it.
        simple = _without_specks(shapely.simplify(metres, step), step)
    # As the address has it, it may be refused.
    code = own_area.read(code)
    moved = 0.0 if not step else float(shapely.hausdorff_distance(shapely.boundary(metres), shapely.boundary(simple)))
    return Shape(name, code, moved)


def _fits(code: str) -> bool:
    return len(code) <= own_area.MOST_SIGNS and own_area.corners(code) <= own_area.MOST_CORNERS


def _without_specks(shape: shapely.Geometry, step: float) -> shapely.Geometry:
    parts = shapely.get_parts(own_area.only_ground(shapely.make_valid(shape)))
    least = step**2
    kept = [
        shapely.Polygon(part.exterior, [hole for hole in part.interiors if shapely.area(shapely.Polygon(hole)) > least])
        for part in parts
        if shapely.area(part) > least
    ]
    # The largest stays, however small it is.
    return shapely.union_all(kept) if kept else parts[np.argmax(shapely.area(parts))]


def _rings(metres: shapely.Geometry) -> list[Ring]:
    """Return the rings of a shape in degrees, without their repeated last corner."""
    degrees = gpd.GeoSeries([metres], crs=METRIC).to_crs(DEGREES)
    rings = shapely.get_rings(shapely.get_parts(degrees.to_numpy()))
    return [[(float(x), float(y)) for x, y in shapely.get_coordinates(ring)[:-1]] for ring in rings]
