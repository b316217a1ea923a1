"""Files that hold many articles, a row each, and tables that are one article.

Imports the drafts, the encodings, the metadata and the Office container of the reading.
"""
