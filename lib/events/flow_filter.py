"""Which displacement rows go into, out of, or between the places of a chosen area.

An end that a report names only coarsely ("southern Idlib", "areas near the Turkish border", a whole governorate) lies
in no sub-district: who went to the border strip is not known to have gone to Dana.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import pandas as pd

from lib.geography import areas

if TYPE_CHECKING:
    from lib.events.query import Query

FLOWS = ("any", "in", "out", "between")
"""Either end in the area; into it from elsewhere; out of it to elsewhere; both ends in it."""

Bools = npt.NDArray[np.bool_]


def narrows(query: Query) -> bool:
    """Whether ``query`` leaves out any displacement row by these filters."""
    return query.area != ""


def passes(frame: pd.DataFrame, query: Query) -> Bools:
    """Which displacement rows pass.

    Args:
        frame: Rows with pcode, place, origin_pcode and origin_place.
        query: The filter; an area nobody knows is passed by no row.

    Returns:
        One value a row.
    """
    into = _inside(areas.chains(frame["pcode"], frame["place"]), query.area)
    out_of = _inside(areas.chains(frame["origin_pcode"], frame["origin_place"]), query.area)
    return ways(into, out_of)[query.flow]


def ways(into: Bools, out_of: Bools) -> dict[str, Bools]:
    """Which rows go each of the :data:`FLOWS`, from whether their destination and their origin lie in the area."""
    return {"any": into | out_of, "in": into & ~out_of, "out": out_of & ~into, "between": into & out_of}


def _inside(chains: pd.DataFrame, area: str) -> Bools:
    wanted = areas.named(area)
    if not wanted:
        return np.zeros(len(chains), dtype=bool)
    columns = zip(areas.CHAIN, wanted, strict=False)
    inside: Bools = np.logical_and.reduce([(chains[level] == name).to_numpy(dtype=bool) for level, name in columns])
    return inside
