"""Our areas beside those that others published: the measure that sees a bias of area, which leaving places out cannot.

What others say is the ground in ``data/published.csv``: ``gained`` from the eve of its first day to the end of its
last, ``held`` or a ``share`` at the end of its day, by whom, in which governorate. A gain that begins before the table
does is set beside ours from its first day: ours should then be the smaller one.

``python -m bench.published_areas`` measures alone, and renews its part of the results.
"""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pandas as pd

from lib.analysis import control, ground, others_counts
from lib.events import published as totals
from lib.events import table

RESULTS = Path(__file__).with_name("RESULTS-control.md")
HEADING = "## Areas beside published figures"


def published() -> pd.DataFrame:
    """Return what others published: quantity, side, date_from, date_to, area, low, high, scope, source.

    ``area`` is the P-code of a governorate, "" for the whole region; low or high may be missing.
    """
    rows = [
        {"quantity": total.figure, "side": total.side, "date_from": total.start, "date_to": total.end,
         "area": total.query.area, "low": total.low, "high": total.high, "scope": total.scope,
         "source": total.source, "source_url": total.source_url}
        for total in others_counts.usable()[0]
        if total.figure in totals.GROUND
    ]  # fmt: skip
    frame = pd.DataFrame(rows)
    order = pd.Categorical(frame["quantity"], totals.GROUND, ordered=True)
    return (
        frame.astype({"low": float, "high": float})
        .assign(order=order)
        .sort_values(["order", "side", "date_to"], kind="stable", ignore_index=True)
        .drop(columns="order")
    )


def ours(events: control.ControlReports, row: pd.Series) -> control.AreaRange:
    """Return our figure for a published one, in its unit."""
    if row["quantity"] == "gained":
        return ground.gained(events, row["side"], row["date_from"], row["date_to"], row["area"])
    measure = ground.held if row["quantity"] == "held" else ground.share
    return measure(events, row["side"], row["date_to"], row["area"])


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
        days = f"{row.date_from} to {row.date_to}" if row.date_from != row.date_to else f"{row.date_to}"
        theirs = _theirs(row.low, row.high)
        own = (
            f"{row.ours:,.0f}"
            if row.our_low == row.our_high
            else (f"{row.ours:,.0f} ({row.our_low:,.0f}-{row.our_high:,.0f})")
        )
        unit = "%" if row.quantity == "share" else "km²"
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


def _theirs(low: float, high: float) -> str:
    if np.isnan(low):
        return f"up to {high:,.0f}"
    if np.isnan(high):
        return f"at least {low:,.0f}"
    return f"{low:,.0f}" if low == high else f"{low:,.0f}-{high:,.0f}"


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
