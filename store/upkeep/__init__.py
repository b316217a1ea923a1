"""A library in, the same library out: in another place, in one file and back, or with its faults found and mended.

Imports the library, the index and what lies below them.
"""
