"""Run by the Mezzanine site's own Python in its project folder: puts pages and posts into it through its models.

    python fill.py WANTED.json

Prints `{"story key": "path"}`. It imports nothing of this project.
"""

from __future__ import annotations

import json
import os
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path.cwd()))
os.environ["DJANGO_SETTINGS_MODULE"] = "paper.settings"


def main() -> None:
    import django

    django.setup()
    wanted = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    _site(wanted["domain"])
    for page in wanted["pages"]:
        _page(page)
    paths = {story["key"]: _story(story) for story in wanted["stories"]}
    _delete({story["slug"] for story in wanted["stories"]})
    print(json.dumps(paths))


def _site(domain: str) -> None:
    from django.contrib.sites.models import Site

    Site.objects.update_or_create(id=1, defaults={"domain": domain, "name": domain})


def _page(page: dict[str, str]) -> None:
    from mezzanine.pages.models import RichTextPage

    RichTextPage.objects.get_or_create(slug=page["slug"], defaults={"title": page["title"], "content": page["text"]})


def _story(story: dict[str, Any]) -> str:
    from mezzanine.blog.models import BlogCategory, BlogPost
    from mezzanine.generic.models import AssignedKeyword, Keyword

    post = BlogPost.objects.filter(slug=story["slug"]).first() or BlogPost(slug=story["slug"])
    if post.pk and (post.title, post.content) == (story["title"], story["body"]):
        return str(post.get_absolute_url())
    post.title, post.content, post.user = story["title"], story["body"], _user(story["author"])
    post.publish_date = datetime.fromisoformat(story["at"])
    post.save()
    changed = datetime.now(UTC) if story["edited"] else post.publish_date
    BlogPost.objects.filter(pk=post.pk).update(
        created=post.publish_date, updated=changed
    )  # `save` stamps both with its clock
    post.categories.set([BlogCategory.objects.get_or_create(title=story["category"])[0]])
    if not post.keywords.exists():
        words = [Keyword.objects.get_or_create(title=tag)[0] for tag in story["tags"]]
        post.keywords.add(*(AssignedKeyword(keyword_id=word.pk) for word in words), bulk=False)
    return str(post.get_absolute_url())


def _user(name: str) -> Any:
    from django.contrib.auth import get_user_model

    first, _, last = name.partition(" ")
    known = {"first_name": first, "last_name": last, "is_staff": True}
    return get_user_model().objects.get_or_create(username=name.lower().replace(" ", "."), defaults=known)[0]


def _delete(kept: set[str]) -> None:
    from mezzanine.blog.models import BlogPost

    BlogPost.objects.exclude(slug__in=kept).delete()


if __name__ == "__main__":
    main()
