"""The crawl side of Dateline: it decides which URLs to fetch, obeys politeness rules, and archives raw pages."""
