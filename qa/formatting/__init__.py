"""Answers, articles and messages in, what people and machines read of them out.

The interface texts stand in TOML tables beside this file. Imports the types of `qa.answer` and the store.
"""
