"""Hits in, evidence out: the sentences that matter, by source, in a token budget.

Imports `qa.question` and what lies below it.
"""
