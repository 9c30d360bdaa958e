"""The pages of an edition, as the table `pages` of its `paper.toml` lists them."""

from __future__ import annotations

import gzip
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, time

from spiders.demo_web.edition import Context, Edition, last_change
from spiders.demo_web.newsroom import newsroom
from spiders.demo_web.nights import http_date
from spiders.demo_web.paper import FOLDER, Paper
from spiders.demo_web.site import HTML, Reply, moved
from spiders.demo_web.story import Story

Each = Callable[[Edition], Iterator[Context]]
"""What pages are of, one context a page."""


@dataclass(frozen=True, slots=True)
class Page:
    """A row of the table: one page, or one of `each` story or section. Later rows overrule earlier ones."""

    path: str = "{path}"
    each: str = ""
    trait: str = ""
    """Only of stories with this trait."""
    template: str = ""
    file: str = ""
    """Bytes to serve as they are, in place of a template."""
    moved: str = ""
    """Where a redirect leads."""
    newest: int | None = None
    after: int = 0
    """A page has so many of its stories, all if null, but for so many of the very newest."""
    per_page: int = 0
    next: str = ""
    """The path of a list's second page and so on."""
    type: str = HTML
    charset: str = "utf-8"
    status: int = 200
    failures: int = 0
    changed: str = ""
    """Which change its validators tell: the `last` of its stories, or when the `first` came out. Empty: no validators."""
    packed: bool = False
    closed: bool = False
    """For readers whom the paper's `door` does not let in."""
    headers: Mapping[str, str] = field(default_factory=dict)


def pages(paper: Paper) -> list[Page]:
    """The rows of the table; what `html` says holds for every page that an HTML template makes."""
    html = paper.data.get("html", {})
    return [Page(**((html if row.get("template", "").endswith(".html") else {}) | row)) for row in paper.pages]


def replies(edition: Edition, more: Mapping[str, Each], *, closed: bool = False) -> dict[str, Reply]:
    """Every page of an edition by path; `more` has what a page can be of besides stories and sections."""
    return {
        context["path"]: reply(edition, page, context)
        for page in pages(edition.paper)
        if page.closed is closed
        for context in contexts(edition, page, more)
    }


def contexts(edition: Edition, page: Page, more: Mapping[str, Each]) -> Iterator[Context]:
    """What each page that a row makes is of, with its `path`."""
    each = {"": _single, "story": stories, "section": _sections, **more}
    for context in each[page.each](edition):
        if not page.trait or page.trait in context["story"].traits:
            chosen = context.get("stories", [])[page.after : page.newest]
            for part in _paged(page, context | {"stories": chosen, "closed": page.closed}):
                yield part | {"path": page.path.format(base=edition.base, **part)}


def _single(edition: Edition) -> Iterator[Context]:
    yield {"path": "", "section": None, "stories": edition.newest()}


def stories(edition: Edition) -> Iterator[Context]:
    """A page for every story."""
    for story in newsroom().of(edition.paper.name, edition.night):
        yield {"path": story.path, "number": story.path.rpartition("-")[2], "story": story, "stories": [story]}


def parts(edition: Edition) -> Iterator[Context]:
    """The further pages of every story in parts."""
    for context in stories(edition):
        if "parts" in context["story"].traits:
            for number in range(2, edition.paper.data["parts"] + 1):
                yield context | {"path": f"{context['path']}?seite={number}", "part": number}


def _sections(edition: Edition) -> Iterator[Context]:
    for section in edition.paper.sections:
        yield {"path": f"/{section}", "section": section, "stories": edition.newest(section)}


def _paged(page: Page, context: Context) -> Iterator[Context]:
    """The pages of a list: `part` are the stories of one, `number` counts from 1 to `last`, `first` is the path of the first."""
    if not page.per_page:
        yield context
        return
    found = context["stories"]
    last = max(1, -(-len(found) // page.per_page))
    for number in range(1, last + 1):
        part = found[(number - 1) * page.per_page : number * page.per_page]
        path = page.next.format(**context, number=number) if number > 1 else context["path"]
        yield context | {"first": context["path"], "path": path, "part": part, "number": number, "last": last}


def reply(edition: Edition, page: Page, context: Context) -> Reply:
    """The answer that a page is."""
    if page.moved:
        return moved(page.moved.format(base=edition.base, **context), page.status)
    if page.file:
        body = FOLDER.joinpath(edition.paper.name, page.file).read_bytes()
    else:
        body = edition.render(page.template, context).encode(page.charset)
    now = http_date(datetime.combine(edition.night, time(2, 0, 7), UTC))
    headers = tuple((name, value.format(base=edition.base, now=now)) for name, value in page.headers.items())
    body = gzip.compress(body, mtime=0) if page.packed else body
    return Reply(body, page.status, page.type, headers, _changed(edition, page, context), page.failures)


def _changed(edition: Edition, page: Page, context: Context) -> datetime | None:
    known: datetime | None = context.get("changed")
    found: list[Story] = context.get("stories", [])
    if not page.changed or known:
        return known if page.changed else None
    return last_change(found, edition.night) if page.changed == "last" else min(story.published for story in found)
