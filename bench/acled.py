"""A made-up export of ACLED's for measuring: its columns of today, real places, everything else invented.

``python -m bench.acled 1000000 FILE.csv`` writes one of about 300 MB. The same number and seed give the same bytes.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pandas as pd

from lib.geography.places import places

SEED = 20200305
KINDS = (
    ("Explosions/Remote violence", "Shelling/artillery/missile attack", 0.46),
    ("Explosions/Remote violence", "Air/drone strike", 0.14),
    ("Battles", "Armed clash", 0.16),
    ("Explosions/Remote violence", "Remote explosive/landmine/IED", 0.08),
    ("Violence against civilians", "Attack", 0.09),
    ("Battles", "Government regains territory", 0.01),
    ("Strategic developments", "Looting/property destruction", 0.06),
)
"""Type and sub-type of an event, and their share."""
ACTORS = (
    "Military Forces (2000-)", "Military Forces of a neighbour (2016-) Air Force", "Opposition Rebels",
    "Unidentified Armed Group", "Islamist Militia", "Unidentified Military Forces",
)  # fmt: skip
NOTES = (
    "{kind} reported in {place}; no casualties were given.",
    "On this day, artillery of one side hit farmland near {place}. Casualties unknown.",
    "{place} was hit by several shells; houses were damaged, and an unknown number of people hurt.",
    "Warplanes carried out two airstrikes on the outskirts of {place}. Fatalities unknown.",
)
COUNTRY = "Syria"


def acled(n: int, seed: int = SEED) -> pd.DataFrame:
    """Make an export of ``n`` events, all cells text, in the columns and the order of ACLED's own."""
    rng = np.random.default_rng(seed)
    known = places()
    known = known.loc[known.geometry.notna()].reset_index(drop=True)
    at = rng.integers(len(known), size=n)
    kind = rng.choice(len(KINDS), size=n, p=[share for _type, _sub, share in KINDS])
    days = np.datetime64("2017-01-01") + rng.integers(0, 2500, size=n)
    number = np.arange(n)
    actor1, actor2 = rng.integers(len(ACTORS), size=(2, n))
    interaction = np.char.add((actor1 + 1).astype(str), (actor2 + 1).astype(str))
    spread = rng.normal(0, 0.01, size=(2, n))

    def pick(words: npt.ArrayLike, positions: npt.NDArray[np.intp]) -> pd.Series:
        return pd.Series(np.asarray(words, dtype=object)[positions], dtype="str")

    sub = pick([sub for _type, sub, _share in KINDS], kind)
    place = pick(known["place"], at)
    notes = _notes(rng.integers(len(NOTES), size=n), sub, place)
    return pd.DataFrame(
        {
            "event_id_cnty": "SYR" + pd.Series(number.astype(str), dtype="str"),
            "event_date": days.astype(str),
            "year": days.astype("datetime64[Y]").astype(str),
            "time_precision": rng.choice(["1", "2", "3"], size=n, p=[0.9, 0.08, 0.02]),
            "disorder_type": "Political violence",
            "event_type": pick([kind for kind, _sub, _share in KINDS], kind),
            "sub_event_type": sub,
            "actor1": pick(ACTORS, actor1),
            "assoc_actor_1": "",
            "inter1": (actor1 + 1).astype(str),
            "actor2": pick(ACTORS, actor2),
            "assoc_actor_2": "",
            "inter2": (actor2 + 1).astype(str),
            "interaction": interaction,
            "civilian_targeting": "",
            "iso": "760",
            "region": "Middle East",
            "country": COUNTRY,
            "admin1": pick(known["admin1"], at),
            "admin2": pick(known["admin2"], at),
            "admin3": pick(known["admin3"], at),
            "location": place,
            "latitude": np.round(known.geometry.y.to_numpy()[at] + spread[0], 4).astype(str),
            "longitude": np.round(known.geometry.x.to_numpy()[at] + spread[1], 4).astype(str),
            "geo_precision": rng.choice(["1", "2", "3"], size=n, p=[0.8, 0.18, 0.02]),
            "source": pick(["SOHR", "SHAAM", "Qasioun", "SMART News; SOHR", "Syrian Human Rights Committee"],
                           rng.integers(5, size=n)),
            "source_scale": "National",
            "notes": notes,
            "fatalities": np.minimum(rng.poisson(0.8, size=n), 50).astype(str),
            "tags": "",
            "timestamp": (1_600_000_000 + number).astype(str),
        }
    )  # fmt: skip


def _notes(template: npt.NDArray[np.intp], kind: pd.Series, place: pd.Series) -> pd.Series:
    """Return sentences that name kind and place."""
    made = pd.Series("", index=kind.index, dtype="str")
    for at, words in enumerate(NOTES):
        rows = template == at
        before, _name, after = words.partition("{place}")
        begun = before.replace("{kind}", "") + place[rows] + after
        made[rows] = kind[rows] + begun if before.startswith("{kind}") else begun
    return made


def write(n: int, path: Path, seed: int = SEED, piece: int = 100_000) -> None:
    """Write an export of ``n`` events to ``path`` as CSV UTF-8; made in pieces, so that it takes little memory."""
    with path.open("w", encoding="utf-8", newline="") as file:
        for at in range(0, n, piece):
            made = acled(min(piece, n - at), seed + at)
            made["event_id_cnty"] = "SYR" + pd.Series((at + np.arange(len(made))).astype(str), dtype="str")
            made.to_csv(file, index=False, header=at == 0, lineterminator="\n")


def main() -> None:
    """Run the command line."""
    parser = argparse.ArgumentParser(prog="python -m bench.acled", description="Write a large made-up ACLED export.")
    parser.add_argument("events", type=int, help="number of events")
    parser.add_argument("file", type=Path, help="CSV file to write")
    parser.add_argument("--seed", type=int, default=SEED)
    asked = parser.parse_args()
    write(asked.events, asked.file, asked.seed)


if __name__ == "__main__":
    main()
