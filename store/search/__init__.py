"""A query in, ranked passages out: words and vectors, within a scope, fused into one ranking.

Imports the index, the encoding, the text and the types of the store.
"""
