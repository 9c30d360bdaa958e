"""The registered domain of a URL, by the public suffix list (https://publicsuffix.org) that tldextract brings."""

from __future__ import annotations

from functools import cache
from typing import Any

from pipelines.base.urls.identity import site_key


def domain_of(url: str) -> str:
    """The registered domain of a URL (for a blog below a host of blogs, its own); for an IP address, host and port.

    >>> domain_of("https://sport.paper.co.uk/x"), domain_of("https://diary.blogspot.com/"), domain_of("http://127.0.0.1:80/")
    ('paper.co.uk', 'diary.blogspot.com', '127.0.0.1')
    """
    site = site_key(url)
    return str(_extract()(site.partition(":")[0]).top_domain_under_public_suffix).lower() or site


@cache
def _extract() -> Any:
    import tldextract  # costs .1 s

    return tldextract.TLDExtract(suffix_list_urls=(), cache_dir=None, include_psl_private_domains=True)
