"""Language files: checked against their schema, mistakes named by file and line, kept compiled by the digest of the sources."""

import shutil
from pathlib import Path

import pytest

from pipelines.base.errors import ConfigError
from pipelines.lexicon.data import FOLDER, LANGUAGES, data, data_under, entries, entries_by_language
from pipelines.lexicon.entry import literal
from pipelines.lexicon.lacking import best_kept, lacking
from pipelines.lexicon.language_file import read_language, topics
from pipelines.lexicon.pattern import ASKED

FILES = sorted((FOLDER / LANGUAGES).glob("*.toml"))
WELSH = """name = "Welsh"

[calendar]
order = "DMY"
months = [["ionawr"], ["chwefror"], ["mawrth"], ["ebrill"], ["mai"], ["mehefin"], ["gorffennaf"], ["awst"], ["medi"], ["hydref"], ["tachwedd"], ["rhagfyr"]]
weekdays = [["llun"], ["mawrth"], ["mercher"], ["iau"], ["gwener"], ["sadwrn"], ["sul"]]
"""  # noqa: E501


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_every_file_is_right(file: Path) -> None:
    content = read_language(file)
    assert content["name"] and (file.stem == "und" or len(content["calendar"]["months"]) == 12)


@pytest.mark.parametrize(
    ("old", "new", "line", "said"),
    [
        ('name = "Welsh"', "", 1, "has no name"),
        ('"DMY"', '"DYM"', 4, "order is one of DMY, MDY, YMD"),
        ('["sul"]]', "]", 6, "weekdays is a list of 7 lists, the first Monday"),
        ('"DMY"', '"DMY"\nmoons = []', 5, "the calendar has no 'moons'"),
        ('"DMY"', '"DMY"\nrelative = { fortnight = ["x"] }', 5, "'fortnight' is no unit of time"),
        ("\n[calendar]", '\n[datse]\npublished = ["x"]\n[calendar]', 4, "there is no topic 'datse.published'"),
        ('"DMY"', "DMY", 4, "line 4"),
    ],
)
def test_a_mistake_is_named_by_file_and_line(tmp_path: Path, old: str, new: str, line: int, said: str) -> None:
    file = tmp_path / "cy.toml"
    file.write_text(WELSH.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(ConfigError) as caught:
        read_language(file)
    assert said in str(caught.value)
    assert f"{file}:{line}:" in str(caught.value) or f"line {line}" in str(caught.value)


def test_what_is_kept_follows_the_sources(tmp_path: Path) -> None:
    shutil.copytree(FOLDER / LANGUAGES, tmp_path / LANGUAGES)
    first = data_under(tmp_path)
    assert data_under(tmp_path) == first == {LANGUAGES: data()[LANGUAGES]}
    english = tmp_path / LANGUAGES / "en.toml"
    english.write_text(
        english.read_text(encoding="utf-8").replace('["jan", "january"]', '["jan", "janvier"]', 1), encoding="utf-8"
    )
    assert "janvier" in data_under(tmp_path)[LANGUAGES]["en"]["calendar"]["months"][0]


def test_every_topic_has_words() -> None:
    assert all(entries(topic) for topic in topics())
    with pytest.raises(KeyError, match=r"no words for 'dates\.publisht'.*topics\.toml"):
        entries("dates.publisht")


def test_every_topic_that_a_pattern_asks_for_is_there() -> None:
    asked = {
        topic
        for file in FOLDER.parent.rglob("*.py")
        for each in ASKED.findall(file.read_text(encoding="utf-8"))
        for topic in each.split("|")
        if topic != "section.topic"
    }
    assert len(asked) > 100
    assert asked <= {*topics(), "agencies.forms"}


@pytest.mark.parametrize("topic", ["fields.injection", "fields.paywall_rest", "fields.paywall_tease"])
def test_an_entry_of_phrases_has_a_literal_part(topic: str) -> None:
    assert {
        entry: literal(entry) for entry in entries(topic) if len(literal(entry).strip()) < 2 and entry.isascii()
    } == {}
    assert all(map(literal, entries(topic)))


def test_a_language_is_told_what_it_lacks_beside_the_best_kept() -> None:
    assert best_kept() in ("en", "de", "fr", "es")
    assert lacking(best_kept()) == []
    assert "dates.modified" not in lacking("cs")
    assert {"dates.page_field", "fields.injection"} & set(lacking("cs"))
    assert lacking("cy") == [topic for topic in topics() if entries_by_language(topic).get(best_kept())]
