"""Files in, articles of a library out: read, compared with what is there, and written.

Imports the reading, the index and what lies below them.
"""
