"""Date evidence of one night: pages, feeds, sitemaps, and the nights after it judged again."""
