"""Draft questions out of the library's own sentences: by template, and by the language model."""
