"""Run by Zope's console in the instance of the site: puts content into Plone through its own API.

    zconsole run etc/zope.conf fill.py WANTED.json

Prints `{"story key": "path"}`. It imports nothing of this project; `app` is Zope's root, which the console provides.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

SETTINGS = {
    "plone.allow_anon_views_about": True,
    "plone.display_publication_date_in_byline": True,
    "plone.enable_sitemap": True,
}
"""What a news site turns on: bylines, dates, the sitemap for search engines."""


def main(app: Any, wanted: dict[str, Any]) -> None:
    import transaction
    from AccessControl.SecurityManagement import newSecurityManager
    from zope.component.hooks import setSite

    newSecurityManager(None, app.acl_users.getUser("admin").__of__(app.acl_users))
    if "Plone" not in app.objectIds():
        _site(app, wanted)
    site = app["Plone"]
    setSite(site)
    news = site["news"]
    paths = {story["key"]: _story(news, story) for story in wanted["stories"]}
    kept = {story["slug"] for story in wanted["stories"]}
    gone = [
        item.getId() for item in news.objectValues() if item.portal_type == "News Item" and item.getId() not in kept
    ]
    if gone:
        news.manage_delObjects(gone)
    transaction.commit()
    print(json.dumps(paths))


def _site(app: Any, wanted: dict[str, Any]) -> None:
    from plone import api
    from Products.CMFPlone.factory import addPloneSite
    from Products.CMFPlone.interfaces.syndication import IFeedSettings
    from zope.component.hooks import setSite

    extensions = ("plone.app.caching:default", "plonetheme.barceloneta:default", "plone.app.contenttypes:plone-content")
    told = {"default_language": wanted["language"], "portal_timezone": wanted["zone"], "setup_content": True}
    site = addPloneSite(app, "Plone", title=wanted["title"], extension_ids=extensions, **told)
    setSite(site)
    for name, value in SETTINGS.items():
        api.portal.set_registry_record(name, value)
    for name in wanted["people"]:
        word = _login(name)
        api.user.create(
            email=f"{word}@paper.example", username=word, password="the harbour froze", properties={"fullname": name}
        )
    if "news" not in site.objectIds():
        api.content.create(site, "Folder", "news", "News")
    for page in wanted["pages"]:
        made = api.content.create(site, "Document", page["slug"], page["title"])
        made.text = _rich(f"<p>{page['text']}</p>")
        _publish(made)
    _publish(site["news"])
    for fed in (site["news"], site["news"].get("aggregator")):
        if fed is not None:
            IFeedSettings(fed).enabled = True


def _story(news: Any, story: dict[str, Any]) -> str:
    from DateTime import DateTime
    from plone import api

    made, text = news.get(story["slug"]), _rich(story["text"])
    if made is None:
        made = api.content.create(news, "News Item", story["slug"], story["title"])
        made.creators = (_login(story["author"]),)
        made.subject = tuple(story["tags"])
        made.text = text
        _publish(made)
        made.setEffectiveDate(DateTime(story["at"]))
        made.reindexObject()
    elif made.title != story["title"] or made.text.raw != story["text"]:
        made.title, made.text = story["title"], text
        made.notifyModified()
        made.reindexObject()
    return str(made.absolute_url_path()).removeprefix("/Plone")


def _rich(text: str) -> Any:
    from plone.app.textfield.value import RichTextValue

    return RichTextValue(text, "text/html", "text/x-html-safe")


def _publish(made: Any) -> None:
    from plone import api

    if api.content.get_state(made, "") != "published":
        api.content.transition(made, "publish")


def _login(name: str) -> str:
    return "".join(letter for letter in name.lower() if letter.isalpha() and letter.isascii())


if __name__ == "__main__":
    from Testing.makerequest import makerequest

    main(makerequest(app), json.loads(Path(sys.argv[-1]).read_text(encoding="utf-8")))  # noqa: F821
