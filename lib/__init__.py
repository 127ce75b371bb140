"""A situation map: event table in, front lines, flows, strikes and pictures out."""

__version__ = "0.2.0"
"""The version of the product, here alone: the package, CITATION.cff and CHANGELOG.md are held to it."""
