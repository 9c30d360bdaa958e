"""What the demo web answers, request by request."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from email.utils import parsedate_to_datetime
from html import unescape
from threading import Thread
from urllib.parse import urlencode

import pytest

from pipelines.base.errors import EnvironmentFault
from spiders.demo_web.newsroom import newsroom
from spiders.demo_web.paper import PAPERS, paper
from spiders.demo_web.related import front_page
from spiders.demo_web.server import NIGHTS, DemoWeb, serve
from spiders.demo_web.sources import reader
from spiders.demo_web.story import Story

Get = Callable[..., tuple[int, dict[str, str], bytes]]
STORIES = newsroom().stories
STRAIGHT = str.maketrans("“”‘’", "\"\"''")


def words(text: str) -> str:
    """The words of a page, its quotes made straight."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", text)).translate(STRAIGHT).split())


@pytest.mark.parametrize("night", NIGHTS)
@pytest.mark.parametrize("name", PAPERS)
def test_every_story_stands_on_its_page(web: DemoWeb, get: Get, name: str, night: object) -> None:
    web.set_night(night)  # type: ignore[arg-type]
    let_in = {"Cookie": paper(name).door["cookie"]} if "door" in paper(name).data else {}
    for story in newsroom().of(name, night):  # type: ignore[arg-type]
        status, _, body = get(name, story.path, let_in)
        if "heals" in story.traits:
            assert status == 500
            status, _, body = get(name, story.path)
        if "parts" in story.traits:
            further = range(2, paper(name).data["parts"] + 1)
            body = b"".join([body, *(get(name, f"{story.path}?seite={number}")[2] for number in further)])
        if name == "demo_tribune":
            body += json.loads(get(name, f"/api/stories/{story.path.rpartition('-')[2]}")[2])["body"].encode()
        text = words(body.decode(paper(name).data.get("html", {}).get("charset", "utf-8")))
        said = story.at(night)  # type: ignore[arg-type]
        assert (status, [p for p in [said.title, *said.paragraphs] if words(p) not in text]) == (200, [])


def test_stories_of_the_second_night_are_not_there_on_the_first(get: Get) -> None:
    new = [story for story in STORIES.values() if story.since == NIGHTS[1]]
    assert len(new) == 34
    assert {get(story.source, story.path)[0] for story in new} == {404}


def test_masthead_moves_with_the_night_and_is_the_only_date_of_the_daily(web: DemoWeb, get: Get) -> None:
    path = STORIES["daily-003"].path
    first = get("demo_daily", path)[2].decode()
    web.set_night(NIGHTS[1])
    second = get("demo_daily", path)[2].decode()
    assert "Monday, Feb 02, 2026" in first
    assert "Tuesday, Feb 03, 2026" in second
    assert re.findall(r"\b(?:19|20)\d\d\b", words(first)) == ["2026", "2009", "2026"]
    assert not re.search(r"<time|ld\+json|published_time", first)


def test_daily_story_page_is_built_like_the_papers_it_imitates(get: Get) -> None:
    story = STORIES["daily-060"]
    page = get("demo_daily", story.path)[2].decode()
    text = words(page)
    assert text.count(story.version.title) == 3  # title element, headline, and again in the text
    assert "0:00 0:00 Close" in text
    assert paper("demo_daily").newsletter in text
    assert len(re.findall(r"<div><a href=", page)) == 50
    assert get("demo_daily", "/robots.txt")[0] == get("demo_daily", "/sitemap.xml")[0] == 404


@pytest.mark.parametrize("paper", ["demo_herald", "demo_bote"])
def test_an_unchanged_page_is_not_sent_twice(web: DemoWeb, get: Get, paper: str) -> None:
    steady = next(s for s in newsroom().of(paper, NIGHTS[0]) if s.change == "none")
    _, headers, body = get(paper, steady.path)
    web.set_night(NIGHTS[1])
    assert get(paper, steady.path, {"If-None-Match": headers["ETag"]})[::2] == (304, b"")
    assert get(paper, steady.path, {"If-Modified-Since": headers["Last-Modified"]})[0] == 304
    assert (
        get(paper, steady.path, {"If-None-Match": '"other"', "If-Modified-Since": headers["Last-Modified"]})[0] == 200
    )
    assert get(paper, steady.path, {"If-Modified-Since": "yesterday"})[2] == body


@pytest.mark.parametrize("night", NIGHTS)
def test_validators_tell_the_truth(web: DemoWeb, get: Get, night: object) -> None:
    """A page of the second night has a new Last-Modified whenever it has new bytes."""
    paths = [
        (p, s.path)
        for p in ("demo_herald", "demo_bote")
        for s in newsroom().of(p, NIGHTS[0])
        if "heals" not in s.traits
    ]
    paths += [("demo_herald", path) for path in ("/", "/news", "/news?page=2", "/feed.xml", "/news-sitemap.xml")]
    paths += [("demo_herald", "/sitemap-index.xml.gz"), ("demo_bote", "/"), ("demo_bote", "/sitemap.xml")]
    before = {key: get(*key) for key in paths}
    web.set_night(NIGHTS[1])
    for key in paths:
        (_, old, was), (_, new, now) = before[key], get(*key)
        assert (was == now) == (old["ETag"] == new["ETag"])
        if was != now:
            assert parsedate_to_datetime(new["Last-Modified"]) > parsedate_to_datetime(old["Last-Modified"])


@pytest.mark.parametrize("paper", ["demo_daily", "demo_digest"])
def test_papers_with_a_masthead_clock_send_no_validators(get: Get, paper: str) -> None:
    _, headers, _ = get(paper, "/")
    assert "ETag" not in headers
    assert "Last-Modified" not in headers


def test_a_500_heals_on_retry_each_night(web: DemoWeb, get: Get) -> None:
    path = next(s.path for s in STORIES.values() if "heals" in s.traits)
    assert [get("demo_herald", path)[0] for _ in range(3)] == [500, 200, 200]
    web.set_night(NIGHTS[1])
    assert [get("demo_herald", path)[0] for _ in range(2)] == [500, 200]


def test_posts_of_the_live_blog_keep_their_times(web: DemoWeb, get: Get) -> None:
    path = STORIES["herald-live"].path
    first = re.findall(r'class="post"><time datetime="([^"]+)"', get("demo_herald", path)[2].decode())
    web.set_night(NIGHTS[1])
    second = re.findall(r'class="post"><time datetime="([^"]+)"', get("demo_herald", path)[2].decode())
    assert (len(first), first[-1]) == (6, "2026-02-01T09:05:00-05:00")
    assert second[3:] == first
    assert second == sorted(second, reverse=True)


def test_dirt(get: Get) -> None:
    assert len(get("demo_herald", paper("demo_herald").big)[2]) > 8 * 1024 * 1024
    assert (
        get("demo_herald", paper("demo_herald").dead_link)[0]
        == get("demo_daily", paper("demo_daily").dead_link)[0]
        == 404
    )
    _, headers, body = get("demo_bote", paper("demo_bote").pdf)
    assert headers["Content-Type"].startswith("text/html")
    assert body.startswith(b"%PDF-")


def test_the_calendar_has_no_end(get: Get) -> None:
    page = get("demo_herald", "/calendar/2026/12")[2].decode()
    assert re.findall(r'href="([^"]+)"', page) == ["/calendar/2026/11", "/calendar/2027/01"]
    assert get("demo_herald", "/calendar/9999/12")[0] == 200
    assert get("demo_herald", "/calendar/2026/13")[0] == 404


def test_charset_headers_of_the_bote_lie(get: Get) -> None:
    said = {get("demo_bote", s.path)[1]["Content-Type"] for s in newsroom().of("demo_bote", NIGHTS[0])}
    assert said == {
        "text/html",
        "text/html; charset=utf-8",
        "text/html; charset=iso-8859-1",
        "text/html; charset=windows-1252",
    }


def test_redirects_lead_to_the_story_in_two_steps(get: Get) -> None:
    story = next(s for s in STORIES.values() if "redirected" in s.traits)
    status, headers, _ = get("demo_digest", f"/r/{story.path.rpartition('-')[2]}")
    assert status == 302
    status, headers, _ = get("demo_digest", headers["Location"])
    assert (status, headers["Location"].endswith(story.path)) == (301, True)


def test_variants_of_the_digest_name_the_story_as_canonical(web: DemoWeb, get: Get) -> None:
    for trait, path in (("amp", "/amp{}"), ("print", "{}?print=1")):
        story = next(s for s in STORIES.values() if trait in s.traits)
        page = get("demo_digest", path.format(story.path))[2].decode()
        assert f'<link rel="canonical" href="{web.url("demo_digest", story.path)}">' in page
    tracked = get("demo_digest", STORIES["digest-000"].path + paper("demo_digest").tracked)
    assert tracked[2] == get("demo_digest", STORIES["digest-000"].path)[2]


def test_some_reprints_name_their_origin_as_canonical(web: DemoWeb, get: Get) -> None:
    linked = [s for s in STORIES.values() if "canonical_to_origin" in s.traits]
    assert len(linked) == 3
    for story in linked:
        origin: Story = STORIES[str(story.origin)]
        assert f'href="{web.url(origin.source, origin.path)}"' in get("demo_digest", story.path)[2].decode()


def test_opt_outs_of_the_digest(get: Get) -> None:
    assert "Disallow: /members/" in get("demo_digest", "/robots.txt")[2].decode()
    assert b'"tdm-reservation": 1' in get("demo_digest", "/.well-known/tdmrep.json")[2]
    by_header = [s for s in STORIES.values() if "noai_header" in s.traits]
    assert {get("demo_digest", s.path)[1]["X-Robots-Tag"] for s in by_header} == {"noai, noimageai"}


def test_who_has_not_chosen_sees_a_wall_and_who_has_not_logged_in_a_beginning(web: DemoWeb, get: Get) -> None:
    for key, cookie in (("anzeiger-2", "consent=reject"), ("review-2", "member=17")):
        story = STORIES[key]
        first, last = (words(story.version.paragraphs[at]) for at in (0, -1))
        shut, opened = (
            words(get(story.source, story.path, {"Cookie": said})[2].decode()) for said in ("a=b", f"a=b; {cookie}")
        )
        assert (first in shut, last in shut) == (key == "review-2", False)
        assert first in opened
        assert last in opened
    for form, status, cookie in (
        ("mail=ada@reader.example&word=x", 200, ""),
        (urlencode(reader()), 303, "member=17; "),
    ):
        reply = web.sent("demo_review", "/login", form)
        assert (reply.status, dict(reply.headers).get("Set-Cookie", "").startswith(cookie)) == (status, True)


def test_every_request_is_logged(web: DemoWeb, get: Get) -> None:
    get("demo_daily", "/")
    get("ads", "/click?ad=3")
    get("demo_digest", "/nowhere", method="HEAD")
    assert web.requests == [("demo_daily", "/", 200), ("ads", "/click?ad=3", 200), ("demo_digest", "/nowhere", 404)]


def test_home_page_of_the_daily_leads_with_new_stories(web: DemoWeb) -> None:
    assert [s.since for s in front_page("demo_daily", NIGHTS[1])] == [NIGHTS[1]] * 3 + [NIGHTS[0]] * 3


def test_a_port_in_use_is_one_line_with_a_remedy(web: DemoWeb) -> None:
    with pytest.raises(EnvironmentFault) as caught, serve(web.ports):
        pass
    assert str(caught.value) == (
        f"port {web.ports['demo_daily']} on 127.0.0.1, for demo_daily of the demo web, is in use; "
        "stop what listens there or choose other ports"
    )


def test_a_second_port_in_use_is_told_at_once(web: DemoWeb) -> None:
    taken = web.ports["demo_herald"]
    faults: list[str] = []

    def start() -> None:
        with pytest.raises(EnvironmentFault) as caught, serve({**web.ports, "demo_daily": 0}):
            pass
        faults.append(str(caught.value))

    thread = Thread(target=start, daemon=True)
    thread.start()
    thread.join(60)
    assert [fault.partition(";")[0] for fault in faults] == [
        f"port {taken} on 127.0.0.1, for demo_herald of the demo web, is in use"
    ]


def test_there_are_two_nights_only(web: DemoWeb) -> None:
    with pytest.raises(ValueError, match="two nights"):
        web.set_night(NIGHTS[0].replace(day=9))
