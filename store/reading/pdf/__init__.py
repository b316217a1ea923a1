"""A PDF in, the draft of its article out.

Imports the drafts of the reading, the text and the errors of the store.
"""
