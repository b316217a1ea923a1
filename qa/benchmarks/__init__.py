"""Protocols of the field: benchmarks run as their authors ran them, from a folder of their data."""
