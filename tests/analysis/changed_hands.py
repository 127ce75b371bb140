"""Every change of control one by one, which the sums by day must add up to."""

from __future__ import annotations

from datetime import date

import pandas as pd

from lib.analysis.control import state as control_state
from lib.analysis.control.state import CHANGE_COLUMNS, ControlReports, reports_of


def changed_hands(events: ControlReports, start: date, end: date) -> pd.DataFrame:
    """Every reported change of control from ``start`` to ``end``, both included, in the order of the reports.

    A report that only repeats what was known is no change. Before a place's first report its holder is taken
    from that report's own ``previous_controller`` and may be blank.

    Returns:
        place, date, previous_controller, controller, event_id, source, source_url.
    """
    reports = reports_of(events)
    reports = reports.assign(previous_controller=reports.held)
    during = reports.since.between(pd.Timestamp(start), pd.Timestamp(end)) & ~reports.is_baseline
    if len(reports):
        during &= reports.since >= control_state._first(reports)
    changed = reports.loc[during & (reports.controller != reports.previous_controller)]
    return changed.rename(columns={"since": "date"})[list(CHANGE_COLUMNS)].reset_index(drop=True)
