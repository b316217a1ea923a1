"""What the check of claims catches, and what it flags that is right."""
