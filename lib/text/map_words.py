"""Every word that the map itself writes, in the reader's language."""

from __future__ import annotations

from typing import Any

from lib.config.crisis import CONTESTED, CRISIS
from lib.config.language import GIVEN_IN
from lib.text import _, pgettext, plural_forms
from lib.text.legend_words import legend_words
from lib.text.mark_words import drawing_words, mark_words
from lib.text.sides import passed


def map_words() -> dict[str, Any]:
    """Return every word the map itself writes, in the reader's language; ``{names}`` are filled in the browser."""
    groups = (
        _frame_words, legend_words, _around_words, drawing_words, mark_words, _place_words, _movement_words,
        _strike_words, _control_words, _clock_words, _figure_words, _joining_words,
    )  # fmt: skip
    return {name: text for words in groups for name, text in words().items()}


def _frame_words() -> dict[str, Any]:
    """Return the words of buttons, notices and the small print around the map."""
    return {
        "copy_link": _("Copy link"),
        "full_map": _("Full map"),
        "copy_link_help": _("Copy the address of this map, with its filter and its view"),
        "link_copied": _("The link was copied."),
        "link_here": _("Copy this link:"),
        "close": _("Close"),
        "retry": _("Try again"),
        "offline": _("No connection: showing what was loaded."),
        "offline_since": _("No connection: showing {from} to {to}, as loaded before."),
        "data_changed": _("The data on the server have changed since this page was opened."),
        "reload": _("Load the page anew"),
        "script_missing": _("A part of the map could not be loaded."),
        "tiles_unreachable": _("The online background cannot be reached; the map is whole without it."),
        "empty_day_narrowed": _("Nothing that passes the filter is reported on {from}."),
        "empty_narrowed": _("Nothing that passes the filter is reported from {from} to {to}."),
        "empty": _("Nothing of the chosen layers is reported from {from} to {to}."),
        "empty_day": _("Nothing of the chosen layers is reported on {from}."),
        "loading": _("Loading reports\N{HORIZONTAL ELLIPSIS}"),
        "reports_unreachable": _("No connection: the reports could not be loaded."),
        "no_reports": _("No report in this range."),
        "also_reported": _("Also reported:"),
        "archived_copy": _("archived copy"),
        "given_in": GIVEN_IN,
        "border": str(CRISIS.border.name) if CRISIS.border else "",
        "disclaimer": _("Boundaries and lines are approximate and imply no endorsement."),
        "leave_present": _("Leave (Esc)"),
        "sources": _("Events: the sources each symbol opens to."),
        "narrowed": _("Narrowed to: {filter}"),
        "near_ring": _("Ring: {distance}"),
    }


def _around_words() -> dict[str, Any]:
    """Return the words by which the map is named, passed by, and gone through with the keyboard."""
    return {
        "map_named": _("Map: {title}"),
        "about": _("About this map"),
        "skips": _("Ways around the map"),
        "skip_map": _("Skip the map"),
        "skip_to_symbols": _("Go to the symbols"),
        "symbols_named": _("{what}, {n}: arrow keys go from one to the next"),
        "symbols": {
            "places": _("Settlements"),
            "front": _("Front line"),
            "flows": _("Movements"),
            "modelled": _("Modelled movements"),
            "strikes": _("Strikes"),
            "earlier": _("Reported before"),
            "own_area": _("Your own area"),
            "sites": _("Crossings and camps"),
            "points": _("Other points"),
            "posts": _("What agreements drew"),
            "own": _("Your own table"),
            "own_marks": _("Marks of the author"),
        },
    }


def _place_words() -> dict[str, Any]:
    """Return the words of the search for places, and of what is told of one."""
    return {
        "search": _("Search a place"),
        "search_none": _("No place of that name is known here."),
        "search_unreachable": _("Places cannot be searched just now."),
        "place_more": _("All about {place}"),
        "place_reports": _("The reports ({n}), with their sources"),
        "place_unreachable": _("What is told of the place could not be loaded."),
    }


def _movement_words() -> dict[str, Any]:
    """Return the words of arrows, camps and crossings."""
    return {
        "km": _("{n} km"),
        "from_to": _("{origin} to {place}"),
        "direction_only": _("Only the direction is reported"),
        "flows_short": _("Too short to draw: {list}"),
        "flow_short": _("{n} at {place}"),
        "flows_short_bare": _("Too short to draw: {n} without a number"),
        "flows_beneath": _("and {n} more that would lie on it"),
        "flows_before": _("Movements before, {from} to {to}: in no figure"),
        "modelled": _("Modelled, not reported"),
        "modelled_legend": _("Modelled, not reported: a split of {who} totals"),
        "modelled_entry": _("Modelled, not reported: a split of {who} totals ({n} of {all} flows)"),
        "modelled_note": _("The published totals add up to it; nobody reported this pair of places."),
        "modelled_none": _("No modelled flow for these days and this filter."),
        "representative": _("Approximate end: the source names an area, not a settlement"),
        "crossing_open": _("Crossing open to UN aid"),
        "crossing_other": _("Other crossing"),
        "camps": _("Camp cluster, at its settlement"),
        "site_kinds": {
            "camp_cluster": _("Camp cluster"),
            "reception_centre": _("Reception centre"),
            "border_crossing": _("Border crossing"),
            "border_crossing_unofficial": _("Unofficial border crossing"),
            "internal_crossing": _("Crossing inside {country}").format(country=CRISIS.country.name),
        },
    }


def _strike_words() -> dict[str, Any]:
    """Return the words of strikes, their clusters and the reader's own table."""
    return {
        "strikes_by_number": _("Strikes at a place: {counts}"),
        "strike_coarse": _("All strikes located to a sub-district or wider"),
        "strike_partly": _("Dashed arc: the share located to a sub-district or wider"),
        "strike_share": _("{n} of {all} located to a sub-district or wider"),
        "strikes_before": _("Struck before, {from} to {to}: in no figure"),
        "earlier_beneath": _("and {n} more struck before these days"),
        "earlier_days": _("{days}, faint"),
        # Translators: how many strikes, and at how many places: both are filled in from messages of their own
        "cluster": _("{strikes} {at}"),
        "cluster_more": _("and {n} more"),
        "own_legend": _("Your own table: reports at a place, in no figure"),
        "own_nameless": _("A place without a name"),
        "cluster_open": _("Opens nearer, with each place apart"),
        "more_here": _("and {n} more at this point"),
        "cluster_legend": _("Strikes of several places: the number counts them all"),
        "density": _("Reported strikes per 100 km², each spread over {n} km around"),
        "density_dot": _("Settlement with reported strikes"),
        "coarse": _("Located roughly"),
        "precision": [
            "",
            "",
            _("Located to the sub-district only"),
            _("Located to the governorate only"),
            _("Located to the country only"),
            _("The source names only an area; the point stands for it"),
        ],
    }


def _control_words() -> dict[str, Any]:
    """Return the words of areas, the front line, its stretches and observation posts."""
    return {
        "sides": {side.id: str(side.legend) for side in CRISIS.sides} | {CONTESTED: _("Contested (reported)")},
        "unassessed": _("not assessed"),
        "unassessed_legend": _("Not assessed"),
        "area_names": {side.id: str(side.held) for side in CRISIS.sides} | {CONTESTED: pgettext("area", "contested")},
        "gained": {gain.id: passed(gain) for gain in CRISIS.gains},
        "gained_since": {gain.id: passed(gain, "{day}") for gain in CRISIS.gains},
        "front_swipe": _("Front line: {left} left of the divider, {right} right of it"),
        "swipe": _("Divider between two dates"),
        "swipe_at": _("{left} on the left {n} per cent of the map, {right} on the right"),
        "one_sided": _("Front line that only one side claims"),
        "stretch": _("Front line near {a} and {b}"),
        "stretch_bare": _("Front line"),
        "stretch_walk": _("Stretch {n} of {of}, arrow keys go along the line"),
        "stretch_width": _("It may lie anywhere in a strip {n} km wide"),
        "stretch_age_zero": _("Newest report behind it: of the same day"),
        "stretch_confidence": _("Weaker of the two nearest reports: {level} confidence"),
        "stretch_one_sided": _("Only one side claims this"),
        "levels": {
            "high": pgettext("confidence", "high"),
            "medium": pgettext("confidence", "medium"),
            "low": pgettext("confidence", "low"),
        },
        "post": _("Observation post {n}: {name}"),
        "post_free": _("Not reported as encircled"),
        "post_set_up": _("Set up: {day}"),
        "posts_unplaced": _("Observation posts without a known point are not drawn: {names}."),
        "front_on": _("Front line on {day}"),
        "front_before": _("Front line before {day}"),
        "other_boundary": _("Other line between sides"),
        "band": _("Where the line is uncertain"),
        "place_of": _("Settlement, {side}"),
        "place_apart": _("Reported otherwise than the area around it"),
        "since": _("as reported on {day}"),
    }


def _clock_words() -> dict[str, Any]:
    """Return the words of the clock and its buttons."""
    return {
        "clock": pgettext("control of time", "Clock"),
        "clock_loading": _("Loading the days\N{HORIZONTAL ELLIPSIS}"),
        "clock_unreachable": _("No connection: the days could not be loaded."),
        "play": pgettext("clock", "Play"),
        "pause": pgettext("clock", "Pause"),
        "day_back": _("One day back"),
        "day_forward": _("One day on"),
        "week_back": _("One week back"),
        "week_forward": _("One week on"),
        "speed": pgettext("clock", "Speed"),
        "grow": pgettext("clock", "Grow"),
        "grow_help": _("Playing and stepping move the last day; the first day stays"),
        "slide": pgettext("clock", "Slide"),
        "slide_help": _("Playing and stepping move the range as a whole"),
        "first_day": _("First day"),
        "last_day": _("Last day"),
        "apply": _("Apply to the page"),
        "apply_help": _("Show these days on the whole page"),
        "back": _("Reset days"),
        "back_help": _("Back to the days that the page shows"),
        "strikes_of_day": _("Strikes reported: {n}"),
        "changes_of_day": _("Changes of control reported: {n}"),
        "milestone": _("Milestone, {text}"),
    }


def _figure_words() -> dict[str, Any]:
    """Return the words of the strip of figures."""
    return {
        "figures": _("Figures of these days"),
        "figure_civilians": _("civilians reported killed"),
        "figure_displaced": _("people displaced"),
        "figure_displaced_days": _("people displaced, {days}"),
        "figure_changed": _("settlements changed hands"),
        "figure_front": _("front line, computed"),
        "unsure_strikes": _("{n} of low confidence"),
        "unsure_killed": _("up to {n} by reports of low confidence"),
        "inside_it": _("inside the area"),
        "unsure_displaced": _("all of it by totals of low confidence"),
        "others": _("Others' counts: {list}."),
        "others_more": _("more on the method page: {n}"),
        "totals": _("{who} totals, {since} to {until}"),
        "totals_other_days": _("{who} totals; other days than the range"),
        "no_totals": _("no two totals cover these days"),
        "not_reported": _("not reported"),
        "up_to": _("up to {n}"),
        "at_least": _("at least {n}"),
    }


def _joining_words() -> dict[str, Any]:
    """Return what stands between the parts of a list, and every form of the words that hold a count.

    The forms of ``counts`` go by category of the number, of which a browser knows by ``Intl.PluralRules``.
    """
    return {
        "comma": _(", "),
        "semicolon": _("; "),
        "counts": {
            "more_reports": plural_forms("and {n} more report", "and {n} more reports"),
            "persons": plural_forms("{n} person", "{n} persons"),
            "persons_fled": plural_forms("{n} person displaced", "{n} persons displaced"),
            "strikes": plural_forms("{n} reported strike", "{n} reported strikes"),
            # Translators: follows "{n} reported strikes"
            "at_places": plural_forms("at {n} place", "at {n} places"),
            "own": plural_forms("{n} report of your table", "{n} reports of your table"),
            "several": plural_forms("{n} entry at this point", "{n} entries at this point"),
            "stretch_age": plural_forms(
                "Newest report behind it: {n} day old", "Newest report behind it: {n} days old"
            ),
            "speed": plural_forms("{n} day a second", "{n} days a second"),
            "coarse_inside": plural_forms(
                "{n} of them is located to a sub-district or wider",
                "{n} of them are located to a sub-district or wider",
            ),
            "silent": plural_forms("{n} strike with no figure", "{n} strikes with no figure"),
            "modelled_about": plural_forms(
                "About {n} person, {range} by other assumptions", "About {n} persons, {range} by other assumptions"
            ),
        },
    }


def country_names() -> tuple[tuple[str, float, float], ...]:
    """List the names written across other lands and the sea: text, latitude, longitude (WGS 84 degrees)."""
    return tuple((str(name.text), name.lat, name.lon) for name in CRISIS.map_names)
