"""Carry out a takedown: edit the archive and the crawl's memory, and build the corpus again from them."""
