"""Discovery: which of the URLs that pages, feeds and sitemaps name are put on the frontier."""
