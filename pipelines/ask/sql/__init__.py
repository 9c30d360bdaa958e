"""SQL over the corpus: `query` for our own queries, `process` for a stranger's, `table` and `writing` for their rows."""
