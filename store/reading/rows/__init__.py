"""A file of many articles in, a draft for each row out; of a table that is one article, one.

Imports the drafts, the encodings, the metadata and the Office container of the reading.
"""
