"""Papers that want a cookie, a choice, a login or a language before they show a story."""

import base64
import gzip
import json
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.cookies import SimpleCookie
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from urllib.parse import parse_qs, quote, unquote, urlsplit

import pytest

from pipelines.ask.sql.connection import connect
from pipelines.lake.home import Home
from pipelines.nights import build
from tests.spiders.crawl.conftest import NIGHT, Crawler, Paper

ABOUT = ("harbour wall and who pays", "roof of the old library", "ferry that runs late in winter")
STORIES = [f"/2025/11/0{day}/the-{about.replace(' ', '-')}" for day, about in enumerate(ABOUT, 1)]
TITLES = {path: f"Council talks of the {about}" for path, about in zip(STORIES, ABOUT, strict=True)}
HANG_UP = 0
"""In place of a status: the connection ends without an answer."""
USER, PASSWORD, MEMBER, TOKEN = "ann@example.org", "s3cret-pass-word", "tok-9f8e7d6c", "hidden-token-1a2b"
FORM = (
    f"<form method=post action='/login'><input type=hidden name=csrf value={TOKEN}><input type=search name=q form=x>"
    "<input type=email name=mail><input type=password name=word><button>Log in</button></form>"
)
Answer = tuple[int, dict[str, str], str]


def page(title: str, body: str) -> str:
    return f"<html lang=en><head><title>{title}</title></head><body>{body}</body></html>"


def front() -> str:
    return page(
        "The Paper", "".join(f"<li><h3><a href='{path}'>{title}</a></h3></li>" for path, title in TITLES.items())
    )


def story(path: str, *, whole: bool = True) -> str:
    prose = f"and the council met again: {TITLES[path]}, as it had for years. " * 4
    lines = [f"<p>{each} spoke first, {prose}</p>" for each in ("The mayor", "A builder", "The priest")]
    return page(TITLES[path], f"<article><h1>{TITLES[path]}</h1>{''.join(lines if whole else lines[:1])}</article>")


class Doors:
    """A site whose `door` may answer in place of its pages; None: the reader is let in."""

    def __init__(self, door: Callable[["Doors", str, dict[str, str], BaseHTTPRequestHandler], Answer | None]) -> None:
        self.door = door
        self.forms: list[dict[str, list[str]]] = []
        self.asked: list[str] = []

    def answer(self, handler: BaseHTTPRequestHandler) -> Answer:
        cookies = {name: each.value for name, each in SimpleCookie(handler.headers.get("Cookie", "")).items()}
        path = urlsplit(handler.path).path
        if path == "/robots.txt":
            return 404, {}, ""
        if (barred := self.door(self, handler.path, cookies, handler)) is not None:
            return barred
        if path == "/":
            return 200, {}, front()
        return (200, {}, story(path)) if path in STORIES else (404, {}, "")


@contextmanager
def serving(doors: Doors) -> Iterator[str]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            doors.asked.append(self.path)
            self.reply(doors.answer(self))

        def do_POST(self) -> None:
            doors.forms.append(parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode()))
            self.reply(doors.answer(self))

        def reply(self, answer: Answer) -> None:
            status, headers, body = answer
            if status == HANG_UP:
                self.close_connection = True
                return
            self.send_response(status)
            for name, value in ({"Content-Type": "text/html"} | headers).items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body.encode())))
            self.end_headers()
            self.wfile.write(body.encode())

        def log_message(self, *_: object) -> None: ...

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def sets_a_cookie_and_sends_back(_: Doors, url: str, cookies: dict[str, str], __: object) -> Answer | None:
    if url.startswith("/set?"):
        return 302, {"Location": parse_qs(urlsplit(url).query)["back"][0], "Set-Cookie": "seen=1; Path=/"}, ""
    return None if "seen" in cookies else (302, {"Location": f"/set?back={quote(url)}"}, "")


def sends_to_itself(_: Doors, url: str, cookies: dict[str, str], __: object) -> Answer | None:
    return None if "seen" in cookies else (302, {"Location": url, "Set-Cookie": "seen=1; Path=/"}, "")


def wants_a_cookie_for_each_page(_: Doors, url: str, cookies: dict[str, str], __: object) -> Answer | None:
    if url.startswith("/set?"):
        back = parse_qs(urlsplit(url).query)["back"][0]
        return 302, {"Location": back, "Set-Cookie": f"seen={quote(back, safe='')}; Path=/"}, ""
    return None if cookies.get("seen") == quote(url, safe="") else (302, {"Location": f"/set?back={quote(url)}"}, "")


def forgets_at_once(doors: Doors, url: str, cookies: dict[str, str], __: object) -> Answer | None:
    """The first cookie for a page does not hold."""
    if url.startswith("/set?"):
        number = doors.asked.count(url)
        return 302, {"Location": parse_qs(urlsplit(url).query)["back"][0], "Set-Cookie": f"seen={number}; Path=/"}, ""
    return None if cookies.get("seen") == "2" else (302, {"Location": f"/set?back={quote(url)}"}, "")


def sends_back_and_forth(_: Doors, url: str, cookies: dict[str, str], __: object) -> Answer | None:
    return 302, {"Location": "/there" if url == "/" else "/", "Set-Cookie": f"n={len(cookies)}; Path=/"}, ""


def one_gate_for_all_pages(_: Doors, url: str, cookies: dict[str, str], __: object) -> Answer | None:
    """Each page sends to one address, and a cookie says where that leads back; its pass holds for one page."""
    if url == "/gate":
        back = unquote(cookies.get("back", "%2F"))
        return 302, {"Location": back, "Set-Cookie": f"pass={quote(back, safe='')}; Path=/"}, ""
    own = quote(url, safe="")
    return None if cookies.get("pass") == own else (302, {"Location": "/gate", "Set-Cookie": f"back={own}; Path=/"}, "")


def never_content(_: Doors, url: str, cookies: dict[str, str], __: object) -> Answer | None:
    return 302, {"Location": url, "Set-Cookie": f"n={len(cookies)}; Path=/"}, ""


def wants_its_language(_: Doors, __: str, ___: object, handler: BaseHTTPRequestHandler) -> Answer | None:
    asked = handler.headers.get("Accept-Language", "")
    return None if asked.startswith("de") else (200, {}, page("Choose your language", "<ul><li>Deutsch</li></ul>"))


def wants_a_choice(_: Doors, url: str, cookies: dict[str, str], handler: BaseHTTPRequestHandler) -> Answer | None:
    if handler.command == "POST" and url == "/choice":
        return 303, {"Location": "/", "Set-Cookie": "consent=reject; Path=/"}, ""
    wall = "<p>We and our 843 partners process personal data. Please give your consent, or reject it, to read on.</p>"
    return None if cookies.get("consent") == "reject" else (200, {}, page("We value your privacy", wall))


def wants_a_login(doors: Doors, url: str, cookies: dict[str, str], handler: BaseHTTPRequestHandler) -> Answer | None:
    if url == "/login" and handler.command == "POST":
        if handler.headers.get("Referer", "").endswith("/login") and doors.forms[-1] == {
            "csrf": [TOKEN],
            "mail": [USER],
            "word": [PASSWORD],
        }:
            return 303, {"Location": "/", "Set-Cookie": f"member={MEMBER}; Path=/; HttpOnly"}, ""
        return 200, {}, page("Log in", f"<p>Wrong.</p>{FORM}")
    if url == "/login":
        return 200, {}, page("Log in", FORM)
    if url in STORIES and cookies.get("member") != MEMBER:
        return 200, {}, story(url, whole=False)
    return None


def has_its_login_on_its_front(
    doors: Doors, url: str, cookies: dict[str, str], handler: BaseHTTPRequestHandler
) -> Answer | None:
    if url == "/" and handler.command == "POST":
        is_right = doors.forms[-1] == {"mail": [USER], "word": [PASSWORD]}
        return 303, {"Location": "/"} | ({"Set-Cookie": f"member={MEMBER}; Path=/"} if is_right else {}), ""
    form = "<form method=post action='/'><input type=email name=mail><input type=password name=word></form>"
    if url == "/" and cookies.get("member") != MEMBER:
        return 200, {}, front().replace("<body>", f"<body>{form}")
    return (200, {}, story(url, whole=False)) if url in STORIES and cookies.get("member") != MEMBER else None


def wants_a_login_by_header(_: Doors, url: str, __: object, handler: BaseHTTPRequestHandler) -> Answer | None:
    right = "Basic " + base64.b64encode(f"{USER}:{PASSWORD}".encode()).decode()
    if handler.headers.get("Authorization") != right:
        return 401, {"WWW-Authenticate": 'Basic realm="x"'}, ""
    return (200, {}, page("Hello", "<p>Hello.</p>")) if url == "/login" else None


def wants_a_login_in_two_steps(
    doors: Doors, url: str, cookies: dict[str, str], handler: BaseHTTPRequestHandler
) -> Answer | None:
    newsletter = "<form method=post action='/newsletter'><input type=email name=mail></form>"
    if url == "/login" and handler.command == "POST":
        return (
            (303, {"Location": "/password"}, "") if doors.forms[-1] == {"t": [TOKEN], "name": [USER]} else (403, {}, "")
        )
    if url == "/login":
        fields = f"<input type=hidden name=t value={TOKEN}><input type=text name=name>"
        return 200, {}, page("Log in", f"{newsletter}<form method=post action='/login'>{fields}</form>")
    if url == "/password" and handler.command == "POST":
        return 303, {"Location": "/", "Set-Cookie": f"member={MEMBER}; Path=/; HttpOnly"}, ""
    if url == "/password":
        return (
            200,
            {},
            page("Log in", "<form method=post><input type=email name=name><input type=password name=p></form>"),
        )
    return (200, {}, story(url, whole=False)) if url in STORIES and cookies.get("member") != MEMBER else None


def crawled(tmp_path: Path, url: str, **settings: object) -> Crawler:
    crawler = Crawler(tmp_path / "home", Paper(url=url))
    crawler.source(**settings)
    return crawler


@pytest.mark.parametrize(
    ("door", "settings"),
    [
        (sets_a_cookie_and_sends_back, {}),
        (sends_to_itself, {}),
        (wants_a_cookie_for_each_page, {}),
        (forgets_at_once, {}),
        (one_gate_for_all_pages, {}),
        (wants_its_language, {"language": "de"}),
        (wants_a_choice, {"consent": {"cookie": "consent=reject"}}),
        (wants_a_choice, {"consent": {"post": "{}/choice", "fields": {"all": "reject"}}}),
    ],
)
def test_every_story_is_had(tmp_path, door, settings) -> None:
    with serving(doors := Doors(door)) as url:
        crawler = crawled(tmp_path, url, **json.loads(json.dumps(settings).replace("{}/", f"{url}/")))
        crawler.run()
        assert {path: crawler.outcomes()[path] for path in STORIES} == dict.fromkeys(STORIES, "stored")
        assert max(doors.asked.count(path) for path in STORIES) <= 2


@pytest.mark.parametrize(
    ("door", "settings", "outcome"),
    [
        (sends_to_itself, {"cookies": "never"}, "http_error"),
        (never_content, {}, "http_error"),
        (sends_back_and_forth, {}, "redirected"),
    ],
)
def test_a_circle_ends(tmp_path, door, settings, outcome) -> None:
    with serving(doors := Doors(door)) as url:
        crawler = crawled(tmp_path, url, **settings)
        crawler.run(status=None)
        assert crawler.outcomes()["/"] == outcome
        assert doors.asked.count("/") <= 13


def test_nobody_chooses_for_the_user_and_health_says_what_to_write(tmp_path) -> None:
    with serving(doors := Doors(wants_a_choice)) as url:
        crawler = crawled(tmp_path, url)
        crawler.run()
        build(Home.at(crawler.home), [NIGHT], show=False)
        assert not doors.forms
    assert findings(crawler) == {"consent_wall"}


@pytest.fixture(scope="module")
def subscriber(tmp_path_factory):
    """A crawl with a login, and one whose password is wrong."""
    crawls = []
    with serving(Doors(wants_a_login)) as url:
        for name, password in (("right", PASSWORD), ("wrong", "another")):
            crawler = crawled(
                tmp_path_factory.mktemp(name), url,
                login={"url": f"{url}/login", "user": "$PAPER_USER", "password": "$PAPER_PASSWORD"},
                headers={"X-Reader-Token": "$PAPER_TOKEN", "X-Client": "plain"},
            )  # fmt: skip
            own = {"PAPER_USER": USER, "PAPER_PASSWORD": password, "PAPER_TOKEN": TOKEN}
            started = crawler.start(env=os.environ | own)
            said = "".join(started.communicate(timeout=120))
            assert started.returncode == 0, said
            build(Home.at(crawler.home), [NIGHT], show=False)
            crawls.append((crawler, said))
    return crawls


def test_a_subscriber_reads_whole_stories_and_nobody_trains_on_them(subscriber) -> None:
    crawler, _ = subscriber[0]
    assert crawler.rows()["/login"]["detail"] == "logged in"
    with connect(Home.at(crawler.home)) as corpus:
        rows = corpus.execute("SELECT access, train_ai, text LIKE '%The priest spoke%' FROM articles").fetchall()
        assert rows == [("subscriber", "disallowed", True)] * len(STORIES)
        [access] = corpus.execute("SELECT DISTINCT access FROM fetches WHERE outcome = 'stored'").fetchall()
        assert access == ("subscriber",)
    assert findings(crawler) == set()


@pytest.mark.parametrize("status", [HANG_UP, 503])
def test_a_login_outlives_what_passes(tmp_path, status) -> None:
    failed = set()

    def stumbles(doors: Doors, url: str, cookies: dict[str, str], handler: BaseHTTPRequestHandler) -> Answer | None:
        step = handler.command, url
        if url == "/login" and step not in failed:
            failed.add(step)
            return status, {}, ""
        return wants_a_login(doors, url, cookies, handler)

    with serving(Doors(stumbles)) as url:
        login = {"url": f"{url}/login", "user": "$PAPER_USER", "password": "$PAPER_PASSWORD"}
        crawler = crawled(tmp_path, url, login=login)
        crawler.start(env=os.environ | {"PAPER_USER": USER, "PAPER_PASSWORD": PASSWORD}).communicate(timeout=120)
        assert failed == {("GET", "/login"), ("POST", "/login")}
        assert crawler.rows()["/login"]["detail"] == "logged in"


def place_of_login(door: Callable[..., Answer | None]) -> str:
    return "/" if door is has_its_login_on_its_front else "/login"


@pytest.mark.parametrize("door", [wants_a_login_by_header, wants_a_login_in_two_steps, has_its_login_on_its_front])
@pytest.mark.parametrize("is_right", [True, False])
def test_other_ways_to_log_in(tmp_path, door, is_right) -> None:
    own = {"PAPER_USER": USER if is_right else "bob@example.org", "PAPER_PASSWORD": PASSWORD}
    with serving(doors := Doors(door)) as url:
        login = {"url": f"{url}{place_of_login(door)}", "user": "$PAPER_USER", "password": "$PAPER_PASSWORD"}
        crawler = crawled(tmp_path, url, login=login)
        crawler.start(env=os.environ | own).communicate(timeout=120)
        rows = crawler.lake.read("fetches", night=NIGHT).to_pylist()
        [said] = [row["detail"] for row in rows if (row["detail"] or "").startswith("log")]
        assert said.startswith("logged in" if is_right else "login failed: ")
        if is_right:
            assert [crawler.outcomes()[path] for path in STORIES] == ["stored"] * len(STORIES)
    assert "/newsletter" not in doors.asked
    found = b"".join(gzip.decompress(p.read_bytes()) for p in crawler.home.rglob("*.gz"))
    coded = base64.b64encode(f"{USER}:{PASSWORD}".encode())
    assert not [secret for secret in (PASSWORD.encode(), MEMBER.encode(), coded) if secret in found]


def test_a_login_that_fails_is_told_and_the_night_goes_on(subscriber) -> None:
    crawler, said = subscriber[1]
    assert crawler.rows()["/login"]["detail"] == "login failed: the site asks for the password again"
    assert "login failed" in said
    assert "login_failed" in findings(crawler)
    with connect(Home.at(crawler.home)) as corpus:
        assert corpus.execute("SELECT DISTINCT access FROM fetches").fetchall() == [("open",)]


def test_no_secret_is_in_any_file_nor_on_the_console(subscriber) -> None:
    for crawler, said in subscriber:
        found = b"".join(
            gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
            for path in crawler.home.rglob("*")
            if path.is_file()
        )
        assert b"X-Client: plain" not in found  # whatever stands in `headers` may say who the reader is
        assert b"Cookie: redacted" in found or crawler is not subscriber[0][0]
        for secret in (USER, PASSWORD, MEMBER, TOKEN):
            assert secret.encode() not in found
            assert secret not in said


def test_what_is_not_set_or_leads_elsewhere_is_told_before_a_request(tmp_path) -> None:
    with serving(doors := Doors(wants_a_login)) as url:
        login = {"url": f"{url}/login", "user": "$PAPER_USER_OF_NOBODY", "password": "$PAPER_USER_OF_NOBODY"}
        crawler = crawled(tmp_path, url, login=login)
        assert "export PAPER_USER_OF_NOBODY=" in crawler.run(status=2)["stderr"]
        crawler.source(consent={"post": "https://elsewhere.example/choice"})
        assert "is on none of its hosts" in crawler.run(status=2)["stderr"]
        assert doors.asked == []


@pytest.mark.parametrize(
    ("setting", "said"),
    [
        (
            {"login": {"url": "https://paper.example/login", "user": "ann", "password": "secret"}},
            "environment variable",
        ),
        (
            {
                "allow_private_addresses": False,
                "login": {"url": "http://paper.example/login", "user": "$A", "password": "$A"},
            },
            "not sent over http",
        ),
        ({"headers": {"X-Api-Key": "abc"}}, "environment variable"),
        ({"headers": {"User-Agent": "Firefox"}}, "cannot be set"),
        ({"consent": {"cookie": "consent=a; b"}}, "no cookie"),
        ({"consent": {}}, "either cookie"),
        ({"consent": {"cookie": "a=b"}, "cookies": "never"}, "needs cookies"),
    ],
)
def test_a_file_that_is_wrong_says_so_and_holds_no_secret(tmp_path, setting, said) -> None:
    crawler = crawled(tmp_path, "https://paper.example", **setting)
    assert said in crawler.run(status=2)["stderr"]


def findings(crawler: Crawler) -> set[str]:
    with connect(Home.at(crawler.home)) as corpus:
        rows = corpus.execute('SELECT unnest(findings)."check" FROM source_health').fetchall()
    return {check for (check,) in rows}
