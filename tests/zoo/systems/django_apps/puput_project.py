"""Wagtail with Puput: entries below a blog's page, one author (by account name), the day in words, sidebars of recent entries."""

from __future__ import annotations

from datetime import UTC
from typing import Any

from project import WANTED, changed, configure, instant, run, user
from puput import PUPUT_APPS

configure(
    PUPUT_APPS, PUPUT_COMMENTS_PROVIDER="puput.comments.DjangoCommentsCommentsProvider", WAGTAIL_SITE_NAME=WANTED["title"],
    WAGTAILADMIN_BASE_URL=WANTED["url"], middleware=("wagtail.contrib.redirects.middleware.RedirectMiddleware",),
)  # fmt: skip

from django.contrib.flatpages.views import flatpage  # noqa: E402
from django.urls import include, path  # noqa: E402
from puput.models import BlogPage, Category, CategoryEntryPage, EntryPage  # noqa: E402
from wagtail.models import Page, Site  # noqa: E402

urlpatterns = [
    *(path(f"{page['slug']}/", flatpage, {"url": f"/{page['slug']}/"}) for page in WANTED["pages"]),
    path("", include("puput.urls")),
]


def put(story: dict[str, Any]) -> str:
    """Put an entry in, or change it."""
    blog = BlogPage.objects.first() or _blog()
    entry = EntryPage.objects.filter(slug=story["slug"]).first()
    if entry is None:
        entry = EntryPage(slug=story["slug"], title=story["title"], body=story["body"], date=instant(story))
        entry.owner = user(story["authors"][0])
        blog.add_child(instance=entry)
        name = story["category"]
        category = Category.objects.get_or_create(name=name, defaults={"slug": name.lower()})[0]
        CategoryEntryPage.objects.create(category=category, page=entry)
        entry.tags.add(*story["tags"])
    entry.title, entry.body = story["title"], story["body"]
    entry.save()
    Page.objects.filter(pk=entry.pk).update(
        first_published_at=instant(story), last_published_at=changed(story), latest_revision_created_at=changed(story)
    )
    return f"/{entry.date.astimezone(UTC):%Y/%m/%d}/{entry.slug}/"  # as Puput takes the day of an address


def _blog() -> BlogPage:
    site = Site.objects.get()
    site.hostname, _, port = WANTED["domain"].partition(":")
    site.port, site.site_name = int(port), WANTED["title"]
    site.root_page = Page.get_first_root_node().add_child(
        instance=BlogPage(title=WANTED["title"], slug="blog", description="News from the coast")
    )
    site.save()
    return site.root_page


def drop(kept: set[str]) -> None:
    """Delete the entries that are not kept."""
    for entry in EntryPage.objects.exclude(slug__in=kept):
        entry.delete()


run(put, drop)
