"""Which displacement rows go into, out of, or between the places of a chosen area.

An end that a report names only coarsely ("the south of a governorate", "areas near the border") lies
in no sub-district: who went to the border strip is not known to have gone to Dana.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

from lib.events.choices import FLOWS
from lib.events.query import Query
from lib.geography import areas

Bools = npt.NDArray[np.bool_]


def is_active(query: Query) -> bool:
    """Return whether ``query`` leaves out any displacement row by these filters."""
    return query.area != ""


def mask(frame: pd.DataFrame, query: Query) -> Bools:
    """Return which displacement rows pass the filter.

    Args:
        frame: Rows with pcode, place, origin_pcode and origin_place.
        query: The filter; no row passes for an unknown area.

    Returns:
        One value per row.
    """
    into = _inside(areas.chains(frame["pcode"], frame["place"]), query.area)
    out_of = _inside(areas.chains(frame["origin_pcode"], frame["origin_place"]), query.area)
    return by_direction(into, out_of)[query.flow]


def way_of_own_area(query: Query) -> str:
    """Return which way movements go by the reader's own area: ``query.flow``, unless that tells of ``query.area``."""
    return FLOWS[0] if is_active(query) else query.flow


def by_direction(into: Bools, out_of: Bools) -> dict[str, Bools]:
    """Return which rows go each of :data:`lib.events.choices.FLOWS`, by whether destination and origin lie inside."""
    return {"any": into | out_of, "in": into & ~out_of, "out": out_of & ~into, "between": into & out_of}


def _inside(chains: pd.DataFrame, area: str) -> Bools:
    wanted = areas.named(area)
    if not wanted:
        return np.zeros(len(chains), dtype=bool)
    columns = zip(areas.CHAIN, wanted, strict=False)
    inside: Bools = np.logical_and.reduce([(chains[level] == name).to_numpy(dtype=bool) for level, name in columns])
    return inside
