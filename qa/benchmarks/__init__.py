"""A folder with the data of a benchmark in, the figures of its protocol out, as its authors measured them.

Imports `qa.evaluation`, `qa.assistant` and the store.
"""
