"""What the page of stories shows, and where stories are offered."""
