"""The application of one variant: BENCH_VARIANT names its page."""

import os
import sys
from pathlib import Path

import streamlit as st

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from bench.variants import shell  # noqa: E402  (the project's folder has to be on the path first)
from lib.web.memory import freeze_startup_objects  # noqa: E402  (the project's folder has to be on the path first)
from lib.web.routes import ROUTES  # noqa: E402  (the project's folder has to be on the path first)

VARIANT = os.environ["BENCH_VARIANT"]
if VARIANT == "shell":
    freeze_startup_objects()
script = shell.emptied() if VARIANT == "shell" else Path(__file__).with_name(f"{VARIANT}.py")
app = st.App(script, routes=ROUTES)
