"""Who moved where: reported movements, running totals, distance from the border and the front, and a modelled split."""

from lib.analysis import displacement as counting
from lib.analysis import others_counts
from lib.analysis.displacement import distance as displacement_distance
from lib.ui import panels
from lib.ui.context import page_context
from lib.ui.displacement import finding as displacement_title
from lib.ui.displacement import page as displacement
from lib.ui.displacement import parts as displacement_parts
from lib.ui.map_view import map_view

ctx = page_context()
snapshot, query = ctx.snapshot, ctx.query

displaced = counting.displaced_in_range(snapshot.events, query.start, query.end)
camps = displacement_distance.camps_and_front(snapshot.events, query.end)
title = displacement_title.finding(snapshot.events, displaced, camps, query)

panels.heading(title, query, panels.DISPLACEMENT)
displacement.controls(snapshot.events, query)
others = others_counts.of(query, "displaced", counter=displaced.counter)
panels.strip(displacement.figures(snapshot.events, displaced, camps, query), [others])
map_view(snapshot, displacement.own_layers(query), title, kinds=panels.DISPLACEMENT)

section = displacement.section()
if section == "movements":
    displacement.movements(snapshot.events, query)
elif section == "totals":
    displacement_parts.totals(snapshot.events, query)
elif section == "shelter":
    displacement_parts.shelter_and_returns(snapshot.events, query)
elif section == "distance":
    displacement_parts.distances(snapshot.events, camps, query)
else:
    displacement_parts.modelled_split(snapshot.events, query)
