"""`dateline dates`: the table a journalist reads."""

import io
from datetime import UTC, date, datetime
from pathlib import Path

import pyarrow as pa
import pytest
from click.testing import CliRunner
from rich.console import Console

from pipelines.ask.dates.evidence_lines import chain_lines, evidence_lines
from pipelines.ask.dates.evidence_table import explain, render
from pipelines.ask.dates.terms import REASONS, in_words
from pipelines.base.errors import InputError
from pipelines.cli.dates import command
from pipelines.dates.judge.decision import weigh_page
from pipelines.dates.place.candidates import page_candidates
from pipelines.dates.source.conventions import DateConventions
from pipelines.dates.trust import rules
from pipelines.lake.article_lookup import article_of
from pipelines.lake.delta import Lake
from pipelines.lake.home import Home
from pipelines.lake.schemas import ARTICLES, DOCUMENTS, FETCHES
from pipelines.page.page import Page

HTML = b"""<html lang="en"><head><title>The harbour opens again</title></head><body>
<header><p>Monday, Feb 02, 2026</p></header><main><h1>The harbour opens again</h1>
<p class="byline">Published 3 November 2025</p></main></body></html>"""
PAGE = Page("https://paper.example/a", HTML, "text/html; charset=utf-8", datetime(2026, 2, 2, 9, tzinfo=UTC))


def test_lines_name_candidate_place_verdict_and_reason() -> None:
    decision = weigh_page(
        page_candidates(PAGE), url=PAGE.url, fetched_at=PAGE.fetched_at, conventions=DateConventions()
    )
    told = [(line.candidate, line.verdict, line.reason) for line in evidence_lines(decision)]
    assert told[0] == ("2025-11-03", "accepted", "the page says in words that this is its date")
    assert told[1] == ("2026-02-02", "rejected", "no more than the day of the fetch, as a masthead shows it")


def test_the_page_is_explained_with_its_bounds() -> None:
    console = Console(width=160, record=True, file=io.StringIO())
    console.print(
        render(
            PAGE.url,
            weigh_page(page_candidates(PAGE), url=PAGE.url, fetched_at=PAGE.fetched_at, conventions=DateConventions()),
        )
    )
    text = console.export_text()
    assert "Published:  2025-11-03  (the day is right with a probability of" in text
    assert "Not after:  2025-11-04 11:59:59 UTC" in text
    assert "Monday, Feb 02, 2026" in text


def test_bounds_are_those_of_the_corpus_which_knows_the_copies(tmp_path: Path) -> None:
    home = Home.at(tmp_path)
    lake = Lake(home.lake)
    seen = {"article_id": "a", "night": date(2026, 2, 2), "source": "paper", "fetched_at": PAGE.fetched_at}
    lake.replace("documents", pa.Table.from_pylist([seen | {"url_key": "paper.example/a"}], schema=DOCUMENTS))
    bound = {"not_after": datetime(2022, 5, 4, 11, 59, 59, tzinfo=UTC), "not_after_basis": "copy in agency (b)"}
    unknown = {"article_id": "a", "published_basis": "unknown: nothing here is the story's own date"}
    row = dict.fromkeys(ARTICLES.names) | unknown | bound | {"month": "2026-02"}
    lake.replace("articles", pa.Table.from_pylist([row], schema=ARTICLES))
    console = Console(width=160, record=True, file=io.StringIO())
    console.print(explain(home, "https://paper.example/a"))
    text = console.export_text()
    assert "Published:  unknown  (nothing here is the story's own date)" in text
    assert "Not after:  2022-05-04 11:59:59 UTC  (copy in agency (b))" in text


def test_every_rule_has_words() -> None:
    assert [rule for rule in rules() if rule not in REASONS] == []
    assert in_words("below-threshold:lone-line").startswith("too weak by itself: the only date")


def corpus_of(folder: Path, *articles: str) -> Home:
    home = Home.at(folder)
    rows = [
        {"article_id": a, "night": date(2026, 2, 2), "source": "paper", "fetched_at": PAGE.fetched_at, "capture_id": a}
        | {"url_key": f"paper.example/{a}"}
        for a in articles
    ]
    Lake(home.lake).replace("documents", pa.Table.from_pylist(rows, schema=DOCUMENTS))
    led = {"night": date(2026, 2, 2), "source": "paper", "outcome": "redirected", "url_key": "paper.example/go"}
    gone = {"night": date(2026, 2, 2), "source": "paper", "outcome": "robots_denied", "url_key": "paper.example/no"}
    fetches = [led | {"final_url": f"https://paper.example/{articles[0]}"}, gone]
    Lake(home.lake).replace("fetches", pa.Table.from_pylist(fetches, schema=FETCHES))
    return home


@pytest.mark.parametrize("asked", ["abcdef01", "abcdef", "https://paper.example/abcdef01", "https://paper.example/go"])
def test_an_article_is_found_by_id_its_beginning_address_and_what_leads_there(asked: str, tmp_path: Path) -> None:
    assert article_of(corpus_of(tmp_path, "abcdef01", "fedcba10"), asked) == "abcdef01"


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("https://paper.example/none", "it was never heard of"),
        ("https://paper.example/no", "its last outcome is 'robots_denied', on 2026-02-02"),
        ("abc", "2 articles have an id that begins with 'abc'"),
        ("zzz", "no article 'zzz' in the corpus"),
    ],
)
def test_an_unknown_article_is_a_users_mistake(asked: str, told: str, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=told):
        article_of(corpus_of(tmp_path, "abcdef01", "abcdef02"), asked)


def test_without_a_corpus_there_is_nothing_to_explain(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no corpus at"):
        explain(Home.at(tmp_path), "https://paper.example/none")


def test_the_command_wants_an_article_or_the_sources(tmp_path: Path) -> None:
    bare = CliRunner().invoke(command, [], obj=Home.at(tmp_path))
    assert (bare.exit_code, "give an ARTICLE, or --sources" in bare.output) == (2, True)
    empty = CliRunner().invoke(command, ["--sources"], obj=Home.at(tmp_path))
    assert (empty.exit_code, empty.stdout, "no crawled night under" in empty.stderr) == (0, "", True)


def test_a_long_chain_of_works_is_printed_whole() -> None:
    links = 3_000
    basis = "".join(f"after http://a/{n} (" for n in range(links)) + "dated 2022-11-12" + "), by number" * links
    lines = chain_lines(basis)
    assert (len(lines), lines[0].strip(), lines[-1].strip()) == (
        links + 1,
        "after http://a/0, by number",
        "└ dated 2022-11-12",
    )
