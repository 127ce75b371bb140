"""What agreements drew on the map, a layer each."""

from __future__ import annotations

from functools import partial
from typing import Any, Final

from lib.analysis import control
from lib.config.crisis import CRISIS
from lib.config.crisis.agreements import Agreement
from lib.events.table import EventTable
from lib.geography import agreements
from lib.layers.layer import Answer, Layer

_OPENS_AS: Final = {"strip": "agreement", "corridor": "agreement", "posts": "post"}
"""The ``data-kind`` of what can be opened of an agreement, by its kind."""


def overlays(events: EventTable) -> dict[str, Any]:
    """Return what agreements drew on the map, as :func:`lib.geography.agreements.web_bundle` gives it."""
    dates = control.control_dates(events)
    if not dates:
        return agreements.web_bundle(None)
    own = {
        each.id: control.control_map(events, agreements.line_day(each.strip, dates[0]))
        for each in CRISIS.agreements
        if each.strip is not None
    }
    return agreements.web_bundle(control.control_map(events, dates[0]), own)


def _option(agreement: Agreement) -> str:
    return str(agreement.option)


ANSWERS = {"overlays": Answer(lambda events, _query: overlays(events))}
LAYERS = tuple(
    Layer(
        agreement.id,
        option=partial(_option, agreement),
        answers=ANSWERS,
        data_kinds=(_OPENS_AS[agreement.kind],),
    )
    for agreement in CRISIS.agreements
)
