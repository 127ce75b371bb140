"""An empty page with the product's modules loaded: what a rerun costs before anything is drawn."""

from bench.variants import windows

windows.stamp(windows.chosen())
