"""SPIP with its own templates, on SQLite: addresses by number, stories in sections, authors, keywords and a forum below."""

from __future__ import annotations

import json
import shutil
from collections.abc import Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from tests.zoo.serving import serve_php
from tests.zoo.site import FIRST_PORT, Site
from tests.zoo.stories import Block, Story
from tests.zoo.tools import Tools, run
from tests.zoo.traffic import Traffic

HERE, PROGRAM = Path(__file__).parent, Path("/usr/share/spip")
PACKAGES = ("spip", "php-cli", "php-sqlite3", "php-xml", "php-mbstring", "php-gd")
PARTS = ("ecrire", "plugins-dist", "prive", "squelettes-dist", "vendor", "index.php", "spip.php")
FOLDERS = ("IMG", "local", "tmp", "config/bases", "plugins", "themes", "sites")
CONNECT = """<?php
if (!defined("_ECRIRE_INC_VERSION")) return;
$GLOBALS['spip_connect_version'] = 0.8;
spip_connect_db('', '', '', '', 'spip', 'sqlite3', 'spip', '', 'utf8');
"""
OPTIONS = "<?php\ndate_default_timezone_set('{zone}');\n$GLOBALS['type_urls'] = '{urls}';\n"


class Spip:
    """Debian's SPIP. Its dates are local times without a zone, its pages show days."""

    sites: Sequence[Site] = (
        Site("spip", "dist", "Europe/Paris", "fr", FIRST_PORT + 100, bylines="several", options={"urls": "page"}),
    )

    def install(self, tools: Tools) -> None:
        """Debian's packages."""
        tools.debian(str(PROGRAM / "spip.php"), *PACKAGES)
        tools.debian("php", *PACKAGES)

    def publish(self, site: Site, folder: Path, tools: Tools, stories: Sequence[Story], night: int) -> dict[str, str]:
        """Copy the program and make its tables on the first night; put the stories in."""
        program = folder / "program"
        if night == 0:
            _install(site, folder, program)
        keys = folder / "keys.json"
        before = set(json.loads(keys.read_text())) if night else set()
        kept = {story.key for story in stories}
        keys.write_text(json.dumps(sorted(kept)))
        wanted = {"url": site.url, "stories": [_story(story) for story in stories], "deleted": sorted(before - kept)}
        told = _fill(folder, wanted)
        return {key: _path(address) for key, address in json.loads(told).items()}

    def serve(self, site: Site, folder: Path, tools: Tools) -> AbstractContextManager[Traffic]:
        """PHP's own server, behind ours that notes the requests."""
        return serve_php(folder, HERE / "router.php", site.port, workers=4)


def _install(site: Site, folder: Path, program: Path) -> None:
    shutil.rmtree(program, ignore_errors=True)
    for name in PARTS:
        part = PROGRAM / name
        program.mkdir(parents=True, exist_ok=True)
        shutil.copytree(part, program / name) if part.is_dir() else shutil.copy(part, program / name)
    for name in FOLDERS:
        (program / name).mkdir(parents=True, exist_ok=True)
    (program / "config" / "mes_options.php").write_text(OPTIONS.format(zone=site.zone, urls=site.options["urls"]))
    settings = {
        "nom_site": site.title,
        "adresse_site": site.url.rstrip("/"),
        "langue_site": site.language,
        "descriptif_site": "Les nouvelles de la côte",
        "forums_publics": "posteriori",
        "articles_mots": "oui",
    }
    _fill(folder, {"install": True, "url": site.url, "settings": settings, "connect": CONNECT})


def _fill(folder: Path, wanted: dict[str, Any]) -> str:
    (folder / "wanted.json").write_text(json.dumps(wanted, ensure_ascii=False))
    return run(["php", str(HERE / "fill.php"), str(folder / "wanted.json")], folder / "program")


def _story(story: Story) -> dict[str, Any]:
    return {
        "key": story.key,
        "title": story.title,
        "text": "\n\n".join(_block(block) for block in story.blocks),
        "language": story.language,
        "category": story.category,
        "authors": list(story.authors),
        "tags": list(story.tags),
        "edited": bool(story.edited),
        "local": _local(story.at),
        "comments": [{"author": c.author, "text": c.text, "local": _local(c.at)} for c in story.comments],
    }


def _block(block: Block) -> str:
    if block.kind == "heading":
        return f"{{{{{{{block.text}}}}}}}"
    if block.kind == "quote":
        return f"<quote>{block.text}</quote>"
    if block.kind == "list":
        return "\n".join(f"-* {item}" for item in block.text.splitlines())
    return block.text


def _local(at: datetime) -> str:
    return f"{at:%Y-%m-%d %H:%M:%S}"


def _path(address: str) -> str:
    parts = urlsplit(address)
    return f"/{parts.path.lstrip('/')}" + (f"?{parts.query}" if parts.query else "")
