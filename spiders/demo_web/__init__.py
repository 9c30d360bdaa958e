"""The demo news web: five papers of our own invention on 127.0.0.1, two fixed nights.

`server` serves it; `tests/demo/` holds the truth about it and compares a lake with that. Every byte follows from ports and
night alone. No Scrapy here: a server does not crawl.
"""
