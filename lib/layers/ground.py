"""The ground that can be turned off: it is drawn from the base map, which every map has."""

from __future__ import annotations

from lib.layers.layer import Layer
from lib.text import _

LAYERS = (Layer("roads", option=lambda: _("Roads")), Layer("relief", option=lambda: _("Relief")))
