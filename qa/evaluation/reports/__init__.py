"""The results of a run in, pages, plots and lines of text out.

Imports the figures of `qa.evaluation` and what lies below the evaluation.
"""
