"""The page that sets two periods side by side."""
