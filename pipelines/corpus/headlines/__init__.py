"""Headlines: what lists, feeds, pages and metadata call a story, from look to look."""
