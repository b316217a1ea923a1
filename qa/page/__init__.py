"""The chat page: a browser's requests in, HTML out.

Only `ui` imports gradio. Imports the assistant, the evaluation's question sets, and what lies below them.
"""
