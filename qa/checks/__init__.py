"""A claim and its quotes in, findings and a verdict out.

Each check stands in a file of its own and is registered in one table. Imports `qa.evidence` and what lies below it.
"""
