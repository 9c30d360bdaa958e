"""Revisions: every text that a work has had, the kind of change that led to it, and a readable diff."""
