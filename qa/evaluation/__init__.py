"""How good are the answers? A question set in, a verdict out, per question and in all.

Imports `qa.assistant` and what lies below it.
"""
