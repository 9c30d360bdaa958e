"""Cleaning removes the blocks that a source repeats: documents in, clean documents and dropped rows out."""
