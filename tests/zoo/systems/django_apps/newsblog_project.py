"""Django CMS with Aldryn's news app as its home page: an `<h2>` as headline, the day and a linked name without words."""

from __future__ import annotations

from datetime import UTC
from typing import Any

from project import WANTED, configure, instant, run, user

configure(
    (
        "sekizai", "cms", "menus", "treebeard", "parler", "filer", "easy_thumbnails", "sortedm2m", "taggit",
        "djangocms_alias", "djangocms_text", "aldryn_common", "aldryn_apphooks_config", "aldryn_categories", "aldryn_people",
        "aldryn_translation_tools", "aldryn_newsblog",
    ),
    middleware=(
        "cms.middleware.user.CurrentUserMiddleware", "cms.middleware.page.CurrentPageMiddleware",
        "cms.middleware.toolbar.ToolbarMiddleware", "cms.middleware.language.LanguageCookieMiddleware",
    ),
    processors=("sekizai.context_processors.sekizai", "cms.context_processors.cms_settings"),
    CMS_CONFIRM_VERSION4=True, CMS_TEMPLATES=(("base.html", "Base"),), X_FRAME_OPTIONS="SAMEORIGIN",
    THUMBNAIL_PROCESSORS=(
        "easy_thumbnails.processors.colorspace", "easy_thumbnails.processors.autocrop",
        "filer.thumbnail_processors.scale_and_crop_with_subject_location", "easy_thumbnails.processors.filters",
    ),
)  # fmt: skip

from aldryn_categories.models import Category  # noqa: E402
from aldryn_newsblog.cms_appconfig import NewsBlogConfig  # noqa: E402
from aldryn_newsblog.models import Article  # noqa: E402
from aldryn_newsblog.sitemaps import NewsBlogSitemap  # noqa: E402
from aldryn_people.models import Person  # noqa: E402
from cms.api import add_plugin, create_page  # noqa: E402
from django.contrib.flatpages.views import flatpage  # noqa: E402
from django.contrib.sitemaps.views import sitemap  # noqa: E402
from django.db import transaction  # noqa: E402
from django.urls import include, path  # noqa: E402

urlpatterns = [
    path("sitemap.xml", sitemap, {"sitemaps": {"stories": NewsBlogSitemap}}),
    *(path(f"{page['slug']}/", flatpage, {"url": f"/{page['slug']}/"}) for page in WANTED["pages"]),
    path("", include("cms.urls")),
]


def put(story: dict[str, Any]) -> str:
    """Put an article in, or change it."""
    language = WANTED["language"]
    config = NewsBlogConfig.objects.filter(namespace="news").first() or _home()
    article = Article.objects.filter(translations__slug=story["slug"]).first()
    if article is None:
        article = Article(app_config=config, owner=user("The Desk"), publishing_date=instant(story), is_published=True)
        article.set_current_language(language)
        article.slug, article.author = story["slug"], _person(story["authors"][0])
    lead, end, rest = story["body"].partition("</p>")
    article.title, article.lead_in = story["title"], lead + end
    article.save()
    article.categories.add(_category(story["category"]))
    article.tags.add(*story["tags"])
    article.content_placeholder.get_plugins(language).delete()
    add_plugin(article.content_placeholder, "TextPlugin", language, body=rest)
    return f"/{instant(story).astimezone(UTC):%Y/%m}/{story['slug']}/"


def _home() -> NewsBlogConfig:
    config = NewsBlogConfig.objects.create(
        namespace="news", app_title=WANTED["title"], permalink_type="yms", paginate_by=10
    )
    page = create_page(
        WANTED["title"], "base.html", WANTED["language"], apphook="NewsBlogApp", apphook_namespace=config.namespace
    )
    with transaction.atomic():
        page.set_as_homepage()
    return config


def _person(name: str) -> Person:
    known = Person.objects.filter(translations__name=name).first()
    return known or Person.objects.create(name=name)


def _category(name: str) -> Category:
    known = Category.objects.filter(translations__name=name).first()
    return known or Category.add_root(name=name)


run(put, lambda kept: Article.objects.exclude(translations__slug__in=kept).delete())
