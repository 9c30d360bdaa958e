"""Asking the corpus: SQL, full-text search, and the display of an article and its dates."""
