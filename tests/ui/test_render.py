"""Pages that only scripts draw, in a real browser: what is had, what is never sent, how it ends."""

import asyncio
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import closing, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Thread

import pytest

from pipelines.ask.sql.connection import connect
from pipelines.lake.delta import Lake
from pipelines.lake.home import Home
from pipelines.nights import build
from spiders.browser import page as drawing
from spiders.browser.browser import Browser, apart, program
from tests.spiders.crawl.conftest import NIGHT, Crawler, Paper, serving

pytestmark = [
    pytest.mark.skipif(sys.platform != "linux" or program() is None, reason="no Chromium: apt-get install chromium"),
    pytest.mark.skipif(
        sys.platform != "linux" or apart() is None, reason="no program can be started without a network here"
    ),
]
ABOUT = (
    "harbour wall and who pays",
    "roof of the old library",
    "ferry that runs late in winter",
    "school for two villages",
)
PATHS = [f"/2025/11/0{day}/the-{about.replace(' ', '-')}" for day, about in enumerate(ABOUT, 1)]
TITLES = dict(zip(PATHS, (f"Council talks of the {about}" for about in ABOUT), strict=True))
JSON, HTML = {"Content-Type": "application/json"}, {"Content-Type": "text/html"}
SCRIPT = """
addEventListener("load", async () => {
  const said = await (await fetch("/api" + location.pathname)).json(), root = document.getElementById("root");
  const item = ([to, name]) => `<li><h3><a href="${to}">${name}</a></h3></li>`;
  const story = () => `<article><h1>${said.title}</h1><time>${new Date().toISOString()}</time>${said.body}</article>`;
  if (said.list) root.innerHTML = said.list.map(item).join("");
  else setTimeout(() => { root.innerHTML = story() }, 900);
});
"""
SHELL = "<!doctype html><html lang=en><head><title>Paper</title></head><body><div id=root></div><script src=/app.js></script>"


def body(title: str) -> str:
    prose = f"and the council met again: {title}, as it had for years. " * 3
    last = f"The priest had the last word on {title.removeprefix('Council talks of ')}, which was about the wall."
    return "".join(
        f"<p>{line}</p>" for line in (f"The mayor spoke first, {prose}", f"A builder did not, {prose}", last)
    )


def drawn_by_scripts(paper: Paper, titles: Mapping[str, str] = TITLES, api: str = "/api") -> Paper:
    paper.answer("/app.js", SCRIPT.replace("/api", api), **{"Content-Type": "text/javascript"})
    paper.answer(f"{api}/", json.dumps({"list": list(titles.items())}), **JSON)
    for path in ("/", *titles):
        paper.answer(path, SHELL.replace("Paper", titles.get(path, "Paper")), **HTML)
    for path in titles:
        paper.answer(f"{api}{path}", json.dumps({"title": titles[path], "body": body(titles[path])}), **JSON)
    return paper


@pytest.fixture
def paper() -> Iterator[Paper]:
    with serving(Paper()) as served:
        yield served


def crawled(tmp_path: Path, paper: Paper, **settings: object) -> Crawler:
    crawler = Crawler(tmp_path / "home", paper)
    crawler.source(**{"render": "auto", **settings})
    crawler.run(most=200)
    return crawler


def articles(home: Home) -> list[tuple[object, ...]]:
    with connect(home) as corpus:
        return corpus.execute("SELECT url, title, text, published FROM articles ORDER BY url").fetchall()


def test_stories_by_scripts_are_whole_and_are_rebuilt_without_a_browser(tmp_path, paper, monkeypatch) -> None:
    crawler = crawled(tmp_path, drawn_by_scripts(paper))
    home = Home.at(crawler.home)
    build(home, [NIGHT], show=False)
    rows = crawler.rows()
    assert rows["/"]["detail"].startswith("rendered; requests of its scripts: 2 made, ")
    assert {path: rows[path]["outcome"] for path in PATHS} == dict.fromkeys(PATHS, "stored")
    found = articles(home)
    assert [row[1] for row in found] == list(TITLES.values())
    assert [str(row[2])[-15:] for row in found] == ["about the wall."] * 4
    assert paper.requests.count("/app.js") == 1  # kept for all pages of the night
    assert [rows[path]["detail"].startswith("by its API: ") for path in PATHS].count(True) == 2
    assert learned_address(rows) == f"{paper.url}/api{{path}}"
    captured = home.archive.rglob("*.warc.gz")
    other = Home.at(tmp_path / "rebuilt")
    for path in [*captured, *home.archive.rglob("*.parquet"), *home.archive.rglob("*.json")]:
        target = other.archive / path.relative_to(home.archive)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(path.read_bytes())
    monkeypatch.setenv("DATELINE_CHROMIUM", "/nonexistent")
    build(other, [NIGHT], show=False)
    assert articles(other) == found
    assert Lake(other.lake).content_hash("documents") == Lake(home.lake).content_hash("documents")


def learned_address(rows: dict[str, dict[str, object]]) -> str:
    [said] = [str(row["detail"]) for row in rows.values() if "; learned its API: " in str(row["detail"])]
    return said.partition("learned its API: ")[2].partition(";")[0]


def test_an_api_is_checked_each_night_and_learned_again_when_it_moves(tmp_path, paper) -> None:
    nights, drawn, titles = [NIGHT + timedelta(days=day) for day in range(3)], [], {}
    crawler = Crawler(tmp_path / "home", drawn_by_scripts(paper))
    crawler.source(render="auto", max_hops=0)
    for night, api in zip(nights, ("/api", "/api", "/v2"), strict=True):
        for about in ABOUT:
            path = f"/2025/11/{night:%d}/the-{about.replace(' ', '-')}"
            titles[path] = f"Council talks of the {about}, {night:%A}"
        drawn_by_scripts(paper, titles, api)
        crawler.run(night, most=400)
        rows = crawler.rows(night)
        details = [str(rows[path]["detail"]) for path in titles if rows.get(path, {}).get("outcome") == "stored"]
        drawn.append(sum(detail.startswith("rendered; ") for detail in details))
        assert len(details) == drawn[-1] + sum(detail.startswith("by its API: ") for detail in details) >= len(ABOUT)
    assert drawn == [2, 1, 2]
    assert learned_address(rows) == f"{paper.url}/v2{{path}}"
    home = Home.at(crawler.home)
    build(home, nights, show=False)
    with connect(home) as corpus:
        checks = corpus.execute("SELECT findings FROM source_health ORDER BY night").fetchall()
    assert ["api_changed" in {each["check"] for each in night or []} for (night,) in checks] == [False, False, True]


def test_a_plain_paper_starts_no_browser_and_a_budget_ends(tmp_path, paper) -> None:
    drawn_by_scripts(paper)
    crawler = crawled(tmp_path, paper, render_pages=2)
    details = [row["detail"] for path, row in crawler.rows().items() if path in ("/", *PATHS)]
    assert (
        sorted(detail.partition(":")[0].partition(";")[0] for detail in details)
        == ["not rendered"] * 3 + ["rendered"] * 2
    )
    build(Home.at(crawler.home), [NIGHT], show=False)
    with connect(Home.at(crawler.home)) as corpus:
        [found] = corpus.execute("SELECT findings FROM source_health").fetchone() or [[]]
    assert "render_budget" in {each["check"] for each in found}


@pytest.mark.parametrize(("environment", "written"), [({}, True), ({"DATELINE_CHROMIUM": "/bin/false"}, False)])
def test_a_source_that_needs_a_browser_is_added_with_it(tmp_path, paper, environment, written) -> None:
    (tmp_path / "sources").mkdir()
    command = [
        sys.executable,
        "-P",
        "-m",
        "spiders.sources",
        "--home",
        str(tmp_path),
        "add",
        "--private",
        "--name",
        "tern",
    ]
    added = subprocess.run(
        [*command, drawn_by_scripts(paper).url],
        capture_output=True,
        text=True,
        check=True,
        env=os.environ | environment,
    )
    said = "0 stories of 0 words without scripts, 4 of 1"
    assert (said in added.stderr, "render: auto  # " + said in (tmp_path / "sources/tern.yaml").read_text()) == (
        written,
    ) * 2
    assert ("may be drawn by scripts" in added.stderr) is not written


ATTACKS = (Path(__file__).parent / "attacks.js").read_text()


class Listener:
    """A port on which nothing may ever arrive, by TCP or UDP."""

    def __init__(self) -> None:
        self.hits = 0
        self.tcp, self.udp = socket.create_server(("127.0.0.1", 0)), socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.port = self.tcp.getsockname()[1]
        self.udp.bind(("127.0.0.1", self.port))
        for wait in (self.tcp.accept, lambda: self.udp.recv(100)):
            Thread(target=self._count, args=(wait,), daemon=True).start()

    def _count(self, wait) -> None:
        with suppress(OSError):
            while wait():
                self.hits += 1


def test_nothing_leaves_the_browser_but_by_the_crawl(tmp_path, paper) -> None:
    listener = Listener()
    drawn_by_scripts(paper)
    paper.answer("/app.js", ATTACKS.replace("PORT", str(listener.port)), **{"Content-Type": "text/javascript"})
    with closing(listener.tcp), closing(listener.udp):
        crawler = crawled(tmp_path, paper)
        assert (listener.hits, crawler.rows()["/"]["detail"].partition(";")[0]) == (0, "rendered")
    assert not [path for path in paper.requests if path.startswith("/own-")]
    archived = b"".join(path.read_bytes() for path in Home.at(crawler.home).archive.rglob("*.warc.gz"))
    assert b"root:x:0:0" not in archived


def test_time_in_which_the_crawl_asks_is_not_the_pages(monkeypatch) -> None:
    monkeypatch.setattr(drawing, "PAGE_SECONDS", 1.5)

    async def slowly(_url: str) -> drawing.Piece:
        await asyncio.sleep(4)
        return drawing.Piece(200, "text/javascript", b"document.getElementById('root').textContent = 'At last.'")

    async def drawn() -> str:
        browser = Browser()
        await browser.start()
        try:
            shell = drawing.Piece(200, "text/html", SHELL.encode())
            return (
                await drawing.draw(browser, "http://paper.example/", shell, datetime(2025, 11, 3, tzinfo=UTC), slowly)
            ).html
        finally:
            browser.end()

    assert "At last." in asyncio.run(drawn())


BOMBS = {
    "hang": ("while (true) { }", "it took too long"),
    "memory": ("const all = []; while (true) { const one = new Uint8Array(2e7); one.fill(7); all.push(one) }", "too"),
    "crash of its page": ("location = 'chrome://crash'; document.body.append('x')", None),
}


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_costs_one_page(tmp_path, paper, name) -> None:
    script, why = BOMBS[name]
    drawn_by_scripts(paper)
    paper.answer(PATHS[0], SHELL.replace("/app.js", "/bomb.js").replace("Paper", TITLES[PATHS[0]]), **HTML)
    paper.answer("/bomb.js", script, **{"Content-Type": "text/javascript"})
    rows = crawled(tmp_path, paper).rows()
    assert [rows[path]["detail"].partition(";")[0] for path in ("/", *PATHS[1:3])] == ["rendered"] * 3
    assert rows[PATHS[0]]["outcome"] == "stored"
    assert why is None or why in rows[PATHS[0]]["detail"]
    assert not browsers()


def test_a_killed_crawl_leaves_no_browser_and_goes_on(tmp_path, paper) -> None:
    crawler = Crawler(tmp_path / "home", drawn_by_scripts(paper))
    crawler.source(render="auto")
    started = crawler.start()
    wait_until(lambda: "/api/" in paper.requests)
    os.kill(started.pid, signal.SIGKILL)
    started.communicate()
    wait_until(lambda: not browsers())
    assert list(Path(tempfile.gettempdir()).glob(f"dateline-render-{started.pid}-*"))
    crawler.run(most=200)
    assert not list(Path(tempfile.gettempdir()).glob(f"dateline-render-{started.pid}-*"))
    rows = crawler.rows()
    assert {rows[path]["outcome"] for path in ("/", *PATHS)} == {"stored"}
    assert [path for path in ("/", *PATHS) if not rows[path]["detail"].startswith(("rendered; ", "by its API: "))] == []


def browsers() -> list[str]:
    """The processes of browsers that render."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            with suppress(OSError):
                words = (entry / "cmdline").read_bytes()
                found += (
                    [entry.name]
                    if b"dateline-render-" in words and (entry / "stat").read_text().split()[2] != "Z"
                    else []
                )
    return found


def wait_until(holds, seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.05)
