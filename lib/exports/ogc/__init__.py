"""The data as services: OGC API - Features and a catalogue of all datasets; nothing here knows of HTTP."""
