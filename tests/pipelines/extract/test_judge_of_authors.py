# ruff: noqa: E501 -- a page a line reads best
"""The judge of authors: fitted again it is the same, and what it supposes where nothing on a page says who wrote the story."""

from __future__ import annotations

import json

import numpy as np
import pytest

from pipelines.extract.people.candidates import FEATURES, candidates
from pipelines.extract.people.judge import judged, score
from pipelines.extract.people.people import authors
from pipelines.extract.read.article import extract
from pipelines.page.page import Page
from tests.fitting.forest import scores
from tests.fitting.people import JUDGE, model, read_table, rows_of

STORY = "".join(
    f"<p>The council of Saltmarsh heard for the {count} time on Tuesday that the old bridge, shut to lorries since the flood, has to be mended.</p>"
    for count in ("first", "second", "third", "fourth")
)


def page(under: str, behind: str = "", head: str = "") -> Page:
    html = f"<html><head><meta charset=utf-8><title>Old bridge to be mended</title>{head}</head><body><h1>Old bridge to be mended</h1>{under}{STORY}{behind}</body></html>"
    return Page("http://courier.example/2026/x", html.encode())


def test_the_committed_table_gives_the_committed_judge() -> None:
    table = read_table()
    fitted = model(table, np.ones(len(table.head), dtype=bool))
    kept = JUDGE.read_text(encoding="utf-8")
    assert kept.endswith(f'"trees": [\n{rows_of(fitted)}\n]}}\n')
    assert json.loads(kept)["base"] == fitted[0] and len(kept) < 200_000


def test_the_few_lines_that_evaluate_the_judge_do_as_the_fit_does() -> None:
    table = read_table()
    fitted = model(table, np.ones(len(table.head), dtype=bool))
    some = table.numbers[:: len(table.numbers) // 300]
    assert [score(tuple(map(int, row))) for row in some] == scores(fitted, some).tolist()


def test_a_table_has_no_texts_and_fits_the_features() -> None:
    table = read_table()
    assert table.numbers.shape[1] == len(FEATURES)
    assert set(np.unique(table.head[:, 4])) == {0, 1}


@pytest.mark.parametrize(
    "name", ["Premier League", "Tamil Nadu", "Deutsche Telekom", "Ministerio de Salud", "Cronaca Nera"]
)
def test_what_is_no_name_of_a_person_signs_nothing(name: str) -> None:
    assert authors(page(f"<p>{name}</p><p>2 March 2026</p>"))[0] == ()


def test_no_candidate_is_the_publishers_or_another_storys() -> None:
    shown = page("<p>Jane Doe</p>", '<div class="related"><p>By Max Roe</p></div><p>Saltmarsh Tern</p>')
    assert [one.name for one in candidates(shown, {"saltmarshtern"}, 0)] == ["Jane Doe"]


def test_where_an_agency_or_an_organisation_signs_nobody_is_supposed() -> None:
    head = '<script type="application/ld+json">{"@type": "NewsArticle", "author": {"@type": "Organization", "name": "Saltmere Harbour Board"}}</script>'
    assert authors(page("<p>Jane Doe</p>", head=head))[0] == ()


def test_a_candidate_comes_with_the_share_of_right_names_of_its_score() -> None:
    found = judged(candidates(page("<div>Boris T. Kaiser</div><div>2 March 2026</div>"), set(), 0))
    assert all(0.5 < share <= 1 for _, share in found)


def test_every_author_has_a_confidence_and_agreement_raises_it() -> None:
    declared = '<script type="application/ld+json">{"@type": "NewsArticle", "author": {"@type": "Person", "name": "Jane Doe"}}</script>'
    alone, agreed = (extract(page(line, head=declared)) for line in ("", "<p>By Jane Doe</p>"))
    assert alone.authors == agreed.authors == ("Jane Doe",)
    assert 0.9 < (alone.authors_confidence[0] or 0) < (agreed.authors_confidence[0] or 0) < 1


def test_a_page_that_is_no_story_has_no_supposed_author() -> None:
    links = "".join(
        f'<li><a href="/2026/{n}">The bridge of ward {n} will be mended in spring</a></li>' for n in range(40)
    )
    front = Page(
        "http://courier.example/",
        f"<html><body><h1>Courier</h1><div>Boris T. Kaiser</div><ul>{links}</ul></body></html>".encode(),
    )
    assert extract(front).authors == ()
