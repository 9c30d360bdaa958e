import re
from datetime import date
from pathlib import Path

import pytest

from pipelines.base.errors import ConfigError, InputError
from pipelines.health.step import expected_on
from pipelines.lake.archive import save_source_settings
from pipelines.lake.home import Home
from spiders.sources.source import is_private, load_source, read_sources

GOOD = "title: Paper\nurl: https://www.a.example/\n"
WRONG = [
    (GOOD + "delay_seconds: soon\n", "3: delay_seconds: 'soon' is not a number; write a number, such as 1.0"),
    (GOOD + "dealy_seconds: 1\n", "3: dealy_seconds: no such setting; did you mean delay_seconds?"),
    (GOOD + "colour: red\n", "3: colour: no such setting; remove it; settings are allow_private_addresses, title, "),
    (GOOD + "sections:\n  - https://a.example/x\n  - /sport\n",
     "5: sections: '/sport' is not an absolute http(s) URL; write it with https://"),
    (GOOD + "time_zone: London\n", "3: time_zone: 'London' is no time zone; write an IANA name; did you mean Europe/London?"),
    (GOOD + "time_zone: Nowhere\n", "3: time_zone: 'Nowhere' is no time zone; write an IANA name, such as Europe/London"),
    (GOOD + "country: Germany\n",
     "3: country: 'Germany' is no country; write two capital letters (ISO 3166-1); did you mean DE?"),
    (GOOD + "country: UK\n", "3: country: 'UK' is no country; write two capital letters (ISO 3166-1); did you mean GB?"),
    (GOOD + "language: English\n",
     "3: language: 'English' is not written as it must be; write two lower-case letters (ISO 639-1), such as en"),
    (GOOD + "date_order: dmx\n", "3: date_order: 'dmx' is none of its values; write dmy, mdy or ymd; did you mean dmy?"),
    (GOOD + "feeds: https://a.example/rss\n", "3: feeds: 'https://a.example/rss' is not a list; write a list, one `- …` a line"),
    (GOOD + "feeds:\n", "3: feeds: has no value; write one, or remove the line"),
    (GOOD + "feeds:\n  - https://a.example/\n  - 3\n", "5: feeds: 3 is not text; write it in quotes: '3'"),
    (GOOD + "name: other\n", "3: name: 'other' is not the file's name; leave it out"),
    (GOOD + "connections: 100\n", "3: connections: 100 is too large; write a number from 1 to 16"),
    (GOOD + "delay_seconds: -1\n", "3: delay_seconds: -1 is too small; write a number from 0 to 3600"),
    (GOOD + "max_pages: 1.5\n", "3: max_pages: 1.5 is not a whole number; write a whole number, such as 5000"),
    (GOOD + "nightly: maybe\n", "3: nightly: 'maybe' is neither true nor false; write true or false"),
    (GOOD + "respect: [noia]\n",
     "3: respect: 'noia' is none of its values; write noindex, noarchive, noai or tdm; did you mean noai"),
    (GOOD + "hosts: [{b: c}]\n", "3: hosts: {'b': 'c'} is not a single value; write one value"),
    (GOOD + "hosts: ['https://www2.a.example/']\n",
     "3: hosts: 'https://www2.a.example/' is no host; write its name alone, such as www2.paper.example"),
    (GOOD + "hosts: [www2.a.example www3.a.example]\n", "3: hosts: 'www2.a.example www3.a.example' is no host"),
    (GOOD + "stories_per_night: many\n", "3: stories_per_night: 'many' is no number of stories; write 40, or {mon: 40, sat: 10}"),
    (GOOD + "stories_per_night:\n  mon: 40\n  sat: -1\n", "5: stories_per_night: sat: -1 is no number of stories; write 40, or"),
    (GOOD + "stories_per_night:\n  mon: 40\n  saturday: 1\n",
     "5: stories_per_night: saturday: is no weekday; write mon tue wed thu fri sat sun"),
    ("[" * 1000 + "\n", " brackets within brackets, too many to be read; write each list once"),
    ("url: https://a.example/\n", "1: title: is missing; add it: the publication as people call it, such as The Paper"),
    ("title: ''\nurl: https://a.example/\n", "1: title: is empty; write the publication as people call it, such as The Paper"),
    ("title: 1984\nurl: https://a.example/\n", "1: title: 1984 is not text; write it in quotes: '1984'"),
    ("title: Paper\nurl: ftp://a.example/\n", "2: url: 'ftp://a.example/' is not an absolute http(s) URL; write it with https://"),
    ("title: Paper\nurl: http://192.168.1.1/\n",
     "2: url: http://192.168.1.1/ is a private address; set allow_private_addresses: true if that is meant"),
    (GOOD + "delay_seconds: soon\nmax_pages: 0\n",
     "3: delay_seconds: 'soon' is not a number; write a number, such as 1.0 | line 4: max_pages: 0 is too small; write a number "
     "from 1 to 1000000"),
    (GOOD + "title: Other\n", "3: title stands twice; keep one of the two"),
    ("title: The Paper: news\n",
     "1: not YAML: a colon in a place where YAML expects none; put a value that holds ': ' in quotes"),
    ("title: \"Paper\nurl: x\n", "3: not YAML: a quotation mark is not closed; close it"),
    ("title: [\n", "2: not YAML: a bracket is not closed; close it with ] or }"),
    ("\ttitle: x\n", "1: not YAML: a tab cannot indent or begin a value; use spaces"),
    ("title: @paper\n", "1: not YAML: a value begins with a character that YAML reserves; put the value in quotes"),
    ("title: x\nurl: \x01\n", "2: not YAML: a character that YAML does not allow; remove it"),
    ("title: x\nurl: 2025-02-30\n", "2: a date that is none; write it right, or in quotes if it is text"),
    ("- a\n- b\n", "1: a settings file is a list of `setting: value` lines"),
    ("", "1: the file is empty; write its settings, a `setting: value` a line"),
]  # fmt: skip
PRIVATE = [
    "http://127.0.0.1/", "http://2130706433/", "http://0x7f.1/", "http://0177.0.0.1/", "http://127.1/", "http://[::1]/",
    "http://[::ffff:127.0.0.1]/", "http://10.0.0.1/", "http://169.254.169.254/latest/", "http://１２７.０.０.１/",
    "http://localhost:8080/", "http://printer.local/", "http://0.0.0.0/", "http://[fe80::1]/", "http://100.64.0.1/",
]  # fmt: skip


def write(folder, text, name="paper"):
    (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    return folder


@pytest.mark.parametrize(("text", "says"), WRONG)
def test_a_mistake_names_file_line_setting_and_remedy(tmp_path, text, says):
    with pytest.raises(ConfigError) as caught:
        load_source(write(tmp_path, text), "paper")
    message = str(caught.value)
    assert message.startswith(f"{tmp_path}/paper.yaml:{says}")
    assert "\n" not in message
    assert not re.search(r"pydantic|Input should be|ruamel|valid (?:string|tuple|dictionary|list)", message)


def test_a_good_file_is_read_with_its_defaults(tmp_path):
    source = load_source(write(tmp_path, GOOD), "paper")
    assert (source.name, source.title, source.url) == ("paper", "Paper", "https://www.a.example/")
    assert (source.delay_seconds, source.connections, source.nightly, source.verify_certificates) == (
        1.0,
        1,
        True,
        True,
    )
    assert source.allow_private_addresses is False


def test_files_are_read_in_the_order_of_their_names(tmp_path):
    for name in ("b", "a", "c_2"):
        write(tmp_path, GOOD, name)
    assert [source.name for source in read_sources(tmp_path).read] == ["a", "b", "c_2"]
    assert read_sources(tmp_path / "none").read == ()
    (tmp_path / ".#a.yaml").symlink_to("me@machine.1234")  # an editor's lock
    assert read_sources(tmp_path).wrong == ()


def test_a_wrong_file_is_told_and_the_others_are_read(tmp_path):
    write(tmp_path, GOOD, "a")
    write(tmp_path, "title: B\n", "b")
    write(tmp_path, GOOD, "c")
    found = read_sources(tmp_path)
    assert [source.name for source in found.read] == ["a", "c"]
    assert [(file.name, file.problem) for file in found.wrong] == [
        ("b", f"{tmp_path}/b.yaml:1: url: is missing; add it: home page, such as https://paper.example/")
    ]


def test_yml_is_read_as_yaml_is_and_both_of_one_name_are_a_mistake(tmp_path):
    (tmp_path / "paper.yml").write_text(GOOD)
    assert load_source(tmp_path, "paper").title == "Paper"
    assert [source.name for source in read_sources(tmp_path).read] == ["paper"]
    write(tmp_path, GOOD)
    both = f"{tmp_path}/paper.yml: paper.yaml stands beside it: keep one of the two"
    assert [file.problem for file in read_sources(tmp_path).wrong] == [both]
    with pytest.raises(ConfigError) as caught:
        load_source(tmp_path, "paper")
    assert str(caught.value) == both


def test_an_unknown_name_offers_the_nearest(tmp_path):
    write(tmp_path, GOOD, "guardian")
    with pytest.raises(InputError, match=r"unknown source: gaurdian \(did you mean guardian\?\)"):
        load_source(tmp_path, "gaurdian")
    with pytest.raises(InputError, match="unknown source"):
        load_source(tmp_path, "../guardian")


def test_a_file_name_that_is_no_name_is_refused(tmp_path):
    (file,) = read_sources(write(tmp_path, GOOD, "The Paper")).wrong
    assert file.problem.endswith(
        "The Paper.yaml: a file's name is lower-case letters, digits and underscores; call it the_paper.yaml"
    )


def test_latin_1_is_refused_in_words(tmp_path):
    (tmp_path / "paper.yaml").write_bytes("title: Zürich\n".encode("latin-1"))
    with pytest.raises(ConfigError, match="save it as UTF-8"):
        load_source(tmp_path, "paper")


def test_a_folder_named_as_a_file_is_refused_in_words(tmp_path):
    (tmp_path / "dir.yaml").mkdir()
    (file,) = read_sources(tmp_path).wrong
    assert file.problem.endswith("dir.yaml: cannot be read: Is a directory")


@pytest.mark.parametrize("text", ["", "# nothing yet\n"])
def test_an_empty_file_is_called_empty(tmp_path, text):
    (tmp_path / "paper.yaml").write_text(text)
    with pytest.raises(ConfigError, match=r"paper\.yaml:1: the file is empty"):
        load_source(tmp_path, "paper")


@pytest.mark.parametrize(
    ("setting", "expected"), [("40", dict.fromkeys(range(7), 40)), ("{mon: 40, sun: 0}", {0: 40, 6: 0})]
)
def test_the_stories_that_a_file_expects_are_those_of_the_night_it_was_crawled(
    setting: str, expected: dict[int, int], tmp_path: Path
) -> None:
    home, night = Home.at(tmp_path), date(2026, 2, 2)
    home.sources.mkdir()
    (home.sources / "paper.yaml").write_text(f"{GOOD}stories_per_night: {setting}\n")
    save_source_settings(home.archive, "paper", night, load_source(home.sources, "paper").model_dump(mode="json"))
    assert expected_on(home, "paper", night) == expected


@pytest.mark.parametrize("url", PRIVATE)
def test_private_addresses_are_known_in_every_spelling(url):
    assert is_private(url)


@pytest.mark.parametrize("url", ["https://a.example/", "http://8.8.8.8/", "http://[2606:4700::1111]/"])
def test_public_ones_too(url):
    assert not is_private(url)


def test_scope_is_the_site_of_the_start_pages_and_the_hosts_named(tmp_path):
    source = load_source(write(tmp_path, GOOD + "hosts: ['*.b.example', 'c.example']\n"), "paper")
    inside = ["http://a.example/x", "https://m.a.example/x", "http://news.b.example/", "https://www.c.example/"]
    outside = [
        "http://b.example/",
        "http://a.example.evil.example/",
        "http://xa.example/",
        "http://a.example:8080/",
        "mailto:x",
    ]
    assert [source.in_scope(url) for url in inside] == [True] * 4
    assert [source.in_scope(url) for url in outside] == [False] * 5
