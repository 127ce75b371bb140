"""The background of another host, which the filter offers apart from the layers."""

from __future__ import annotations

from lib.config.layers import ONLINE
from lib.layers.layer import Layer

LAYERS = (Layer(ONLINE),)
