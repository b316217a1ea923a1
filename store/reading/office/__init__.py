"""Office documents: zip files of XML.

Imports the drafts of the reading, the text and the errors of the store.
"""
