"""Places and base layers."""
