"""The event table: its definition, how it is loaded, and how it is asked."""
