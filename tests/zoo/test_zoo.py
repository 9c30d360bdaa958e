"""The zoo's own arithmetic, on values that can be checked by hand; the systems themselves are run by `make zoo` only."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from tests.zoo import alike
from tests.zoo.stories import DELETED, EDITED, MOVED, OLD_EDITED, SIZE, on_night, stories
from tests.zoo.systems import SYSTEMS
from tests.zoo.table import COUNTS, SHARES, markdown, table
from tests.zoo.traffic import Asked, by_kind

TODAY = date(2026, 11, 25)


def test_the_same_site_gets_the_same_stories_and_no_headline_twice() -> None:
    made = stories("a", "en", "Asia/Kolkata", TODAY)
    assert made == stories("a", "en", "Asia/Kolkata", TODAY)
    assert len({story.title for story in made}) == len({story.slug for story in made}) == len(made) == 64


def test_no_story_is_later_than_its_first_night() -> None:
    for zone in ("Pacific/Auckland", "America/Los_Angeles"):
        made = stories("a", "fr", zone, TODAY)
        assert max(story.at for story in made) < datetime(2026, 11, 25, tzinfo=ZoneInfo(zone))
        assert all(comment.at.date() < TODAY for story in made for comment in story.comments)


def test_the_second_night_has_added_edited_and_deleted_stories() -> None:
    made = stories("a", "de", "Europe/Berlin", TODAY)
    first, second = (on_night(made, night) for night in (0, 1))
    assert len(first) == SIZE == 60
    assert len(second) == SIZE + 4 - len(DELETED) == 61
    edited = {story.key: story.edited for story in second if story.edited}
    assert edited == {f"a-{number:02d}": edit for number, edit in (EDITED | OLD_EDITED).items()}
    before, after = ({story.key: story for story in night}["a-04"] for night in (first, second))
    assert before.title == after.title
    assert sum(one != other for one, other in zip(before.blocks, after.blocks, strict=True)) == 1


def test_on_the_third_night_stories_move_where_the_system_is_ours() -> None:
    made = stories("a", "de", "Europe/Berlin", TODAY)
    second, third = on_night(made, 1), on_night(made, 2, moves=True)
    moved = {new.key: new.redirects for old, new in zip(second, third, strict=True) if old.slug != new.slug}
    assert moved == {f"a-{number:02d}": redirects for number, redirects in MOVED.items()}
    assert on_night(made, 2) == second
    assert min((TODAY - made[number].at.date()).days for number in OLD_EDITED) >= 10


@pytest.mark.parametrize(("bylines", "most"), [("several", 3), ("one", 1), ("site", 1), ("none", 0)])
def test_bylines(bylines: str, most: int) -> None:
    made = stories("a", "es", "Europe/Madrid", TODAY, bylines)
    assert max(len(story.authors) for story in made) == most
    assert len({story.authors for story in made}) == 1 or bylines in ("several", "one")


def test_a_line_is_foreign_when_the_story_does_not_have_it() -> None:
    own = ["Harbour to close", "The harbour — “our heart” — is closing.", "one\ntwo"]
    text = 'The harbour - "our heart" - is closing.\n\ntwo\n\nShare this: Mastodon\n\n***'
    assert alike.foreign_lines(text, own) == ["Share this: Mastodon"]
    assert alike.kept(own[1:2], text) == 1


def test_requests_are_counted_by_what_they_are_for() -> None:
    asked = [
        Asked("/robots.txt", 404, "text/html"),
        Asked("/a/", 200, "text/html"),
        Asked("/a/", 304, ""),
        Asked("/a/feed/", 200, "application/rss+xml"),
        Asked("/wp-sitemap.xml", 200, "application/xml"),
        Asked("/a.png", 200, "image/png"),
        Asked("/tag/b/", 200, "text/html; charset=UTF-8"),
        Asked("/gone", 404, "text/html"),
        Asked("/old", 301, "text/html"),
    ]
    told = {"story": 2, "page": 1, "feed": 1, "sitemap": 1, "media": 1, "rules": 1, "redirect": 1, "failed": 1}
    assert by_kind(asked, {"/a/"}) == told


def test_each_site_has_a_name_and_a_port_of_its_own() -> None:
    sites = [site for system in SYSTEMS for site in system.sites]
    assert len({site.name for site in sites}) == len({site.port for site in sites}) == len(sites)


def test_the_table_says_why_a_site_has_no_scores() -> None:
    assert "ghost skipped: npm is missing" in table([{"site": "ghost", "skipped": "npm is missing"}])


def test_the_tables_of_the_docs_part_sites_by_what_is_right() -> None:
    right = dict.fromkeys((*SHARES, "paragraphs"), 1) | dict.fromkeys(COUNTS, 0)
    right |= {"edits": "5/5", "old_edits": "0/2", "moved": "2/2", "gone": "3/3"}
    right |= {"requests_per_story": 1.3, "second_night_per_story": 0.25}
    rows = [right | {"site": "a"}, right | {"site": "b", "tags": None}, right | {"site": "c", "moved": "1/2"}]
    wrong, _, fine = markdown(rows).partition("## Where all is right")
    assert ("| c |" in wrong, "| a |" in fine, "| b |" in fine, "1 of 3 sites" in wrong) == (True, True, True, True)
