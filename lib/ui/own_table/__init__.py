"""A reader's own table on the pages."""
