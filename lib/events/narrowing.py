"""The filter of a view in words: one declared table, which every title, strip, legend, picture and file speaks from.

:func:`narrowings` gives what a view is narrowed to one by one, as a reader takes them off; :func:`in_words` gives them
together: "strikes on hospitals or clinics, attribution stated by the source".
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

from lib.events import flow_filter, own_area, publishing, strike_filter
from lib.events.choices import CASUALTIES, DAYS_BY, NOT_KNOWN
from lib.events.query import NEAR, Query
from lib.events.schema import CONFIDENCES, CONTROLLERS, KINDS, SUBKINDS
from lib.events.strike_nouns import kinds_of_strike, on_targets, one_kind, strikes_noun
from lib.geography import areas
from lib.text import _, either, enumerated, joined, listed, ngettext, number, told
from lib.text.vocabulary import in_words as word
from lib.text.vocabulary import near_border, reports_of

EVERYTHING: Final = frozenset(KINDS)
STRIKES: Final = frozenset({"strike"})
MOVEMENTS: Final = frozenset({"displacement"})
SETTLEMENTS: Final = frozenset({"control"})
OPEN, CLOSE = "\u201c", "\u201d"


@dataclass(frozen=True)
class Rule:
    """One way in which a view can be narrowed.

    ``fields`` are the fields of :class:`lib.events.query.Query` that ask for it, ``kinds`` the kinds of report it
    leaves some of out, ``active`` whether a query asks for it, and ``words`` how that is said.
    """

    fields: tuple[str, ...]
    kinds: frozenset[str]
    active: Callable[[Query], bool]
    words: Callable[[Query], str]


@dataclass(frozen=True)
class Narrowing:
    """What a view is narrowed to: the words, the fields that ask for it, and the kinds of report it concerns."""

    words: str
    fields: tuple[str, ...]
    kinds: frozenset[str]


def _attribution(query: Query) -> str:
    words = {
        "stated": _("attribution stated by the source"),
        "alleged": _("attribution alleged"),
        "contested": _("attribution contested"),
        "unknown": _("no actor named"),
    }
    return either([text for name, text in words.items() if name in query.attribution])


def near_in_words(query: Query) -> str:
    """Say how near strikes have to be to what: "within 5 km of a crossing"."""
    km = number(query.within, digits=0 if query.within == int(query.within) else 1)
    return {
        "camps": _("within {km} km of a camp or reception centre"),
        "crossings": _("within {km} km of a crossing"),
        "border": _("within {km} km of {border}"),
        "front": _("within {km} km of the front line of their day"),
        "hospitals": _("within {km} km of a settlement where a hospital or clinic is reported hit"),
        "schools": _("within {km} km of a settlement where a school is reported hit"),
    }[query.near].format(km=km, border=near_border())


def _area(query: Query) -> str:
    chain = areas.named(query.area)
    return _movements(query.flow, chain[-1] if chain else f"{OPEN}{query.area}{CLOSE}")


def _movements(flow: str, area: str) -> str:
    return {
        "any": _("movements into or out of {area}"),
        "in": _("movements into {area}"),
        "out": _("movements out of {area}"),
        "between": _("movements between places of {area}"),
    }[flow].format(area=area)


def where(query: Query) -> str:
    """Say where all that is counted of strikes and control lies: "inside the area drawn"; return "" for everywhere."""
    return own_area.in_words(query.within_area) if query.within_area else ""


def _shown_kinds(query: Query) -> str:
    chosen = [reports_of(kind) for kind in KINDS if kind in query.kinds]
    return _("{kinds} only").format(kinds=listed(chosen)) if chosen else _("no kind of report")


def _is_graded(query: Query) -> bool:
    return query.confidence != frozenset(CONFIDENCES)


def _grades(query: Query) -> str:
    grades = [word(grade) for grade in CONFIDENCES if grade in query.confidence]
    return either(grades) if grades else _("no confidence at all")


def _is_dated(query: Query) -> bool:
    return query.date_basis != frozenset(DAYS_BY)


def _days_by(query: Query) -> str:
    """Say how the day is known, after "whose day is"."""
    how = {"stated": _("stated by the source"), "inferred": _("inferred"), NOT_KNOWN: _("of unknown basis")}
    chosen = [how[basis] for basis in DAYS_BY if basis in query.date_basis]
    return either(chosen) if chosen else _("of no basis at all")


def _other_subkinds(query: Query) -> list[str]:
    others = (sub for kind, subs in SUBKINDS.items() if kind != "strike" for sub in subs)
    return [word(sub) for sub in others if sub in query.subkinds]


RULES: Final = (
    Rule(
        ("subkinds",),
        STRIKES,
        lambda query: bool(kinds_of_strike(query)),
        lambda query: (
            one_kind(query)
            or _("kinds of strike: {kinds}").format(kinds=either([word(kind) for kind in kinds_of_strike(query)]))
        ),
    ),
    Rule(
        ("targets",),
        STRIKES,
        lambda query: bool(query.targets),
        lambda query: on_targets(ngettext("strike", "strikes", 2), query),
    ),
    Rule(("attribution",), STRIKES, strike_filter.restricts_attribution, _attribution),
    Rule(
        ("actor",),
        STRIKES,
        lambda query: bool(query.actor),
        lambda query: _("attributed to {open}{actor}{close}").format(actor=query.actor, open=OPEN, close=CLOSE),
    ),
    Rule(
        ("casualties",),
        STRIKES,
        lambda query: query.casualties != CASUALTIES[0],
        lambda query: {
            "figure": _("with a figure of casualties"),
            "killed": _("with someone reported killed"),
        }[query.casualties],
    ),
    Rule(
        ("reports",),
        STRIKES,
        lambda query: query.reports == "primary" and strike_filter.asks_sources(query),
        lambda _query: _("by the counted report alone"),
    ),
    Rule(
        ("where",),
        STRIKES,
        lambda query: bool(query.where),
        lambda query: _("at {open}{place}{close}").format(place=query.where, open=OPEN, close=CLOSE),
    ),
    Rule(("near", "within"), STRIKES, lambda query: query.near != NEAR[0], near_in_words),
    Rule(("area", "flow"), MOVEMENTS, flow_filter.is_active, _area),
    Rule(("within_area",), STRIKES | SETTLEMENTS, lambda query: bool(query.within_area), where),
    Rule(
        ("within_area", "flow"),
        MOVEMENTS,
        lambda query: bool(query.within_area),
        lambda query: _movements(flow_filter.way_of_own_area(query), own_area.name_of(query.within_area)),
    ),
    Rule(
        ("counter",),
        MOVEMENTS,
        lambda query: bool(query.counter),
        lambda query: _("movements counted by {who}").format(who=told(query.counter)),
    ),
    Rule(
        ("subkinds",),
        EVERYTHING - STRIKES,
        lambda query: bool(_other_subkinds(query)),
        lambda query: _("reports of: {kinds}").format(kinds=either(_other_subkinds(query))),
    ),
    Rule(
        ("controllers",),
        frozenset({"control"}),
        lambda query: bool(query.controllers) and query.controllers != frozenset(CONTROLLERS),
        lambda query: _("areas held by: {sides}").format(
            sides=listed([word(side) for side in CONTROLLERS if side in query.controllers])
        ),
    ),
    Rule(
        ("confidence",),
        STRIKES | MOVEMENTS,
        _is_graded,
        lambda query: _("strikes and displacement of {grades}").format(grades=_grades(query)),
    ),
    Rule(
        ("date_basis",),
        STRIKES | MOVEMENTS,
        _is_dated,
        lambda query: _("strikes and displacement whose day is {how}").format(how=_days_by(query)),
    ),
    Rule(("kinds",), EVERYTHING, lambda query: query.kinds != EVERYTHING, _shown_kinds),
)
"""Every way in which a view can be narrowed, in the order in which it is said."""


def narrowings(query: Query, kinds: frozenset[str] = EVERYTHING) -> tuple[Narrowing, ...]:
    """List what a view is narrowed to, one by one, each in words.

    Args:
        query: The view.
        kinds: The kinds of report that are spoken of; a filter that leaves all of these alone is not told, nor one of a
            kind that ``query`` does not show.
    """
    shown = kinds & query.kinds

    def applies(rule: Rule) -> bool:
        # Which kinds are shown narrows a view of several kinds, never the reports of one.
        concerned = kinds == EVERYTHING if rule.fields == ("kinds",) else bool(rule.kinds & shown)
        return concerned and rule.active(query)

    return tuple(Narrowing(rule.words(query), rule.fields, rule.kinds) for rule in RULES if applies(rule))


def in_words(query: Query, kinds: frozenset[str] = EVERYTHING) -> str:
    """Say all that a view is narrowed to; return "" where it is not. Arguments as for :func:`narrowings`.

    What is said of strikes begins with what strikes they are, so that nobody takes it for a filter of everything.
    """
    active = narrowings(query, kinds)
    own = [each for each in active if each.kinds == STRIKES]
    strikes = [enumerated([strikes_noun(query), *_besides_the_noun(query, own)])] if own else []
    return joined([*strikes, *(each.words for each in active if each.kinds != STRIKES)])


def said(query: Query, kinds: frozenset[str] = EVERYTHING) -> str:
    """Say what a view is narrowed to, and that its data are coarsened for publication where they are; else ""."""
    coarse = publishing.short() if query.safe and kinds & query.kinds & publishing.COARSENED else ""
    return joined(part for part in (in_words(query, kinds), coarse) if part)


def strikes_in_words(query: Query, n: int) -> str:
    """Name the strikes that a view counts, as a noun for ``n`` of them with all that narrows them."""
    besides = strikes_besides_the_noun(query)
    return enumerated([strikes_noun(query, n), *([besides] if besides else [])])


def strikes_besides_the_noun(query: Query) -> str:
    """Say what narrows the strikes that a view counts besides :func:`strikes_noun`; return "" for nothing."""
    own = [each for each in narrowings(query, STRIKES) if each.kinds == STRIKES]
    graded = [_("of {grades}").format(grades=_grades(query))] if _is_graded(query) else []
    dated = [_("whose day is {how}").format(how=_days_by(query))] if _is_dated(query) else []
    inside = [where(query)] if query.within_area else []
    return enumerated([*_besides_the_noun(query, own), *inside, *graded, *dated])


def _besides_the_noun(query: Query, narrowings_of_strikes: list[Narrowing]) -> list[str]:
    """List the words of some narrowings of strikes that :func:`strikes_noun` does not say."""
    in_the_noun = {("targets",), ("subkinds",) if one_kind(query) else ()}
    return [each.words for each in narrowings_of_strikes if each.fields not in in_the_noun]


def narrows_strikes(query: Query) -> bool:
    """Return whether a view leaves out any strike by another filter than its dates."""
    return bool(narrowings(query, STRIKES))


def narrows_movements(query: Query) -> bool:
    """Return whether a view leaves out any movement by another filter than its dates, or shows one counter's alone."""
    return bool(narrowings(query, MOVEMENTS))


def without(query: Query, narrowing: Narrowing) -> Query:
    """Return ``query`` with one of its narrowings taken off."""
    changed = {name: getattr(Query(), name) for name in narrowing.fields}
    if "within_area" in changed and flow_filter.is_active(query):
        changed.pop("flow", None)
    if "subkinds" in changed:
        # Sub-kinds of strikes and of other kinds stand in one field, and are taken off apart.
        own = frozenset(SUBKINDS["strike"])
        changed["subkinds"] = query.subkinds - own if narrowing.kinds == STRIKES else query.subkinds & own
    return replace(query, **changed)


def bare(query: Query) -> Query:
    """Return ``query`` with all its narrowings taken off; what is not told of a kind that is hidden goes as well."""
    while left := narrowings(query):
        query = without(query, left[0])
    return query
