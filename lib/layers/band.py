"""Where the front line may lie by the reports there are."""

from __future__ import annotations

from lib.layers.control import ANSWERS
from lib.layers.layer import Layer
from lib.text import _

LAYERS = (Layer("band", option=lambda: _("Uncertainty of the line"), answers=ANSWERS),)
