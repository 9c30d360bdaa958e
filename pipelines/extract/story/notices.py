"""Pages that are a notice in place of a story: nothing here, consent first, prove that you are no machine, a new site."""

from __future__ import annotations

import re

from pipelines.extract.story.widgets import CONSENT_SAID
from pipelines.lexicon.not_found import MOST_PROSE, is_missing

BARRED = re.compile(
    r"^(?:access denied|forbidden|just a moment\W*|attention required\W.*|are you a (?:human|robot)\W*"
    r"|verify(?:ing)? you are (?:a )?human.*|pardon our interruption\W*|security check\W*|checking your browser.*"
    r"|service unavailable|bad gateway|internal server error|site (?:is )?under maintenance)$",
    re.IGNORECASE,
)

PLACEHOLDER = re.compile(
    r"^(?:welcome to|willkommen (?:bei|zur?)|bienvenue (?:sur|dans|à)|(?:te damos la )?bienvenid[oa]s? a|bem-vindos? ao"
    r"|benvenut\w* (?:in|su)|welkom bij|witamy w|välkommen till|velkommen til)"
    r" (?:wordpress|hexo|ghost|jekyll|drupal|hugo|joomla|nikola|pelican)\b"
    r"|^you[’']ll find this post in your `?_posts`? directory",
    re.IGNORECASE,
)
"""How the post begins that a publishing system writes into a new site."""
MOST_PLACEHOLDER = 1000


def is_placeholder(prose: list[str]) -> bool:
    """True if the prose of a page is that of a system's own first post.

    >>> is_placeholder(["Welcome to WordPress. This is your first post. Edit or delete it, then start writing!"])
    True
    """
    return bool(prose) and PLACEHOLDER.match(prose[0]) is not None and sum(map(len, prose)) <= MOST_PLACEHOLDER


def is_notice(title: str | None, prose: list[str]) -> bool:
    """True if a page of little prose is a notice, by its headline or by what most of its prose is about.

    >>> is_notice("Page not found", ["Sorry, it may have moved."]), is_notice("Council finds page of 1404", ["It is old."])
    (True, False)
    """
    said = sum(map(len, prose))
    if said > MOST_PROSE:
        return False
    if BARRED.match((title or "").strip()) or is_missing(title, prose):
        return True
    return said > 0 and sum(len(text) for text in prose if CONSENT_SAID.search(text)) > 0.6 * said
