"""How likely it is that a side holds a point, estimated from the reported places around it.

*Ordinary kriging of indicators* (Journel 1983): for each side the places are 1 where the side holds them and 0
elsewhere, and the estimate at a point is the mean of these values with the weights that make its expected error
smallest, given how places differ the farther apart they lie. Against weights by distance alone it has two merits
that matter here: five villages in a row count little more than one of them, as they repeat each other (so no
side wins ground by being reported more often), and a place behind another one of the same direction hardly
counts at all, so that the shape of an advance is kept.

The variogram is linear, that is, places differ in proportion to their distance. It is the one without a length or
a height that would have to be fitted: nothing here is tuned to the places. In two dimensions this is also
interpolation by the radial function ``-r`` with a constant, which is what SciPy solves; docs/method.md has more.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from scipy.interpolate import RBFInterpolator

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.intp]

NUGGET = 0.01
"""Variance of a report by itself, in the variogram's unit (the difference that one kilometre makes).

So small that the map keeps to each reported place; without any, two places a few metres apart could not be
solved for. Larger values, also ones graded by confidence or age, were measured and make no difference to speak of.
"""


def shares(samples: Floats, xy: Floats, side: Ints, n_sides: int) -> Floats:
    """Estimate the share of each side at sample points; the shares of a point add up to 1.

    Args:
        samples: Points, metres in the metric CRS, shape (m, 2).
        xy: Reported places, metres in the metric CRS, shape (n, 2), n at least 1.
        side: Number of the side that holds each place, 0 to ``n_sides`` - 1.
        n_sides: How many sides there are.

    Returns:
        Shape (n_sides, m). Near 1 where the side's places stand close, near 0 where another's do; values a little
        outside of 0 to 1 are possible and harmless, as only the largest counts.
    """
    indicator = np.eye(n_sides)[side]
    krige = RBFInterpolator(xy / 1000.0, indicator, kernel="linear", degree=0, smoothing=NUGGET)
    return np.ascontiguousarray(krige(samples / 1000.0).T)
