"""Landing: what the crawls of a night left in the archive becomes its rows of `fetches` and `links`."""
