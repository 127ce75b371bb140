"""What strikes a view counts, as a noun: their kind and their targets."""

from __future__ import annotations

from lib.events.choices import NOT_STATED, TARGETS
from lib.events.query import Query
from lib.events.schema import SUBKINDS
from lib.text import _, either, ngettext


def strikes_noun(query: Query, n: int = 2) -> str:
    """Return what kind of strikes on what: "air strikes on hospitals or clinics"; ``n`` is how many are spoken of."""
    kinds = kinds_of_strike(query)
    noun = _kind_noun(kinds[0], n) if len(kinds) == 1 else ngettext("strike", "strikes", n)
    return on_targets(noun, query) if query.targets else noun


def on_targets(noun: str, query: Query) -> str:
    """Return a noun with the targets that a query asks for: "strikes on schools or camps"."""
    named = [_target_words()[target] for target in TARGETS if target in query.targets]
    return _("{strikes} on {targets}").format(strikes=noun, targets=either(named))


def _kind_noun(kind: str, n: int) -> str:
    return {
        "airstrike": ngettext("air strike", "air strikes", n),
        "shelling": ngettext("strike by shelling", "strikes by shelling", n),
        "airstrike_or_shelling": ngettext("strike by air or shelling", "strikes by air or shelling", n),
        "rocket": ngettext("rocket strike", "rocket strikes", n),
        "drone": ngettext("drone strike", "drone strikes", n),
        "barrel_bomb": ngettext("strike with barrel bombs", "strikes with barrel bombs", n),
        "cluster_munition": ngettext("strike with cluster munitions", "strikes with cluster munitions", n),
        "unknown": ngettext("strike of unknown kind", "strikes of unknown kind", n),
    }[kind]


def _target_words() -> dict[str, str]:
    return {
        "market": _("markets"),
        "school": _("schools"),
        "hospital": _("hospitals or clinics"),
        "camp": _("camps"),
        "residential": _("homes"),
        "military": _("military sites"),
        "mosque": _("mosques"),
        "bakery": _("bakeries"),
        "shelter": _("shelters of displaced people"),
        "farm": _("farms"),
        "road": _("roads or vehicles"),
        "other": _("other targets"),
        NOT_STATED: _("no stated target"),
    }


def kinds_of_strike(query: Query) -> list[str]:
    """Return the sub-kinds of strike that a query asks for; none where it asks for all."""
    return [kind for kind in SUBKINDS["strike"] if kind in query.subkinds]


def one_kind(query: Query) -> str:
    """Return the noun of the one sub-kind of strike that a query asks for; "" where it asks for several or all."""
    kinds = kinds_of_strike(query)
    return _kind_noun(kinds[0], 2) if len(kinds) == 1 else ""
