"""What may be chosen in a filter: the days and layers there are, and the words of the address, the default first."""

from __future__ import annotations

from lib.config import layers
from lib.config.crisis import CRISIS
from lib.events.schema import DATE_BASES, SUBKINDS, TARGET_KINDS

NOT_STATED = "not_stated"
"""The choice among the targets that stands for strikes whose source names no target."""
TARGETS = (*TARGET_KINDS, NOT_STATED)
NOT_KNOWN = "unknown"
"""The choice among the bases of a day that stands for rows that do not say it."""
DAYS_BY = (*DATE_BASES, NOT_KNOWN)
"""How the day of a report is known: its source states it, it is inferred, or the table does not say."""
CASUALTIES = ("any", "figure", "killed")
"""Every strike; those whose source gives a figure of persons killed or injured; those with someone reported killed."""
REPORTS = ("any", "primary")
"""Whose word counts: that of any report of a strike, or that of the counted one alone."""
FLOWS = ("any", "in", "out", "between")
"""Either end in the area; into it from elsewhere; out of it to elsewhere; both ends in it."""

FIRST_DAY, LAST_DAY = CRISIS.period.first, CRISIS.period.last
"""The days the map covers."""

OPENS_FROM, OPENS_TO = CRISIS.period.opens_from, CRISIS.period.opens_to
"""First and last day of the range that a page opens with."""

ALL_SUBKINDS = tuple(dict.fromkeys(sub for subs in SUBKINDS.values() for sub in subs))
LAYERS = tuple(facts.id for facts in layers.LAYERS if facts.optional)
"""What can be drawn, and turned on and off."""
DEFAULT_LAYERS = frozenset(facts.id for facts in layers.LAYERS if facts.optional and facts.default)

VIEWS = ("page", "present")
"""How much of a page is shown: all of it, or the map alone with its title, dates, legend and sources."""

MODES = ("gains", "swipe")
"""How two dates are compared: what changed hands hatched, or one date beside the other under a divider."""

SORTS = ("oldest", "newest", "killed", "deaths", "injured", "persons", "reports", "place", "source")
"""What the list of reports is sorted by: days, figures from the largest, or names from A on. ``killed`` is civilians
killed, ``deaths`` all killed, ``reports`` how many tell of the same thing."""

SYMBOLS = ("circles", "clusters", "density")
"""How strikes are drawn: a circle a place, circles merged where they would overlap, or how many on how much land."""

NEAR = ("any", "camps", "crossings", *(("border",) if CRISIS.border else ()), "front", "hospitals", "schools")
"""Near what strikes have to be: near nothing in particular; a camp or reception centre; a crossing; the border;
the front line of their day; a settlement where a hospital, or a school, is reported hit at any time."""
