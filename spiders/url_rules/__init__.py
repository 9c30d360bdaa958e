"""URL rules: facts from the text of a URL alone, before a fetch: its key, host, story or listing, crawl trap."""
