"""Everything on one clock: the front line, who moved where, and what was struck, between two days."""

from lib.analysis import daily, sentences, summary
from lib.geography import basemap
from lib.layers import drawn, earlier
from lib.ui import area_record, panels, take_away
from lib.ui.context import page_context
from lib.ui.map_view import map_view
from lib.ui.stories import page as stories

ctx = page_context()
snapshot, query = ctx.snapshot, ctx.query

counted = summary.figures(snapshot.events, query)
title = summary.finding(counted, query)

panels.heading(title, query, clock=True, offer=stories.offer(snapshot, query))
map_view(snapshot, query, title, counted, clock=True)
panels.described(sentences.depicted(query, drawn(snapshot.events, query)), earlier.depicted(query))
panels.written_summary(sentences.written(counted, query))
panels.figure_table(counted, query)
area_record.section(snapshot, query, counted)
panels.timeline(summary.milestones(snapshot.events, query), query)
take_away.links(snapshot, query)
panels.sources_and_limits(daily.publishers(snapshot.events, query), snapshot.version, query, basemap.attribution())
