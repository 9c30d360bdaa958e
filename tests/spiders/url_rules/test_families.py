"""Families of listings are bounded by the stories they bring; addresses that may be stories are in none."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spiders.url_rules.families import Families, Family, family_of, lists_few
from spiders.url_rules.flat_lists import flat_family
from spiders.url_rules.no_story import no_story
from spiders.url_rules.variants import is_idle, parts_of, without

NIGHT = date(2025, 11, 10)


def tries(families: Families, name: str, brings: int = 0, most: int = 100) -> int:
    """How many pages of a family are asked for, the first `brings` of which name a story each."""
    for done in range(most):
        if families.barren(name):
            return done
        families.answered(name)
        if done < brings:
            families.brought(name)
    return most


def test_a_family_that_brings_nothing_is_left_after_three_pages_and_further_pages_of_a_list_after_five() -> None:
    assert tries(Families((), NIGHT), "tag") == 3
    assert tries(Families((), NIGHT), "page") == 5
    assert tries(Families((), NIGHT), "?paged") == 5


def test_where_a_sitemap_lists_stories_two_are_enough_and_then_one() -> None:
    families = Families((), NIGHT)
    families.listed = True
    assert [tries(families, name) for name in ("category", "tag", "author", "dates")] == [2, 2, 1, 1]


def test_every_story_that_a_family_brings_is_worth_three_more_pages() -> None:
    assert tries(Families((), NIGHT), "tag", brings=2) == 9
    assert tries(Families((), NIGHT), "tag", brings=100) == 100


def test_a_feed_goes_with_its_listing() -> None:
    families = Families((("tag", Family(tried=3)), ("author", Family(tried=3, brought=1))), NIGHT)
    assert families.barren("tag feed") == "tag feed: its 3 pages brought no stories"
    assert tries(families, "author feed") == 2
    families.listed = True
    assert tries(families, "category feed") == 1


def test_one_sitemap_of_lists_is_enough_where_another_lists_stories() -> None:
    families = Families((), NIGHT)
    assert tries(families, "sitemap of lists", most=20) == 20
    families = Families((), NIGHT)
    families.listed = True
    assert tries(families, "sitemap of lists") == 1


def test_a_barren_family_is_tried_again_once_a_week() -> None:
    known = (("tag", Family(tried=9, last="2025-11-03")), ("author", Family(tried=9, last="2025-11-04")))
    families = Families(known, NIGHT)
    assert tries(families, "tag") == 1
    assert families.barren("author") == "author: 9 pages brought no stories"


@pytest.mark.parametrize(
    ("path", "family"),
    [
        ("jobs/nurses-strike-over-pay-again", None), ("people/jane-doe", "people"), ("about/team", "service"),
        ("2025/11/03", "dates"), ("2025/11/03/flood", None), ("?p=24", None), ("index3.html", "page"), ("2019/", "dates"),
        ("acerca-de/", "service"), ("2019", "dates"), ("spip.php?mot12", "?mot"),
        ("spip.php?rubrique3&debut_articles=10", "?debut_articles"), ("spip.php?article7", None),
        ("index.php?id=7", None), ("?m=202511", "?m"),
        ("news?page=2", "?page"), ("search?q=flood", "service"), ("category/news/feed/", "category feed"), ("sport", None),
        ("onderwerp/storm", "onderwerp"),
        ("emne/vaer", "emne"),
        ("emner-for-the-weekend-are-many", None),
        ("onderwerp/de-dijk-is-doorgebroken-12345678", None),
        ("kunye", "service"),
        ("eventos/?mes=7&ano=2031", "calendar"),
        ("?query-page=3", "?query-page"), ("?cst&query-page=3", "?query-page"), ("sport/?query-12-page=2", "?query-12-page"),
        ("?e-page-5f3c1a=2", "?e-page-5f3c1a"), ("mills?query=page", "?query"), ("mills-burn-again?page-query=2", None),
        ("archive-2019.html", "page"), ("archive-2019-2.html", "page"), ("archive-2019-fire.html", None),
        ("archive-of-1897-found.html", None), ("2019-archive-fire.html", None),
        ("eventos-da-semana-em-coimbra-2031", None),
    ],
)  # fmt: skip
def test_families(path: str, family: str | None) -> None:
    assert family_of(f"http://a.example/{path}") == family


@pytest.mark.parametrize(
    ("path", "anchor", "family"),
    [
        ("tag-mills.html", "Mills", "tag"),
        ("tag-mills-2.html", "2", "tag"),
        ("tag-mills-2.html", None, "tag"),
        ("tag-mills.html", "more →", "tag"),
        ("tag-of-war-on-the-sands.html", "more →", None),
        ("category-economie.html", "Économie", "category"),
        ("author-mary-jane-holt.html", "Mary-Jane Holt", "author"),
        ("author-dies-at-80.html", "Author dies at 80", None),  # a headline says all of its address
        ("tag-team-wins.html", "Tag team wins the cup", None),
        ("category-five-storm.html", "Storm of category five", None),
        ("author-of-the-mill-songs-dies.html", None, None),
        ("tagged-eels.html", "Eels", None),
        ("tag-mills", "Mills", None),
        ("news/tag-mills.html", "Mills", None),
    ],
)
def test_lists_in_one_folder_with_the_stories(path: str, anchor: str | None, family: str | None) -> None:
    assert flat_family(f"http://a.example/{path}", anchor) == family


@pytest.mark.parametrize(
    ("path", "few"),
    [
        ("tag-mills.rss", True), ("author-jane-doe.rss", True), ("archive-2019.rss", True), ("tag/mills/feed/", True),
        ("rss.xml", False), ("feed/", False), ("politics.rss", False), ("category/politics/feed/", False),
        ("category-politics.rss", False), ("authors-guild-news.xml", False),
    ],
)  # fmt: skip
def test_feeds_of_few_stories(path: str, few: bool) -> None:
    assert lists_few(f"http://a.example/{path}") is few


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("2025/share-of-the-market", None), ("story.html", None), ("story.php?id=7", None), ("login", "entrance"),
        ("user/register", "entrance"), ("register-of-members-is-public", None), ("story/trackback/", "entrance"),
        ("story?share=mail", "share_link"), ("x.pdf", "file"), ("feedback-on-the-budget", None), ("rss", "feed"),
        ("comments-are-closed-again", None), ("2025/attachment/quay", "attachment"),
        ("index.php?act=print&nid=506", "share_link"),
        ("index.php?op=email&sid=506", "share_link"),
        ("index.php?act=show&nid=506", None),
        ("index.php?act=printers&nid=506", None),
    ],
)  # fmt: skip
def test_what_is_no_story(path: str, reason: str | None) -> None:
    assert no_story(f"http://a.example/{path}") == reason


words = st.from_regex(r"[a-z]{1,12}(-[a-z]{1,12}){3,6}", fullmatch=True)


@given(words, st.dates(date(2001, 1, 1), date(2026, 1, 1)))
def test_a_dated_headline_is_never_refused_by_its_shape(slug: str, day: date) -> None:
    url = f"http://a.example/news/{day:%Y/%m/%d}/{slug}"
    assert no_story(url) is None
    assert family_of(url) is None


@given(st.from_regex(r"a\.example/[a-z0-9/]{0,80}(\?[a-z]=[0-9a-z]{1,30}(&[b-z]=[0-9]){0,3})?", fullmatch=True))
def test_a_part_is_named_once_and_leaves_the_rest(key: str) -> None:
    parts = parts_of(key)
    assert len({part.name for part in parts}) == len(parts)
    for part in parts:
        assert part.rest != key
        assert part.name.startswith("?") == (without(f"http://{key}", part) is not None)


@given(st.integers(0, 60), st.integers(0, 60))
def test_a_page_that_differed_never_makes_a_part_idle(same: int, different: int) -> None:
    assert not is_idle(same, different + 1) or is_idle(same, different)


@pytest.mark.parametrize(("undated", "dated", "pages"), [(9, 1, 5), (5, 4, 5), (4, 5, 2), (0, 20, 2), (5, 1, 2)])
def test_where_stories_tell_no_day_further_pages_of_lists_are_read(undated: int, dated: int, pages: int) -> None:
    families = Families([("section", Family(3, 3))], date(2026, 11, 26))
    families.listed = True
    for _ in range(undated):
        families.found(dated=False)
    for _ in range(dated):
        families.found(dated=True)
    tried = 0
    while families.barren("page") is None:
        families.answered("page")
        tried += 1
    assert tried == pages
    assert families.barren("tag") is None
