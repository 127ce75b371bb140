"""How the map is made, what it rests on, and what it does not know."""

import streamlit as st

from lib.maps.snapshot import current
from lib.ui import method
from lib.wording import _

st.header(_("Method and limits"))
method.limits(current())
