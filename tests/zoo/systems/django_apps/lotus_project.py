"""django-blog-lotus: lists, sections, authors and tags, its own sitemaps, no feed; several authors a story, beside its text."""

from __future__ import annotations

from datetime import UTC
from typing import Any

from project import changed, configure, instant, run, user


def _settings() -> dict[str, Any]:
    import lotus.settings
    import smart_media.settings

    known = vars(lotus.settings) | vars(smart_media.settings)
    return {name: value for name, value in known.items() if name.isupper()}


configure(
    ("lotus", "taggit", "sorl.thumbnail", "smart_media", "ckeditor", "ckeditor_uploader", "dal", "dal_select2"),
    CKEDITOR_UPLOAD_PATH="uploads/", **_settings(),
)  # fmt: skip

from django.contrib.flatpages.views import flatpage  # noqa: E402
from django.contrib.sitemaps.views import sitemap  # noqa: E402
from django.urls import include, path  # noqa: E402
from lotus.models import Article, Author, Category  # noqa: E402
from lotus.sitemaps import ArticleSitemap, AuthorSitemap, CategorySitemap, TagSitemap  # noqa: E402

MAPS = {"articles": ArticleSitemap, "authors": AuthorSitemap, "categories": CategorySitemap, "tags": TagSitemap}
urlpatterns = [
    path("sitemap.xml", sitemap, {"sitemaps": MAPS}),
    path("", include("lotus.urls")),
    path("<path:url>", flatpage),
]


def put(story: dict[str, Any]) -> str:
    """Put an article in, or change it."""
    post = Article.objects.filter(slug=story["slug"]).first() or Article(slug=story["slug"])
    if post.pk and not story["edited"]:
        return str(post.get_absolute_url())
    lead, rest = story["body"].partition("</p>")[::2]
    at = instant(story).astimezone(UTC)  # lotus takes what it keeps for UTC, and has the day of UTC in its addresses
    post.title, post.introduction, post.content, post.status = story["title"], f"{lead}</p>", rest, 10
    post.publish_date, post.publish_time, post.last_update = at.date(), at.time(), changed(story)
    post.save()
    post.authors.set([Author.objects.get(pk=user(name).pk) for name in story["authors"]])
    post.categories.set([_category(story["category"])])
    post.tags.set(story["tags"])
    return str(post.get_absolute_url())


def _category(title: str) -> Category:
    return Category.objects.filter(title=title).first() or Category.add_root(title=title, slug=title.lower())


run(put, lambda kept: Article.objects.exclude(slug__in=kept).delete())
