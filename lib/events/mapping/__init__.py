"""Which column of a colleague's table is which of the event table's, and what its words mean."""
