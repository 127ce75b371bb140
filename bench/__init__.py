"""Benchmarks against other ways of doing the same."""
