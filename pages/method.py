"""How the map is made, what it rests on, what it does not know, and what changed in its data."""

from lib.ui import method, method_changes, method_quality
from lib.ui.context import page_context

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
