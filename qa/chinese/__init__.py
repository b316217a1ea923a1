"""Chinese text in, what it names and states out: facts, names, people and places.

The word lists stand in TOML tables beside this file. Imports the store only.
"""
