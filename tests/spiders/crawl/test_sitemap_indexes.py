"""A sitemap index that says when its sitemaps changed last: those of past months rest, and no story is missed."""

from datetime import date, timedelta

import pytest

NIGHTS = [date(2025, 11, 3) + timedelta(days=number) for number in range(10)]
SPACE = "xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'"
MONTHS = [f"2025-{month:02}" for month in range(1, 12)]
CURRENT, PAST = MONTHS[-1], MONTHS[:-1]


def story(month, number=1):
    return f"/{month.replace('-', '/')}/a-story-of-{number}-words-and-more"


class Paper:
    """A paper whose months are each a sitemap. `lastmods` is what its index says of them, `days` what they say of stories."""

    def __init__(self, paper):
        self.paper = paper
        self.stories = {month: [story(month)] for month in MONTHS}
        self.lastmods = {month: f"{month}-28" for month in PAST} | {CURRENT: "2025-11-02"}
        self.days = {story(month): f"{month}-27" for month in PAST}
        paper.answer("/robots.txt", f"Sitemap: {paper.url}/index.xml")
        paper.html("/", "/about-us")

    def write(self):
        for month, paths in self.stories.items():
            urls = "".join(f"<url><loc>{self.paper.url}{path}</loc>{self.lastmod(path)}</url>" for path in paths)
            self.paper.answer(f"/{month}.xml", f"<urlset {SPACE}>{urls}</urlset>")
            for path in paths:
                self.paper.story(path, text=f"news of {path}")
        entries = "".join(
            f"<sitemap><loc>{self.paper.url}/{month}.xml</loc><lastmod>{lastmod}</lastmod></sitemap>"
            for month, lastmod in self.lastmods.items()
        )
        self.paper.answer("/index.xml", f"<sitemapindex {SPACE}>{entries}</sitemapindex>")

    def lastmod(self, path):
        return f"<lastmod>{self.days[path]}</lastmod>" if path in self.days else ""

    def add(self, month, number, lastmod=None):
        self.stories[month].append(story(month, number))
        self.lastmods[month] = lastmod or self.lastmods[month]


@pytest.fixture
def press(paper):
    return Paper(paper)


def crawl(crawler, press, night):
    """The sitemaps of months that were asked for on a night."""
    press.write()
    press.paper.requests.clear()
    crawler.run(night)
    return sorted(path[1:-4] for path in press.paper.requests if path[1:-4] in MONTHS)


def daily(crawler, press, nights):
    """What was asked for on nights on each of which the current month has a new story."""
    asked = []
    for night in nights:
        press.add(CURRENT, night.day * 100, str(night))
        asked.append(crawl(crawler, press, night))
    return asked


def test_past_months_rest_once_the_index_has_told_of_changes(crawler, press):
    assert daily(crawler, press, NIGHTS[:4]) == [MONTHS, [CURRENT], [CURRENT], [CURRENT]]
    rows = crawler.rows(NIGHTS[3])
    rest = "seen on 2025-11-03, unchanged says its index, due on 2025-11-10"
    assert (rows["/2025-03.xml"]["outcome"], rows["/2025-03.xml"]["detail"]) == ("skipped_fresh", rest)
    assert {story(month) for month in PAST} <= rows.keys()  # heard of all the same
    assert rows[story(CURRENT, 600)]["outcome"] == "stored"


def test_a_new_story_of_a_past_month_is_found_on_the_night_that_the_index_says_so(crawler, press):
    daily(crawler, press, NIGHTS[:3])
    press.add("2025-03", 7, "2025-11-06T01:00:00Z")
    assert daily(crawler, press, NIGHTS[3:5]) == [["2025-03", CURRENT], ["2025-03", CURRENT]]  # it may bring another
    assert crawler.rows(NIGHTS[3])[story("2025-03", 7)]["outcome"] == "stored"


def test_a_change_that_the_index_does_not_tell_is_found_within_a_week(crawler, press):
    daily(crawler, press, NIGHTS[:3])
    press.add("2025-03", 7)
    asked = daily(crawler, press, NIGHTS[3:8])
    assert asked[:-1] == [[CURRENT]] * 4
    assert asked[-1] == MONTHS
    assert crawler.rows(NIGHTS[7])[story("2025-03", 7)]["outcome"] == "stored"


def test_a_sitemap_that_failed_when_it_had_changed_is_asked_for_again(crawler, press):
    daily(crawler, press, NIGHTS[:3])
    press.add("2025-03", 7, "2025-11-06")
    press.write()
    pages, real = press.paper.pages, press.paper.pages["/2025-03.xml"]
    press.paper.answer("/2025-03.xml", status=500)
    crawler.run(NIGHTS[3])
    pages["/2025-03.xml"] = real
    assert "2025-03" in crawl(crawler, press, NIGHTS[4])
    assert crawler.rows(NIGHTS[4])[story("2025-03", 7)]["outcome"] == "stored"


@pytest.mark.parametrize("lastmod", [None, "{night}", "2025-01-01"], ids=["nothing", "a clock", "one day for ever"])
def test_an_index_that_tells_of_no_changes_is_not_believed(crawler, press, lastmod):
    for night in NIGHTS[:4]:
        press.add(CURRENT, night.day * 100)
        press.lastmods = dict.fromkeys(MONTHS, lastmod.format(night=night) if lastmod else "")
        assert crawl(crawler, press, night) == MONTHS


@pytest.mark.parametrize("dated", [True, False])
def test_a_sitemap_whose_day_stands_still_is_read_though_those_of_others_move(crawler, press, dated):
    latest = PAST[0]
    press.days = {path: day for path, day in press.days.items() if dated or path != story(latest)}
    for night in NIGHTS[:6]:
        press.add(latest, night.day)
        if dated:
            press.days[story(latest, night.day)] = str(night)
        [asked] = daily(crawler, press, [night])
        assert latest in asked
        assert crawler.rows(night)[story(latest, night.day)]["outcome"] == "stored"
