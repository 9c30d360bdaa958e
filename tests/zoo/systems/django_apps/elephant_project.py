"""FeinCMS with elephantblog: hAtom, one author, archives by year, month and day; every page's title ends in the paper's."""

from __future__ import annotations

from typing import Any

from project import WANTED, changed, configure, instant, run, user

configure(
    ("feincms", "mptt", "elephantblog"), BLOG_TITLE=WANTED["title"], BLOG_DESCRIPTION="News", BLOG_PAGINATE_BY=10,
)  # fmt: skip

from django.contrib.flatpages.views import flatpage  # noqa: E402
from django.contrib.sitemaps.views import sitemap  # noqa: E402
from django.urls import include, path  # noqa: E402
from elephantblog.models import Category, CategoryTranslation, Entry  # noqa: E402
from elephantblog.sitemap import EntrySitemap  # noqa: E402
from feincms.contents import RawContent  # noqa: E402

Entry.register_regions(("main", "Main content area"))
Entry.create_content_type(RawContent)
urlpatterns = [
    path("sitemap.xml", sitemap, {"sitemaps": {"entries": EntrySitemap}}),
    path("", include("elephantblog.urls")),
    path("<path:url>", flatpage),
]


def put(story: dict[str, Any]) -> str:
    """Put an entry in, or change it."""
    post = Entry.objects.filter(slug=story["slug"]).first() or Entry(slug=story["slug"])
    if post.pk and not story["edited"]:
        return str(post.get_absolute_url())
    post.title, post.author, post.published_on = story["title"][:100], user(story["authors"][0]), instant(story)
    post.save()
    content = Entry.content_type_for(RawContent)
    content.objects.update_or_create(parent=post, region="main", ordering=0, defaults={"text": story["body"]})
    Entry.objects.filter(pk=post.pk).update(last_changed=changed(story))
    post.categories.set([_category(story["category"])])
    return str(post.get_absolute_url())


def _category(title: str) -> Category:
    known = CategoryTranslation.objects.filter(title=title).first()
    if known:
        return known.parent
    made = Category.objects.create()
    CategoryTranslation.objects.create(parent=made, title=title, language_code=WANTED["language"])
    return made


run(put, lambda kept: Entry.objects.exclude(slug__in=kept).delete())
