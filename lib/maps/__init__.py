"""What is drawn and how: layers, style, and the web map."""
