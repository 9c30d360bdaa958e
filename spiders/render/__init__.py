"""Pages that only scripts draw, drawn by a browser that has no network."""
