"""How near each side is, on a regular grid: the field the areas and the front line are cut from.

For every grid cell and every side the field holds an *effective distance* (km): the distance to that
side's nearest reported places, the nearest counting most. A cell belongs to the side that is nearest.
The field is smoothed before anything is drawn from it, so that a boundary between two sides is a calm
line half-way between their places and not a chain of grid steps.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import shapely
from scipy import ndimage

from lib.analysis.front import kriging as front_kriging

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.intp]
Bools = npt.NDArray[np.bool_]

CELL = 750.0
"""Side of a grid cell, metres: about the spacing of the closest villages, so none falls between two cells."""
SMOOTHING = 450.0
"""Standard deviation of the Gaussian that smooths the field, metres."""
SUPPORT = 2
"""Reported places an area needs to be drawn inside another side's area."""
MARGIN = 6
"""Cells the grid reaches beyond the region, so that lines run through its edge and are cut there."""


@dataclass(frozen=True)
class Grid:
    """A regular grid of sample points in metres of the metric CRS; row 0 is the southernmost."""

    x0: float
    y0: float
    columns: int
    rows: int
    cell: float = CELL

    @property
    def xy(self) -> Floats:
        """Sample points as an array of shape (rows * columns, 2), metres."""
        x = self.x0 + self.cell * np.arange(self.columns)
        y = self.y0 + self.cell * np.arange(self.rows)
        return np.stack(np.meshgrid(x, y), axis=-1).reshape(-1, 2)

    def cell_of(self, xy: Floats) -> tuple[Ints, Ints]:
        """Return row and column of the sample nearest to each point; points off the grid take its rim."""
        column, row = np.rint((xy - [self.x0, self.y0]) / self.cell).astype(np.intp).T
        return np.clip(row, 0, self.rows - 1), np.clip(column, 0, self.columns - 1)


def grid_over(region: shapely.Geometry, cell: float = CELL) -> Grid:
    """Lay a grid over ``region`` (metric CRS, metres) with a margin of ``MARGIN`` cells; ``cell`` is in metres."""
    west, south, east, north = shapely.bounds(region)
    reach = MARGIN * cell
    # Sample points sit at whole multiples of the cell, so that two regions that overlap share them.
    x0, y0 = np.floor((west - reach) / cell) * cell, np.floor((south - reach) / cell) * cell
    columns = int(np.ceil((east + reach - x0) / cell)) + 1
    rows = int(np.ceil((north + reach - y0) / cell)) + 1
    return Grid(float(x0), float(y0), columns, rows, cell)


def inside(grid: Grid, region: shapely.Geometry) -> Bools:
    """Mark the samples that lie in ``region``, as an array of shape (rows, columns)."""
    shapely.prepare(region)
    x, y = grid.xy.T
    return np.asarray(shapely.contains_xy(region, x, y)).reshape(grid.rows, grid.columns)


def distance_to_sides(grid: Grid, xy: Floats, side: Ints, n_sides: int) -> Floats:
    """Compute how far every sample is from being held by each side: 1 less the side's estimated share, smoothed.

    Args:
        grid: The sample points.
        xy: Reported places, metres in the metric CRS, shape (n, 2).
        side: Number of the side that holds each place, 0 to ``n_sides`` - 1; each side holds one at least.
        n_sides: How many sides there are.

    Returns:
        Shape (n_sides, rows, columns), without unit; about 0 where the side's places stand close.
    """
    return smoothed(grid, front_kriging.shares(grid.xy, xy, side, n_sides))


def smoothed(grid: Grid, share: Floats) -> Floats:
    """Return the field of :func:`distance_to_sides` from the shares of the sides, shape (n_sides, samples)."""
    field = 1.0 - share.reshape(-1, grid.rows, grid.columns)
    across = (0.0, 1.0, 1.0)  # smoothed over the map, never from one side to the next
    fine: Floats = ndimage.gaussian_filter(field, np.multiply(across, SMOOTHING / grid.cell))
    return fine


def settle(field: Floats, zone: Bools, cells: tuple[Ints, Ints], side: Ints) -> Ints:
    """Choose the side that holds each sample, with areas dropped that too few reported places support.

    A connected area counts as supported when ``SUPPORT`` places of its side lie in it. Any other is given
    to the next nearest side, except where the side has no other place at all and the area reaches the edge
    of the region: two places that oppose each other still divide it.

    Args:
        field: What :func:`distance_to_sides` gives; dropped areas are set to infinity in it.
        zone: Samples inside the region.
        cells: Row and column of each reported place.
        side: Number of the side that holds each place.

    Returns:
        Side numbers, shape (rows, columns).
    """
    # A little beyond the region as well, so that an area dropped at its edge leaves no stub there.
    zone = ndimage.binary_dilation(zone, iterations=MARGIN - 1)
    rim = zone & ~ndimage.binary_erosion(zone, border_value=0)
    nearest = field.copy()
    while True:
        held = np.asarray(field.argmin(axis=0), dtype=np.intp)
        weak = [_weak_areas(held == number, zone, rim, cells, side == number) for number in range(len(field))]
        if not any(area.any() for area in weak):
            return held
        field[np.stack(weak)] = np.inf
        # Land that nobody supports (a part of the region without a place) stays with the nearest side and is not
        # looked at again. Every round takes an area from a side or land out of the zone, so this ends.
        lost = np.isinf(field).all(axis=0)
        field[:, lost] = nearest[:, lost]
        zone = zone & ~lost


def _weak_areas(held: Bools, zone: Bools, rim: Bools, cells: tuple[Ints, Ints], own: Bools) -> Bools:
    """Mark the samples of those connected areas of one side that its reported places do not support."""
    area, n = ndimage.label(held & zone)
    if n == 0:
        return np.zeros_like(zone)
    here = area[cells[0][own], cells[1][own]]
    places = np.bincount(here, minlength=n + 1)
    supported = places >= SUPPORT
    if own.sum() < SUPPORT:
        reaches_edge = np.bincount(area[rim], minlength=n + 1) > 0
        supported |= (places > 0) & reaches_edge
    supported[0] = True
    weak: Bools = ~supported[area]
    return weak & held
