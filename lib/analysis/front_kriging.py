"""How likely it is that a side holds a point, estimated from the reported places around it.

*Ordinary kriging of indicators* (Journel 1983): for each side the places are 1 where the side holds them and 0
elsewhere, and the estimate at a point is the mean of these values with the weights that make its expected error
smallest, given how places differ the farther apart they lie. Against weights by distance alone it has two merits
that matter here: five villages in a row count little more than one of them, as they repeat each other (so no
side wins ground by being reported more often), and a place behind another one of the same direction hardly
counts at all, so that the shape of an advance is kept.

The variogram is linear, that is, places differ in proportion to their distance. It is the one without a length or
a height that would have to be fitted: nothing here is tuned to the places. In two dimensions this is also
interpolation by the radial function ``-r`` with a constant.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.spatial import distance

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.intp]

NUGGET = 0.01
"""Variance of a report by itself, in the variogram's unit (the difference that one kilometre makes).

So small that the map keeps to each reported place; without any, two places a few metres apart could not be
solved for. Larger values, also ones graded by confidence or age, were measured and make no difference to speak of.
"""
AT_ONCE = 500_000
"""Distances held in memory at a time: few enough to stay in the processor's own memory."""


def solve(xy: Floats, side: Ints, n_sides: int) -> Floats:
    """Coefficients of the estimate: one a place, and a constant.

    Args:
        xy: Reported places, UTM 37N metres, shape (n, 2), n at least 1.
        side: Number of the side that holds each, 0 to ``n_sides`` - 1.
        n_sides: How many sides there are.

    Returns:
        Shape (n + 1, n_sides).
    """
    known = np.vstack([np.eye(n_sides)[side], np.zeros((1, n_sides))])
    return np.asarray(np.linalg.solve(_system(xy), known), dtype=np.float64)


def estimate(samples: Floats, xy: Floats, coefficients: Floats) -> Floats:
    """Estimated share of each side at sample points; the shares of a point add up to 1.

    Args:
        samples: Points, UTM 37N metres, shape (m, 2).
        xy: The places :func:`solve` was given.
        coefficients: What it returned.

    Returns:
        Shape (n_sides, m). Near 1 where the side's places stand close, near 0 where another's do; values a little
        outside of 0 to 1 are possible and harmless, as only the largest counts.
    """
    parts = np.array_split(samples, max(1, int(np.ceil(samples.shape[0] * xy.shape[0] / AT_ONCE))))
    slope = np.ascontiguousarray(coefficients[:-1].T) / 1000.0
    # Not the matrix product of BLAS: on so narrow a matrix its threads wait for each other longer than they work.
    sums = np.concatenate([np.einsum("ij,kj->ik", distance.cdist(part, xy), slope) for part in parts])
    return np.ascontiguousarray((coefficients[-1] - sums).T)


def without_each(xy: Floats, side: Ints, n_sides: int) -> tuple[Floats, Any]:
    """Coefficients when one place is left out, for every place, without solving again (Dubrule 1983).

    Returns:
        The estimate at each place from all the others, shape (n, n_sides), and a function that gives the
        coefficients without place number ``i`` (that place's own is then zero).
    """
    inverse = np.linalg.inv(_system(xy))
    indicator = np.eye(n_sides)[side]
    coefficients = inverse[:, :-1] @ indicator
    residual = coefficients[:-1] / np.diag(inverse)[:-1, None]

    def without(i: int) -> Floats:
        return np.asarray(coefficients - np.outer(inverse[:, i], residual[i]), dtype=np.float64)

    return indicator - residual, without


def _system(xy: Floats) -> Floats:
    """The ordinary kriging matrix: how places vary together, bordered by the condition that weights add up to 1."""
    n = len(xy)
    system = np.ones((n + 1, n + 1))
    system[:n, :n] = -distance.cdist(xy, xy) / 1000.0
    system[np.arange(n), np.arange(n)] += NUGGET
    system[n, n] = 0.0
    return system
