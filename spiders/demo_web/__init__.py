"""The demo news web: nine papers of our own invention on 127.0.0.1, two fixed nights.

A paper is a folder in `papers/`, a language a file in `words/`, an event that several papers tell a file in `events/`.
`newsroom` has every story (`assignment`, `desk` and `voice` write them), `edition` and `pages` make the pages of a paper
on a night, `server` serves them. `tests/demo/` holds the truth about it and compares a lake with that. Every byte follows
from ports and night alone. No Scrapy here: a server does not crawl.
"""
