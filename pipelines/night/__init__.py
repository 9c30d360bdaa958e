"""A night's books: its steps, which are done and by which rules, who may write, what is held back, where works stand."""
