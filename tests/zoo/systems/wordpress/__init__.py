"""WordPress with its own themes: permalinks of all kinds, block and classic markup, four languages, and what plugins do to it."""

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
from tests.zoo.site import FIRST_PORT, Bylines, Site
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
MONTHLY, BARE, NUMBERED = "/%year%/%monthnum%/%postname%/", "/%postname%/", "/archives/%post_id%"
FILED, SIGNED, COUNTED = "/%year%/%monthnum%/%day%/%postname%.html", "/%author%/%postname%/", "/%post_id%/%postname%/"
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
define('ZOO_FEATURES', '{features}');
define('WP_HTTP_BLOCK_EXTERNAL', true); define('AUTOMATIC_UPDATER_DISABLED', true); define('WP_DEBUG', false);
$table_prefix = 'wp_';
if (!defined('ABSPATH')) define('ABSPATH', __DIR__ . '/');
require_once ABSPATH . 'wp-settings.php';
"""
NETWORK = """define('MULTISITE', true); define('SUBDOMAIN_INSTALL', false); define('DOMAIN_CURRENT_SITE', '{host}');
define('PATH_CURRENT_SITE', '/'); define('SITE_ID_CURRENT_SITE', 1); define('BLOG_ID_CURRENT_SITE', 1);
"""
UNLISTED = (
    {"slug": "not-yet", "title": "The bridge will open on Monday", "status": "future", "local": "2099-01-02 08:00:00"},
    {"slug": "of-the-desk", "title": "Notes of the desk", "status": "private", "local": "2026-01-02 08:00:00"},
    {"slug": "for-members", "title": "The members' letter", "status": "publish", "password": "not-a-secret",
     "local": "2026-11-02 08:00:00"},
)  # fmt: skip
"""Posts that the public cannot read."""
WORKERS = 4


def _site(number: int, name: str, theme: str, zone: str, language: str, permalinks: str, **options: str) -> Site:
    chosen = {"permalinks": permalinks, **options}
    bylines: Bylines = "several" if "coauthors" in options.get("features", "") else "one"
    return Site(f"wordpress-{name}", theme, zone, language, FIRST_PORT + number, bylines=bylines, options=chosen)


class WordPress:
    """WordPress on PHP's own server, with a database of ours."""

    sites = (
        _site(0, "2025", "twentytwentyfive", "Australia/Adelaide", "en", DATED),
        _site(1, "2024-plain", "twentytwentyfour", "America/Los_Angeles", "en", PLAIN, markup="classic"),
        _site(2, "2023-de", "twentytwentythree", "Europe/Berlin", "de", NAMED),
        _site(3, "underscores", "underscores", "Asia/Kolkata", "en", DATED, markup="classic"),
        _site(4, "underscores-plain-fr", "underscores", "Europe/Paris", "fr", PLAIN, markup="classic"),
        _site(5, "2025-es", "twentytwentyfive", "America/Bogota", "es", NAMED),
        _site(6, "seo-amp", "twentytwentyfour", "Africa/Nairobi", "en", BARE, features="seo amp coauthors front"),
        _site(
            7,
            "pages",
            "underscores",
            "Asia/Jakarta",
            "en",
            MONTHLY,
            markup="classic",
            features="pages sticky comments unlisted views",
        ),
        _site(
            8,
            "plugins",
            "twentytwentyfive",
            "America/Lima",
            "en",
            NUMBERED,
            features="reading updated advert also share box related infinite",
        ),
        _site(9, "network", "twentytwentyfour", "Pacific/Auckland", "en", BARE, features="seo network"),
        _site(420, "news-blog", "twentytwentyfive", "Asia/Kathmandu", "en", NAMED, date="j M Y", templates="news-blog"),
        _site(421, "photo-blog", "twentytwentyfive", "Indian/Mauritius", "fr", FILED, templates="photo-blog"),
        _site(
            422,
            "vertical",
            "twentytwentyfive",
            "America/St_Johns",
            "en",
            COUNTED,
            date="Y-m-d",
            templates="vertical-header-blog",
        ),
        _site(
            423,
            "text-blog",
            "twentytwentyfive",
            "Asia/Kabul",
            "de",
            SIGNED,
            date="d.m.y",
            features="sticky",
            templates="text-blog",
        ),
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
                told = {"name": "zoo", "home": site.url.rstrip("/"), "features": site.options.get("features", "")}
                (program / "wp-config.php").write_text(CONFIG.format(**told))
                (program / "wp-content" / "mu-plugins").mkdir(exist_ok=True)
                shutil.copyfile(HERE / "plugins.php", program / "wp-content" / "mu-plugins" / "plugins.php")
                database.create(at, "zoo")
                self._fill(folder, at, _installation(site))
                if _network(site):
                    config = (program / "wp-config.php").read_text()
                    told = NETWORK.format(host=urlsplit(site.url).netloc)
                    (program / "wp-config.php").write_text(config.replace("$table_prefix", f"{told}$table_prefix"))
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
        "timezone_string": site.zone, "blogdescription": "News from the coast",
        "default_ping_status": "closed", "thread_comments": 1, "posts_per_page": 10, "wp_attachment_pages_enabled": 1,
        "blog_public": 1, "date_format": site.options.get("date", DATE_FORMATS[site.language]),
    }  # fmt: skip
    if "comments" in site.options.get("features", ""):
        options |= {"page_comments": 1, "comments_per_page": 2, "default_comments_page": "newest"}
    locale = LOCALES[site.language]
    return {
        "install": True, "url": site.url, "title": site.title, "locale": locale, "options": options, "network": _network(site),
    }  # fmt: skip


def _network(site: Site) -> list[str]:
    """The paths of the other sites of its network."""
    return ["/sport/", "/culture/"] if "network" in site.options.get("features", "").split() else []


def _templates(site: Site) -> dict[str, str]:
    """The block theme's own patterns for whole templates, such as "News blog home", by the template they stand for."""
    name = site.options.get("templates")
    if name is None:
        return {}
    return {kind: f"{site.theme}/template-{kind}-{name}" for kind in ("home", "single", "archive", "search")}


def _wanted(site: Site, stories: Sequence[Story], folder: Path) -> dict[str, Any]:
    known = folder / "keys.json"
    before = set(json.loads(known.read_text())) if known.exists() else set()
    keys = {story.key for story in stories}
    known.write_text(json.dumps(sorted(keys)))
    pages = [{"slug": slug, "title": title, "content": f"<p>{text}</p>"} for slug, title, text in PAGES]
    features = site.options.get("features", "").split()
    return {
        "url": site.url, "theme": site.theme, "permalinks": site.options["permalinks"], "pages": pages,
        "stories": [_story(site, story) for story in stories], "deleted": sorted(before - keys),
        "network": _network(site), "templates": _templates(site), "front": ["Home", "News"] if "front" in features else [],
        "unlisted": [post | {"content": PAGES[0][2]} for post in UNLISTED] if "unlisted" in features else [],
    }  # fmt: skip


def _story(site: Site, story: Story) -> dict[str, Any]:
    classic, features = site.options.get("markup") == "classic", site.options.get("features", "").split()
    in_pages = "pages" in features
    return {
        "key": story.key, "title": story.title, "slug": story.slug, "authors": list(story.authors), "category": story.category,
        "tags": list(story.tags), "classic": classic, "edited": bool(story.edited), "caption": caption(story),
        "content": markup.classic(story, in_pages=in_pages) if classic else markup.blocks(story), "files": _files(story),
        "site": next((path for path in _network(site) if path == f"/{story.category.lower()}/"), "/"),
        "sticky": "sticky" in features and story.key.endswith(("-12", "-30")),
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
