"""Numbers of people in bands: each figure becomes the ends of the band that holds it."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from lib.config.crisis import CRISIS
from lib.events.schema import MAX_FIGURE

_KEPT_DIGITS = 10


def banded(low: pd.Series, high: pd.Series) -> tuple[pd.Series, pd.Series]:
    """Return the lower end of the band of each low figure, and the upper end of that of each high one.

    Blank stays blank and 0 stays 0: a source that says nobody says no number of somebody. Above the last declared band
    a band is as wide as the second digit: 4321 lies in 4300 to 4399. A band of a band is the same band.
    """
    return _ends(low)[0], _ends(high)[1]


def _ends(figures: pd.Series) -> tuple[pd.Series, pd.Series]:
    known = figures.notna().to_numpy()
    value = figures.fillna(0).to_numpy(dtype=np.int64)
    begins = np.array((0, *CRISIS.publishing.bands), dtype=np.int64)
    at = np.searchsorted(begins, value, side="right") - 1
    small = value < begins[-1]
    width = np.ones(len(value), dtype=np.int64)
    while (wide := value // width >= _KEPT_DIGITS**2).any():
        width = np.where(wide, width * _KEPT_DIGITS, width)
    width = np.maximum(width, _KEPT_DIGITS)
    first = np.where(small, begins[at], value // width * width)
    last = np.where(small, begins[np.minimum(at + 1, len(begins) - 1)] - 1, first + width - 1)
    return _series(first, known, figures), _series(np.minimum(last, MAX_FIGURE), known, figures)


def _series(values: Any, known: Any, like: pd.Series) -> pd.Series:
    return pd.Series(values, index=like.index).astype("Int64").where(pd.Series(known, index=like.index))
