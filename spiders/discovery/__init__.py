"""Discovery: what fetched pages, feeds and sitemaps name, and which of it is worth a visit."""
