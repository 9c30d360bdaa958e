"""Django CMS with djangocms-stories as its home page: no byline, the day of UTC in the address only, its headline an `<h2>`."""

from __future__ import annotations

from datetime import UTC
from typing import Any

from project import WANTED, changed, configure, instant, run

configure(
    (
        "cms", "menus", "treebeard", "sekizai", "filer", "easy_thumbnails", "parler", "taggit", "meta", "sortedm2m",
        "djangocms_text", "djangocms_stories",
    ),
    middleware=(
        "cms.middleware.user.CurrentUserMiddleware", "cms.middleware.page.CurrentPageMiddleware",
        "cms.middleware.toolbar.ToolbarMiddleware", "cms.middleware.language.LanguageCookieMiddleware",
    ),
    processors=("sekizai.context_processors.sekizai", "cms.context_processors.cms_settings"),
    CMS_CONFIRM_VERSION4=True, CMS_TEMPLATES=(("base.html", "Base"),), X_FRAME_OPTIONS="SAMEORIGIN",
    META_SITE_PROTOCOL="http", META_SITE_DOMAIN=WANTED["domain"], META_USE_OG_PROPERTIES=True, META_USE_SCHEMAORG_PROPERTIES=True,
    THUMBNAIL_PROCESSORS=(
        "easy_thumbnails.processors.colorspace", "easy_thumbnails.processors.autocrop",
        "filer.thumbnail_processors.scale_and_crop_with_subject_location", "easy_thumbnails.processors.filters",
    ),
    META_SITE_NAME=WANTED["title"], STORIES_USE_PLACEHOLDER=False, STORIES_PAGINATION=10,
)  # fmt: skip

from cms.api import create_page  # noqa: E402
from cms.sitemaps import CMSSitemap  # noqa: E402
from django.contrib.flatpages.views import flatpage  # noqa: E402
from django.contrib.sitemaps.views import sitemap  # noqa: E402
from django.db import transaction  # noqa: E402
from django.urls import include, path  # noqa: E402
from django.utils.text import slugify  # noqa: E402
from djangocms_stories.cms_appconfig import config_defaults  # noqa: E402
from djangocms_stories.models import Post, PostCategory, PostContent, StoriesConfig  # noqa: E402
from djangocms_stories.sitemaps import StoriesSitemap  # noqa: E402

urlpatterns = [
    path("sitemap.xml", sitemap, {"sitemaps": {"pages": CMSSitemap, "stories": StoriesSitemap}}),
    *(path(f"{page['slug']}/", flatpage, {"url": f"/{page['slug']}/"}) for page in WANTED["pages"]),
    path("", include("cms.urls")),
]


def put(story: dict[str, Any]) -> str:
    """Put a post in, or change it."""
    config = StoriesConfig.objects.first() or _home()
    content = PostContent.objects.filter(slug=story["slug"]).first()
    post = content.post if content else Post.objects.create(app_config=config, date_published=instant(story))
    if content is None:
        content = PostContent(post=post, language=WANTED["language"], slug=story["slug"])
        post.categories.add(_category(config, story["category"]))
        post.tags.add(*story["tags"])
    content.title, content.post_text = story["title"], story["body"]
    content.abstract = story["body"].partition("</p>")[0] + "</p>"
    content.save()
    Post.objects.filter(pk=post.pk).update(date_modified=changed(story))
    return f"/{instant(story).astimezone(UTC):%Y/%m/%d}/{story['slug']}/"


def _home() -> StoriesConfig:
    config = StoriesConfig.objects.create(
        **(config_defaults | {"url_patterns": "full_date", "use_placeholder": False}),
        namespace="stories",
        app_title=WANTED["title"],
        object_name="Story",
    )
    page = create_page(
        WANTED["title"], "base.html", WANTED["language"], apphook="StoriesApp", apphook_namespace=config.namespace
    )
    with transaction.atomic():
        page.set_as_homepage()
    return config


def _category(config: StoriesConfig, name: str) -> PostCategory:
    known = PostCategory.objects.filter(translations__name=name).first()
    return known or PostCategory.objects.create(app_config=config, name=name, slug=slugify(name))


run(put, lambda kept: Post.objects.exclude(postcontent__slug__in=kept).delete())
