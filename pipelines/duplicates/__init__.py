"""Duplicates: near-duplicate clusters as nights arrive, roles in a cluster, revisions of a work."""
