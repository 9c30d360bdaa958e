"""Takedown of a work or a source: the log of takedowns, the words by which a work is recognised, and where they are
blanked.

`spiders.erasure` edits the archive and the crawl's memory; the corpus follows with the next normal build.
"""
