"""Revisions: every text a work has had, what kind of change made it, and a diff a person can read."""
