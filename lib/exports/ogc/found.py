"""The rows of a collection: where they lie, on which days, and what each says, without a feature being made of any."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

Box = tuple[float, float, float, float]
"""West, south, east, north, WGS 84 degrees; one that crosses the antimeridian has its west east of its east."""
Days = tuple[date | None, date | None]
"""First and last day, both included; None for an open end."""
_DAY: Final = "datetime64[D]"


@dataclass(frozen=True, eq=False)
class Found:
    """Rows of a collection in the order in which they are handed out.

    Attributes:
        frame: Their columns.
        ids: Their names; None where the column ``event_id`` holds them.
        shapes: Their shapes, WGS 84 degrees; None where the columns ``lat`` and ``lon`` hold points.
        bounds: West, south, east and north of each, shape (n, 4); NaN for a row without a shape.
        first: Their first days, ``datetime64[D]``; None where rows have no days.
        last: Their last days.
    """

    frame: pd.DataFrame
    ids: npt.NDArray[np.object_] | None
    shapes: npt.NDArray[np.object_] | None
    bounds: npt.NDArray[np.float64]
    first: npt.NDArray[np.datetime64] | None
    last: npt.NDArray[np.datetime64] | None

    @classmethod
    def of(cls, rows: gpd.GeoDataFrame, ids: Sequence[str], days: tuple[str, str] | None) -> Found:
        """Hold the rows of a layer; ``days`` are the names of the columns with their first and last day."""
        first, last = (pd.to_datetime(rows[name]).to_numpy().astype(_DAY) for name in days) if days else (None, None)
        shapes = rows.geometry.to_numpy()
        names = np.array(list(ids), dtype=object)
        frame = pd.DataFrame(rows.drop(columns=rows.geometry.name))
        return cls(frame, names, np.array(shapes, dtype=object), shapely.bounds(shapes), first, last)

    @classmethod
    def of_reports(cls, frame: pd.DataFrame, at: npt.NDArray[np.intp]) -> Found:
        """Hold the reports at some positions of the event table, by their own days."""
        rows = frame.iloc[at]
        lon, lat = (rows[name].to_numpy(dtype=np.float64) for name in ("lon", "lat"))
        first, last = (rows[name].to_numpy().astype(_DAY) for name in ("date_start", "date_end"))
        return cls(rows, None, None, np.column_stack([lon, lat, lon, lat]), first, last)

    def __len__(self) -> int:
        return len(self.frame)

    def taken(self, at: npt.NDArray[np.intp]) -> Found:
        """Return the rows at some positions."""

        def some(values: Any) -> Any:
            return None if values is None else values[at]

        return Found(
            self.frame.iloc[at], some(self.ids), some(self.shapes), self.bounds[at], some(self.first), some(self.last)
        )

    def names(self) -> list[str]:
        """Return the name of each row."""
        return [str(name) for name in (self.frame["event_id"] if self.ids is None else self.ids)]

    def drawn(self) -> list[shapely.Geometry | None]:
        """Return the shape of each row."""
        if self.shapes is not None:
            return list(self.shapes)
        return [None if np.isnan(lon) else shapely.Point(lon, lat) for lon, lat in self.bounds[:, :2]]

    def at(self, name: str) -> Found | None:
        """Return the row of a name; None where there is none."""
        names = self.frame["event_id"].to_numpy() if self.ids is None else self.ids
        at = np.flatnonzero(names == name)
        return self.taken(at[:1]) if len(at) else None

    def matching(self, box: Box | None, days: Days | None) -> npt.NDArray[np.intp]:
        """Return the positions of the rows that touch a box and some days; a row without shape or days touches any."""
        keep = np.ones(len(self), dtype=bool)
        if days is not None:
            keep &= self._on(days)
        if box is not None:
            keep &= self._within(box, keep)
        return np.flatnonzero(keep)

    def _on(self, days: Days) -> npt.NDArray[np.bool_]:
        if self.first is None or self.last is None:
            return np.ones(len(self), dtype=bool)
        keep = np.ones(len(self), dtype=bool)
        since, until = days
        if since is not None:
            keep &= self.last >= np.datetime64(since)
        if until is not None:
            keep &= self.first <= np.datetime64(until)
        return keep

    def _within(self, box: Box, looked_at: npt.NDArray[np.bool_]) -> npt.NDArray[np.bool_]:
        west, south, east, north = box
        parts = [box] if west <= east else [(west, south, 180.0, north), (-180.0, south, east, north)]
        x1, y1, x2, y2 = self.bounds.T
        keep: npt.NDArray[np.bool_] = np.isnan(x1)
        for w, s, e, n in parts:
            # NaN compares false. Bounds that touch are not enough for lines and areas: those are looked at.
            near = looked_at & (x1 <= e) & (x2 >= w) & (y1 <= n) & (y2 >= s)
            if self.shapes is not None:
                at = np.flatnonzero(near)
                near[at] = shapely.intersects(shapely.box(w, s, e, n), self.shapes[at])
            keep |= near
        return keep

    def extent(self) -> Box | None:
        """Return the box around all rows; None where none has a shape."""
        if np.isnan(self.bounds).all():
            return None
        low, high = np.nanmin(self.bounds, axis=0), np.nanmax(self.bounds, axis=0)
        return float(low[0]), float(low[1]), float(high[2]), float(high[3])

    def span(self) -> Days:
        """Return the first and the last day of all rows; None where rows have no days."""
        if self.first is None or self.last is None or not len(self):
            return None, None
        return self.first.min().astype(object), self.last.max().astype(object)
