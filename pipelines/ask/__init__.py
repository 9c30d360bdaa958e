"""Asking the corpus: SQL, search, and what is shown of an article and its dates."""
