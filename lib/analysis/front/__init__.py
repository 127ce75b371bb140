"""Areas of control and the lines between them, computed from places and their holders."""
