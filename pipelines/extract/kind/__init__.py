"""What kind of page a page is."""
