"""Discovery: decides which URLs from pages, feeds and sitemaps are put on the frontier."""
