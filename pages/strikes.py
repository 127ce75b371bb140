"""Strikes: where and when, as reported by whom, and what they were near."""

from lib.analysis import daily, summary
from lib.analysis import strikes as counting
from lib.analysis.strikes import days as strikes_days
from lib.geography import basemap
from lib.ui import panels
from lib.ui.context import page_context
from lib.ui.map_view import map_view
from lib.ui.strikes import page as strikes
from lib.ui.strikes import tables as strikes_tables

ctx = page_context()
snapshot, query = ctx.snapshot, ctx.query
events = snapshot.events

rows = counting.strikes(events, query)
covered = strikes_days.coverage(events, query)
worst_days = strikes_days.worst_days(events, query)
worst_places = strikes_days.worst_places(rows)
title = strikes.finding(covered, worst_days, worst_places, query)

panels.heading(title, query, panels.STRIKES, clock=True)
strikes.symbols()
map_view(snapshot, strikes.only_strikes(query), title, summary.figures(events, query), clock=True, kinds=panels.STRIKES)
strikes.caveats(covered, query)

section = strikes.section()
if section == "days":
    strikes.days(events, query, worst_days)
elif section == "places":
    strikes.places(worst_places)
elif section == "near":
    strikes_tables.near(events, query)
else:
    strikes_tables.attributions(rows)

panels.sources_and_limits(daily.publishers(events, query), snapshot.version, query, basemap.attribution())
