"""Resources: the parsers of pages, feeds, sitemaps and robots.txt as lists of links with their dates."""
