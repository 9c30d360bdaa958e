"""What the projects of the apps have in common. Run by the site's own Python; it imports nothing of ours but its neighbours.

    PAPER=FOLDER python APP_project.py fill|runserver ADDRESS

FOLDER/wanted.json says what the site is to be; `fill` prints `{"story key": "path"}`.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

HERE, FOLDER = Path(__file__).parent, Path(os.environ["PAPER"])
WANTED: dict[str, Any] = json.loads((FOLDER / "wanted.json").read_text(encoding="utf-8"))
DJANGO = (
    "django.contrib.auth", "django.contrib.contenttypes", "django.contrib.sessions", "django.contrib.messages",
    "django.contrib.sites", "django.contrib.sitemaps", "django.contrib.admin", "django.contrib.staticfiles",
    "django.contrib.flatpages",
)  # fmt: skip
MIDDLEWARE = (
    "django.contrib.sessions.middleware.SessionMiddleware", "django.middleware.common.CommonMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware", "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.locale.LocaleMiddleware", "django.contrib.sites.middleware.CurrentSiteMiddleware",
)  # fmt: skip
PROCESSORS = (
    "django.template.context_processors.debug", "django.template.context_processors.request",
    "django.template.context_processors.static", "django.template.context_processors.i18n",
    "django.contrib.auth.context_processors.auth", "django.contrib.messages.context_processors.messages", "project.paper",
)  # fmt: skip


def paper(request: Any) -> dict[str, Any]:
    """What the base template shows of the paper."""
    return {"paper": WANTED}


def configure(
    apps: Sequence[str],
    *,
    before: Sequence[str] = (),
    middleware: Sequence[str] = (),
    processors: Sequence[str] = (),
    **more: Any,
) -> None:
    """Set Django up with these apps; the file that is run is also its URL configuration."""
    from django.conf import settings

    templates = {
        "BACKEND": "django.template.backends.django.DjangoTemplates", "DIRS": [HERE / "templates"], "APP_DIRS": True,
        "OPTIONS": {"context_processors": [*PROCESSORS, *processors]},
    }  # fmt: skip
    database = {"ENGINE": "django.db.backends.sqlite3", "NAME": FOLDER / "paper.sqlite3"}
    told: dict[str, Any] = {
        "DEBUG": False, "ALLOWED_HOSTS": ["*"], "SECRET_KEY": "not-a-secret", "ROOT_URLCONF": "__main__", "SITE_ID": 1,
        "INSTALLED_APPS": [*before, *DJANGO, *apps], "MIDDLEWARE": [*MIDDLEWARE, *middleware], "TEMPLATES": [templates],
        "DATABASES": {"default": database}, "USE_TZ": True, "TIME_ZONE": WANTED["zone"], "LANGUAGE_CODE": WANTED["language"],
        "LANGUAGES": [(WANTED["language"], WANTED["language"])], "DEFAULT_AUTO_FIELD": "django.db.models.AutoField",
        "STATIC_URL": "/static/", "MEDIA_URL": "/media/", "MEDIA_ROOT": FOLDER / "media",
    }  # fmt: skip
    settings.configure(**(told | more))
    import django

    django.setup()


def run(put: Callable[[dict[str, Any]], str], drop: Callable[[set[str]], None]) -> None:
    """Fill the site through `put`, which returns a story's address, and `drop`, which gets the slugs that stay; or serve it."""
    from django.core.management import call_command, execute_from_command_line

    if sys.argv[1] != "fill":
        execute_from_command_line(sys.argv)
        return
    call_command("migrate", verbosity=0, run_syncdb=True)
    _pages()
    paths = {story["key"]: put(story) for story in WANTED["stories"]}
    drop({story["slug"] for story in WANTED["stories"]})
    print(json.dumps(paths))


def user(name: str) -> Any:
    """The account of an author."""
    from django.contrib.auth import get_user_model

    first, _, last = name.partition(" ")
    known = {"first_name": first, "last_name": last, "is_staff": True}
    login = name.lower().replace(" ", "_").replace("-", "_").replace("'", "")
    return get_user_model().objects.get_or_create(username=login, defaults=known)[0]


def instant(story: dict[str, Any]) -> datetime:
    """When a story was published."""
    return datetime.fromisoformat(story["at"])


def changed(story: dict[str, Any]) -> datetime:
    """When a story was changed last."""
    return datetime.now(UTC) if story["edited"] else instant(story)


def _pages() -> None:
    from django.contrib.flatpages.models import FlatPage
    from django.contrib.sites.models import Site

    site = Site.objects.update_or_create(id=1, defaults={"domain": WANTED["domain"], "name": WANTED["title"]})[0]
    for page in WANTED["pages"]:
        known = {"title": page["title"], "content": page["text"]}
        FlatPage.objects.get_or_create(url=f"/{page['slug']}/", defaults=known)[0].sites.add(site)
