"""Every link leads somewhere, and every command that a page names exists with the options it names."""

from pathlib import Path

import click
import pytest

from pipelines.cli import dateline
from spiders.sources.new_corpus import SOURCE
from tests.docs.pages import ROOT, Page, pages

PAGES = {page.name: page for page in pages()}


def mistake(words: list[str]) -> str | None:
    """What is wrong with a command line; nothing is run. Arguments and values may be anything.

    A name of another thing in capitals stands for a command: `dateline COMMAND`.
    """
    command: click.Command = dateline
    name, rest = "dateline", iter(words[1:])
    for word in rest:
        options = options_of(dateline) | options_of(command)
        if word.startswith("-") and word != "-":
            if (option := word.partition("=")[0]) not in options:
                return f"{name} has no {option}"
            if options[option] and "=" not in word:
                next(rest, None)
        elif isinstance(command, click.Group) and word[0].islower():
            found = command.get_command(click.Context(command), word)
            if found is None:
                return f"{name} has no {word}"
            command, name = found, word
    return None


def options_of(command: click.Command) -> dict[str, bool]:
    """The options of a command; True beside those that take a value."""
    options = [
        parameter for parameter in command.get_params(click.Context(command)) if isinstance(parameter, click.Option)
    ]
    return {
        name: not (option.is_flag or option.count)
        for option in options
        for name in (*option.opts, *option.secondary_opts)
    }


@pytest.mark.parametrize("page", PAGES.values(), ids=list(PAGES))
def test_every_link_leads_somewhere(page: Page) -> None:
    for link in page.links:
        path, _, anchor = link.partition("#")
        target = (ROOT / page.name).parent / path if path else ROOT / page.name
        assert target.exists(), f"{page.name} links to {link}"
        name = str(target.resolve().relative_to(ROOT))
        assert not anchor or anchor in PAGES[name].anchors, f"{page.name} links to {link}"


@pytest.mark.parametrize("page", PAGES.values(), ids=list(PAGES))
def test_every_command_exists_with_its_options(page: Page) -> None:
    assert {" ".join(words): said for words in page.commands if (said := mistake(words))} == {}


def test_the_page_of_sources_tells_every_setting_as_init_does() -> None:
    assert f"```yaml\n{SOURCE}```" in PAGES["docs/sources.md"].text


def test_the_readme_is_read_in_five_minutes() -> None:
    assert len(PAGES["README.md"].text.split()) <= 900


def test_commands_links_and_queries_are_found() -> None:
    assert sum(len(page.commands) for page in PAGES.values()) > 50
    assert sum(len(page.links) for page in PAGES.values()) > 20
    assert len(list(PAGES["docs/questions.md"].queries)) >= 20


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("dateline --home news sql --format csv", None),
        ("dateline sources add https://paper.example/ --contact you@example.org", None),
        ("dateline sql --colour", "sql has no --colour"),
        ("dateline sing", "dateline has no sing"),
    ],
)
def test_a_wrong_command_is_found(line: str, said: str | None) -> None:
    assert mistake(line.split()) == said


def test_a_page_is_taken_apart() -> None:
    text = "# A page\n\n`dateline crawl --source NAME`, see [below](#who-copies-whom) or `[no](link)`.\n\n## Who copies whom?\n\n"
    text += '```sql\nFROM copy_matrix()\n```\n\n    .venv/bin/dateline sql "FROM sources"   # a comment\n'
    page = Page("docs/page.md", text)
    assert page.links == ["#who-copies-whom"]
    assert page.anchors == {"a-page", "who-copies-whom"}
    assert page.commands == [["dateline", "sql", "FROM sources"], ["dateline", "crawl", "--source", "NAME"]]
    assert list(page.queries) == [("Who copies whom?", "FROM copy_matrix()\n"), ("Who copies whom?", "FROM sources")]


def test_pages_are_all_told() -> None:
    assert {
        "README.md",
        "docs/tables.md",
        "docs/questions.md",
        "docs/decisions/001-crawl-processes-without-pipes.md",
    } <= set(PAGES)
    assert all(Path(ROOT / name).is_file() for name in PAGES)
