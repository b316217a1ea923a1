"""A text and the day on which it was said in, the stretches of time that it speaks of out: 去年上半年, 最近三个月.

Imports nothing but the text.
"""
