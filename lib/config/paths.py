"""Where the product's files lie: in the repository, or in the same layout inside the installed package."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from lib.config.settings import settings

ROOT: Final = Path(__file__).resolve().parents[2]
"""The folder that holds app.py, pages/, lib/ and data/."""
LIB: Final = ROOT / "lib"
APP: Final = ROOT / "app.py"
"""What Streamlit is started with."""
METHOD: Final = ROOT / "docs" / "method.md"
"""What a page shows of the method; it speaks of the crisis that comes with the product. Translated beside it."""
SHIPPED: Final = ROOT / "data"
"""The data that come with the product."""
DATA: Final = settings().crisis or SHIPPED
"""The data of the crisis that is shown."""
OWN_METHOD: Final = DATA / "method.md"
"""The method in words of another crisis; may be missing."""
CITATION: Final = ROOT / "CITATION.cff"
"""How the product and its data are cited."""
OWN_CITATION: Final = DATA / "CITATION.cff"
"""How another crisis is cited; may be missing."""
EVENTS: Final = DATA / "events.csv"
"""The event table that ships with the map."""
CHANGES: Final = DATA / "CHANGES.csv"
"""What changed in it from version to version."""
PUBLISHED: Final = DATA / "published.csv"
"""Totals that others have published, to stand beside ours; optional."""
PUBLISHERS: Final = DATA / "publishers.csv"
"""Who publishes what it cites."""
QUIET_DAYS: Final = DATA / "quiet_days.csv"
"""Days on which a source reports that nothing happened; may be missing."""
STORIES: Final = DATA / "stories"
"""The stories that come with the crisis; may be missing."""
GEO: Final = DATA / "geo"
"""The base layers and places."""
