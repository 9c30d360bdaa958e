"""The roles that names in a page's markup give its boxes; the names themselves are `tokens.toml`.

What follows from a role is decided elsewhere: `pipelines.page.roles` finds the roles of a box's names,
`pipelines.page.surroundings` says whose a line of the page is.
"""

from __future__ import annotations

import re
from enum import StrEnum

from pipelines.lexicon import related_words
from pipelines.lexicon.data import data

STORY_TITLE = re.compile(
    r"(?:^|\s)(?:post|entry|article|story|news)[-_]{1,2}(?:main[-_])?(?:title|headline)(?=\s|$)", re.IGNORECASE
)
"""`post-title`, `entry__headline`, `post-main-title`; not `post-title-link`, nor `related-post-title`."""


class Role(StrEnum):
    """What a box is to the page's own story."""

    BODY = "body"
    STANDFIRST = "standfirst"
    PART = "part"  # heading, quotation, list
    AUTHOR = "author"
    AUTHOR_BY_HEADLINE = "author_by_headline"  # elsewhere a columnist's box or the staff
    AUTHOR_DETAIL = "author_detail"  # the author's picture, job, description
    DATE = "date"
    POST_META = "post_meta"  # one story's line or box: who, when, in which section
    SOURCE = "source"
    PICTURE = "picture"
    BYLINE = "byline"
    BIO = "bio"
    CAPTION = "caption"
    RELATED = "related"  # offers other stories
    READ_ON = "read_on"  # leads on to another story, or to the rest of this one
    TEASER = "teaser"  # one such offer
    LIST = "list"
    COMMENT = "comment"
    SIDEBAR = "sidebar"
    NAVIGATION = "navigation"
    MASTHEAD = "masthead"
    FOOTER = "footer"
    LEGAL = "legal"
    TAGS = "tags"
    SHARE = "share"
    SIGN_UP = "sign_up"
    SUBSCRIBE = "subscribe"
    PAYWALL = "paywall"
    CONSENT = "consent"
    ADVERT = "advert"
    PLAYER = "player"
    GALLERY = "gallery"
    EVENT = "event"
    DIALOG = "dialog"  # opens over the page
    TOOL = "tool"  # print, vote, log in, contents, machine-made summary
    VAGUE = "vague"  # may be any of these

    __hash__ = str.__hash__  # an enum's own is a Python function, and roles are looked up for every box


def tokens(section: str) -> dict[Role, list[str]]:
    """The words of each role in a section of `tokens.toml`: `parts`, `sure` or `hints`."""
    found = {Role(role): list(words) for role, words in data()["tokens"][section].items()}
    if section == "sure":
        found[Role.RELATED] = f"{related_words.OFFERS} {related_words.CHARTS}".split() + found[Role.RELATED]
        found[Role.READ_ON] = related_words.READ_ON.split() + found[Role.READ_ON]
    return found


def other_tokens(name: str) -> list[str]:
    """A list of `tokens.toml` that gives no role: `dated`, `never`, `neutral_prefixes`, `not_neutral` or `neutral_words`."""
    return list(data()["tokens"]["names"][name])


TAGS = {
    "aside": Role.SIDEBAR,
    "figcaption": Role.CAPTION,
    "footer": Role.FOOTER,
    "nav": Role.NAVIGATION,
}
"""Elements that have such a role by themselves: https://html.spec.whatwg.org/multipage/sections.html."""
