"""The command line: arguments in, text or JSON on the terminal out.

Imports every other package; nothing imports it but `qa.__main__`.
"""
