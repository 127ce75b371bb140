"""A large event table for measuring: the real rows that are not strikes, and any number of made-up strikes.

``python -m bench.synthetic 1000000 FILE.csv`` writes one. The strikes stand at the places of the real ones, as often as
there, on real days, with real kinds, grades, precisions and sources; only their number is made up. The same number and
seed give the same bytes.

A strike takes 190 bytes, with the publisher alone as its source: a million fit the 200 MB that a table may have, and
all kinds together the 1,048,576 rows that a spreadsheet may have.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
import pandas as pd

from lib.events.schema import COLUMNS
from lib.events.table import DEFAULT_TABLE

SEED = 20200305
MOST_ROWS = 1_048_575
"""Rows that a spreadsheet holds besides the header."""
SHARE_SECOND = 0.1
"""Share of the strikes that are a second report of the one before."""
SHARE_LONG = 0.05
"""Share of the strikes that are reported for a week, not for a day."""
SHARE_SILENT = 0.4
"""Share of the strikes whose source gives no figure."""
TAKEN = ("subkind", "place", "pcode", "admin1", "lat", "lon", "geo_precision", "actor", "attribution", "source")
"""Cells that a made-up strike takes over from a real one. The rest is made up or stays blank."""


def synthetic(n: int, seed: int = SEED) -> pd.DataFrame:
    """Make an event table, all cells text, with ``n`` made-up strikes.

    Args:
        n: Number of strikes, 0 or more.
        seed: Of the random numbers.

    Returns:
        The columns of ``data/events.csv``. The real control, displacement and milestone rows come first.

    Raises:
        ValueError: There would be more rows than a spreadsheet holds.
    """
    real = pd.read_csv(DEFAULT_TABLE, dtype=str, keep_default_na=False)
    others = real.loc[real["kind"] != "strike"]
    if n < 0 or len(others) + n > MOST_ROWS:
        raise ValueError(f"between 0 and {MOST_ROWS - len(others):,} strikes, not {n:,}")
    rng = np.random.default_rng(seed)
    strikes = real.loc[real["kind"] == "strike"].reset_index(drop=True)
    drawn = strikes.loc[rng.integers(len(strikes), size=n), list(TAKEN)].reset_index(drop=True)
    # Days are drawn apart from places, or each place would be struck only on the days it really was.
    start = pd.to_datetime(strikes["date_start"])[rng.integers(len(strikes), size=n)].reset_index(drop=True)
    length = np.where(rng.random(n) < SHARE_LONG, rng.integers(1, 7, size=n), 0)
    low = rng.poisson(0.7, size=n)
    low_text, high_text = low.astype(str), (low + rng.poisson(0.4, size=n)).astype(str)
    silent = rng.random(n) < SHARE_SILENT
    number = np.arange(n)
    second = (rng.random(n) < SHARE_SECOND) & (number > 0)
    name = np.char.add("s", number.astype(str)) if n else np.zeros(0, dtype="U1")
    # A second report joins the strike before it; when that is a second report too, the first of the row of them.
    first = np.maximum.accumulate(np.where(second, 0, number)) if n else number
    made = drawn.assign(
        event_id=name,
        kind="strike",
        date_start=start.dt.strftime("%Y-%m-%d"),
        date_end=(start + pd.to_timedelta(length, unit="D")).dt.strftime("%Y-%m-%d"),
        date_precision=np.where(length > 0, "week", "day"),
        source=drawn["source"].str.split(":").str[0].str.slice(0, 30),
        actor=drawn["actor"].str.slice(0, 24),
        lat=drawn["lat"].str.slice(0, 8),
        lon=drawn["lon"].str.slice(0, 8),
        civilian_deaths_low=np.where(silent, "", low_text),
        civilian_deaths_high=np.where(silent, "", high_text),
        confidence=rng.choice(["high", "medium", "low"], size=n, p=[0.3, 0.5, 0.2]),
        group_id=name[first],
        is_primary=np.where(second, "false", "true"),
    )
    columns = [column.name for column in COLUMNS]
    return pd.concat([others, made], ignore_index=True).reindex(columns=columns).fillna("")


def write(n: int, path: Path, seed: int = SEED) -> None:
    """Write a table of ``n`` made-up strikes to ``path`` as CSV UTF-8."""
    synthetic(n, seed).to_csv(path, index=False, lineterminator="\n")


def main() -> None:
    """Run the command line."""
    parser = argparse.ArgumentParser(prog="python -m bench.synthetic", description="Write a large event table.")
    parser.add_argument("strikes", type=int, help="number of made-up strikes")
    parser.add_argument("file", type=Path, help="CSV file to write")
    parser.add_argument("--seed", type=int, default=SEED)
    asked = parser.parse_args()
    write(asked.strikes, asked.file, asked.seed)


if __name__ == "__main__":
    main()
