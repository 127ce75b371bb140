"""The Idlib situation map: event table in, front lines, flows, strikes and pictures out."""
