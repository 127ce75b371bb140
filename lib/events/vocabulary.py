"""The fixed words of the event table as a reader says them."""

from __future__ import annotations

from lib.wording import _


def in_words(word: str) -> str:
    """A fixed word of the table in the reader's language; a word that is not fixed is returned as it is."""
    return _words().get(word, word.replace("_", " "))


def _words() -> dict[str, str]:
    return {
        "control": _("control"),
        "strike": _("strike"),
        "displacement": _("displacement"),
        "milestone": _("milestone"),
        "baseline": _("state at the start"),
        "change": _("change of control"),
        "airstrike": _("air strike"),
        "shelling": _("shelling"),
        "airstrike_or_shelling": _("air strike or shelling"),
        "rocket": _("rocket"),
        "drone": _("drone strike"),
        "barrel_bomb": _("barrel bomb"),
        "cluster_munition": _("cluster munition"),
        "unknown": _("not known"),
        "flow": _("movement in the period"),
        "cumulative": _("total since a start date"),
        "stock": _("number on the day"),
        "return": _("return"),
        "agreement": _("agreement"),
        "ceasefire": _("ceasefire"),
        "summit": _("talks"),
        "un": _("United Nations"),
        "escalation": _("escalation"),
        "border": _("border"),
        "patrol": _("patrol"),
        "government": _("government"),
        "opposition": _("opposition"),
        "turkey_backed": _("Turkish-backed forces"),
        "kurdish_led": _("Kurdish-led forces"),
        "contested": _("contested"),
        "stated": _("as the source states"),
        "alleged": _("alleged"),
        "high": _("high confidence"),
        "medium": _("medium confidence"),
        "low": _("low confidence"),
        "market": _("market"),
        "school": _("school"),
        "hospital": _("hospital or clinic"),
        "camp": _("camp"),
        "residential": _("homes"),
        "military": _("military"),
        "mosque": _("mosque"),
        "bakery": _("bakery"),
        "shelter": _("shelter of displaced people"),
        "farm": _("farm"),
        "road": _("road or vehicle"),
        "other": _("other"),
        "exact": _("exact point"),
        "settlement": _("settlement"),
        "subdistrict": _("sub-district"),
        "governorate": _("governorate"),
        "country": _("country"),
        "representative": _("only a place to hang a symbol on"),
    }
