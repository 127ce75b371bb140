"""What the Strikes page shows."""
