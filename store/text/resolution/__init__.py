"""A text and the day on which it came out in, what its words mean as dates out: 昨日, 去年, 民国112年, 农历八月十五.

Imports the modules of `store.text`.
"""
