"""Replies in, figures out: one measure, or one family of measures, a file.

Imports the results of `qa.evaluation` and what lies below the evaluation.
"""
