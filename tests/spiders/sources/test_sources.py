import pytest

from pipelines.errors import ConfigError, InputError
from spiders.sources.source import is_private, load_source, load_sources

GOOD = "title: Paper\nurl: https://www.a.example/\n"
WRONG = [
    (GOOD + "delay_seconds: soon\n", "3: delay_seconds: ", "write a number"),
    (GOOD + "dealy_seconds: 1\n", "3: dealy_seconds: ", "remove it or mend its spelling"),
    (
        GOOD + "sections:\n  - https://a.example/x\n  - /sport\n",
        "3: sections: ",
        "'/sport' is not an absolute http(s) URL",
    ),
    (GOOD + "time_zone: London\n", "3: time_zone: ", "write an IANA name such as Europe/London"),
    (GOOD + "language: English\n", "3: language: ", "(it says 'English')"),
    (GOOD + "date_order: dym\n", "3: date_order: ", "'dmy', 'mdy' or 'ymd'"),
    (GOOD + "feeds: https://a.example/rss\n", "3: feeds: ", "write a list"),
    (GOOD + "name: other\n", "3: name: ", "is not the file's name; leave it out"),
    (GOOD + "connections: 100\n", "3: connections: ", "less than or equal to 16"),
    ("url: https://a.example/\n", "1: title: ", "add it"),
    ("title: Paper\nurl: ftp://a.example/\n", "2: url: ", "write it with https://"),
    ("title: Paper\nurl: http://192.168.1.1/\n", "2: url: ", "set allow_private_addresses: true if that is meant"),
    ("title: [\n", "2: not YAML", ""),
    ("- a\n- b\n", "1: a settings file is a list of `setting: value` lines", ""),
    ("", "1: the file is empty", "setting: value"),
]
PRIVATE = [
    "http://127.0.0.1/", "http://2130706433/", "http://0x7f.1/", "http://0177.0.0.1/", "http://127.1/", "http://[::1]/",
    "http://[::ffff:127.0.0.1]/", "http://10.0.0.1/", "http://169.254.169.254/latest/", "http://１２７.０.０.１/",
    "http://localhost:8080/", "http://printer.local/", "http://0.0.0.0/", "http://[fe80::1]/", "http://100.64.0.1/",
]  # fmt: skip


def write(folder, text, name="paper"):
    (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    return folder


@pytest.mark.parametrize(("text", "where", "remedy"), WRONG)
def test_a_mistake_names_file_line_field_and_remedy(tmp_path, text, where, remedy):
    with pytest.raises(ConfigError) as caught:
        load_source(write(tmp_path, text), "paper")
    message = str(caught.value)
    assert message.startswith(f"{tmp_path}/paper.yaml:{where}")
    assert remedy in message
    assert "\n" not in message


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
    assert [source.name for source in load_sources(tmp_path)] == ["a", "b", "c_2"]
    assert load_sources(tmp_path / "none") == []


def test_an_unknown_name_offers_the_nearest(tmp_path):
    write(tmp_path, GOOD, "guardian")
    with pytest.raises(InputError, match=r"unknown source: gaurdian \(did you mean guardian\?\)"):
        load_source(tmp_path, "gaurdian")
    with pytest.raises(InputError, match="unknown source"):
        load_source(tmp_path, "../guardian")


def test_a_file_name_that_is_no_name_is_refused(tmp_path):
    with pytest.raises(ConfigError, match="lower-case letters, digits and underscores"):
        load_sources(write(tmp_path, GOOD, "The Paper"))


def test_latin_1_is_refused_in_words(tmp_path):
    (tmp_path / "paper.yaml").write_bytes("title: Zürich\n".encode("latin-1"))
    with pytest.raises(ConfigError, match="save it as UTF-8"):
        load_source(tmp_path, "paper")


def test_a_folder_named_as_a_file_is_refused_in_words(tmp_path):
    (tmp_path / "dir.yaml").mkdir()
    with pytest.raises(ConfigError, match=r"dir\.yaml: cannot be read: Is a directory"):
        load_sources(tmp_path)


@pytest.mark.parametrize("text", ["", "# nothing yet\n"])
def test_an_empty_file_is_called_empty(tmp_path, text):
    (tmp_path / "paper.yaml").write_text(text)
    with pytest.raises(ConfigError, match=r"paper\.yaml:1: the file is empty"):
        load_source(tmp_path, "paper")


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
