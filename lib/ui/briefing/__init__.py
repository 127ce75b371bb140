"""What the Briefing page shows."""
