"""Pictures, slides and tables to take away."""
