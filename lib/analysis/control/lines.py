"""The front line of a control date on the ground: what distances and lengths are measured on, made once a date."""

from __future__ import annotations

from datetime import date

import numpy as np
import numpy.typing as npt

from lib.analysis import control
from lib.analysis.control import ControlReports
from lib.config.crs import METRIC
from lib.events.table_cache import TableCache

_LINES: TableCache[npt.NDArray[np.object_]] = TableCache(256)


def front_lines(events: ControlReports, day: date) -> npt.NDArray[np.object_]:
    """Return the lines between sides that face each other at the end of ``day``, metric CRS; not to be changed."""
    as_of = control.snap(events, day)
    return _LINES.get_or_compute(events, as_of, lambda: _lines(events, as_of))


def _lines(events: ControlReports, as_of: date) -> npt.NDArray[np.object_]:
    front = control.control_map(events, as_of).front
    lines: npt.NDArray[np.object_] = front.loc[front["is_front"].astype(bool)].to_crs(METRIC).geometry.to_numpy()
    return lines
