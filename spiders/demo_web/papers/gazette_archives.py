"""The Gazette's lists: home, categories, tags, authors, months and search, eight stories a page.

Home and categories hold the stories' whole texts, the others their first words.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from html import escape

from spiders.demo_web.desks.gazette import AUTHORS, CATEGORIES, DELETED_TAG, TAGS
from spiders.demo_web.newsroom import newsroom
from spiders.demo_web.nights import MONTHS, NIGHTS
from spiders.demo_web.papers.gazette_addresses import (
    author_path,
    category_path,
    label_number,
    post_number,
    tag_path,
    tags_of,
)
from spiders.demo_web.papers.gazette_comments import comments_of
from spiders.demo_web.papers.gazette_seo import NOT_INDEXED, Seo, head
from spiders.demo_web.papers.gazette_story import BIOGRAPHY
from spiders.demo_web.papers.gazette_theme import (
    NAME,
    SOURCE,
    Place,
    footer_line,
    frame,
    meta_line,
    plain,
    post_classes,
    share_links,
    text_of,
)
from spiders.demo_web.story import Story

PER_PAGE = 8
FIRST_WORDS = 55


@dataclass(frozen=True, slots=True)
class Archive:
    """A list of stories. `classes` name its template, `full` texts or first words, `about` stands under its heading."""

    seo: Seo
    heading: str
    stories: tuple[Story, ...]
    classes: str
    full: bool = False
    about: str = ""


def archives(place: Place) -> Iterator[Archive]:
    """Every list of the paper on a night."""
    newest = newsroom().newest(SOURCE, place.night)
    yield Archive(Seo("/", NAME, "CollectionPage", "website"), "", tuple(newest), "home blog hfeed", full=True)
    for category in CATEGORIES:
        number = label_number(category)
        yield _archive(category_path(category), category.title(), "Category", f"categories/{number}",
                       [s for s in newest if s.section == category], f"category category-{category} category-{number}",
                       full=True)  # fmt: skip
    for tag in (*TAGS, *([DELETED_TAG] if place.night == NIGHTS[0] else [])):
        number = label_number(tag)
        yield _archive(
            tag_path(tag),
            tag,
            "Tag",
            f"tags/{number}",
            [s for s in newest if tag in tags_of(s)],
            f"tag tag-{tag} tag-{number}",
        )
    for author in AUTHORS:
        yield _by_author(author, [story for story in newest if author in story.authors])
    for year, month in dict.fromkeys((s.published.year, s.published.month) for s in newest):
        stories = [s for s in newest if (s.published.year, s.published.month) == (year, month)]
        title = f"{MONTHS[month - 1]} {year}"
        seo = Seo(
            f"/{year}/{month:02d}/", title, "CollectionPage", trail=(f"Archives for {title}",), robots=NOT_INDEXED
        )
        yield Archive(seo, f"Month: <span>{title}</span>", tuple(stories), "archive date hfeed")


def _archive(
    path: str, title: str, kind: str, api: str, stories: list[Story], classes: str, *, full: bool = False
) -> Archive:
    seo = Seo(
        path,
        f"{title} Archives",
        "CollectionPage",
        trail=(title,),
        feed=(f"{path}feed/", f"{title} {kind} Feed"),
        api=api,
    )
    return Archive(seo, f"{kind}: <span>{title}</span>", tuple(stories), f"archive {classes} hfeed", full)


def _by_author(author: str, stories: list[Story]) -> Archive:
    path, number = author_path(author), label_number(author)
    seo = Seo(path, f"{author}, Author at {NAME}", "ProfilePage", "profile", trail=(f"Archives for {author}",),
              feed=(f"{path}feed/", f"Posts by {author} Feed"), api=f"users/{number}", author=author)  # fmt: skip
    about = f'<div class="archive-description">{plain(author)} {BIOGRAPHY}</div>'
    return Archive(
        seo,
        f'Author: <span class="vcard">{plain(author)}</span>',
        tuple(stories),
        f"archive author author-{number} hfeed",
        about=about,
    )


def page_paths(archive: Archive) -> list[str]:
    """Where the pages of a list stand: `/tag/roads/`, `/tag/roads/page/2/`."""
    last = max(1, -(-len(archive.stories) // PER_PAGE))
    return [archive.seo.path, *(f"{archive.seo.path}page/{number}/" for number in range(2, last + 1))]


def archive_pages(archive: Archive, place: Place) -> dict[str, str]:
    """The pages of a list by path."""
    pages, paths = {}, page_paths(archive)
    last = len(paths)
    for number, path in enumerate(paths, 1):
        title = archive.seo.title if number == 1 else f"{archive.seo.title} - Page {number} of {last}"
        part = archive.stories[(number - 1) * PER_PAGE : number * PER_PAGE]
        seo = replace(archive.seo, path=path, title=title)
        entries = "\n".join(_entry(story, place, full=archive.full) for story in part)
        top = f'<header class="page-header"><h1 class="page-title">{archive.heading}</h1>{archive.about}</header>'
        body = f"""<main id="primary" class="site-main">
{top if archive.heading else ""}
{entries}
{_pager(archive.seo.path, number, last, place)}
</main>"""
        paged = f" paged paged-{number}" if number > 1 else ""
        pages[path] = frame(place, head(seo, place), archive.classes + paged, body)
    return pages


def search_page(words: str, place: Place) -> str:
    """What a search finds."""
    found = [s for s in newsroom().newest(SOURCE, place.night) if words.lower() in s.at(place.night).text.lower()]
    seo = Seo(f"/?s={words}", f"You searched for {words}", "SearchResultsPage", robots=NOT_INDEXED)
    archive = Archive(
        seo, f"Search Results for: <span>{escape(words)}</span>", tuple(found[:PER_PAGE]), "search search-results hfeed"
    )
    return next(iter(archive_pages(archive, place).values()))


def _entry(story: Story, place: Place, *, full: bool) -> str:
    url, title, number = f"{place.base}{story.path}", plain(story.at(place.night).title), post_number(story)
    count = len(comments_of(story, place.night))
    said = f"{count} Comment{'s' if count > 1 else ''}" if count else "Leave a Comment"
    comments = f'<span class="comments-link"><a href="{url}#{"comments" if count else "respond"}">{said}</a></span>'
    text = f'<div class="entry-content">\n{text_of(story, place.night)}\n{share_links(story, place)}\n</div>'
    if not full:
        text = f'<div class="entry-summary"><p>{plain(first_words(story, place))}</p></div>'
    return f"""<article id="post-{number}" class="{post_classes(story, tags_of(story))}">
<header class="entry-header"><h2 class="entry-title"><a href="{url}" rel="bookmark">{title}</a></h2>
{meta_line(story, place)}</header>
{text}
{footer_line(story, place, comments)}
</article>"""


def first_words(story: Story, place: Place) -> str:
    """A story's first 55 words, as WordPress makes an excerpt."""
    words = " ".join(story.at(place.night).paragraphs).split()
    return " ".join(words[:FIRST_WORDS]) + (" […]" if len(words) > FIRST_WORDS else "")


def _pager(path: str, number: int, last: int, place: Place) -> str:
    if last == 1:
        return ""
    links = []
    for n in range(1, last + 1):
        url = f"{place.base}{path}" + (f"page/{n}/" if n > 1 else "")
        here = f'<span aria-current="page" class="page-numbers current">{n}</span>'
        links.append(here if n == number else f'<a class="page-numbers" href="{url}">{n}</a>')
    numbers = f'<div class="nav-links">{" ".join(links)}</div>'
    return f'<nav class="navigation pagination" aria-label="Posts pagination">{numbers}</nav>'
