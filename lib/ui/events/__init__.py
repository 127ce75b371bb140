"""What the Reports page shows."""
