"""Dates and their evidence, shown to people."""
