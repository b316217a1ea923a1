"""Articles, passages and failures in, the same out: the library as Chroma keeps it.

Imports the encoding, the models, the text and the types of the store.
"""
