"""The application of one variant: BENCH_VARIANT names its page."""

import os
import sys
from pathlib import Path

import streamlit as st

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from lib.web.routes import ROUTES  # noqa: E402  (the project's folder has to be on the path first)

app = st.App(ROOT / "bench" / "variants" / f"{os.environ['BENCH_VARIANT']}.py", routes=ROUTES)
