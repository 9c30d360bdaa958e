"""What a page is: article, listing, live, video, gallery, other."""

from __future__ import annotations

import re

from pipelines.column_values import PageKind
from pipelines.extract.story.notices import is_notice
from pipelines.extract.story.region import find_blurbs
from pipelines.extract.story.story import Selection
from pipelines.page.mass import is_prose
from pipelines.page.page import Page
from pipelines.page.structured import article_nodes, types

LIVE_URL = re.compile(
    r"/(?:live(?:-?blogs?|-?ticker|-updates?|-news)?|minuto-a-minuto|en-direct|diretta|directo|en-vivo)/"
    r"|(?:^|[/_-])(?:live-?blog|live-?ticker|live-updates|minuto-a-minuto)(?=$|[/_.?-])"
    r"|-news-?ticker(?=$|[-_.?])",
    re.IGNORECASE,
)
"""A folder of live coverage, by its whole name; or, anywhere in an address, what only live coverage is called."""
LIVE_TITLE = re.compile(
    r"(?:^|[\s–—|:(\[])(?:(?i:live ?blog|live ?ticker|live updates?|minuto a minuto|liveblogg)(?=$|[\s–—|:)\].,])"
    r"|(?i:[\w-]*ticker)(?=\s*[:|–])|(?:LIVE|EN DIRECT|DIRETTA|EN VIVO)(?=$|\s*[–—|:)\]]))"
)
"""Shouted words are labels only where they stand apart: with a mark behind them, or at the end."""
VIDEO_URL = re.compile(r"/(?:videos?|watch|mediathek|vidéos?|tv-video)/", re.IGNORECASE)
GALLERY_URL = re.compile(
    r"/(?:galler(?:y|ies)|fotostrecken?|bildergalerien?|diaporamas?|fotogaler\w*|photos?|slideshows?|"
    r"in-pictures|fotos|galerie|galerij)/",
    re.IGNORECASE,
)
STORY_PROSE = 250
FRONT = re.compile(r"^https?://[^/]+/?(?:index\.\w+|home/?)?(?:[?#].*)?$", re.IGNORECASE)


ABOUT_URL = re.compile(
    r"/(?:about(?:-us)?|contacts?(?:-us)?|imprint|impressum|kontakt|ueber-uns|datenschutz|agb|privacy(?:-policy)?"
    r"|terms(?:-of-\w+)?|mentions-legales|a-propos|quienes-somos|contacto|chi-siamo|contatti|quem-somos|o-nas|over-ons)"
    r"/?(?:\.\w+)?(?:[?#].*)?$",
    re.IGNORECASE,
)
"""Pages in which a site speaks of itself."""


def kind(page: Page, found: Selection, title: str | None) -> PageKind:
    """The kind of a page, from what it declares, what it is made of, and its address, in this order."""
    declared = {t for node in page.jsonld for t in types(node)}
    prose = sum(p.size for p in found.story)
    if "LiveBlogPosting" in declared or LIVE_URL.search(page.url) or LIVE_TITLE.search(title or ""):
        return PageKind.LIVE
    is_story = bool(article_nodes(page.jsonld)) or any(k == "og:type" and v.lower() == "article" for k, v in page.meta)
    if prose < 1200 and (GALLERY_URL.search(page.url) or declared & {"ImageGallery", "MediaGallery"}):
        return PageKind.GALLERY
    if (
        prose < 1200
        and VIDEO_URL.search(page.url)
        and ("VideoObject" in declared or not is_story or prose < STORY_PROSE)
    ):
        return PageKind.VIDEO
    if FRONT.match(page.url) and not is_story:
        return PageKind.LISTING if prose < 600 or is_list(found) else PageKind.ARTICLE
    if is_story and prose >= 80:
        return PageKind.ARTICLE
    if is_notice(title, [piece.text for piece in found.story if is_prose(piece)]):
        return PageKind.OTHER
    if is_list(found) or is_teased(found) or declared & {"CollectionPage", "SearchResultsPage"}:
        return PageKind.LISTING
    if ABOUT_URL.search(page.url):
        return PageKind.OTHER
    return PageKind.ARTICLE if prose >= STORY_PROSE or (prose >= 80 and found.title_order >= 0) else PageKind.OTHER


def is_teased(found: Selection) -> bool:
    """Whether most of the prose stands in blurbs, each under a link of its own."""
    under = find_blurbs(found.pieces)
    prose = [p for p in found.story if is_prose(p)]
    return sum(p.size for p in prose if p.order in under) > 0.7 * sum(p.size for p in prose)


def is_list(found: Selection) -> bool:
    """Whether links to other pages, a headline each, outweigh the story."""
    links = sum(p.size for p in found.pieces if p.link_share > 0.8 and p.size >= 25)
    prose = sum(p.size for p in found.story)
    return links > 600 and links > 2 * prose
