"""Publishing: the night's documents, dates and clusters become `articles`, `revisions` and the SQL corpus."""
