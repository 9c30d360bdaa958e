"""The story as the page declares it in its structured data: a witness for the pieces that stand in the page."""

from __future__ import annotations

import html
import re
from collections.abc import Collection

from pipelines.extract.fields.details import first_meta
from pipelines.lexicon.wording import fold, tidy
from pipelines.page.outline import Piece
from pipelines.page.page import Page
from pipelines.page.structured import strings

UNREAD = re.compile(r"<(script|style)\b.*?(?:</\1\s*>|$)", re.IGNORECASE | re.DOTALL)
TAG = re.compile(r"<(?:/?(?:p|div|br|li|h\d)\b)[^>]*>|</?[a-z][^>]*>", re.IGNORECASE)

MAX_DESCRIPTION_CHARS = 1000
"""A longer description is a body."""


def plain(text: str) -> str:
    """Declared text without markup, escaped or not, and with its entities resolved."""
    if "<" not in text and "&lt;" in text:
        text = html.unescape(text)
    if "<" in text:
        text = UNREAD.sub("", text)
        text = TAG.sub(lambda m: "\n" if re.match(r"</?(?:p|div|br|li|h\d)\b", m[0], re.IGNORECASE) else "", text)
    return html.unescape(text)


def declared_story(page: Page) -> list[str]:
    """Paragraphs of the body that the page declares for its story; none if it declares several bodies."""
    bodies = [plain(text) for node in page.stories for text in strings(node.get("articleBody"))]
    if len({fold(body) for body in bodies} - {""}) != 1:
        return []
    body = max(bodies, key=len)
    return [words for line in body.splitlines() if (words := " ".join(line.split()))]


def descriptions(page: Page) -> list[str]:
    """Descriptions of the story in meta elements and structured data."""
    texts = [content for name, content in page.meta if name in ("description", "og:description", "twitter:description")]
    return texts + [
        t for node in page.stories for key in ("description", "alternativeHeadline") for t in strings(node.get(key))
    ]


def description(page: Page, titles: Collection[str | None]) -> str | None:
    """The description of the story, on one line: from the story's structured data, else for cards, else for search engines.

    None if it is one of the titles or the name of the site, or as long as a story.
    """
    of_story = (text for node in page.stories for text in strings(node.get("description")))
    declared = (first_meta(page, (name,)) for name in ("og:description", "twitter:description", "description"))
    named = {fold(title) for title in (*titles, first_meta(page, ("og:site_name",))) if title}
    offered = (tidy(plain(text)) for text in (*of_story, *declared) if text)
    return next((t for t in offered if fold(t) and fold(t) not in named and len(t) <= MAX_DESCRIPTION_CHARS), None)


def described(page: Page) -> list[str]:
    """Folds of the descriptions, without short ones."""
    return [f for f in map(fold, descriptions(page)) if len(f) > 15]


def vouch(pieces: list[Piece], declared: str) -> tuple[set[int], float]:
    """Orders of the pieces that the declared body contains, and the share of it that they cover."""
    wanted = fold(declared)
    if len(wanted) < 200:
        return set(), 0.0
    found: dict[str, int] = {}
    orders = set()
    for piece in pieces:
        said = fold(piece.text) if piece.size >= 25 else ""
        if len(said) >= 20 and said in wanted:
            orders.add(piece.order)
            found[said] = len(said)
    return orders, sum(found.values()) / len(wanted)


def without_strangers(body: list[Piece], vouched: set[int]) -> list[Piece]:
    """Without paragraphs that the declared body does not have, between paragraphs that it has."""
    known = [p.order for p in body if p.order in vouched]
    if not known:
        return body
    return [
        p for p in body if p.order in vouched or not known[0] < p.order < known[-1] or p.box.tag != "p" or p.size < 60
    ]


def complete(body: list[Piece], declared: str, vouched: set[int]) -> list[Piece]:
    """The declared body, if it is much longer than the body that the page shows and contains it."""
    shown = sum(len(fold(p.text)) for p in body)
    known = sum(len(fold(p.text)) for p in body if p.order in vouched)
    if len(fold(declared)) < 1.3 * shown or known < 0.4 * shown:
        return body
    lines = [words for line in declared.splitlines() if (words := " ".join(line.split()))]
    if len(lines) == 1 and shown > 0.4 * len(fold(declared)):  # more, but no paragraphs: worth it for a mere beginning
        return body
    first = body[0]
    return [Piece(first.box, line, 0, 0, first.order, "", len(line)) for line in lines]
