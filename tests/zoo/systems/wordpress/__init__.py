"""WordPress with its own themes: pretty and plain permalinks, block and classic markup, four zones, four languages."""

from __future__ import annotations

import base64
import json
import shutil
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from tests.zoo import pictures
from tests.zoo.serving import serve_php
from tests.zoo.site import FIRST_PORT, Site
from tests.zoo.stories import Story, caption
from tests.zoo.systems.wordpress import database, markup
from tests.zoo.tools import Tools, run
from tests.zoo.traffic import Traffic

HERE, PROGRAM = Path(__file__).parent, Path("/usr/share/wordpress")
PACKAGES = (
    "wordpress", "wordpress-l10n", "wordpress-theme-twentytwentyfive", "wordpress-theme-twentytwentyfour",
    "wordpress-theme-twentytwentythree", "mariadb-server", "php-cli", "php-mysql", "php-gd", "php-xml", "php-mbstring",
)  # fmt: skip
UNDERSCORES = "undescores-for-npm"
"""The starter theme `_s` that many a classic theme was made from, under the name it has on npm."""
DATED, NAMED, PLAIN = "/%year%/%monthnum%/%day%/%postname%/", "/%category%/%postname%/", ""
LOCALES = {"en": "", "de": "de_DE", "fr": "fr_FR", "es": "es_ES"}
DATE_FORMATS = {"en": "F j, Y", "de": "j. F Y", "fr": "j F Y", "es": "j \\d\\e F \\d\\e Y"}
PAGES = (
    (
        "about",
        "About us",
        "We are a small paper by the sea. We have been printing since the harbour froze over in 1897.",
    ),
    (
        "privacy",
        "Privacy policy",
        "We keep no data about you that we do not need. Write to the desk if you have a question.",
    ),
    ("contact", "Contact", "Write to the desk, or come by on a weekday: the door is open from nine."),
)
CONFIG = """<?php
define('DB_NAME', '{name}'); define('DB_USER', 'root'); define('DB_PASSWORD', '');
define('DB_HOST', 'localhost:' . getenv('ZOO_SOCKET')); define('DB_CHARSET', 'utf8mb4'); define('DB_COLLATE', '');
define('WP_HOME', '{home}'); define('WP_SITEURL', '{home}'); define('DISABLE_WP_CRON', true);
define('WP_HTTP_BLOCK_EXTERNAL', true); define('AUTOMATIC_UPDATER_DISABLED', true); define('WP_DEBUG', false);
$table_prefix = 'wp_';
if (!defined('ABSPATH')) define('ABSPATH', __DIR__ . '/');
require_once ABSPATH . 'wp-settings.php';
"""
WORKERS = 4


def _site(number: int, name: str, theme: str, zone: str, language: str, permalinks: str, **options: str) -> Site:
    chosen = {"permalinks": permalinks, **options}
    return Site(f"wordpress-{name}", theme, zone, language, FIRST_PORT + number, options=chosen)


class WordPress:
    """WordPress on PHP's own server, with a database of ours."""

    sites = (
        _site(0, "2025", "twentytwentyfive", "Australia/Adelaide", "en", DATED),
        _site(1, "2024-plain", "twentytwentyfour", "America/Los_Angeles", "en", PLAIN, markup="classic"),
        _site(2, "2023-de", "twentytwentythree", "Europe/Berlin", "de", NAMED),
        _site(3, "underscores", "underscores", "Asia/Kolkata", "en", DATED, markup="classic"),
        _site(4, "underscores-plain-fr", "underscores", "Europe/Paris", "fr", PLAIN, markup="classic"),
        _site(5, "2025-es", "twentytwentyfive", "America/Bogota", "es", NAMED),
    )

    def install(self, tools: Tools) -> None:
        """Debian's packages."""
        tools.debian(str(PROGRAM / "wp-load.php"), *PACKAGES)
        tools.debian("mariadbd", *PACKAGES)
        tools.debian("php", *PACKAGES)
        tools.npm("underscores", UNDERSCORES)

    def publish(self, site: Site, folder: Path, tools: Tools, stories: Sequence[Story], night: int) -> dict[str, str]:
        """Fill the site's database; the first night starts from nothing."""
        program = folder / "program"
        with database.database(folder) as at:
            if night == 0:
                shutil.rmtree(program, ignore_errors=True)
                shutil.copytree(PROGRAM, program, ignore=shutil.ignore_patterns("wp-config.php"), symlinks=False)
                if site.theme == "underscores":
                    theme = tools.npm("underscores", UNDERSCORES) / "node_modules" / UNDERSCORES
                    shutil.copytree(theme, program / "wp-content" / "themes" / "underscores")
                (program / "wp-config.php").write_text(CONFIG.format(name="zoo", home=site.url.rstrip("/")))
                database.create(at, "zoo")
                self._fill(folder, at, _installation(site))
            links = self._fill(folder, at, _wanted(site, stories, folder))
        return {key: _path(link) for key, link in json.loads(links).items()}

    def _fill(self, folder: Path, at: str, wanted: dict[str, Any]) -> str:
        (folder / "wanted.json").write_text(json.dumps(wanted, ensure_ascii=False))
        fill = ["php", "-d", "memory_limit=512M", str(HERE / "fill.php"), str(folder / "wanted.json")]
        return run(fill, folder / "program", ZOO_SOCKET=at)

    @contextmanager
    def serve(self, site: Site, folder: Path, tools: Tools) -> Generator[Traffic]:
        """PHP's own server, behind ours that notes the requests."""
        router = HERE / "router.php"
        with (
            database.database(folder) as at,
            serve_php(folder, router, site.port, workers=WORKERS, ZOO_SOCKET=at) as traffic,
        ):
            yield traffic


def _installation(site: Site) -> dict[str, Any]:
    options = {
        "timezone_string": site.zone, "date_format": DATE_FORMATS[site.language], "blogdescription": "News from the coast",
        "default_ping_status": "closed", "thread_comments": 1, "posts_per_page": 10, "wp_attachment_pages_enabled": 1,
        "blog_public": 1,
    }  # fmt: skip
    locale = LOCALES[site.language]
    return {"install": True, "url": site.url, "title": site.title, "locale": locale, "options": options}


def _wanted(site: Site, stories: Sequence[Story], folder: Path) -> dict[str, Any]:
    known = folder / "keys.json"
    before = set(json.loads(known.read_text())) if known.exists() else set()
    keys = {story.key for story in stories}
    known.write_text(json.dumps(sorted(keys)))
    pages = [{"slug": slug, "title": title, "content": f"<p>{text}</p>"} for slug, title, text in PAGES]
    return {
        "url": site.url, "theme": site.theme, "permalinks": site.options["permalinks"], "pages": pages,
        "stories": [_story(site, story) for story in stories], "deleted": sorted(before - keys),
    }  # fmt: skip


def _story(site: Site, story: Story) -> dict[str, Any]:
    written = classic = site.options.get("markup") == "classic"
    return {
        "key": story.key, "title": story.title, "slug": story.slug, "author": story.authors[0], "category": story.category,
        "tags": list(story.tags), "classic": classic, "edited": bool(story.edited), "caption": caption(story),
        "content": markup.classic(story) if written else markup.blocks(story), "files": _files(story),
        "comments": [{"author": c.author, "text": c.text, **_times(c.at)} for c in story.comments], **_times(story.at),
    }  # fmt: skip


def _times(at: datetime) -> dict[str, str]:
    return {"local": f"{at:%Y-%m-%d %H:%M:%S}", "utc": f"{at.astimezone(UTC):%Y-%m-%d %H:%M:%S}"}


def _files(story: Story) -> dict[str, list[dict[str, str]]]:
    files: dict[str, list[dict[str, str]]] = {}
    if story.picture:
        files["featured" if story.gallery or story.comments else "inline"] = [_picture(story, "scene")]
    if story.gallery:
        files["gallery"] = [_picture(story, f"view-{number}") for number in range(4)]
    if story.attachment:
        encoded = base64.b64encode(pictures.pdf(story.title)).decode()
        name = f"minutes-{story.key}.pdf"
        files["attachment"] = [
            {"name": name, "type": "application/pdf", "title": f"Minutes {story.key}", "base64": encoded}
        ]
    return files


def _picture(story: Story, what: str) -> dict[str, str]:
    encoded = base64.b64encode(pictures.png(f"{story.key} {what}")).decode()
    title = f"{what} {story.key}"
    return {"name": f"{what}-{story.key}.png", "type": "image/png", "title": title, "base64": encoded}


def _path(link: str) -> str:
    parts = urlsplit(link)
    return parts.path + (f"?{parts.query}" if parts.query else "")
