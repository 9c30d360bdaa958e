"""Verification of a dataset from its files alone: what was added, removed or changed, by file, row and kind."""
