"""A takedown, carried out: the archive and the crawl's memory are edited, and the corpus is built again from them."""
