"""An Office file in, its parts out, or what is wrong with it.

Imports the errors of the store.
"""
