"""Sites with queries for addresses: a blog with paths in a parameter, a wiki whose service pages ask not to be indexed."""

import pytest

from pipelines.lake.delta import Lake
from pipelines.lake.home import Home
from pipelines.lake.values import PageKind
from pipelines.nights import build
from tests.spiders.crawl.conftest import NIGHT

STORIES = [
    f"/?u=/2025/10/{day}/{slug}/" for day, slug in (("28", "flood"), ("29", "mill-burns"), ("30", "ferry-is-back"))
]
WIKI = [f"/index.php?title={name}" for name in ("Harbour", "Quay", "Old_mill", "Ferry", "Pier")]
HTML = {"Content-Type": "text/html; charset=UTF-8"}


def story(title: str, links: str, head: str = "") -> str:
    prose = f"<p>{title}, and {'the council met again to talk about the harbour wall. ' * 4}</p>" * 4
    body = f"<body><article><h1>{title}</h1>{prose}</article>{links}</body>"
    return f"<html lang='en'><head><title>{title}</title>{head}</head>{body}</html>"


def linked(*paths: str) -> str:
    return "".join(
        f"<a href='{path.replace('&', '&amp;')}'>{path.rstrip('/').rpartition('/')[2]}</a> " for path in paths
    )


@pytest.fixture(scope="module")
def site(shared):
    paper = shared.paper
    lists = ["/?category2/business", "/?category2/business/page2", "/?archives/2025/10"]
    paper.answer("/", f"<html><body><h1>The Bote</h1>{linked(*STORIES, *lists, *WIKI)}</body></html>", **HTML)
    for path in lists:
        paper.answer(path, f"<html><body><h1>Business</h1>{linked(*STORIES)}</body></html>", **HTML)
    for path in STORIES:
        title = path.strip("/").rpartition("/")[2].replace("-", " ").capitalize()
        time = "<time class='published' datetime='2025-10-30T22:40:00+01:00'>30 October 2025</time>"
        paper.answer(path, story(title, time + linked(f"{path}comments/")), **HTML)
        paper.answer(f"{path}comments/", story(f"Comments on {title}", linked(path)), **HTML)
    unindexed = "<meta name='robots' content='noindex,nofollow'>"
    for path in WIKI:
        older = [f"{path}&action=history&offset={number}" for number in range(20)]
        service = [f"{path}&action=info", f"{path}&action=history", *older]
        paper.answer(path, story(path[17:], linked(*service[:2])), **HTML)
        for each in service:
            paper.answer(
                each, f"<html><head>{unindexed}</head><body><h1>Service</h1>{linked(*older)}</body></html>", **HTML
            )
    shared.run()
    build(Home.at(shared.home), [NIGHT], show=False)
    return shared


def test_service_pages_that_ask_for_no_index_are_tried_a_few_times(site) -> None:
    asked = [path for path in site.paper.requests if "action=" in path]
    assert 0 < len(asked) <= 9
    assert {path for path in WIKI if path in site.paper.requests} == set(WIKI)


def test_lists_and_comments_with_their_paths_in_a_parameter_are_no_stories(site) -> None:
    assert set(STORIES) <= set(site.paper.requests)
    documents = Lake(Home.at(site.home).lake).read("documents", night=NIGHT).to_pylist()
    kept = {
        row["url"].partition("/?")[2] for row in documents if row["kind"] == PageKind.ARTICLE and "/?" in row["url"]
    }
    assert kept == {path[2:] for path in STORIES}
