"""Dateline from Python: read a page, ask a corpus, crawl and build one.

>>> from dateline import extract
>>> page = extract("<title>Bridge opens</title><h1>Bridge opens</h1><time>3 November 2025</time>")
>>> page.title, page.published
('Bridge opens', '2025-11-03')

The names in `__all__` and in `dateline.errors` are public and stable (docs/python.md). The packages `pipelines`, `spiders` and
`assets` are not. Nothing heavy is imported before it is used.
"""

from dateline.own_packages import require_own

require_own("pipelines")

from dateline import errors  # noqa: E402 -- a foreign package of the same name is reported first
from dateline.corpus import Corpus  # noqa: E402
from dateline.extraction import Evidence, Extraction, extract  # noqa: E402
from dateline.programs import Crawled, build, crawl  # noqa: E402
from dateline.result import Result  # noqa: E402

__all__ = ["Corpus", "Crawled", "Evidence", "Extraction", "Result", "build", "crawl", "errors", "extract"]
