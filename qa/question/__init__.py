"""A question in, what it asks for out: a standalone question, its language, its parts, the form of its answer.

Imports `qa.chinese` and what lies below it.
"""
