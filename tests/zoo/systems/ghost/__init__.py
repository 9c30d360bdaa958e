"""Ghost with its themes Casper and Source, on the database of the zoo; filled through its importer and its Admin API."""

from __future__ import annotations

import json
import shutil
from collections.abc import Generator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from tests.zoo.serving import free_port, serve_program
from tests.zoo.site import FIRST_PORT, Site
from tests.zoo.stories import Block, Story, slug
from tests.zoo.systems import markdown
from tests.zoo.systems.ghost.api import Admin
from tests.zoo.systems.ghost.lexical import lexical
from tests.zoo.systems.wordpress import database
from tests.zoo.tools import Tools, UnavailableError, run
from tests.zoo.traffic import Traffic

ROUTES = """routes:

collections:
  /:
    permalink: {}
    template: index

taxonomies:
  tag: /topic/{{slug}}/
  author: /writer/{{slug}}/
"""
VERSION = "ghost@5.130.6"
"""The last that runs on the Node that Debian and many others have."""


class Ghost:
    """Ghost of npm."""

    sites: Sequence[Site] = (
        Site("ghost-casper", "casper", "Europe/Oslo", "en", FIRST_PORT + 110, bylines="several"),
        Site("ghost-source", "source", "America/Denver", "en", FIRST_PORT + 111, bylines="several"),
        Site(
            "ghost-magazine",
            "source",
            "Asia/Colombo",
            "en",
            FIRST_PORT + 404,
            bylines="several",
            options={"routes": "/{primary_tag}/{slug}/", "header_style": "Magazine", "post_feed_style": "Grid"},
        ),
    )

    def install(self, tools: Tools) -> None:
        """MariaDB, and Ghost unpacked in a folder of its own: its parts are files beside its package.json."""
        tools.debian("mariadbd", "mariadb-server")
        home = tools.folder / "ghost"
        if (home / ".installed").exists():
            return
        if shutil.which("npm") is None:
            raise UnavailableError("npm is missing")
        home.mkdir(parents=True, exist_ok=True)
        packed = run(["npm", "pack", "--silent", VERSION], home).split()[-1]
        run(["tar", "--extract", "--file", packed], home)
        _drop_development(home / "package" / "package.json")
        less = ("--omit=dev", "--omit=optional", "--legacy-peer-deps", "--no-audit", "--no-fund")
        run(["npm", "install", *less], home / "package")
        (home / ".installed").touch()

    def publish(self, site: Site, folder: Path, tools: Tools, stories: Sequence[Story], night: int) -> dict[str, str]:
        """Import the new stories, change the edited ones, delete those that are gone."""
        with database.database(folder) as at:
            if night == 0:
                database.create(at, "zoo")
                shutil.copytree(tools.folder / "ghost" / "package" / "content", folder / "content", dirs_exist_ok=True)
                if "routes" in site.options:
                    markdown.write(
                        folder / "content" / "settings" / "routes.yaml", ROUTES.format(site.options["routes"])
                    )
            with self._running(site, folder, tools, at):
                admin = Admin(site.url)
                admin.wait()
                if night == 0:
                    admin.set_up(site.title)
                admin.sign_in()
                if night == 0:
                    _settle(admin, site)
                return _fill(admin, site, stories)

    @contextmanager
    def serve(self, site: Site, folder: Path, tools: Tools) -> Generator[Traffic]:
        """Ghost behind a server of ours that notes the requests."""
        with database.database(folder) as at, self._running(site, folder, tools, at) as traffic:
            Admin(site.url).wait()
            traffic.taken()
            yield traffic

    def _running(self, site: Site, folder: Path, tools: Tools, at: str) -> AbstractContextManager[Traffic]:
        backend, package = free_port(), tools.folder / "ghost" / "package"
        environment = {"NODE_ENV": "production"} | _environment(_settings(site, folder, backend, at))
        command, log = ["node", "index.js"], folder / "ghost.log"
        return serve_program(command, package, backend=backend, port=site.port, log=log, **environment)


def _drop_development(package: Path) -> None:
    """Take out what Ghost is developed with: some of it is in no registry."""
    told = json.loads(package.read_text())
    told.pop("devDependencies", None)
    package.write_text(json.dumps(told))


def _settings(site: Site, folder: Path, backend: int, at: str) -> dict[str, Any]:
    return {
        "url": site.url,
        "server": {"host": "127.0.0.1", "port": backend},
        "database": {"client": "mysql", "connection": {"socketPath": at, "user": "root", "database": "zoo"}},
        "paths": {"contentPath": str(folder / "content")},
        "logging": {"transports": ["stdout"], "level": "warn"},
        "mail": {"transport": "Direct"},
        "privacy": {"useUpdateCheck": False, "useGravatar": False, "useRpcPing": False},
        "security": {"staffDeviceVerification": False},
    }


def _environment(settings: Mapping[str, Any], before: str = "") -> dict[str, str]:
    """Settings as Ghost reads them from the environment: `database__client=mysql`."""
    found: dict[str, str] = {}
    for name, value in settings.items():
        if isinstance(value, Mapping):
            found |= _environment(value, f"{before}{name}__")
        else:
            found[before + name] = value if isinstance(value, str) else json.dumps(value)
    return found


def _settle(admin: Admin, site: Site) -> None:
    values = {"timezone": site.zone, "locale": site.language, "description": "News from the coast"}
    admin.call("PUT", "settings/", {"settings": [{"key": key, "value": value} for key, value in values.items()]})
    admin.call("PUT", f"themes/{site.theme}/activate/")
    custom = [{"key": key, "value": value} for key, value in site.options.items() if key != "routes"]
    if custom:
        admin.call("PUT", "custom_theme_settings/", {"custom_theme_settings": custom})
    for post in admin.posts():  # what a new Ghost comes with
        admin.call("DELETE", f"posts/{post['id']}/")
    for name, title in markdown.PAGES[site.language]:
        text = lexical([Block("paragraph", markdown.PAGE_TEXT[site.language])])
        address = f"{name}-us" if name == "about" else name  # a new Ghost has a page about itself
        page = {"title": title, "slug": address, "lexical": text, "status": "published"}
        admin.call("POST", "pages/", {"pages": [page]})


def _fill(admin: Admin, site: Site, stories: Sequence[Story]) -> dict[str, str]:
    known = {post["slug"]: post for post in admin.posts()}
    new = [story for story in stories if story.slug not in known]
    if new:
        admin.import_posts(_export(new))
        admin.wait_for_posts({story.slug for story in new})
    for story in (story for story in stories if story.edited and story.slug in known):
        post = known[story.slug]
        change = {"title": story.title, "lexical": lexical(story.blocks), "updated_at": post["updated_at"]}
        admin.call("PUT", f"posts/{post['id']}/", {"posts": [change]})
    kept = {story.slug for story in stories}
    for post in (post for name, post in known.items() if name not in kept):
        admin.call("DELETE", f"posts/{post['id']}/")
    paths = {post["slug"]: urlsplit(post["url"]).path for post in admin.posts()}
    return {story.key: paths[story.slug] for story in stories}


def _export(stories: Sequence[Story]) -> dict[str, Any]:
    """Posts with their tags and authors as Ghost's own export has them."""
    names = sorted({name for story in stories for name in story.authors})
    words = sorted({word for story in stories for word in (story.category, *story.tags)})
    people = {name: f"author{number}" for number, name in enumerate(names)}
    tags = {word: f"tag{number}" for number, word in enumerate(words)}
    return {
        "posts": [_post(story) for story in stories],
        "users": [
            {"id": key, "name": name, "slug": slug(name), "email": f"{slug(name)}@paper.example"}
            for name, key in people.items()
        ],
        "tags": [{"id": key, "name": word, "slug": slug(word)} for word, key in tags.items()],
        "posts_authors": [
            {"post_id": story.key, "author_id": people[name], "sort_order": place}
            for story in stories
            for place, name in enumerate(story.authors)
        ],
        "posts_tags": [
            {"post_id": story.key, "tag_id": tags[word], "sort_order": place}
            for story in stories
            for place, word in enumerate((story.category, *story.tags))
        ],
    }


def _post(story: Story) -> dict[str, Any]:
    at = _utc(story.at)
    return {
        "id": story.key,
        "title": story.title,
        "slug": story.slug,
        "lexical": lexical(story.blocks),
        "status": "published",
        "published_at": at,
        "created_at": at,
        "updated_at": at,
    }


def _utc(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%S.000Z}"
