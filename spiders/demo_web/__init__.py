"""The demo news web: four papers of our own invention on 127.0.0.1, two fixed nights, and the truth about both.

`server` serves it, `truth` states what a perfect pipeline would make of it, `compare` holds a lake against that.
Every byte follows from ports and night alone. No Scrapy here: a server does not crawl.
"""
