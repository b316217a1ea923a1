"""A model's name in, its files in the cache folder out: fetched, checked and unpacked.

Imports only the errors of the store.
"""
