"""A story page of the Gazette: text, pictures, share links, related stories, author box, comments and a form to answer them."""

from __future__ import annotations

from spiders.demo_web.desks.gazette import DELETED_TAG
from spiders.demo_web.newsroom import newsroom
from spiders.demo_web.nights import NIGHTS
from spiders.demo_web.papers.gazette_addresses import Picture, author_path, pictures_of, post_number, tags_of
from spiders.demo_web.papers.gazette_seo import Seo, head, story_seo
from spiders.demo_web.papers.gazette_theme import (
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
from spiders.demo_web.papers.gazette_thread import form, thread
from spiders.demo_web.related import related
from spiders.demo_web.story import Story

CAPTION = "Seen by a reader on the way home. Photograph: Gazette archive"
BIOGRAPHY = "has written for the Gazette for longer than anybody can remember and keeps three hens."


def story_page(story: Story, place: Place, answering: str = "") -> str:
    """The page of a story; `answering` is the reader whose comment the form answers (`?replytocom=12`)."""
    tags = [tag for tag in tags_of(story) if tag != DELETED_TAG or place.night == NIGHTS[0]]
    number = post_number(story)
    body = f"""<main id="primary" class="site-main">
<article id="post-{number}" class="{post_classes(story, tags)}">
<header class="entry-header"><h1 class="entry-title">{plain(story.at(place.night).title)}</h1>{meta_line(story, place)}</header>
<div class="entry-content">
{_pictures(story, place)}
{text_of(story, place.night)}
{share_links(story, place)}
{_related(story, place)}
</div>
{footer_line(story, place)}
</article>
{_author_box(story, place)}
{_neighbours(story, place)}
{thread(story, place, answering)}
</main>"""
    classes = f"post-template-default single single-post postid-{number} single-format-standard"
    return frame(place, head(story_seo(story, place), place), classes, body)


def attachment_page(story: Story, picture: Picture, place: Place) -> str:
    """The page that a picture has of its own."""
    seo = Seo(picture.path, picture.title, "WebPage", trail=(story.at(place.night).title, picture.title),
              published=story.published, modified=story.published, api=f"media/{picture.number}", shortlink=picture.number,
              feed=(f"{picture.path}feed/", f"{picture.title} Comments Feed"))  # fmt: skip
    image = f'<a href="{place.base}{picture.file}"><img width="300" height="188" src="{place.base}{picture.file}" alt="" /></a>'
    body = f"""<main id="primary" class="site-main">
<article id="post-{picture.number}" class="post-{picture.number} attachment type-attachment status-inherit hentry">
<header class="entry-header"><h1 class="entry-title">{plain(picture.title)}</h1></header>
<div class="entry-content"><p class="attachment">{image}</p>
<p>{CAPTION}</p></div>
<footer class="entry-footer"></footer>
</article>
<nav class="navigation post-navigation" aria-label="Posts"><div class="nav-links"><div class="nav-previous">
<a href="{place.base}{story.path}" rel="prev">{plain(story.at(place.night).title)}</a></div></div></nav>
<div id="comments" class="comments-area">{form(f"{place.base}{picture.path}", picture.number)}</div>
</main>"""
    classes = "attachment attachment-template-default single single-attachment attachment-png"
    numbers = f"postid-{picture.number} attachmentid-{picture.number}"
    return frame(place, head(seo, place), f"{classes} {numbers}", body)


def _pictures(story: Story, place: Place) -> str:
    figures = [
        f'<figure id="attachment_{p.number}" class="wp-caption aligncenter"><a href="{place.base}{p.path}" rel="attachment '
        f'wp-att-{p.number}"><img decoding="async" class="size-large wp-image-{p.number}" src="{place.base}{p.file}" alt="" '
        f'width="640" height="400" /></a><figcaption class="wp-caption-text">{CAPTION}</figcaption></figure>'
        for p in pictures_of(story)
    ]
    if len(figures) > 1:
        return (
            f'<div class="gallery galleryid-{post_number(story)} gallery-columns-3">\n'
            + "\n".join(figures)
            + "\n</div>"
        )
    return "\n".join(figures)


def _related(story: Story, place: Place) -> str:
    items = "\n".join(
        f'<li><a href="{place.base}{other.path}" rel="bookmark">{plain(other.at(place.night).title)}</a></li>'
        for other in related(story, place.night)
    )
    top = "<div class='yarpp yarpp-related yarpp-related-website yarpp-template-list'>\n<h3>Related posts:</h3>"
    return f"{top}<ol>\n{items}\n</ol></div>"


def _author_box(story: Story, place: Place) -> str:
    return "\n".join(
        f'<div class="author-info"><h2 class="author-title">Published by {plain(name)}</h2><p class="author-bio">'
        f'{plain(name)} {BIOGRAPHY} <a class="author-link" href="{place.base}{author_path(name)}" rel="author">View all posts by '
        f"{plain(name)}</a></p></div>"
        for name in story.authors
    )


def _neighbours(story: Story, place: Place) -> str:
    newest = newsroom().newest(SOURCE, place.night)
    at = newest.index(story)
    links = []
    for other, rel, name in ((at + 1, "prev", "previous"), (at - 1, "next", "next")):
        if 0 <= other < len(newest):
            title = plain(newest[other].at(place.night).title)
            links.append(
                f'<div class="nav-{name}"><a href="{place.base}{newest[other].path}" rel="{rel}">{title}</a></div>'
            )
    return (
        '<nav class="navigation post-navigation" aria-label="Posts"><h2 class="screen-reader-text">Post navigation</h2>'
        f'<div class="nav-links">{"".join(links)}</div></nav>'
    )
