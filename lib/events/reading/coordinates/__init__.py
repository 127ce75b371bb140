"""Where a table says things are: every way of writing a point, brought to degrees in two columns."""

from lib.events.reading.coordinates.expanding import expand, expand_mapped

__all__ = ["expand", "expand_mapped"]
