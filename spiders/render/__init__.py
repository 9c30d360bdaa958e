"""Pages that only scripts draw: drawn by a browser, or read from the JSON that a drawn page showed to have their text."""
