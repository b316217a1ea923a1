"""The sentences of a library in, draft questions with their answers out: by template, and by the language model.

Imports the question sets of `qa.evaluation`, the words of `qa.chinese`, `qa.llm`, the prompts and the store.
"""
