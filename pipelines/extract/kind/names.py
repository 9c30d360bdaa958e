"""What the names of a page's `<html>` and `<body>` say of its kind: publishing systems write there which template made it.

WordPress `archive category`, Ghost `tag-template`, Drupal `path-taxonomy`, Docusaurus `blog-list-page`, SPIP `page_rubrique`,
Plone `portaltype-collection`, Blogger `item-view`, Hugo `kind-term`: one vocabulary of words, with the affixes that systems put
on them. https://developer.wordpress.org/reference/functions/get_body_class/
"""

from __future__ import annotations

import re
from enum import StrEnum
from functools import lru_cache

from pipelines.page.page import Page


class Template(StrEnum):
    """What a template makes, by the classes that its system writes on the body: `single-post`, `archive`, `error404`."""

    STORY = "story"
    LISTING = "listing"
    ATTACHMENT = "attachment"
    STATIC = "static"
    FRONT = "front"
    ERROR = "error"


WHOLE = {
    Template.ATTACHMENT: r"attachment|attachmentid-\d+|(?:single|image)-attachment|portaltype-(?:image|file)|page_document",
    Template.ERROR: r"error-?404|page-?404|not-found|error-template|page-not-found",
    Template.STORY: r"single|single-(?:post|article|news|story)|postid-\d+|post-template(?:-.+)?|single-format-.+|item-view"
    r"|(?:page-)?node-type-(?:article|news|story|blog(?:-post)?)|blog-post-page|portaltype-news-item|mt-entry-archive"
    r"|(?:[a-z]+-)?(?:article|news|newsitem|blog|blogpost|story)page",
    Template.LISTING: r"archive|category|tag|author|date|paged|search(?:-(?:no-)?results)?|tax-.+|author-\d+|list"
    r"|post-type-archive(?:-.+)?|path-(?:frontpage|taxonomy|user|search)|page-(?:taxonomy|user|views)|blog-(?:list|archive)-page"
    r"|blog-(?:tags|authors)-.+|portaltype-(?:collection|topic|folder|plone-site)|post-?index|archive-?page|index-view"
    r"|mt-(?:main-index|archive-index|category-archive|datebased-.+)|(?:[a-z]+-)?(?:article|news|blog|post|story)(?:index|list)page",
    Template.FRONT: r"home|blog|front(?:-?page)?",
    Template.STATIC: r"page|page-id-\d+|static-?page|page-template(?:-default)?|portaltype-document|mdx-page|docs-doc-page"
    r"|(?:[a-z]+-)?webpage",
}
"""Names that say so as they stand. `home` and `blog` are those of whole sites, too, and count at a front page's address only."""
WORDS = {
    Template.STORY: "article post story news-article blog-post blog-entry entry breve newsitem",
    Template.LISTING: "archive archives category categories tag tags author taxonomy term section list listing summary index "
    "home front featured search rubrique mot auteur sommaire recherche plan blog blog-index tagpage collection",
    Template.ATTACHMENT: "attachment image file",
    Template.STATIC: "page basic-page static document",
}
"""Words that say so between the affixes that systems put on them."""
AFFIXED = re.compile(
    r"(?:template|kind|layout|view|page_?type)[-_](?P<after>[a-z-]+?)(?:_view)?"
    r"|(?P<before>[a-z-]+)-template|page_(?P<spip>[a-z]+)"
)
MAX_CLASS_CHARS = 2000
"""Characters of a class attribute that are looked at."""


def templates(page: Page) -> frozenset[Template]:
    """What the names of `<html>` and `<body>` say; of a page with both a list's and a story's names, both."""
    body = page.tree.find("body")
    called = [page.tree.get("class") or ""]
    if body is not None:
        called += [body.get("class") or "", body.get("data-template") or "", body.get("data-page-type") or ""]
    return frozenset(
        found for names in called for name in names[:MAX_CLASS_CHARS].lower().split() for found in _template(name)
    )


@lru_cache(maxsize=20_000)
def _template(name: str) -> frozenset[Template]:
    """The templates that one name says.

    >>> sorted(_template("tag-template")), sorted(_template("category-sport")), sorted(_template("postid-24"))
    ([<Template.LISTING: 'listing'>], [], [<Template.STORY: 'story'>])
    """
    whole = {template for template, pattern in _WHOLE.items() if pattern.fullmatch(name)}
    affixed = AFFIXED.fullmatch(name)
    word = next((part for part in affixed.groups() if part), "") if affixed else ""
    return frozenset(whole or {template for template, words in _WORDS.items() if word in words})


_WHOLE = {template: re.compile(pattern) for template, pattern in WHOLE.items()}
_WORDS = {template: frozenset(words.split()) for template, words in WORDS.items()}
