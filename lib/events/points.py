"""A user's own list of points: a CSV file with names, latitudes and longitudes, read as tolerantly as an event table.

The user's other columns are kept as they are.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from lib.events.columns import KNOWN
from lib.events.problems import Problem, ProblemLog
from lib.events.reading.coordinates.degrees import read_axis
from lib.events.reading.delimited import first_line, open_delimited
from lib.events.schema import BY_NAME
from lib.geography.swapped_coordinates import swapped
from lib.text import _, number

MAX_BYTES = 50 * 1024 * 1024
"""Largest file of points read: about a million rows."""
HEADERS = {
    "name": ("name", "place", "settlement", "location", "village", "town", "community", "site", "label"),
    "lat": ("lat", *BY_NAME["lat"].aliases, "y"),
    "lon": ("lon", *BY_NAME["lon"].aliases, "x"),
}
"""Names under which a column is known; the first that the file has is taken."""
_LIMITS = {"lat": 90.0, "lon": 180.0}
_OTHER_WAY = {"lat": "E", "lon": "N"}
"""Letter by which a cell says that it is the other of the two."""


class PointsError(Exception):
    """The file of points cannot be used at all; the message says why, and what to do."""


@dataclass(frozen=True)
class Points:
    """The sound rows of a file of points.

    Attributes:
        table: The user's own columns under their own names, as text, in the order of the file.
        name: The name of each point, "" where the file has none.
        lat: Latitudes, WGS 84 degrees.
        lon: Longitudes, likewise.
        problems: What was wrong; a problem of severity ``error`` means that a row was left out.
    """

    table: pd.DataFrame
    name: pd.Series
    lat: npt.NDArray[np.float64]
    lon: npt.NDArray[np.float64]
    problems: tuple[Problem, ...]


def read_points(path: str | Path, area: shapely.Geometry) -> Points:
    """Read the points in the file ``path``.

    Args:
        path: A CSV file with the columns lat and lon (or latitude, longitude, lng, y, x …), and name if there is one.
        area: The area asked about, WGS 84 degrees; tells whether latitude and longitude are in the wrong columns.

    Returns:
        The rows whose point can be used, and a problem for each one left out.

    Raises:
        PointsError: There is no such file, it is no table, or it has no column of latitudes or longitudes.
    """
    path = Path(path)
    log = ProblemLog(path.name or str(path))
    opened = open_delimited(_bytes(path, log), first_line(KNOWN), log)
    if opened is None:
        raise PointsError(str(log.problems()[0]))
    names = [name.strip() for name in opened.header]
    columns = _columns(names, log)
    cells = opened.cells(log)
    table = cells.table.to_pandas().astype("str")
    filled = (table.apply(lambda column: column.str.strip()) != "").any(axis=1).to_numpy(dtype=bool)
    table, rows = table.loc[filled].reset_index(drop=True), cells.rows[filled]
    table.columns = pd.Index(names)
    read = {axis: _degrees(table.iloc[:, columns[axis]], rows, axis, names[columns[axis]], log) for axis in _LIMITS}
    bad = np.isnan(read["lat"]) | np.isnan(read["lon"])
    name = table.iloc[:, columns["name"]] if "name" in columns else pd.Series("", index=table.index, dtype="str")
    name = name.str.strip()
    bad |= _swapped(name, read["lat"], read["lon"], area, rows, names[columns["lat"]], log)
    return Points(
        table.loc[~bad].reset_index(drop=True),
        name[~bad].reset_index(drop=True),
        read["lat"][~bad],
        read["lon"][~bad],
        log.problems(),
    )


def _bytes(path: Path, log: ProblemLog) -> bytes:
    """Read the bytes of the file.

    Raises:
        PointsError: It is missing, no ordinary file, too large, or cannot be read.
    """
    try:
        size = path.stat().st_size
        if path.is_file() and size <= MAX_BYTES:
            return path.read_bytes()
    except FileNotFoundError as error:
        raise PointsError(_("{file}: there is no such file.").format(file=log.file)) from error
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        message = _("{file}: the file cannot be read: {reason}.")
        raise PointsError(message.format(file=log.file, reason=reason)) from error
    if size > MAX_BYTES:
        limit = number(MAX_BYTES / 1024 / 1024)
        raise PointsError(_("{file}: the file is larger than {size} MB; split it.").format(file=log.file, size=limit))
    raise PointsError(_("{file}: this is not an ordinary file.").format(file=log.file))


def _columns(names: list[str], log: ProblemLog) -> dict[str, int]:
    """Find where name (if any), lat and lon stand in the header.

    Raises:
        PointsError: Latitude or longitude is missing.
    """
    bare = [re.sub(r"[\W_]+", "", name).casefold() for name in names]
    found = {
        column: next(bare.index(known) for known in aliases if known in bare)
        for column, aliases in HEADERS.items()
        if set(aliases) & set(bare)
    }
    missing = [column for column in _LIMITS if column not in found]
    if missing:
        message = _("{file}: the first row names no column {columns}; it needs name, lat and lon.")
        raise PointsError(message.format(file=log.file, columns=_(" and no column ").join(missing)))
    return found


def _degrees(
    cells: pd.Series, rows: npt.NDArray[np.int64], axis: str, column: str, log: ProblemLog
) -> npt.NDArray[np.float64]:
    """Read degrees as people write them (:mod:`lib.events.reading.coordinates.degrees`), NaN where there are none."""
    found = read_axis(cells)
    # A cell that says east stands in the wrong column.
    values = np.where(found.letters == _OTHER_WAY[axis], np.nan, found.degrees)
    readable = np.isfinite(values)
    limit = _LIMITS[axis]
    blank = ~found.filled
    beyond = readable & ~(np.abs(values) <= limit)
    blank_words = _("The cell is blank. Write degrees, as 35.86. The row was left out.")
    log.cells(_("no number"), rows, blank, cells, blank_words, column=column, severity="error")
    words = _("'{value}' is not a number of degrees, as 35.86. The row was left out.")
    log.cells(_("no number"), rows, ~readable & ~blank, cells, words, column=column, severity="error")
    far = _("'{value}' is beyond {limit} degrees. The row was left out.").replace("{limit}", number(limit))
    log.cells(_("beyond the globe"), rows, beyond, cells, far, column=column, severity="error")
    values[beyond] = np.nan
    return values


def _swapped(  # noqa: PLR0913, PLR0917  the columns of one table
    name: pd.Series,
    lat: npt.NDArray[np.float64],
    lon: npt.NDArray[np.float64],
    area: shapely.Geometry,
    rows: npt.NDArray[np.int64],
    column: str,
    log: ProblemLog,
) -> npt.NDArray[np.bool_]:
    """Return which rows certainly have latitude and longitude swapped; those that only may have are reported."""
    found = swapped(name, lat, lon, area)
    shown = pd.Series(lat).astype("str") + ", " + pd.Series(lon).astype("str")
    words = _("'{value}': latitude and longitude look exchanged. Swap them. The row was left out.")
    log.cells(_("exchanged"), rows, found.certain, shown, words, column=column, severity="error")
    words = _(
        "'{value}' lies outside the area, but in it with latitude and longitude exchanged. It was read as written."
    )
    log.cells(_("exchanged?"), rows, found.possible, shown, words, column=column, severity="warning")
    return found.certain
