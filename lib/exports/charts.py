"""The three small charts of the situation report: strikes by day, area by controller, displacement as published."""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import FuncFormatter, MaxNLocator

from lib.analysis import daily, displacement, inside_area
from lib.config.crisis import CRISIS
from lib.events import narrowing
from lib.events.query import FIRST_DAY, LAST_DAY, Query
from lib.events.table import EventTable
from lib.maps.style import TOKENS
from lib.print.fonts import BOLD, REGULAR, properties
from lib.text import _, date_in, number
from lib.text.vocabulary import in_words

SMALL: Final = 7.2
"""Letters of the axes, points."""
PALE: Final = 0.35
"""How strongly the days outside the range are drawn."""
SHOWN: Final = tuple(side.id for side in CRISIS.sides if side.bounded)
"""Sides whose area is drawn: that of any other goes on beyond the map."""
RANGE_OPACITY: Final = 0.2
"""How strongly the range of an area is tinted."""
RANGE_FILL: Final = "#ece8de"
THOUSAND: Final = 1000
HEADROOM: Final = 1.17
"""How far an axis goes beyond its highest value, so that the name above the line has room."""


def strikes_by_day(axes: Axes, events: EventTable, query: Query) -> None:
    """Draw bars: strikes by the first day they are reported for, the days outside the range pale."""
    begun, _ended = daily.view(events, query).strikes.by_day()
    days = np.arange(len(begun))
    inside = (days >= (query.start - FIRST_DAY).days) & (days <= (query.end - FIRST_DAY).days)
    at = np.datetime64(FIRST_DAY) + days
    colour = TOKENS["strike"]["fill"]
    for part, opacity in ((inside, 1.0), (~inside, PALE)):
        axes.bar(at[part], begun[part, 0], width=0.85, color=colour, alpha=opacity, linewidth=0)
    axes.set_ylim(0, max(begun[:, 0].max(), 1) * HEADROOM)
    narrowed = narrowing.narrows_strikes(query)
    name = _("Strikes that pass the filter, by first day") if narrowed else _("Strikes reported, by first day")
    _frame(axes, name, query)


def area_by_controller(axes: Axes, events: EventTable, query: Query) -> None:
    """Draw steps: area of each side whose area ends inside the map, km², with the front at either edge of its band."""
    areas = inside_area.held_over_time(events, query, FIRST_DAY)
    areas = areas.loc[areas["controller"].isin(SHOWN) | bool(query.within_area)]
    last = pd.Timestamp(LAST_DAY)
    for side, rows in areas.groupby("controller"):
        x = [*rows["date"], last]
        low, y, high = ([*rows[name], rows[name].iloc[-1]] for name in ("low_km2", "area_km2", "high_km2"))
        ink = TOKENS["control"][side]["ink"]
        axes.fill_between(x, low, high, step="post", color=ink, alpha=RANGE_OPACITY, linewidth=0)
        axes.step(x, y, where="post", color=ink, linewidth=1.6)
        # Named where it begins: at the end two of the lines lie close together.
        _name(axes, in_words(str(side)), (x[0], y[0]), ink)
    axes.set_ylim(0, max([*areas["high_km2"], 1.0]) * HEADROOM)
    name = _("Area held there, km², computed") if query.within_area else _("Area held, km², computed")
    _frame(axes, name, query)


def displacement_totals(axes: Axes, events: EventTable, query: Query) -> None:
    """Draw points: the running totals of persons displaced as they were published, low to high, thousands."""
    totals = displacement.totals(events)
    low = totals["persons_low"].fillna(totals["persons_high"]).to_numpy(float) / THOUSAND
    high = totals["persons_high"].fillna(totals["persons_low"]).to_numpy(float) / THOUSAND
    colour = TOKENS["flow"]["colour"]
    when = totals["date_end"]
    axes.plot(when, high, color=colour, linewidth=0.8, alpha=PALE)
    axes.vlines(when, low, high, color=colour, linewidth=2.2)
    axes.plot(when, high, "o", color=colour, markersize=2.6)
    if len(high):
        _name(axes, number(high[-1]), (when.iloc[-1], high[-1]), colour, align="right")
    axes.set_ylim(0, max([*high, 1.0]) * HEADROOM)
    who = displacement.total_counter(events)
    _frame(axes, _("Displaced, thousands ({who})").format(who=who) if who else _("Displaced, thousands"), query)


def _name(axes: Axes, text: str, at: tuple[object, float], colour: str, align: str = "left") -> None:
    """Write a line's name just above one of its points."""
    axes.annotate(
        text, at, xytext=(2 if align == "left" else 0, 2.5), textcoords="offset points", ha=align, va="bottom",
        color=colour, fontproperties=properties(BOLD, SMALL), parse_math=False,
    )  # fmt: skip


def _numbers(*moments: pd.Timestamp) -> tuple[float, ...]:
    """Convert moments to what matplotlib counts in: days since 1970."""
    return tuple(moment / pd.Timedelta(days=1) for moment in (m - pd.Timestamp(0) for m in moments))


def _frame(axes: Axes, title: str, query: Query) -> None:
    """Draw what the three have in common: the same days, the range shaded, months named, no more lines than needed."""
    half = pd.Timedelta(hours=12)
    shaded = pd.Timestamp(query.start) - half, pd.Timestamp(query.end) + half
    axes.axvspan(*_numbers(*shaded), color=RANGE_FILL, linewidth=0, zorder=0)
    first, last = _numbers(pd.Timestamp(FIRST_DAY) - half, pd.Timestamp(LAST_DAY) + half)
    axes.set_xlim(first, last)
    axes.set_title(title, loc="left", fontproperties=properties(BOLD, 8.0), color=TOKENS["ink"], parse_math=False)
    months = pd.date_range(FIRST_DAY, LAST_DAY, freq="MS").date
    names = [date_in(month, "d MMM") for month in months]
    axes.set_xticks(_numbers(*(pd.Timestamp(month) for month in months)), names)
    axes.yaxis.set_major_locator(MaxNLocator(nbins=4, integer=True))
    axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _at: number(value)))
    axes.grid(axis="y", color="#dcd9d1", linewidth=0.5)
    axes.set_axisbelow(True)
    axes.tick_params(length=0, colors=TOKENS["ink_soft"])
    for spine in ("top", "right", "left"):
        axes.spines[spine].set_visible(False)
    axes.spines["bottom"].set_color("#8d8a84")
    for label in (*axes.get_xticklabels(), *axes.get_yticklabels()):
        label.set_fontproperties(properties(REGULAR, SMALL))
