"""The fixed words of the event table as a reader says them."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import Any

from lib.config.crisis import CRISIS
from lib.text import _, pgettext, span


def in_words(word: str) -> str:
    """Translate a fixed word of the table; a word that is not fixed is returned as it is."""
    for side in CRISIS.sides:
        if side.id == word:
            return str(side.name)
    return _words().get(word, word.replace("_", " "))


def reports_of(kind: str, *, by_itself: bool = False) -> str:
    """Name the reports of a kind as a sentence has them: "strikes"; as a choice has them, by themselves.

    A kind that has no name here is called by its word.
    """
    named = {
        "control": (_("front lines"), _("Front lines")),
        "strike": (_("strikes"), _("Strikes")),
        "displacement": (_("displacement"), _("Displacement")),
        "milestone": (_("milestones"), _("Milestones")),
    }
    word = in_words(kind)
    inside, alone = named.get(kind, (word, word[:1].upper() + word[1:]))
    return alone if by_itself else inside


def party(word: str) -> str:
    """Name the party of the war that a publisher is aligned with, as ``data/publishers.csv`` names it, in words."""
    return next((str(party.name) for party in CRISIS.parties if party.id == word), word)


def border_name() -> str:
    """Name the border that people flee to, as a heading has it."""
    return str(CRISIS.border.name) if CRISIS.border else _("Border")


def near_border() -> str:
    """Name the same border as it stands after "near", "from" or "along"."""
    return str(CRISIS.border.near) if CRISIS.border else _("the border")


def quiet_in_words(row: Mapping[Hashable, Any]) -> str:
    """Say what a source reports not to have happened, and on which days: a row of quiet_days.csv, up to its source."""
    said = {"no_aircraft": _("A source reports that no aircraft flew on {days}:")}
    return said[row["what"]].format(days=span(row["date_start"].date(), row["date_end"].date()))


def _words() -> dict[str, str]:
    return {
        "control": pgettext("kind of report", "control"),
        "strike": pgettext("kind of report", "strike"),
        "displacement": pgettext("kind of report", "displacement"),
        "milestone": pgettext("kind of report", "milestone"),
        "baseline": _("state at the start"),
        "change": _("change of control"),
        "airstrike": _("air strike"),
        "shelling": pgettext("kind of strike", "shelling"),
        "airstrike_or_shelling": _("air strike or shelling"),
        "rocket": pgettext("kind of strike", "rocket"),
        "drone": _("drone strike"),
        "barrel_bomb": _("barrel bomb"),
        "cluster_munition": _("cluster munition"),
        "unknown": _("not known"),
        "flow": _("movement in the period"),
        "cumulative": _("total since a start date"),
        "stock": _("number on the day"),
        "return": pgettext("kind of movement", "return"),
        "agreement": pgettext("kind of milestone", "agreement"),
        "ceasefire": pgettext("kind of milestone", "ceasefire"),
        "summit": pgettext("kind of milestone", "talks"),
        "un": pgettext("kind of milestone", "United Nations"),
        "escalation": pgettext("kind of milestone", "escalation"),
        "border": pgettext("kind of milestone", "border"),
        "patrol": pgettext("kind of milestone", "patrol"),
        "contested": _("contested"),
        "stated": _("as the source states"),
        "alleged": pgettext("who is charged, and how", "alleged"),
        "inferred": pgettext("who is charged, and how", "inferred"),
        "high": _("high confidence"),
        "medium": _("medium confidence"),
        "low": _("low confidence"),
        "market": pgettext("target of a strike", "market"),
        "school": pgettext("target of a strike", "school"),
        "hospital": _("hospital or clinic"),
        "camp": pgettext("target of a strike", "camp"),
        "residential": pgettext("target of a strike", "homes"),
        "military": pgettext("target of a strike", "military"),
        "mosque": pgettext("target of a strike", "mosque"),
        "bakery": pgettext("target of a strike", "bakery"),
        "shelter": _("shelter of displaced people"),
        "farm": pgettext("target of a strike", "farm"),
        "road": _("road or vehicle"),
        "other": pgettext("target of a strike", "other"),
        "exact": _("exact point"),
        "settlement": pgettext("how exactly a place is known", "settlement"),
        "subdistrict": pgettext("how exactly a place is known", "sub-district"),
        "governorate": pgettext("how exactly a place is known", "governorate"),
        "country": pgettext("how exactly a place is known", "country"),
        "representative": _("stands for an area"),
    }
