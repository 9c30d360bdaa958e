"""The last judgement of a chosen text, by signs that only the whole text shows; above `story`, which chooses it line by line."""
