"""`python -m spiders.sources`, over the demo web."""

import re

import pytest

from spiders.demo_web.ports import ports_from
from spiders.demo_web.server import serve
from spiders.sources.countries import zones_by_country
from spiders.sources.source import load_source
from tests import programs

PORTS = ports_from(18801)


def run(home, *arguments):
    return programs.run("spiders.sources", "--home", str(home), *arguments)


@pytest.fixture(scope="module")
def added(tmp_path_factory):
    home = tmp_path_factory.mktemp("home")
    with serve(PORTS):
        adding = run(
            home, "add", "http://127.0.0.1:18802/", "--name", "herald", "--private", "--contact", "me@a.example"
        )
        checking = run(home, "check")
    return home, adding, checking


def test_add_writes_a_source_file_that_reads_back(added):
    home, adding, _ = added
    assert adding.returncode == 0, adding.stderr
    source = load_source(home / "sources", "herald")
    # its pages say en-GB; their -05:00 speaks against it
    assert (source.language, source.country, source.time_zone, source.date_order) == ("en", None, None, None)
    assert "America/Bogota" in (home / "sources" / "herald.yaml").read_text()
    assert source.feeds == ("http://127.0.0.1:18802/feed.xml",)
    assert source.sitemaps == ("http://127.0.0.1:18802/sitemap-index.xml.gz",)
    assert "http://127.0.0.1:18802/sport" in source.sections
    assert source.contact == "me@a.example"
    assert "# Rights: AI training" in (home / "sources" / "herald.yaml").read_text()


def test_check_says_how_each_channel_does(added):
    _, _, checking = added
    heading, *lines = checking.stdout.splitlines()
    assert heading.split() == ["SOURCE", "CHANNEL", "STATE", "URL", "SEEN"]
    cells = [line.split(maxsplit=4) for line in lines]
    states = {url.rpartition("18802")[2]: state for _, channel, state, url, _ in cells if channel != "stories"}
    assert states["/sport"] == "ok"
    assert states["/feed.xml"] == "stale"
    source, channel, state, _, seen = cells[-1]
    assert (source, channel, state) == ("herald", "stories", "ok")
    assert re.fullmatch(r"3 read: \d+ words in the median, 3 dated, \d signed", seen)
    assert checking.returncode == 1


def test_add_refuses_to_overwrite_and_to_look_inside_unasked(added):
    home, _, _ = added
    for arguments, says in (
        (["add", "http://127.0.0.1:18802/", "--name", "herald", "--private"], "exists already"),
        (["add", "http://127.0.0.1:18802/"], "is no address on the public internet; write one such as"),
        (["add", "nonsense"], "https://nonsense/ is no address on the public internet"),
        (["add", "https://me:secret@paper.example/"], "a URL with a user name or password is not crawled"),
        (["add", "ftp://paper.example/"], "not an absolute http(s) URL"),
        (["add", "https://paper.example/", "--name", "../x"], "--name ../x: a name is lower-case letters"),
        (["add", "http://127.0.0.1:9/", "--private"], "connection refused, unreachable"),
        (["check", "heralt"], "did you mean herald?"),
    ):
        done = run(home, *arguments)
        assert done.returncode == 2
        said = [line for line in done.stderr.splitlines() if not line.startswith(("Asking ", "  /"))]
        assert len(said) == 1
        assert says in said[0]
        assert said[0].startswith("dateline: ")
        assert "secret" not in done.stderr


def test_list_names_every_source(added):
    assert run(added[0], "list").stdout == "herald\tThe Saltmere Herald\thttp://127.0.0.1:18802/\n"


def test_a_country_of_many_zones_lists_them():
    assert len(zones_by_country()["US"]) > 20
    assert zones_by_country()["DE"] == ("Europe/Berlin", "Europe/Busingen")


def test_wrong_files_are_told_beside_the_others(tmp_path):
    folder = tmp_path / "sources"
    folder.mkdir()
    (folder / "good.yaml").write_text("title: Good\nurl: https://good.example/\n")
    (folder / "bad.yml").write_text("title: Bad\n")
    listing = run(tmp_path, "list")
    assert listing.stdout == "good\tGood\thttps://good.example/\n"
    problem = f"{folder}/bad.yml:1: url: is missing; add it: home page, such as https://paper.example/"
    assert listing.stderr == f"dateline: {problem}\n"
    assert listing.returncode == 2
