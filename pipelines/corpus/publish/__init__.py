"""Publishing turns the night's documents, dates and clusters into `articles`, `revisions` and the SQL corpus."""
