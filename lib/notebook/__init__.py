"""The map's tables, areas and lines for Python: what a notebook imports as ``idlib_map``."""
