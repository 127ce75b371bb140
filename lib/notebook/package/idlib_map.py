"""The situation map in Python: who held what, the front line, strikes and flows, as GeoDataFrames in WGS 84.

>>> from idlib_map import control_on, front_on, open_table
>>> events = open_table()
>>> areas, front = control_on(events, day), front_on(events, day)

The product's modules call one another ``lib.…``, a name too common to lie beside all other packages. They lie inside
this one instead, and are made known under that name when this one is imported.
"""

from __future__ import annotations

import sys
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

_FILE = Path(__file__).resolve().parent / "_home" / "lib" / "__init__.py"
"""The product inside the installed package; an editable install has none and finds the clone on Python's path."""


def _know_product() -> None:
    """Make the package ``lib`` of the product known.

    Raises:
        ImportError: Another package of that name has been imported before.
    """
    if not _FILE.is_file():
        return
    other = sys.modules.get("lib")
    if other is not None:
        if getattr(other, "__file__", None) and Path(str(other.__file__)).resolve() == _FILE:
            return
        where = getattr(other, "__file__", None) or "a folder of that name"
        raise ImportError(f"Another package called lib ({where}) was imported before; import idlib_map first.")
    spec = spec_from_file_location("lib", _FILE, submodule_search_locations=[str(_FILE.parent)])
    if spec is None or spec.loader is None:
        raise ImportError(f"{_FILE} cannot be read; install the package again.")
    module = module_from_spec(spec)
    sys.modules["lib"] = module
    spec.loader.exec_module(module)


_know_product()

from lib import __version__  # noqa: E402  (the product has to be known first)
from lib.notebook.api import (  # noqa: E402  (the product has to be known first)
    EventTable,
    band_on,
    control_on,
    flows_in,
    front_on,
    layer,
    layer_names,
    open_table,
    places_on,
    strikes_in,
)
from lib.notebook.map_view import MapView, show_map  # noqa: E402  (the product has to be known first)

__all__ = [
    "EventTable",
    "MapView",
    "__version__",
    "band_on",
    "control_on",
    "flows_in",
    "front_on",
    "layer",
    "layer_names",
    "open_table",
    "places_on",
    "show_map",
    "strikes_in",
]


def main() -> int:
    """Run the command line, as ``idlib-map``; returns the exit status."""
    from lib.__main__ import main as run  # noqa: PLC0415  what commands need, a notebook does not

    return run(program="idlib-map")
