"""What the browser is told of this crisis: its days, sides and border, what agreements drew, what others counted.

The client names no place, day or side of its own; ``Crisis`` in ``client/types.d.ts`` is the shape of what it takes.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any, Final

from lib.analysis import others_counts
from lib.config.crisis import CONTESTED, CRISIS
from lib.events.published import PublishedTotal
from lib.events.quiet_days import in_words, quiet_days
from lib.events.schema import CONTROLLERS
from lib.maps.style import place_mark
from lib.text import language

_TOWARD: Final = {"north": (-0.38, -1.0), "south": (0.38, 1.0), "west": (-1.0, -0.38), "east": (1.0, 0.38)}
"""The way in which the name of a border lies from its line, by the side on which the other country lies: x to the east,
y to the south, and a little aside, so that it is told where the line turns."""


def _border() -> dict[str, Any] | None:
    """Return the border with a name along it; None where the crisis names none."""
    if CRISIS.border is None:
        return None
    return {"layer": "border", "word": "border", "toward": _TOWARD[CRISIS.border.side]}


def crisis() -> dict[str, Any]:
    """Return what the browser has to know of this crisis, ready for JSON."""
    region, quiet = CRISIS.boxes.region, quiet_days()
    return {
        "epoch": CRISIS.period.first.isoformat(),
        "days": CRISIS.period.days,
        "anchor": ((region.south + region.north) / 2, (region.west + region.east) / 2),
        "order": CONTROLLERS,
        "contested": CONTESTED,
        "sides": {side: place_mark(side) for side in CONTROLLERS},
        "gains": [{"id": gain.id, "from": gain.lost_by, "to": gain.won_by} for gain in CRISIS.gains],
        "agreements": [{"layer": agreement.id, "kind": agreement.kind} for agreement in CRISIS.agreements],
        "border": _border(),
        "country": CRISIS.country.code,
        "base": CRISIS.boxes.base,
        "fades": CRISIS.fades,
        "quiet": [
            {"from": start.date().isoformat(), "to": end.date().isoformat(), "text": text}
            for start, end, text in zip(quiet["date_start"], quiet["date_end"], in_words(quiet), strict=True)
        ],
        "others": _others(tuple(others_counts.usable()[0]), language.get()),
    }  # fmt: skip


@lru_cache(maxsize=8)
def _others(totals: tuple[PublishedTotal, ...], _lang: str) -> tuple[dict[str, str], ...]:
    """Write others' totals, in the language of the page; every map is told of all of them."""
    return tuple(
        {
            "figure": total.figure,
            "beside": total.beside,
            "from": total.start.isoformat(),
            "to": total.end.isoformat(),
            "text": others_counts.in_words(total),
        }
        for total in totals
    )
