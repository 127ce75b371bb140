"""Our areas beside those that others published: the measure that sees a bias of area, which leaving places out cannot.

``published_areas.csv`` holds what others say: ``quantity`` (``gained`` from the eve of ``date_from`` to the end of
``date_to``; ``held`` or ``share`` at the end of ``date_to``), whose, in which governorate (P-code, blank for the whole
region), ``low`` and ``high`` (blank: at least), ``unit``, scope and source. A gain that begins before the table does is
set beside ours from its first day: ours should then be the smaller one.

``python -m bench.published_areas`` measures alone, and renews its part of the results.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from lib.analysis import control
from lib.config.crs import DEGREES, METRIC
from lib.events import table
from lib.geography import basemap

PUBLISHED = Path(__file__).with_name("published_areas.csv")
RESULTS = Path(__file__).with_name("RESULTS-control.md")
GAP = 0.002
"""Degrees, about 200 metres."""
HEADING = "## Areas beside published figures"
Measured = tuple[float, float, float]
"""Low, as drawn, high; without a range where a governorate is cut out."""


def published() -> pd.DataFrame:
    """Return ``published_areas.csv`` by its columns; days as dates (None where blank), low and high as numbers."""
    rows = pd.read_csv(PUBLISHED, dtype=str, keep_default_na=False)
    for name in ("date_from", "date_to"):
        rows[name] = [date.fromisoformat(text) if text else None for text in rows[name]]
    return rows.assign(low=pd.to_numeric(rows["low"]), high=pd.to_numeric(rows["high"]))


def governorate(pcode: str) -> shapely.Geometry:
    """Return a governorate as the base map's lines cut it out of the country, metres.

    The lines are drawn as a strip of :data:`GAP` on either side, as some end just short of the country's border; what
    the strip took is given back.
    """
    layer = basemap.layer("governorates")
    lines = layer.loc[layer["kind"] == "line"].geometry.union_all()
    [label] = layer.loc[layer["pcode"] == pcode].geometry
    parts = shapely.get_parts(shapely.difference(basemap.country(), shapely.buffer(lines, GAP)))
    [found] = parts[shapely.contains(parts, label)]
    whole = shapely.intersection(shapely.buffer(found, GAP), basemap.country())
    shape: shapely.Geometry = gpd.GeoSeries([whole], crs=DEGREES).to_crs(METRIC).iloc[0]
    return shape


def ours(events: control.ControlReports, row: pd.Series) -> Measured:
    """Return our figure for a published one, in its unit."""
    inside = governorate(row["area"]) if row["area"] else None
    if row["quantity"] == "gained":
        start = max(row["date_from"] - timedelta(days=1), control.control_dates(events)[0])
        if inside is None:
            return control.changed_range(events, row["side"], start, row["date_to"])
        ground = control.changes_between(events, start, row["date_to"]).areas
    else:
        if inside is None:
            return control.area_range(events, row["side"], row["date_to"])
        ground = control.control_map(events, row["date_to"]).areas
    held = ground.loc[ground["controller"] == row["side"]].to_crs(METRIC).geometry.to_numpy()
    size = float(shapely.area(shapely.intersection(held, inside)).sum()) / 1e6
    if row["unit"] == "percent":
        size *= 1e8 / shapely.area(inside)
    return size, size, size


def measured(events: control.ControlReports) -> pd.DataFrame:
    """Return the published figures with ours (our_low, ours, our_high) and their ratio, ours to theirs."""
    rows = published()
    found = np.array([ours(events, row) for _at, row in rows.iterrows()])
    theirs = rows[["low", "high"]].mean(axis=1).to_numpy()
    return rows.assign(our_low=found[:, 0], ours=found[:, 1], our_high=found[:, 2], ratio=found[:, 1] / theirs)


def bias(rows: pd.DataFrame) -> tuple[float, float]:
    """Return the least and the greatest ratio of a side's gains on the whole front, for the side that gained most."""
    whole = rows.loc[(rows["quantity"] == "gained") & (rows["area"] == "")]
    winner = whole.loc[whole["ours"].idxmax(), "side"]
    ratios = whole.loc[whole["side"] == winner, "ratio"]
    return float(ratios.min()), float(ratios.max())


def report(events: control.ControlReports) -> list[str]:
    """Return the section of the results as Markdown lines."""
    rows = measured(events)
    least, most = bias(rows)
    lines = [
        HEADING,
        "",
        "| what | days | scope | published | ours | ratio | source |",
        "|---|---|---|---|---|---|---|",
    ]
    for row in rows.itertuples():
        days = f"{row.date_from} to {row.date_to}" if row.date_from else f"{row.date_to}"
        theirs = f"{row.low:,.0f}" if row.low == row.high else f"at least {row.low:,.0f}"
        own = (
            f"{row.ours:,.0f}"
            if row.our_low == row.our_high
            else (f"{row.ours:,.0f} ({row.our_low:,.0f}-{row.our_high:,.0f})")
        )
        unit = "km²" if row.unit == "km2" else "%"
        lines.append(
            f"| {row.quantity}, {row.side} | {days} | {row.scope} | {theirs} {unit} | {own} {unit} | {row.ratio:.2f} |"
            f" {row.source} |"
        )
    bias_words = f"Gains on the whole front, ours to theirs: {least:.2f} to {most:.2f}."
    return [
        *lines,
        "",
        f"{bias_words} Governorates are cut by the base map's lines; gains are from the eve of the first day.",
        "",
    ]


def main() -> None:
    """Measure, print, and put the section into the results in place of the one before."""
    section = "\n".join(report(table.load())) + "\n"
    text = RESULTS.read_text(encoding="utf-8")
    old = re.search(rf"^{HEADING}\n.*?(?=^## |\Z)", text, flags=re.MULTILINE | re.DOTALL)
    at = old.span() if old else (text.index("## Time\n"),) * 2
    RESULTS.write_text(text[: at[0]] + section + text[at[1] :], encoding="utf-8")
    print(section)  # noqa: T201 (the command's output)


if __name__ == "__main__":
    main()
