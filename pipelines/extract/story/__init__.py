"""The body of a story: where it stands on the page, and what inside it belongs to something else."""
