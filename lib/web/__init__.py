"""The HTTP routes that app.py mounts."""
