"""Every report in the range, drawn or not, with its source."""

import streamlit as st

from lib.events.query import select
from lib.maps.snapshot import current
from lib.ui import panels, tables
from lib.wording import _

snapshot = current()
query = st.session_state["query"]
rows = select(snapshot.events.frame, query)

panels.heading(_("Reports in this view"), query)
tables.report_table(rows)
