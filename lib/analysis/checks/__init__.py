"""Checks that find odd things in any event table: each is a warning to look at, none a fault.

A table that breaks a rule is told by its problems (:mod:`lib.events.problems`). Here every row is sound by itself, and
odd beside the others. :data:`CHECKS` declares every check; ``docs/event-table.md`` lists them.
"""

from __future__ import annotations

import pandas as pd

from lib.analysis.checks import ground, groups, sources
from lib.analysis.checks.check import Check
from lib.events.table import EventTable
from lib.text import _

__all__ = ["CHECKS", "WARNING_COLUMNS", "Check", "by_check", "warnings"]

WARNING_COLUMNS = ("check", "row", "event_id", "date_start", "place", "odd", "noted")

CHECKS: tuple[Check, ...] = (
    Check(
        "loose group",
        lambda: _("reports that begin or end more than 2 days, or lie 15 km, from others of their group, or are of another kind"),
        lambda: _("Give it a group of its own, or say in the note why it is the same thing."),
        groups.loose_groups,
    ),
    Check(
        "narrow primary",
        lambda: _("primary rows whose range does not hold the figures of their group's reports"),
        lambda: _("Widen the range of the primary row, or say in the note why a figure is of something else."),
        groups.narrow_primaries,
    ),
    Check(
        "counted twice",
        lambda: _("two counted rows of the same place, kind, days and figures"),
        lambda: _("Put both into one group if they are one thing, or say in the note what tells them apart."),
        groups.counted_twice,
    ),
    Check(
        "overlapping windows",
        lambda: _("numbers of one counter for overlapping days"),
        lambda: _("Keep one of them as the primary row, or cut the days so that nobody is counted twice."),
        groups.overlapping_windows,
    ),
    Check(
        "own ground",
        lambda: _("strikes by a side on its own ground, or on ground whose note names another holder than the reports"),
        lambda: _(
            "Look at the actor, the point and the reports of control nearby; one of them may be wrong or missing."
        ),
        ground.own_ground,
    ),
    Check(
        "quiet month",
        lambda: _("28 days or more without a change of control, between two changes"),
        lambda: _("Look for reports of these days, or say in the note that there was no change."),
        ground.quiet_months,
    ),
    Check(
        "thin front",
        lambda: _("stretches of front more than 8 km from the nearest reported place of one side"),
        lambda: _("Look for a report of who held the places in between: the line stands half-way."),
        ground.thin_fronts,
    ),
    Check(
        "early source",
        lambda: _("sources dated before their event, but for the state at the start and for what is announced"),
        lambda: _("Look at both dates; one of them may be a slip."),
        sources.early_sources,
    ),
    Check(
        "point off its P-code",
        lambda: _("points more than 1 km from the place that their P-code names"),
        lambda: _("Correct the P-code or the point, or leave the P-code blank."),
        sources.points_off,
    ),
    Check(
        "no number of sources",
        lambda: _("counted rows that do not say how many independent reporters there are"),
        lambda: _("Fill in n_sources, 1 where only one is known."),
        sources.uncounted_sources,
    ),
)
"""Every check, in the order in which they are told."""


def warnings(events: EventTable) -> pd.DataFrame:
    """List what is odd in a table.

    Returns:
        :data:`WARNING_COLUMNS`, one row a warning, by check and row of the file: check (its name), row, event_id,
        date_start and place of the row of the table, odd (a sentence), noted (whether the row has a note, which may
        explain it).

    Raises:
        BaseLayerError: The base map is missing or damaged.
        PlacesError: The gazetteer is.
    """
    found = [_found(check, events) for check in CHECKS]
    return pd.concat(found, ignore_index=True)


def _found(check: Check, events: EventTable) -> pd.DataFrame:
    sentences = check.find(events)
    rows = events.frame.loc[sentences.index]
    told = rows[["row", "event_id", "date_start", "place"]].assign(
        check=check.name, odd=sentences.to_numpy(dtype=object), noted=rows["note"] != ""
    )
    told = told.sort_values("row", kind="stable")
    return told[list(WARNING_COLUMNS)]


def by_check(found: pd.DataFrame) -> pd.DataFrame:
    """Count the warnings that each check gives, and those of them that are of rows with a note.

    Returns:
        Index the names of :data:`CHECKS`, all of them, in their order; warnings, noted.
    """
    told = found.groupby("check")["noted"]
    counted = pd.DataFrame({"warnings": told.size(), "noted": told.sum()})
    return counted.reindex([check.name for check in CHECKS], fill_value=0)
