"""A question with its evidence in, checked claims out: one strategy for each way of answering.

Imports `qa.checks` and what lies below it.
"""
