"""Taking a work or a source down: what is remembered of it, by which words it is known again, and where they are blanked.

What stands in the archive and in the crawl's memory is edited by `spiders.erasure`; the corpus follows by the ordinary build.
"""
