"""The address parameters of how a view is shown: what its author wrote on the map, where that looks, and to whom.

But for the one that asks for coarsened data, none of them changes a figure. They are part of the one table,
:data:`lib.events.parameters.PARAMETERS`.
"""

from __future__ import annotations

from typing import Final

from lib.config.crisis import CRISIS
from lib.events import own_marks, publishing
from lib.events.address import one_of, within
from lib.events.choices import VIEWS
from lib.events.own_marks import Mark
from lib.events.parameter import Parameter
from lib.text import LANGUAGES

_CENTRES = CRISIS.boxes.centres
_AT = "lon={:g}&lat={:g}".format(*CRISIS.examples.centre)
_MARKED = own_marks.written([Mark("point", (CRISIS.examples.centre,), "A <b> & {{b}}")])
_AT_EDGE = own_marks.written([Mark("line", (CRISIS.boxes.region[:2], CRISIS.boxes.region[2:]))])

VIEW_PARAMETERS: Final[tuple[Parameter, ...]] = (
    Parameter(
        "marks",
        "marks",
        own_marks.read,
        str,
        "points, lines, arrows, boxes and words that the author of the view put on the map, in no figure",
        (f"marks={_MARKED}", f"marks={_AT_EDGE}", "marks=moon"),
    ),
    Parameter(
        publishing.NAME,
        "safe",
        publishing.read,
        publishing.write,
        "`1`: data coarsened for publication (docs/publishing.md); `0`: data as reported, where the server allows it",
        ("safe=1", "safe=1&kinds=none", "safe=perhaps"),
    ),
    Parameter(
        "lat",
        "lat",
        within(_CENTRES.south, _CENTRES.north),
        lambda v: f"{v:.5f}".rstrip("0"),
        "centre of the map, degrees north",
        (f"{_AT}&zoom=11", f"lat={_CENTRES.south}&lon={_CENTRES.west}", "lat=north"),
    ),
    Parameter(
        "lon",
        "lon",
        within(_CENTRES.west, _CENTRES.east),
        lambda v: f"{v:.5f}".rstrip("0"),
        "centre of the map, degrees east",
        (_AT, f"lon={_CENTRES.east}&lat={_CENTRES.north}", "lon=east"),
    ),
    Parameter(
        "zoom",
        "zoom",
        within(5, 16),
        lambda v: f"{v:g}",
        "zoom level of the map",
        (f"zoom=12&{_AT}", f"zoom=16&lat={_CENTRES.south}&lon={_CENTRES.east}", "zoom=99"),
    ),
    Parameter(
        "view",
        "view",
        one_of(VIEWS),
        str,
        "`present`: the map alone, for a projector; `page`: all of the page",
        ("view=present", "view=present&kinds=none", "view=upside down"),
    ),
    Parameter(
        "lang",
        "lang",
        one_of(LANGUAGES),
        str,
        "language of words, dates and numbers",
        ("lang=ar", "lang=tr&kinds=none", "lang=xx"),
    ),
)
