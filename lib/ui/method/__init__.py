"""What the Method page shows."""
