"""The front line of a day beside that of another: what changed hands, from which reports, and how sure it is."""

from lib.analysis import inside_area
from lib.maps.state import compared_day
from lib.ui import front_lines, panels
from lib.ui.area_chart import area_chart
from lib.ui.context import page_context
from lib.ui.map_view import map_view

ctx = page_context()
snapshot, query = ctx.snapshot, ctx.query
earlier = compared_day(snapshot.events, query)

changes = inside_area.changes_between(snapshot.events, earlier, query.end, query)
title = front_lines.finding(changes, earlier, query)

panels.heading(title, query, panels.CONTROL, since=earlier)
front_lines.comparison(snapshot.events, query)
panels.strip(front_lines.figures(changes, earlier, query), front_lines.others(earlier, query))
map_view(snapshot, front_lines.only_lines(query), title, compared=True, kinds=panels.CONTROL)

section = front_lines.section()
if section == "change":
    front_lines.change_table(changes, f"changes-{earlier}-{query.end}.csv")
elif section == "areas":
    area_chart(snapshot.events, earlier, query)
else:
    front_lines.place_search(snapshot.events)
