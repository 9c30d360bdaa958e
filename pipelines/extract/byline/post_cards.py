"""Authors in the one card beside a story: `<li class="author"><a href="/author/jane-doe/">Jane Doe</a></li>`.

Some themes keep a story's day, author and tags in a sidebar, which elsewhere belongs to the site. So the card must be the page's
only one, and hold nothing but links to persons beside links to lists.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from lxml.etree import _Element

from pipelines.extract.byline.bylines import PROFILE, is_shown, names_byline
from pipelines.page.page import Page
from pipelines.page.surroundings import CHROME
from pipelines.page.text.wording import tidy, written
from pipelines.page.vocabulary import Role
from pipelines.url_kinds import UrlKind, url_kind
from pipelines.urls import resolve

MOST = 6
"""Authors of a card; more are the paper's staff."""
APART = (Role.SIDEBAR, *CHROME)


def in_post_card(page: Page) -> Iterator[str]:
    """The names in the page's one author line that stands apart from the story and next to links to lists."""
    lines = [line for line in page.tree.iter("li", "p", "div", "span") if _is_author_line(line)]
    outer = [line for line in lines if not any(around in lines for around in line.iterancestors())]
    fit = [line for line in outer if _is_by_lists(page, line)]
    if len(fit) == 1 and page.surroundings.apart(fit[0]) in APART and is_shown(fit[0]):
        yield from (tidy(written(link)) for link in fit[0].iter("a"))


def _is_author_line(element: _Element) -> bool:
    called = f"{element.get('class') or ''} {element.get('id') or ''}".strip()
    if not called or not names_byline(called):
        return False
    links = list(islice(element.iter("a"), MOST + 1))
    return 0 < len(links) <= MOST and all(PROFILE.search(link.get("href") or "") for link in links)


def _is_by_lists(page: Page, line: _Element) -> bool:
    """True if an element beside the line links to a list of stories: a category, a tag."""
    beside = (*line.itersiblings(), *line.itersiblings(preceding=True))
    links = (link for element in beside if isinstance(element.tag, str) for link in islice(element.iter("a"), MOST))
    addresses = (resolve(page.base, link.get("href") or "") for link in links)
    return any(address is not None and url_kind(address) == UrlKind.LISTING for address in addresses)
