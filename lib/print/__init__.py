"""Painters of the map on paper: page, fonts, labels, and one painter for each layer."""
