"""The dates that one page offers: in its address, its structured data, its text, each with where it stands."""
