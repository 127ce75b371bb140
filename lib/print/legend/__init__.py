"""The legend of a printed map: an entry for each thing that is in the picture, drawn with the pens of the map."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from lib.config import layers
from lib.config.crisis import CRISIS
from lib.events.query import Query
from lib.geography import places as settlements
from lib.print.legend import control, flows, places, strikes
from lib.print.legend.seen import LEAST_SEEN, Entry, VisibleMap
from lib.text import _, enumerated, ngettext, number
from lib.text.map_words import map_words

__all__ = ["LEAST_SEEN", "Entry", "Legend", "VisibleMap", "joined", "legend"]

MOST_IN_KEY: Final = 6
"""Marks beside a map whose whole legend stands elsewhere."""


@dataclass(frozen=True)
class Legend:
    """What explains a picture: an entry for each thing that is in it, and sentences on what is not."""

    entries: tuple[Entry, ...] = ()
    notes: tuple[str, ...] = ()

    def fits(self, other: Legend) -> bool:
        """Return whether another legend takes the same room and says the same."""
        signs = ([(one.words, one.width, one.height) for one in some.entries] for some in (self, other))
        first, second = signs
        return first == second and self.notes == other.notes

    @property
    def key(self) -> Legend:
        """The few marks that nobody knows without being told, in brief, where the whole legend stands elsewhere."""
        told = sorted((entry for entry in self.entries if entry.brief), key=lambda entry: entry.rank)[:MOST_IN_KEY]
        kept = [replace(entry, words=entry.brief) for entry in self.entries if entry in told]
        return Legend(tuple(kept), self.notes)


def joined(legends: Sequence[Legend]) -> Legend:
    """Join the legends of several maps into one: what is in two is named once, days of a single map not at all."""
    if len(legends) == 1:
        return legends[0]
    entries = [replace(one, words=one.several or one.words) for each in legends for one in each.entries]
    return Legend(tuple({entry.words: entry for entry in reversed(entries)}.values())[::-1])


def legend(seen: VisibleMap, query: Query) -> Legend:
    """Build the entries for what is in the picture now, and nothing else, with the sentences under them."""
    parts = {
        "own_marks": places.of_own_marks,
        "own": places.of_own,
        "own_area": places.of_own_area,
        "control": control.of_control,
        "front": control.of_lines,
        "band": control.of_band,
        "flows": flows.of_flows,
        "modelled": flows.of_modelled,
        "strikes": strikes.of_strikes,
        "earlier": strikes.of_earlier,
        "sites": places.of_sites,
        "points": places.of_points,
        "agreements": places.of_agreements,
        "places": places.of_places,
    }
    entries = (entry for name in layers.IN_LEGEND for entry in parts[name](seen, query))
    return Legend(tuple(entries), tuple(_notes(seen, query)))


def _notes(seen: VisibleMap, query: Query) -> Iterator[str]:
    """Say what is on the map only in part, or on the web map alone."""
    words, what, on = map_words(), seen.symbols, query.visible_layers()
    if what.own is not None and not seen.sees_points(what.own):
        yield _("Your own table has no place in this picture in these days.")
    if what.own_more:
        yield ngettext(
            "{n} place of your own table is not drawn.", "{n} places of your own table are not drawn.", what.own_more
        ).format(n=number(what.own_more))
    if what.unplaced_posts:
        yield words["posts_unplaced"].format(names=enumerated(map(settlements.local, what.unplaced_posts)))
    if "modelled" in on and not what.modelled.all:
        yield words["modelled_none"]
    if "online" in query.layers:
        yield _("The online background of the web map is not in a picture.")
    if named := CRISIS.comparison_on(seen.control.compared):
        yield str(named.note)
    if query.mode == "swipe" and seen.control.compared:
        yield _("Two dates are compared by hatching and a dotted line: a picture has no divider.")
