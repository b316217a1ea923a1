"""A Word document in, the lines that a reader sees in it and all that was left out of them out.

Imports the drafts and the texts of the reading, the text and the errors of the store.
"""
