"""How the map is made, what it rests on, what it does not know, and what changed in its data."""

from lib.ui.context import page_context
from lib.ui.method import changes as method_changes
from lib.ui.method import page as method
from lib.ui.method import quality as method_quality

ctx = page_context()
snapshot = ctx.snapshot

method.title()
section = method.section()

if section == "quality":
    method_quality.overview(snapshot.events)
elif section == "changes":
    method_changes.change_log_of(snapshot.events)
else:
    method.limits(snapshot)
