"""An empty page of Streamlit as it ships, in a process that loads nothing else."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from bench.variants import windows

windows.stamp(windows.chosen())
