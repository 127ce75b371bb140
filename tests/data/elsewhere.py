"""A made-up crisis on another continent, with other sides and another period: its folder, as its owner makes it."""

from __future__ import annotations

import csv
import io
import subprocess
import sys
from pathlib import Path

from lib.events.schema import COLUMNS

ROOT = Path(__file__).resolve().parents[2]
ASKED = [
    "--title", "Situation map of the Altiplano", "--from", "2031-05-01", "--to", "2031-07-15",
    "--box", "-69,-19.5,-65.5,-16.5", "--sides", "north,south,river",
]  # fmt: skip
TOWNS = {
    "Alto": (-67.9, -17.2, "north"), "Bajo": (-67.1, -17.3, "north"), "Centro": (-67.3, -17.9, "north"),
    "Dos Aguas": (-67.8, -18.6, "south"), "Esquina": (-67.0, -18.7, "south"), "Fuente": (-66.4, -18.3, "south"),
    "Galpón": (-66.1, -17.0, "river"), "Hondo": (-65.9, -17.6, "river"),
}  # fmt: skip
"""Longitude, latitude and holder at the start; Centro passes to the south in June."""
COUNTED = "Relief Council"


def rows() -> list[dict[str, str]]:
    """The table: who holds what, one change, strikes, and people who fled."""
    base = {
        "date_precision": "day", "source": "Altiplano Press: a report", "source_url": "https://example.org/a",
        "confidence": "high", "geo_precision": "settlement", "is_primary": "true",
    }  # fmt: skip
    made = [
        base | {"kind": "control", "subkind": "baseline", "date_start": "2031-05-01", "controller": side,
                "place": town, "lon": str(lon), "lat": str(lat)}
        for town, (lon, lat, side) in TOWNS.items()
    ]  # fmt: skip
    lon, lat, _side = TOWNS["Centro"]
    made.append(base | {"kind": "control", "subkind": "change", "date_start": "2031-06-10", "controller": "south",
                        "place": "Centro", "lon": str(lon), "lat": str(lat)})  # fmt: skip
    made += [
        base | {"kind": "strike", "subkind": "airstrike", "date_start": f"2031-06-{day:02}", "place": "Centro",
                "lon": str(lon), "lat": str(lat), "attribution": "stated", "civilian_deaths_low": str(day - 1),
                "civilian_deaths_high": str(day)}
        for day in (2, 5, 9)
    ]  # fmt: skip
    made.append(base | {
        "kind": "displacement", "subkind": "flow", "metric": "displaced", "date_start": "2031-06-10",
        "date_end": "2031-06-12", "origin_place": "Centro", "origin_lon": str(lon), "origin_lat": str(lat),
        "place": "Galpón", "lon": str(TOWNS["Galpón"][0]), "lat": str(TOWNS["Galpón"][1]), "persons_low": "1200",
        "persons_high": "1500", "counter": COUNTED,
    })  # fmt: skip
    return [{"event_id": f"e{n}", "group_id": f"e{n}", "date_end": row["date_start"]} | row
            for n, row in enumerate(made)]  # fmt: skip


def as_csv() -> bytes:
    """The table as a file."""
    out = io.StringIO()
    writer = csv.DictWriter(out, [column.name for column in COLUMNS], restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows())
    return out.getvalue().encode()


def make(folder: Path) -> Path:
    """Make the folder with the command, name its counter in the file, and fill its table."""
    subprocess.run([sys.executable, "-m", "lib", "crisis", "new", str(folder), *ASKED], cwd=ROOT, check=True)
    told = folder / "crisis.toml"
    told.write_text(told.read_text(encoding="utf-8").replace('flows = ""', f'flows = "{COUNTED}"'), encoding="utf-8")
    (folder / "events.csv").write_bytes(as_csv())
    return folder
