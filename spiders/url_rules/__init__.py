"""URL rules: what the text of a URL says, before anything is fetched: its key, its host, story or listing, trap or not."""
