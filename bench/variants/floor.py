"""An empty page: what a rerun costs before anything is drawn."""

from bench.variants import common

common.stamp(common.window())
