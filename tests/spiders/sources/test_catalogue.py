"""The catalogue: every entry is read by the settings machinery, and says from where it is; finding and adding by name."""

import re
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from pipelines.base.errors import ConfigError, InputError
from pipelines.base.settings.file import read_settings
from pipelines.base.urls.identity import url_key
from spiders.sources.catalogue import find
from spiders.sources.catalogue.entry import PUBLISHERS, Entry, catalogued, names, read_entries

LISTS = (PUBLISHERS.parent / "LISTS.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def entries() -> list[Entry]:
    return read_entries()


def test_every_entry_is_right_and_in_the_folder_of_its_country(entries: list[Entry]) -> None:
    files = sorted(PUBLISHERS.rglob("*.*"))
    assert len(files) == len(entries) == len(names()) >= 150  # a name is taken once in all countries
    assert len({each.country for each in entries}) >= 40
    assert {each.name: each.country.lower() for each in entries} == {
        name: path.parent.name for name, path in names().items()
    }
    twice = [key for key, count in Counter(url_key(each.url) for each in entries).items() if count > 1]
    assert twice == []


def test_every_entry_says_from_which_list_it_is_and_what_nobody_said_is_absent(entries: list[Entry]) -> None:
    for each in entries:
        head = names()[each.name].read_text(encoding="utf-8").splitlines()[0]
        assert f"| `{each.from_list}` |" in LISTS
        assert head.startswith("# Facts from ")
        assert "License" in head or (each.from_list == "own survey" and each.verified)
        assert each.from_day >= date(2026, 12, 2)
        assert each.verified is None or each.verified >= each.from_day
        assert each.system is None or each.verified
        assert (each.rights_from is None) == (each.rights_day is None)
        assert each.train_ai is None or each.verified or f"| `{each.rights_from}` |" in LISTS
        assert each.train_ai or not each.rights_from
        assert (each.topics_from is None) == (each.topics_day is None)
        assert not each.topics or each.verified or f"| `{each.topics_from}` |" in LISTS
        assert each.topics_from is None or each.topics_from.split()[0] in head


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("country: Germany", "'Germany' is no country; write two capital letters (ISO 3166-1); did you mean DE?"),
        ("languages: [german]", "languages: 'german' is not written as it must be"),
        ("url: http://10.0.0.1/", "http://10.0.0.1/ is no address on the public internet"),
        ("feed: [https://a.example/f]", "feed: no such setting; did you mean feeds?"),
        ("train_ai: unknown", "write allowed or disallowed"),
        ("from_day: yesterday", "from_day: 'yesterday' is not"),
    ],
)
def test_a_mistake_in_an_entry_is_told_with_its_line(tmp_path: Path, line: str, said: str) -> None:
    settings = {
        "title": "A",
        "url": "https://a.example/",
        "country": "DE",
        "from_list": "A list 1",
        "from_day": "2026-12-02",
    }
    written = [line, *(f"{name}: {value}" for name, value in settings.items() if name != line.partition(":")[0])]
    path = tmp_path / "paper.yaml"
    path.write_text("\n".join(written))
    with pytest.raises(ConfigError) as told:
        read_settings(path, Entry)
    assert str(told.value).startswith(f"{path}:1: ")
    assert said in str(told.value)


def test_an_entry_is_added_by_its_name_with_its_feeds() -> None:
    listed = catalogued("vnexpress", "asia")
    assert (listed.name, listed.group) == ("vnexpress", "asia")
    assert listed.url == read_settings(names()["vnexpress"], Entry).url
    for wrong, said in (
        ("vnexpres", "did you mean vnexpress?"),
        ("https://a.example/", "'dateline sources find WORDS'"),
    ):
        with pytest.raises(InputError, match="is not in the catalogue") as told:
            catalogued(wrong, None)
        assert said in str(told.value)


PAPERS = [
    Entry(name="a", title="Der Hafenbote", url="https://bote.example/", country="DE", languages=("de",), topics=("economy",),
          train_ai="disallowed", rights_from="A list 2", rights_day=date(2026, 12, 3),
          topics_from="A list 3", topics_day=date(2026, 12, 3), from_list="A list 1", from_day=date(2026, 12, 2)),
    Entry(name="b", title="The Mill", url="https://mill.example/", country="DE", feeds=("https://mill.example/economy.xml",),
          from_list="A list 1", from_day=date(2026, 12, 2), verified=date(2026, 12, 3)),
    Entry(name="c", title="Économie", url="https://eco.example/", country="CH", from_list="A list 1", from_day=date(2026, 12, 2)),
]  # fmt: skip


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("economy germany", ["a", "b"]),
        ("ECONOMY Deutschland", ["a", "b"]),
        ("german economy", ["a", "b"]),  # begins Germany
        ("deutsch hafen", ["a"]),
        ("wirtschaft germany", ["a", "b"]),  # of one meaning
        ("economie", ["a", "b", "c"]),
        ("économie suisse", ["c"]),
        ("svizzera", ["c"]),
        ("ch", ["c"]),
        ("mill.example", ["b"]),
        ("economy norway", ["a", "b", "c"]),  # none is of Norway
        ("nothing", []),
    ],
)
def test_publishers_are_found_by_words(
    words: str, found: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(find, "read_entries", lambda: PAPERS)
    assert find.find_publishers(words.split(), "dateline --home news") == (0 if found else 1)
    told = capsys.readouterr()
    assert [line.split()[0] for line in told.out.splitlines()[1:]] == found
    command = f"dateline --home news sources add --from-catalogue {' '.join(found)}\n"
    assert told.err.endswith(command if found else NOTHING)
    assert (find.RIGHTS in told.err) == bool(found)


NOTHING = "No publisher has nothing in its entry; topics are known of some. Try a country, a language or a part of the name.\n"


def test_papers_of_a_topic_are_found_by_the_topics_that_a_list_states(capsys: pytest.CaptureFixture[str]) -> None:
    assert find.find_publishers(["economy", "germany"], "dateline") == 0
    found = {line.split()[0] for line in capsys.readouterr().out.splitlines()[1:]}
    assert {"boersen_zeitung", "faz", "welt"} <= found  # the first by its title, the others by topics
    assert not {"kicker", "jungewelt"} & found


def test_what_nobody_verified_says_so(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(find, "read_entries", lambda: PAPERS)
    find.find_publishers(["economy", "germany"], "dateline")
    heading, first, second = capsys.readouterr().out.splitlines()
    assert re.split(r"  +", heading) == list(find.HEADINGS)
    assert "  disallowed, A list 2  " in first
    assert first.endswith("A list 1, 2026-12-02  no")
    assert second.split("  ")[-1] == "2026-12-03"
    assert second.count("unknown") == 3  # its languages, topics and rights
