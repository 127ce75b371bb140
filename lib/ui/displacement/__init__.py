"""What the Displacement page shows."""
