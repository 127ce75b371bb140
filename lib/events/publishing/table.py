"""An event table coarsened for publication: the same rows, each of which tells no more than may leave the house.

Every cell of a strike or a movement is a function of its sub-district (or square), of a band, or of a closed list of
words; what is free text is left out, or kept only where so many reports share it that it points at none of them.
"""

from __future__ import annotations

import hashlib
from dataclasses import replace
from itertools import count
from typing import Final

import numpy as np
import pandas as pd

from lib.config.crisis import CRISIS
from lib.events.publishers import publishers
from lib.events.publishing import COARSENED, SUFFIX, Coarseness, coarseness
from lib.events.publishing.figures import banded
from lib.events.schema import NAMES, RANGES
from lib.events.table import EventTable
from lib.events.table_cache import TableCache
from lib.geography import coarser

MERGED: Final = "other"
"""What kind of target those are that are not told apart."""
SHARED: Final = 5
"""How many things have to share a name (an actor, a counter, a publisher) for it to be kept: by a rarer one whoever
knows the sources may tell which report it is."""
NOT_NAMED: Final = "A source not named here"
"""In place of a publisher that few reports share."""
NO_COUNTER: Final = "Counter not named here"
"""In place of a counter that few reports share, with a number: figures of two counters are never mixed."""
WIDER: Final = {"representative": "admin2", "governorate": "admin1", "country": ""}
"""Precisions of points that stand for more than a sub-district already, and the level whose name is given then."""
AS_REPORTED: Final = frozenset(NAMES) - {"note", "archive_url", "archive_sha256"}
"""What of a report of control is kept; of a milestone its note too, which is all that it says."""
_TABLES: TableCache[EventTable] = TableCache(48)


def safe_table(events: EventTable) -> EventTable:
    """Return the table coarsened for publication as the settings have it; made once for each version of a table.

    The rows are the same in number. Those of control and of milestones come first, in their order and without notes but
    for the milestones' of a public table; then strikes and movements sorted by what is left of them, under names of
    their own, so that neither name nor order tells what the file's did. Problems, whose sentences repeat cells, and the
    name of the file are left out. The version is a hash of the result alone: it confirms no guess at the fine table. A
    table that is coarse already comes back as it is.
    """
    if events.coarse is not None:
        return events
    how = coarseness()
    return _TABLES.get_or_compute(events, how, lambda: _made(events, how))


def _made(events: EventTable, how: Coarseness) -> EventTable:
    frame = events.frame.drop(columns="row")
    fine = frame["kind"].isin(COARSENED).to_numpy()
    kept, moved = _as_reported(frame.loc[~fine], private=events.private), _coarsened(frame.loc[fine], how)
    joined = pd.concat([kept, _anonymous(moved, set(kept["event_id"]) | set(kept["group_id"]))], ignore_index=True)
    joined = joined.astype({name: frame[name].dtype for name in frame.columns})
    joined["row"] = np.arange(2, len(joined) + 2, dtype=np.int64)
    digest = hashlib.sha256(repr((how, CRISIS.publishing)).encode())
    digest.update(pd.util.hash_pandas_object(joined, index=False).to_numpy().tobytes())
    return replace(
        events,
        frame=joined,
        version=digest.hexdigest()[:12] + SUFFIX,
        problems=(),
        name="events.csv",
        rows_read=len(joined),
        base=None if events.base is None else safe_table(events.base),
        coarse=how,
    )


def _as_reported(rows: pd.DataFrame, *, private: bool) -> pd.DataFrame:
    """Return control and milestones without what is the table's owner's own."""
    blank = [name for name in NAMES if name not in AS_REPORTED]
    told = rows["note"].where((rows["kind"] == "milestone") & (not private), "")
    return rows.assign(**(dict.fromkeys(blank, "") | {"note": told.astype("str")}))


def _coarsened(rows: pd.DataFrame, how: Coarseness) -> pd.DataFrame:
    """Return strikes and movements with coarse places, figures, targets and names, and no free text."""
    out = rows.assign(**dict.fromkeys(("note", "source_url", "source_date", "archive_url", "archive_sha256"), ""))
    for prefix, admin in (("", True), ("origin_", False)):
        out = _placed(out, rows, prefix, how, admin=admin)
    for low, high in RANGES:
        out[low], out[high] = banded(rows[low], rows[high])
    out["target_kind"] = _merged(rows["target_kind"])
    out["actor"] = _actors(rows)
    out["counter"] = _counters(rows)
    by = _shared(publishers(rows), rows["group_id"])
    out["source"] = by.where(by != "", NOT_NAMED)
    out["publisher"] = out["source"]
    return out.assign(point_basis="")


def _placed(out: pd.DataFrame, rows: pd.DataFrame, prefix: str, how: Coarseness, *, admin: bool) -> pd.DataFrame:
    """Return ``out`` with the place of one end of each row coarsened."""
    lat, lon, place, code = (rows[f"{prefix}{name}"] for name in ("lat", "lon", "place", "pcode"))
    precision = "origin_precision" if prefix else "geo_precision"
    pointed = lat.notna() & lon.notna()
    found = coarser.squares_at(lat, lon, how.grid_km) if how.grid_km else coarser.subdistricts_at(lat, lon)
    if not how.grid_km:
        named = coarser.subdistricts_of(code.where(~pointed, ""), place.where(~pointed, ""))
        found = found.where(pointed, named)
    wide = rows[precision].isin(list(WIDER))
    if not how.grid_km:
        # A sub-district's name would be finer than what the source names.
        for stands_for, level in WIDER.items():
            found["name"] = found["name"].where(
                rows[precision] != stands_for, coarser.named(found[level], level) if level else ""
            )
        for name in ("name_ar", "pcode", "admin3", "admin2"):
            found[name] = found[name].where(~wide, "")
    # The whole area is a word of the crisis, not of the row.
    known = place.isin(CRISIS.areas.whole)
    found["name"] = found["name"].where(~known, place)
    placed = {f"{prefix}{name}": found[name] for name in ("lat", "lon", "pcode")} | {f"{prefix}place": found["name"]}
    there = found["lat"].notna()
    placed[precision] = rows[precision].where(wide, "subdistrict").where(there | wide, "")
    if admin:
        placed |= {name: found[name] for name in ("admin1", "admin2", "admin3")} | {"place_ar": found["name_ar"]}
    return out.assign(**placed)


def _merged(targets: pd.Series) -> pd.Series:
    """Return lists of target kinds with the sensitive ones as :data:`MERGED`, each kind once."""
    sensitive = set(CRISIS.publishing.sensitive_targets)
    merged = {
        text: ";".join(sorted({MERGED if kind in sensitive else kind for kind in text.split(";")}))
        for text in targets.unique()
    }
    return targets.map(merged).astype("str")


def _actors(rows: pd.DataFrame) -> pd.Series:
    """Return actors that enough things share, else without who says so, else none."""
    bare = rows["actor"].str.replace(r"\s*\([^()]*\)", "", regex=True).str.strip()
    whole, without = _shared(rows["actor"], rows["group_id"]), _shared(bare, rows["group_id"])
    return whole.where(whole != "", without)


def _counters(rows: pd.DataFrame) -> pd.Series:
    """Return counters that enough things share, and numbers for the others, whose figures may not be mixed."""
    shared = _shared(rows["counter"], rows["group_id"])
    rare = rows.loc[(shared == "") & (rows["counter"] != "")].sort_values("date_start", kind="stable")["counter"]
    named = pd.Series([f"{NO_COUNTER} {n + 1}" for n in pd.factorize(rare)[0]], index=rare.index, dtype="str")
    return shared.where(shared != "", named.reindex(rows.index).fillna("")).astype("str")


def _shared(names: pd.Series, groups: pd.Series) -> pd.Series:
    """Return the names that at least :data:`SHARED` things bear; "" in place of any other."""
    things = groups.groupby(names).nunique()
    return names.where(names.map(things).fillna(0) >= SHARED, "").astype("str")


def _anonymous(rows: pd.DataFrame, taken: set[str]) -> pd.DataFrame:
    """Return rows in an order and under names that come from their coarse cells alone."""
    cells = [name for name in rows.columns if name not in {"event_id", "group_id"}]
    codes = [pd.factorize(rows[name], sort=True)[0] for name in cells]
    rows = rows.iloc[np.lexsort(codes[::-1])]
    tried = (f"r{n if n > 1 else ''}-" for n in count(1))
    prefix = next(start for start in tried if not any(name.startswith(start) for name in taken))
    names = [f"{prefix}{number:06d}" for number in range(1, len(rows) + 1)]
    # A group is called as its counted row, or as its first where a table laid beside has none.
    named = pd.DataFrame(
        {"group": rows["group_id"].to_numpy(), "name": names, "second": ~rows["is_primary"].to_numpy()}
    )
    called = named.sort_values("second", kind="stable").groupby("group")["name"].first()
    return rows.assign(event_id=names, group_id=rows["group_id"].map(called).astype("str"))
