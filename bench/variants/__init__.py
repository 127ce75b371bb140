"""The other ways of showing the same table, each a page of its own that the browser benchmark serves."""
