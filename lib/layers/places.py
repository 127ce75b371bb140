"""The settlements whose reports the areas are computed from."""

from __future__ import annotations

from lib.layers.control import ANSWERS
from lib.layers.layer import Layer
from lib.text import _

LAYERS = (Layer("places", option=lambda: _("Reported settlements"), answers=ANSWERS, data_kinds=("place",)),)
