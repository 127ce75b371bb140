"""Where the front ends of others lie that a page is made of: found without importing them.

Importing streamlit-folium before the server runs would register its component outside of it.
"""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path
from typing import Final


def _folder(package: str) -> Path:
    """Return the folder of an installed package.

    Raises:
        ModuleNotFoundError: It is not installed.
    """
    spec = find_spec(package)
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError(package)
    return Path(spec.origin).parent


STREAMLIT: Final = _folder("streamlit") / "static"
"""Streamlit's scripts, styles and fonts, and its page ``index.html``."""
FRAME: Final = _folder("streamlit_folium") / "frontend" / "build"
"""The frame that streamlit-folium draws a map in."""
FRAME_ADDRESS: Final = "component/streamlit_folium.st_folium"
"""Where Streamlit serves the frame."""
