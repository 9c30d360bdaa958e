"""The crawl side of Dateline: what to fetch, how politely, and the landing of raw pages in the archive."""
