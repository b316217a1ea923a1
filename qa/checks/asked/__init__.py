"""A claim beside the question: a case in, what the claim says of something else than was asked out.

Imports the evidence, the facts and the forms of questions, and the types of the checks.
"""
