"""Run by the CRX site's own Python in its project folder: puts pages into it through Wagtail's models.

    python fill.py WANTED.json

Prints `{"story key": "path"}`. It imports nothing of this project.
"""

from __future__ import annotations

import json
import os
import sys
from datetime import datetime
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path.cwd()))
os.environ["DJANGO_SETTINGS_MODULE"] = "paper.settings.dev"


def main() -> None:
    import django

    django.setup()
    wanted = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    home = _home(wanted)
    for page in wanted["pages"]:
        _page(home, page)
    index = _index(home, wanted)
    paths = {story["key"]: _story(index, story) for story in wanted["stories"]}
    _delete(set(wanted["deleted"]))
    print(json.dumps(paths))


def _home(wanted: dict[str, Any]) -> Any:
    from wagtail.models import Site

    site = Site.objects.get(is_default_site=True)
    site.hostname, site.port, site.site_name = "127.0.0.1", wanted["port"], wanted["title"]
    site.save()
    home = site.root_page.specific
    home.title, home.show_in_menus, home.index_show_subpages = wanted["title"], True, True
    home.save_revision().publish()
    return home


def _page(home: Any, page: dict[str, str]) -> None:
    from website.models import WebPage

    if not home.get_children().filter(slug=page["slug"]).exists():
        body = [{"type": "row", "value": {"content": [{"type": "content", "value": {"content": [
            {"type": "text", "value": f"<p>{page['text']}</p>"}]}}]}}]  # fmt: skip
        made = WebPage(title=page["title"], slug=page["slug"], body=json.dumps(body), show_in_menus=True)
        home.add_child(instance=made)
        made.save_revision().publish()


def _index(home: Any, wanted: dict[str, Any]) -> Any:
    from website.models import ArticleIndexPage

    known = ArticleIndexPage.objects.first()
    if known is None:
        known = ArticleIndexPage(title=wanted["section"], slug="news", show_in_menus=True, index_num_per_page=10)
        known.index_order_by = "-first_published_at"
        known.index_show_subpages = True
        home.add_child(instance=known)
    known.save_revision().publish()
    return known


def _story(index: Any, story: dict[str, Any]) -> str:
    from website.models import ArticlePage

    page = ArticlePage.objects.filter(slug=story["slug"]).first()
    if page is None:
        page = ArticlePage(slug=story["slug"], title=story["title"])
        page.first_published_at = datetime.fromisoformat(story["at"])
        index.add_child(instance=page)
    page.title, page.author_display, page.caption = story["title"], story["authors"], ""
    page.date_display = story["day"]
    page.body = json.dumps(story["body"])
    page.related_show = True
    page.save_revision().publish()
    page.tags.set(story["tags"])
    page.save()
    return str(page.get_url())


def _delete(slugs: set[str]) -> None:
    from website.models import ArticlePage

    for page in ArticlePage.objects.filter(slug__in=slugs):
        page.delete()


if __name__ == "__main__":
    main()
