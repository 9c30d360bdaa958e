"""A list that goes on by script: the address in a button's attribute, JSON with stories, JSON with markup, a fragment of HTML."""

import json

import pytest

from pipelines.lake.delta import Lake
from pipelines.lake.home import Home
from pipelines.lake.values import PageKind
from pipelines.nights import build
from tests.spiders.crawl.conftest import NIGHT

PATHS = [f"/2025/10/{day}/flood-hits-the-harbour-again-on-day-{day}/" for day in range(10, 28)]
JSON, HTML = {"Content-Type": "application/json"}, {"Content-Type": "text/html"}


def headline(path: str) -> str:
    return f"Flood hits the harbour again on day {path[9:11]}"


def listed(*paths: str) -> str:
    return "".join(f"<li><a href='{path}'>{headline(path)}</a></li>" for path in paths)


@pytest.fixture(scope="module")
def site(shared):
    paper = shared.paper
    button = "<button class='load-more' data-next='/api/stories?offset=6'>More</button>"
    front = f"<body><main><ul>{listed(*PATHS[:6])}</ul>{button}</main></body>"
    paper.answer("/", f"<html lang='en'><head><title>The Bote</title></head>{front}</html>", **HTML)
    items = [{"id": n, "title": {"rendered": headline(path)}, "link": path} for n, path in enumerate(PATHS[6:10])]
    paper.answer("/api/stories?offset=6", json.dumps({"items": items, "next": "/api/stories?offset=10"}), **JSON)
    markup = {"html": f"<ul>{listed(*PATHS[10:14])}</ul>", "more_url": "/partials/stories?offset=14"}
    paper.answer("/api/stories?offset=10", json.dumps(markup), **JSON)
    paper.answer("/partials/stories?offset=14", f"<ul>{listed(*PATHS[14:])}</ul>", **HTML)
    for path in PATHS:
        paper.story(path, text=headline(path))
    shared.run()
    build(Home.at(shared.home), [NIGHT], show=False)
    return shared


def test_every_story_behind_load_more_is_found_and_each_part_is_asked_for_once(site) -> None:
    parts = [path for path in site.paper.requests if "offset=" in path]
    assert sorted(parts) == ["/api/stories?offset=10", "/api/stories?offset=6", "/partials/stories?offset=14"]
    documents = Lake(Home.at(site.home).lake).read("documents", night=NIGHT).to_pylist()
    stories = {row["url"].removeprefix(site.paper.url) for row in documents if row["kind"] == PageKind.ARTICLE}
    assert stories == set(PATHS)


def test_answers_in_json_are_rows_with_a_reason(site) -> None:
    dropped = Lake(Home.at(site.home).lake).read("dropped", night=NIGHT).to_pylist()
    answers = [row for row in dropped if "/api/" in (row.get("url") or "")]
    assert len(answers) == 2
    assert all(row["reason"] for row in answers)
