"""`dateline browse` in a real browser: an archived page and a title that attack run no script and ask no other server; the ways
of a reader are short. `make test-ui`; not part of `make test`.
"""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest
import requests
import uvicorn

from pipelines.ask.search.step import index_night
from pipelines.browse.pages import article
from pipelines.browse.publication import Publication, Row
from pipelines.browse.server import application
from pipelines.corpus.publish.views import write_views
from pipelines.lake.archive import ArchiveWriter, Capture, Exchange, folder
from pipelines.lake.delta import Lake
from tests.kept_ports import kept_port
from tests.pipelines.ask.show.test_show import FIRST, ONE, STORY, URL, put, written
from tests.pipelines.browse.test_archived_page import ATTACKS, HOSTILE
from tests.ui.browser import chromium
from tests.ui.running import wait

if TYPE_CHECKING:
    from selenium.webdriver import Chrome

pytest.importorskip("selenium", reason="selenium is not installed: make install-dev")
pytestmark = pytest.mark.skipif(
    shutil.which("chromedriver") is None, reason="no chromedriver: apt-get install chromium-driver"
)

TITLE = "Bridge opens</title><script>document.title='taken'</script><img src=x onerror=alert(1)>"
ELEMENTS = """
const leads = value => /^([?#]|\\/(?!\\/))/.test(value) ? "here" : value;
const outline = one => one.tagName + one.getAttributeNames().map(
  name => " " + name + (["href", "src", "action"].includes(name) ? leads(one.getAttribute(name)) : "")).sort().join("");
return arguments[0].map(page => [...new DOMParser().parseFromString(page, "text/html").querySelectorAll("*")].map(outline));
"""
"""Of each page, its elements with the names of their attributes and where they lead."""


@pytest.fixture(scope="module")
def chrome() -> Iterator[Chrome]:
    with chromium() as browser:
        yield browser


@pytest.fixture(scope="module")
def asked() -> Iterator[tuple[str, list[str]]]:
    """A server of the attacker's, and what it was asked for."""
    hits: list[str] = []

    class Canary(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            hits.append(self.path)
            self.send_response(200)
            self.end_headers()

        def do_POST(self) -> None:
            self.do_GET()

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Canary) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"127.0.0.1:{server.server_address[1]}", hits
        server.shutdown()


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, asked: tuple[str, list[str]]) -> Iterator[str]:
    """The address of `dateline browse` over a corpus whose story attacks in its title, its text and its archived page."""
    home = written(tmp_path_factory.mktemp("browse") / "home")
    rows = Lake(home.lake).read("articles").to_pylist()
    text = "The mayor opened the bridge.\n\n" + "\n\n".join(HOSTILE)
    put(
        home,
        "revisions",
        *(row | {"first_night": ONE, "night": ONE} for row in Lake(home.lake).read("revisions").to_pylist()),
    )
    put(home, "articles", *(
        row | {"first_night": ONE, "not_before": FIRST} | ({"title": TITLE, "text": text} if row["article_id"] == STORY else {})
        for row in rows
    ))  # fmt: skip
    body = f"<html><head><title>x</title></head><body>{''.join(HOSTILE)}</body></html>".replace(
        "evil.example", asked[0]
    )
    out = ArchiveWriter(home.archive, folder(home.archive, "paper", ONE), "hostile")
    place = out.write(Exchange(URL, FIRST, [], 200, "OK", [("Content-Type", "text/html")], body.encode()))
    out.close()
    (fetch,) = Lake(home.lake).read("fetches", night=ONE).to_pylist()
    put(home, "fetches", fetch | {"warc_file": place.file, "warc_offset": place.offset}, night=ONE)
    put(home, "publications", {"night": ONE}, night=ONE)
    write_views(home)
    index_night(home, ONE, lambda _done, _total: None)
    port = kept_port()
    server = uvicorn.Server(uvicorn.Config(application(home), port=port, log_level="warning"))
    thread = Thread(target=server.run, daemon=True)
    thread.start()
    wait(lambda: server.started, "the server to start", 30)
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join(30)


@pytest.mark.parametrize("cleaned", [True, False], ids=["cleaned", "policy alone"])
def test_a_hostile_story_runs_nothing_and_asks_nobody(
    cleaned: bool, chrome: Chrome, site: str, asked: tuple[str, list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """By what is left out of the page, and by the frame's policy even if nothing were left out."""
    if not cleaned:
        monkeypatch.setattr(article, "archived_page", lambda capture, _: capture.body.decode())
    for part in ("", "/date", "/history", "/copies", f"/archive?night={ONE}", f"/frame?night={ONE}"):
        chrome.get(f"{site}/article/{STORY}{part}{'&' if '?' in part else '?'}cleaned={cleaned}")
        assert chrome.execute_script("return document.title") != "taken"
        with pytest.raises(Exception, match="no such alert"):
            _ = chrome.switch_to.alert.text
    chrome.get(f"{site}/article/{STORY}/frame?night={ONE}&cleaned={cleaned}")
    left = chrome.find_elements("css selector", "script, iframe, form, [href], [src], [onclick], [onload]")
    assert (left == []) is cleaned
    for query in ("/search?q=bridge", "/search?q=%3Cscript%3Ealert(1)%3C/script%3E", "/why?url=javascript:alert(1)"):
        chrome.get(f"{site}{query}")
    time.sleep(1)
    assert asked[1] == []


@pytest.mark.parametrize("cleaned", [True, False], ids=["cleaned", "policy alone"])
def test_two_hundred_attacks_one_by_one(
    cleaned: bool, chrome: Chrome, site: str, asked: tuple[str, list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each as an archived page of its own, for one can hide the next."""
    now = {"attack": ""}
    of = article.capture_of

    def hostile(publication: Publication, row: Row) -> Capture:
        body = f"<html><head><title>x</title></head><body>{now['attack']}</body></html>".encode()
        return replace(of(publication, row), body=body)

    monkeypatch.setattr(article, "capture_of", hostile)
    if not cleaned:
        monkeypatch.setattr(article, "archived_page", lambda capture, _: capture.body.decode())
    assert len(ATTACKS) >= 200
    for attack in ATTACKS:
        now["attack"] = attack.replace("evil.example", asked[0])
        chrome.get(f"{site}/article/{STORY}/frame?night={ONE}")  # fails where the page before has opened an alert
    with pytest.raises(Exception, match="no such alert"):
        _ = chrome.switch_to.alert.text
    time.sleep(1)
    assert asked[1] == []


def test_two_hundred_attacks_in_what_is_asked(chrome: Chrome, site: str) -> None:
    """A page that repeats one has no element, attribute or address that it does not have for a word."""
    chrome.get(f"{site}/why")
    for path, plain in (("/search?q=", ("bridge", "nowhere")), ("/why?url=", (URL, "nowhere"))):
        pages = [requests.get(f"{site}{path}{quote(asked)}", timeout=60).text for asked in (*plain, *ATTACKS)]
        elements = [set(each) for each in chrome.execute_script(ELEMENTS, pages)]
        known = set().union(*elements[: len(plain)])
        assert any(element.startswith("INPUT") for element in known)
        its = zip(ATTACKS, elements[len(plain) :], strict=True)
        assert [(attack, own - known) for attack, own in its if own - known] == []


def test_a_reader_gets_from_a_word_to_the_page_as_it_was_by_keyboard(chrome: Chrome, site: str) -> None:
    from selenium.webdriver.common.keys import Keys

    chrome.get(site)
    field = chrome.find_element("css selector", "input[name=q]")
    field.send_keys("bridge", Keys.ENTER)
    wait(lambda: "/search" in chrome.current_url, "the results", 30)
    chrome.find_element("css selector", ".hits a").send_keys(Keys.ENTER)
    wait(lambda: "/article/" in chrome.current_url, "the article", 30)
    chrome.find_element("link text", "As it was").send_keys(Keys.ENTER)
    wait(lambda: "/archive" in chrome.current_url, "the archived page", 30)
    chrome.find_element("link text", "verify").send_keys(Keys.ENTER)
    wait(lambda: "verify=1" in chrome.current_url, "the digest", 30)
    assert chrome.find_element("css selector", "[role=status]").text.startswith("Read again just now")
