"""Folders and feeds in, a library that is kept equal to them out, with a notice of each change.

Imports the library, the reading, the text and the types of the store; the libraries for it are the extra `watch`.
"""
