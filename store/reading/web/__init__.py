"""A web page in, the draft of its article out, with what the page says about it.

Imports the drafts, the encodings and the metadata of the reading, the text and the errors of the store.
"""
