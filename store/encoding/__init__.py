"""Texts in, vectors out: the embedding model and the engines that it runs on.

Imports the models, the text and the errors of the store.
"""
