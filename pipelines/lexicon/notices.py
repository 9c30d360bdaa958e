"""Pages that are a notice in a story's place: not there, taken away, consent first, prove that you are human, a new site.

Under status 200 they are soft 404s and the like; only their words show it.
"""

from __future__ import annotations

import re

from pipelines.lexicon.pattern import pattern

MAX_NOTICE_CHARS = 1500
"""A page with more characters of prose is more than a notice."""
MAX_SOUGHT_CHARS = 500
"""Characters of prose up to which "the page you are looking for" is the subject of a page."""
MAX_PLACEHOLDER_CHARS = 1000
MIN_ERROR_SHARE = 0.3
"""Share of a title in words of an error: "Page not found" is one, "Page not found in the archives of 1404" is news."""
MIN_CONSENT_SHARE = 0.6
NOT_FOUND = pattern(r"(?:<<story.error>>) 404|\b404\b|<<story.not_found>>", re.IGNORECASE)
REMOVED = pattern(r"(?:\w{2,8}[,!.:]? )?(?:<<story.removed>>)\W*|(?:<<story.removed_headline>>)\W*", re.IGNORECASE)
"""A whole sentence, or headline, that says that a story was taken away: "Sorry, this article is no longer available."

No free word stands before a bare participle: "Article retracted" is a notice, "Vaccine article retracted" news.
"""
SOUGHT = pattern(r"<<story.sought>>", re.IGNORECASE)
"""The words of a page in another's place: "The page you are looking for could not be found." """
BARRED = pattern(r"^(?:<<story.barred>>)$", re.IGNORECASE)
CONSENT = pattern(r"<<story.consent>>", re.IGNORECASE)
SYSTEMS = r"wordpress|hexo|ghost|jekyll|drupal|hugo|joomla|nikola|pelican"
PLACEHOLDER = pattern(
    rf"^(?:<<story.welcome>>) (?:{SYSTEMS})\b|^you[’']ll find this post in your `?_posts`? directory", re.IGNORECASE
)
"""The beginning of the post that a publishing system writes into a new site."""


def is_placeholder(prose: list[str]) -> bool:
    """True if the prose of a page is that of a system's own first post.

    >>> is_placeholder(["Welcome to WordPress. This is your first post. Edit or delete it, then start writing!"])
    True
    """
    return bool(prose) and PLACEHOLDER.match(prose[0]) is not None and sum(map(len, prose)) <= MAX_PLACEHOLDER_CHARS


def is_notice(title: str | None, prose: list[str]) -> bool:
    """True if a page of little prose is a notice, by its headline or by the words of most of its prose.

    >>> is_notice("Page not found", ["Sorry, it may have moved."]), is_notice("Council finds page of 1404", ["It is old."])
    (True, False)
    """
    chars = sum(map(len, prose))
    if chars > MAX_NOTICE_CHARS:
        return False
    if BARRED.match((title or "").strip()) or is_missing(title, prose):
        return True
    return chars > 0 and sum(len(text) for text in prose if CONSENT.search(text)) > MIN_CONSENT_SHARE * chars


def is_missing(title: str | None, prose: list[str]) -> bool:
    """True if a page of little prose says that the page asked for is not there, whatever its status: a soft 404.

    >>> is_missing("Page not found", []), is_missing("This article has been removed", []), is_missing("Statue removed", [])
    (True, True, False)
    >>> is_missing("Sorry", ["The page you are looking for does not exist any more."])
    True
    """
    chars = sum(map(len, prose))
    if chars > MAX_NOTICE_CHARS:
        return False
    if says_missing(title) or any(REMOVED.fullmatch(text.strip()) for text in prose[:2]):
        return True
    return chars <= MAX_SOUGHT_CHARS and any(SOUGHT.search(text) for text in prose[:2])


def says_missing(title: str | None) -> bool:
    """True if a headline says that the page asked for is not there.

    >>> says_missing("404 – Seite nicht gefunden"), says_missing("Page not found in the archives of 1404, says historian")
    (True, False)
    >>> [says_missing(f"Article {rest}") for rest in ("removed", "has been retracted.", "removed from treaty", "50 removed")]
    [True, True, False, False]
    >>> [says_missing(f"{news} deleted") for news in ("Racist post", "Facebook page", "Trump post")]
    [False, False, False]
    >>> says_missing("Vaccine article retracted"), says_missing("Vaccine article was retracted")
    (False, False)
    """
    name = (title or "").strip()
    chars = sum(len(words[0]) for words in NOT_FOUND.finditer(name))
    return REMOVED.fullmatch(name) is not None or chars > MIN_ERROR_SHARE * len(name)
