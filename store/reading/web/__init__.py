"""A web page in, the draft of its article out, with what the page says about it and what is left out of it.

The page's text becomes a tree (`tree`), the tree lines (`lines`, with `numbering` and `tables`), and of those the
article is chosen (`region`). `head` finds the metadata, `strings` all that the account starts from.

Imports the drafts, the encodings and the metadata of the reading, the text, the types and the errors of the store.
"""
