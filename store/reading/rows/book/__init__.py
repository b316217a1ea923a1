"""A workbook in, the lines of its sheets out, each cell as a person sees it.

Imports the text and the types of the store.
"""
