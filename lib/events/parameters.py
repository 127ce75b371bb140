"""The one declared table of address parameters: each with its default, its reader, its writer and its meaning."""

from __future__ import annotations

from datetime import date

from lib.config.crisis import CRISIS
from lib.events import address, own_area
from lib.events.address import line, one_of, within, words
from lib.events.choices import (
    ALL_SUBKINDS,
    CASUALTIES,
    DAYS_BY,
    FIRST_DAY,
    FLOWS,
    LAST_DAY,
    LAYERS,
    MODES,
    NEAR,
    REPORTS,
    SORTS,
    SYMBOLS,
    TARGETS,
)  # fmt: skip
from lib.events.parameter import RANGE, ROW_FILTERS, Parameter
from lib.events.schema import ATTRIBUTIONS, CONFIDENCES, CONTROLLERS, KINDS
from lib.events.view_parameters import VIEW_PARAMETERS

__all__ = ["PARAMETERS", "RANGE", "ROW_FILTERS", "Parameter"]

_EXAMPLE = CRISIS.examples
_AROUND = own_area.box_code(*(at + by for at, by in zip(_EXAMPLE.centre * 2, (-0.2, -0.2, 0.2, 0.2), strict=True)))
_CORNER = own_area.box_code(*CRISIS.boxes.region[:2], *(at + 0.01 for at in CRISIS.boxes.region[:2]))

PARAMETERS: tuple[Parameter, ...] = (
    Parameter(
        "from",
        "start",
        address.day,
        date.isoformat,
        "first day of the range, YYYY-MM-DD",
        (f"from={_EXAMPLE.day}", f"from={LAST_DAY}&to={LAST_DAY}", f"from={LAST_DAY.year}-02-30"),
    ),
    Parameter(
        "to",
        "end",
        address.day,
        date.isoformat,
        "last day of the range, YYYY-MM-DD; without `from` the range has as many days as one that a page opens with",
        (f"to={_EXAMPLE.day}", f"to={FIRST_DAY}", "to=15/01/2001"),
    ),
    Parameter("kinds", "kinds", *words(KINDS), "kinds of event shown", ("kinds=strike", "kinds=none", "kinds=tanks")),
    Parameter(
        "subkinds",
        "subkinds",
        *words(ALL_SUBKINDS),
        "sub-kinds; a kind none of whose are named is not restricted",
        ("subkinds=airstrike", "subkinds=drone,border", "subkinds=raid"),
    ),
    Parameter(
        "controllers",
        "controllers",
        *words(CONTROLLERS),
        "whose areas are tinted",
        (f"controllers={CONTROLLERS[1]}", "controllers=none", "controllers=nobody"),
    ),
    Parameter(
        "confidence",
        "confidence",
        *words(CONFIDENCES),
        "confidence of strikes and displacement rows",
        ("confidence=high", "confidence=none", "confidence=sure"),
    ),
    Parameter(
        "date_basis",
        "date_basis",
        *words(DAYS_BY),
        "strikes and displacement rows by how their day is known: `stated` by the source, `inferred`, `unknown`",
        ("date_basis=stated", "date_basis=none", "date_basis=guessed"),
    ),
    Parameter(
        "attribution",
        "attribution",
        *words(ATTRIBUTIONS),
        "strikes whose attribution the source gives so",
        ("attribution=stated", "attribution=none", "attribution=guessed"),
    ),
    Parameter(
        "actor",
        "actor",
        line,
        str,
        "strikes whose actor, in the source's words, holds this text",
        (f"actor={_EXAMPLE.actor}", "actor=nobody of this name", "actor=xxxxxxxxxx%00"),
    ),
    Parameter(
        "targets",
        "targets",
        *words(TARGETS),
        "strikes on these targets; `not_stated` where none is named",
        ("targets=hospital", "targets=none", "targets=moon"),
    ),
    Parameter(
        "casualties",
        "casualties",
        one_of(CASUALTIES),
        str,
        "strikes: `any`, with a `figure`, with `killed`",
        ("casualties=killed", "casualties=killed&where=nowhere", "casualties=many"),
    ),
    Parameter(
        "reports",
        "reports",
        one_of(REPORTS),
        str,
        "whose word on attribution, actor, targets and casualties counts: `any` report's, or the `primary` one's",
        ("reports=primary&attribution=stated", "reports=primary&actor=nobody of this name", "reports=all"),
    ),
    Parameter(
        "where",
        "where",
        line,
        str,
        "strikes at places or in districts whose name holds this text",
        (f"where={_EXAMPLE.place.lower()}", "where=nowhere of this name", "where=%00"),
    ),
    Parameter(
        "symbols",
        "symbols",
        one_of(SYMBOLS),
        str,
        "how strikes are drawn: `circles`, `clusters`, `density`",
        ("symbols=density", "symbols=clusters&where=nowhere", "symbols=stars"),
    ),
    Parameter(
        "near",
        "near",
        one_of(NEAR),
        str,
        "strikes near `camps`, `crossings`, the `border`, the `front` of their day, or where `hospitals` or `schools` "
        "are reported hit; `any`: wherever they are",
        ("near=hospitals", f"near=front&within=0.5&where={_EXAMPLE.place.lower()}", "near=moon"),
    ),
    Parameter(
        "within",
        "within",
        within(0.5, 100),
        lambda v: f"{v:g}",
        "how near, km; only with `near`",
        ("near=camps&within=2", "near=crossings&within=0.5", "within=-3"),
    ),
    Parameter(
        "layers",
        "layers",
        *words(LAYERS),
        "layers drawn",
        ("layers=control,strikes,posts,modelled", "layers=none", "layers=moon"),
    ),
    Parameter(
        "counter",
        "counter",
        line,
        str,
        "who counted the flows drawn; blank for the default",
        (f"counter={_EXAMPLE.counter}", "counter=nobody of this name", "counter=%00"),
    ),
    Parameter(
        "area",
        "area",
        line,
        str,
        "area whose displacement rows are shown: a P-code or a name",
        (f"area={_EXAMPLE.area}", "area=nowhere of this name", "area=%00"),
    ),
    Parameter(
        "flow",
        "flow",
        one_of(FLOWS),
        str,
        "which of them: `any`, `in`, `out`, `between` its places; of `within_area` where no `area` is named",
        (f"flow=in&area={_EXAMPLE.area}", f"flow=between&area={_EXAMPLE.area_between}", "flow=up"),
    ),
    Parameter(
        "within_area",
        "within_area",
        own_area.read,
        str,
        "what lies inside an area of one's own: a district or sub-district by P-code or name, a rectangle "
        "`box_west_south_east_north`, or a polygon `poly_…`",
        (f"within_area={_AROUND}", f"within_area={_CORNER}", "within_area=nowhere of this name"),
    ),
    Parameter(
        "compare",
        "compare",
        # How far back lines are known is for the table to say.
        address.day_within(date(CRISIS.period.years[0], 1, 1), LAST_DAY),
        date.isoformat,
        "day the front line is compared with, YYYY-MM-DD; as early as the table knows who held what",
        (f"compare={_EXAMPLE.day}", f"compare={FIRST_DAY}", "compare=1999-03-15"),
    ),
    Parameter(
        "mode",
        "mode",
        one_of(MODES),
        str,
        "how it is compared: `gains` or `swipe`",
        (f"mode=swipe&compare={_EXAMPLE.day}", "mode=swipe", "mode=fade"),
    ),
    Parameter(
        "b_from",
        "b_start",
        address.day,
        date.isoformat,
        "first day of the period that the range is set beside on the page Compare, YYYY-MM-DD",
        (f"b_from={_EXAMPLE.day}", f"b_from={LAST_DAY}&b_to={LAST_DAY}", f"b_from={LAST_DAY.year}-02-30"),
    ),
    Parameter(
        "b_to",
        "b_end",
        address.day,
        date.isoformat,
        "last day of that period, YYYY-MM-DD; of the two only one: as many days as the range has",
        (f"b_to={_EXAMPLE.day}", f"b_to={FIRST_DAY}", "b_to=15/01/2001"),
    ),
    Parameter(
        "place",
        "place",
        line,
        str,
        "settlement to open; the page of reports lists its reports alone",
        (f"place={_EXAMPLE.place}", "place=nowhere of this name", "place=%00"),
    ),
    Parameter(
        "q",
        "search",
        line,
        str,
        "words searched for on the page of reports and in its downloads",
        ("q=hospital", "q=xyzzy xyzzy", "q=%00"),
    ),
    Parameter(
        "id",
        "event",
        line,
        str,
        "report to open on the page of reports",
        (f"id={_EXAMPLE.report}", "id=no such report", "id=%00"),
    ),
    Parameter(
        "sort",
        "sort",
        one_of(SORTS),
        str,
        "what the page of reports sorts its list by: `oldest`, `newest`, `killed` (civilians), `deaths` (all killed), "
        "`injured`, `persons`, `reports`, `place`, `source`; downloads keep the order of days",
        ("sort=killed", "sort=persons&kinds=none", "sort=colour"),
    ),
    *VIEW_PARAMETERS,
)
