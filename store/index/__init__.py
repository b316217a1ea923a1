"""Passages in, ranked passages out: vectors and articles in Chroma, words in a lexical index.

Imports the models, the text and the types of the store.
"""
