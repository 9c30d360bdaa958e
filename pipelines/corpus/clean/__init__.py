"""Cleaning: documents in, clean documents and dropped rows out, with what was learned of each source applied."""
