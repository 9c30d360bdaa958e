"""What a crawl does not ask for: the junk of a paper made by WordPress, tokens and parameters that change nothing, exclusions."""

from datetime import timedelta

import pytest

from spiders.sources.source import Source
from tests.spiders.crawl.conftest import NIGHT, Crawler, Paper, Reply, serving
from tests.spiders.crawl.press import Post, Press

SECOND = NIGHT + timedelta(days=1)
EDITED, DELETED, ADDED = (5, 30, 55), (10, 58), (60, 61)


@pytest.fixture(scope="module", params=[True, False], ids=["sitemap", "no-sitemap"])
def press(request, tmp_path_factory):
    """Two nights over the press; `first` and `second` are the requests of each."""
    with serving(Paper()) as paper:
        press = Press(paper.url, sitemap=request.param)
        crawler = Crawler(tmp_path_factory.mktemp("press") / "home", paper)
        crawler.source()
        crawler.known = {number: post.path for number, post in press.posts.items()}
        paper.pages = dict(press.answers())
        crawler.run(NIGHT)
        crawler.first = list(paper.requests)
        for number in EDITED:
            press.edit(number, SECOND)
        for number in DELETED:
            del press.posts[number]
        press.posts |= {number: Post(number) for number in ADDED}
        paper.pages = dict(press.answers())
        crawler.run(SECOND)
        crawler.second = paper.requests[len(crawler.first) :]
        crawler.added = [press.posts[number].path for number in ADDED]
        crawler.has_sitemap = request.param
        yield crawler


def test_every_story_is_found_and_asked_for_once(press):
    assert len(press.first) == len(set(press.first))
    assert set(press.known.values()) <= set(press.first)
    assert set(press.added) <= set(press.second)


def test_the_first_night_is_spent_on_stories(press):
    assert len(press.first) <= 60 * (1.5 if press.has_sitemap else 1.6)
    junk = ("replytocom", "/photo-", ".jpg", "wp-json", "wp-login", "xmlrpc", "/print/", "share=", "comments/feed")
    assert [path for path in press.first if any(word in path for word in junk)] == []


def test_the_second_night_looks_at_what_changed_and_what_is_gone(press):
    if press.has_sitemap:
        assert len(press.second) - len(press.added) <= 60 * 0.25
        assert {press.known[number] for number in (*EDITED, *DELETED)} <= set(press.second)
    else:
        assert len(press.second) - len(press.added) <= 60 * 0.5
        assert press.known[58] in press.second


def test_what_was_not_asked_for_has_a_row_that_says_why(press):
    rows = press.rows()
    post = press.known[0]
    for path, detail in (
        (f"{post}photo-0/", "attachment"),
        ("/wp-content/uploads/2025/06/photo-0.jpg", "file"),
        (f"{post}?replytocom=1", "reply_link"),
        ("/wp-login.php", "entrance"),
        ("/wp-json/", "entrance"),
        ("/comments/feed/", "comment_feed"),
    ):
        assert (rows[path]["outcome"], rows[path]["detail"]) == ("no_story", detail), path
    if press.has_sitemap:
        assert (rows["/tag/topic-9/"]["outcome"], rows["/tag/topic-9/"]["detail"]) == (
            "no_story",
            "tag: 1 pages brought no stories",
        )


def test_stories_that_feeds_list_come_before_listings(press):
    place = {path: at for at, path in enumerate(press.first)}
    newest = [press.known[number] for number in range(50, 60)]
    lists = [at for path, at in place.items() if path.startswith(("/category/", "/tag/", "/author/", "/page/"))]
    assert max(place[path] for path in newest) < min(lists)


class Tokens(dict):
    """A paper whose every page links to its ten stories under a token of that answer's own."""

    def __init__(self, site):
        super().__init__()
        self.site, self.answers = site, 0

    def get(self, path, default=None):
        story = path.rpartition("/")[2]
        if path != "/" and not (path.startswith("/s/") and story.startswith("story-")):
            return default
        self.answers += 1
        token = f"{self.answers:032x}"
        links = "".join(
            f"<li><a href='/s/{token}/story-{n}'>A headline of the story that is number {n}</a></li>" for n in range(10)
        )
        prose = f"<p>{story} {'and the council met again to talk about the harbour wall. ' * 4}</p>" * 4
        body = f"<article><h1>{story}</h1>{prose}</article>" if path != "/" else ""
        page = f"<html><body>{body}<aside><h3>Related</h3><ul>{links}</ul></aside></body></html>"
        return Reply(page.encode(), headers={"Content-Type": "text/html"})


def test_tokens_in_paths_are_learned_and_remembered(paper, crawler):
    paper.pages = Tokens(paper.url)
    crawler.run(NIGHT)
    asked = [path for path in paper.requests if path.startswith("/s/")]
    assert {path.rpartition("/")[2] for path in asked} == {f"story-{n}" for n in range(10)}
    assert len(asked) <= 14
    refused = [row for row in crawler.rows().values() if row["outcome"] == "duplicate_url"]
    assert len(refused) > 50
    assert all("/s/{token} changes nothing: the same page as " in row["detail"] for row in refused)
    paper.requests.clear()
    crawler.run(SECOND)
    again = [path for path in paper.requests if path.startswith("/s/")]
    assert len(again) == len({path.rpartition("/")[2] for path in again})
    assert len(again) <= 10


def test_a_parameter_that_changes_nothing_is_learned_and_one_that_turns_pages_is_not(paper, crawler):
    stories = [f"/a-story-with-a-view-{number}.html" for number in range(100001, 100013)]
    hidden = [f"/a-story-on-the-next-page-{number}.html" for number in range(200001, 200007)]
    lists = [f"/desk-{name}" for name in ("north", "south", "east", "west", "mid", "far")]
    paper.html("/", *stories, *(f"{path}?nb=1" for path in stories), *lists)
    for path in stories:
        paper.story(path)
        paper.pages[f"{path}?nb=1"] = paper.pages[path]
    for path, behind in zip(
        lists, hidden, strict=True
    ):  # a plug-in that claims the first page's address for every page
        head = f"<link rel='canonical' href='{path}'>"
        paper.html(path, f"{path}?start=10", stories[0], text=head)
        paper.html(f"{path}?start=10", behind, stories[0], text=head)
        paper.story(behind)
    crawler.run()
    outcomes = crawler.outcomes()
    assert {outcomes[path] for path in (*stories, *hidden)} == {"stored"}
    assert sum(path.endswith("?nb=1") for path in paper.requests) == 3
    rows = crawler.rows()
    assert sum((rows[f"{path}?nb=1"]["detail"] or "").startswith("?nb changes nothing") for path in stories) == 9


def test_views_by_unknown_parameters_are_bounded_by_the_stories_that_they_bring(paper, crawler):
    stories = [f"/a-story-with-a-view-{number}.html" for number in range(100001, 100007)]
    hidden = [f"/a-story-of-one-desk-{number}.html" for number in range(200001, 200009)]
    views = [f"/board?colour={number}&mood=grey" for number in range(40)]
    desks = [f"/desk?part={number}" for number in range(8)]
    menu = "".join(f"<a href='{path}'>{path[-6:]}</a> " for path in (*views, *desks))
    headlines = "".join(f"<p><a href='{path}'>A headline about the story at {path}</a></p>" for path in stories)
    html = {"Content-Type": "text/html"}
    paper.answer("/", f"<title>Paper</title><div>{menu}</div>{headlines}", **html)
    for number, path in enumerate(views):
        paper.answer(path, f"<title>Board</title><p>Nothing stands on this board today, number {number}.</p>", **html)
    for path, behind in zip(desks, hidden, strict=True):
        paper.answer(path, f"<title>Desk</title><a href='{behind}'>A headline about the story at {behind}</a>", **html)
    for path in (*stories, *hidden):
        paper.story(path)
    crawler.run()
    outcomes = crawler.outcomes()
    assert {outcomes[path] for path in (*stories, *desks, *hidden)} == {"stored"}
    assert sum(path.startswith("/board") for path in paper.requests) == 3
    details = {row["detail"] for path, row in crawler.rows().items() if path in views and row["outcome"] == "no_story"}
    assert details == {"/*?colour&mood: 3 pages brought no stories"}


@pytest.mark.parametrize(
    "address",
    [
        "/news/articleView.html?idxno={}&part=1",
        "/content/view.jsp?docNo={}",
        "/aktuell/artikel.asp?nr={}",
        "/aktuell/artikel.asp?ort=1&nr=10{:02}",
        "/aktuell/artikel.asp?titel=flut-{}",
    ],
)
def test_stories_behind_short_anchors_are_no_views(paper, crawler, address):
    stories = [address.format(number) for number in range(1, 13)]
    html = {"Content-Type": "text/html; charset=utf-8"}
    paper.answer("/", "".join(f"<b>Der Rat tagte</b> <a href='{path}'>weiterlesen</a><br>" for path in stories), **html)
    for number, path in enumerate(stories):
        text = f"Der Rat der Stadt hat am Abend den Haushalt für Jahr {number} beschlossen.<br><br>" * 3
        paper.answer(path, f"<title>Haushalt {number}</title><h2>Haushalt {number}</h2>{text}", **html)
    crawler.run()
    assert {crawler.outcomes()[path] for path in stories} == {"stored"}


def test_a_view_that_is_the_page_itself_tells_it_of_all_its_parameters(paper, crawler):
    stories = [f"/a-story-with-a-view-{number}.html" for number in range(100001, 100009)]
    lists = [f"/desk-{name}" for name in ("north", "south", "east", "west", "mid", "far")]
    views = [f"?order={order}&show={show}" for order in ("age", "name", "size") for show in ("list", "grid")]
    html = {"Content-Type": "text/html"}
    menu = "".join(f"<a href='{path}'>{path[6:]}</a> " for path in lists)
    paper.answer("/", f"<title>Paper</title><nav>{menu}</nav>", **html)
    for number, path in enumerate(lists):
        paper.story(stories[number])
        links = "".join(f"<a href='{path}{view}'>As you like it, in another order</a> " for view in views)
        body = f"<title>{path}</title>{links}<p><a href='{stories[number]}'>A headline about story {number}</a></p>"
        for view in ("", *views):
            paper.answer(f"{path}{view}", body, **html)
    crawler.run()
    assert {crawler.outcomes()[path] for path in (*lists, *stories[:6])} == {"stored"}
    assert sum("?" in path for path in paper.requests) <= 18


def test_excluded_addresses_are_not_asked_for(paper, crawler):
    front = ["/a-story-of-the-paper-100001.html", "/shop/a-hat-with-a-feather-100002", "/news?sort=age"]
    paper.html("/", *front)
    paper.story(front[0])
    crawler.source(exclude=["/shop/*", "*?sort=*"])
    crawler.run()
    rows = crawler.rows()
    assert [(rows[path]["outcome"], rows[path]["detail"]) for path in front] == [
        ("stored", None),
        ("excluded", "exclude: /shop/*"),
        ("excluded", "exclude: *?sort=*"),
    ]
    assert "/shop/a-hat-with-a-feather-100002" not in paper.requests


def test_only_included_addresses_and_those_that_the_file_names_are_asked_for(paper, crawler):
    paper.html("/", "/news/a-story-of-the-paper-100001.html", "/blog/a-story-of-a-reader-100002.html")
    paper.story("/news/a-story-of-the-paper-100001.html")
    crawler.source(include=["/news/*"])
    crawler.run()
    outcomes = crawler.outcomes()
    assert (outcomes["/"], outcomes["/news/a-story-of-the-paper-100001.html"]) == ("stored", "stored")
    assert outcomes["/blog/a-story-of-a-reader-100002.html"] == "excluded"
    assert crawler.rows()["/blog/a-story-of-a-reader-100002.html"]["detail"] == "include: none of /news/*"


def test_a_build_time_in_a_sitemap_makes_no_known_page_new(paper, crawler):
    stories = [f"/2024/01/{day:02}/a-story-of-a-day-in-winter" for day in range(1, 31)]
    paper.html("/", stories[0])
    for path in stories:
        paper.story(path)
    for night in (NIGHT, SECOND):
        urls = "".join(
            f"<url><loc>{paper.url}{path}</loc><lastmod>{night}T01:59:30Z</lastmod></url>" for path in stories
        )
        paper.answer("/sitemap.xml", f"<urlset>{urls}</urlset>")
        paper.requests.clear()
        crawler.run(night)
        asked = [path for path in paper.requests if path in stories]
        assert len(asked) == (30 if night == NIGHT else 8), night


@pytest.mark.parametrize(
    ("pattern", "problem"),
    [("shop/*", "begin it with / or *"), ("", "begin it with / or *"), ("https://a.example", "begin it with / or *")],
)
def test_a_pattern_that_matches_nothing_is_a_mistake(pattern, problem):
    with pytest.raises(ValueError, match=problem.replace("*", r"\*")):
        Source(name="a", title="A", url="https://a.example/", exclude=(pattern,))


def test_a_wrong_pattern_is_named_by_file_and_line(crawler):
    crawler.source(exclude=["shop/*"])
    said = crawler.run(status=2)["stderr"]
    assert "paper.yaml:5: exclude" in said
    assert "'shop/*' matches no address" in said
