"""PDF: the text of its pages.

Imports the drafts of the reading, the text and the errors of the store.
"""
