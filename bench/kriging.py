"""The map's kriging with one place left out, for every place, without solving again (Dubrule 1983).

The map itself needs no more than :func:`lib.analysis.front.kriging.shares`, which SciPy solves. To leave out each of
some hundred places the system has to be at hand: here it is written out, and inverted once.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from scipy.spatial import distance

from lib.analysis.front.kriging import NUGGET, Floats, Ints


def without_each(xy: Floats, side: Ints, n_sides: int) -> tuple[Floats, Callable[[int], Floats]]:
    """Estimate the shares of each side at every place from all the other places.

    Args:
        xy: Reported places, UTM 37N metres, shape (n, 2).
        side: Number of the side that holds each, 0 to ``n_sides`` - 1.
        n_sides: How many sides there are.

    Returns:
        The estimate at each place from all the others, shape (n, n_sides), and a function that gives the
        coefficients without place number ``i`` (that place's own is then zero), shape (n + 1, n_sides).
    """
    inverse = np.linalg.inv(_system(xy))
    indicator = np.eye(n_sides)[side]
    coefficients = inverse[:, :-1] @ indicator
    residual = coefficients[:-1] / np.diag(inverse)[:-1, None]

    def without(i: int) -> Floats:
        return np.asarray(coefficients - np.outer(inverse[:, i], residual[i]), dtype=np.float64)

    return indicator - residual, without


def estimate(samples: Floats, xy: Floats, coefficients: Floats) -> Floats:
    """Estimate the shares of each side at sample points from the coefficients of :func:`without_each`.

    Args:
        samples: Points, UTM 37N metres, shape (m, 2).
        xy: The places, UTM 37N metres, shape (n, 2).
        coefficients: One a place and a constant, shape (n + 1, n_sides).

    Returns:
        Shape (n_sides, m), as :func:`lib.analysis.front.kriging.shares` gives them.
    """
    sums = distance.cdist(samples, xy) @ (coefficients[:-1] / 1000.0)
    return np.ascontiguousarray((coefficients[-1] - sums).T)


def _system(xy: Floats) -> Floats:
    """Return the ordinary kriging matrix: how places vary together, bordered by "the weights add up to 1"."""
    n = len(xy)
    system = np.ones((n + 1, n + 1))
    system[:n, :n] = -distance.cdist(xy, xy) / 1000.0
    system[np.arange(n), np.arange(n)] += NUGGET
    system[n, n] = 0.0
    return system
