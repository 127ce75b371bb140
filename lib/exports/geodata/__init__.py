"""The layers of the map as data, in the formats of other people's tools: one layer a file, or all of them in one."""
