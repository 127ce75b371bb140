"""The filter panel beside every page."""
