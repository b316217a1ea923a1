"""Text in, text or parts of it out: scripts, words, sentences, numbers, dates, and edits with their bookkeeping.

Imports nothing of ours.
"""
