"""The table of trust holds together: names, ranks and confidences, by the counts that are stored in it."""

from itertools import pairwise
from typing import Any

import pytest

from pipelines.dates.model import Candidate, Origin
from pipelines.dates.trust import STATES, answered_from, confidence, meta_role, rules, table, trust, with_trait
from tests.benchmarks.dates_fit import CONTRADICTED, DECISIVE, fit, objections, ranking, share

LIKE = table()["before"]["like"]
MEASURED = [name for name in table()["rules"] if name not in LIKE]


def cells(row: dict[str, Any]) -> dict[str, Any]:
    """A row as it was before the fit."""
    none = {"right": 0.0, "of": 0}
    states = {state: tuple(row.get(state, none)[name] for name in ("right", "of")) for state in ("stated", *DECISIVE)}
    return {"pages": row.get("pages", 0), "won": row.get("won", {})} | states


ROWS = {name: cells(row) for name, row in table()["rules"].items()}


@pytest.mark.parametrize("state", STATES)
def test_no_rule_is_believed_more_than_one_that_is_right_more_often(state: str) -> None:
    by_share = sorted((share(ROWS[name]["stated"]), confidence(name, state), name) for name in MEASURED)
    believed = [(name, sure) for _, sure, name in by_share if name != "created-data"]
    assert [(low, high) for low, high in pairwise(believed) if low[1] > high[1]] == []


def test_no_state_is_believed_more_than_a_surer_one() -> None:
    for name, rule in rules().items():
        sure = [rule.believed[state] for state in STATES if state in rule.believed]
        assert sure == sorted(sure), name


def test_the_order_of_the_rules_is_the_one_that_the_fewest_publishers_contradict() -> None:
    won, before = {name: row["won"] for name, row in ROWS.items()}, table()["before"]["order"]
    assert ranking(won, before) == list(rules())
    assert objections(list(rules()), won, before) < objections(before[::-1], won, before)


def test_the_confidences_are_those_that_the_counts_give() -> None:
    shared = {state: (cell["right"], cell["of"]) for state, cell in table()["contradicted"].items()}
    found = fit(ROWS, shared)
    assert found[""] == {state: cell["believed"] for state, cell in table()["contradicted"].items()}
    for name in MEASURED:
        row = table()["rules"][name]
        assert found.get(name, {}) == {state: row[state]["believed"] for state in DECISIVE if state in row}, name


def test_a_rule_that_no_page_shows_is_believed_like_a_measured_one() -> None:
    assert {name: rules()[name].believed for name in LIKE} == {
        name: rules()[like].believed for name, like in LIKE.items()
    }


def test_what_is_right_half_of_the_time_is_not_answered() -> None:
    assert all(confidence(name, "overtaken") < answered_from() for name in MEASURED)
    assert all(confidence("created-data", state) < answered_from() for state in STATES), "never measured by itself"
    assert list(table()["contradicted"]) == list(CONTRADICTED)


def test_fields_traits_and_rules_name_the_same_rules() -> None:
    named = {row["rule"] for row in table()["fields"] if "rule" in row}
    assert named == set(rules()) == set(table()["before"]["order"])
    assert with_trait(*table()["traits"]) <= named


@pytest.mark.parametrize(
    ("name", "role", "rule"),
    [
        ("article:published_time", "published", "article-meta"),
        ("og:article:published_time", "published", "article-meta"),
        ("article.release-date", "published", "article-meta"),
        ("pubdate", "published", "article-meta"),
        ("dc.date.issued", "published", "article-meta"),
        ("parsely-pub-date", "published", "article-meta"),
        ("cxenseparse:recs:publishtime", "published", "article-meta"),
        ("citation_online_date", "published", "article-meta"),
        ("date", "published", "other-meta"),
        ("dc.date", "published", "other-meta"),
        ("dcterms:created", "published", "other-meta"),
        ("w-published-date", "published", "other-meta"),
        ("weibo: article:create_at", "published", "other-meta"),
        ("article:modified_time", "modified", None),
        ("og:updated_time", "modified", None),
        ("last-published", "modified", None),
        ("event:start_time", "other", None),
        ("article:expiration_time", "other", None),
        ("video:release_date", "other", None),
        ("article:publisher", None, None),
        ("revisit-after", None, None),
        ("keywords", None, None),
    ],
)
def test_a_meta_name_has_a_role_and_a_rule(name: str, role: str | None, rule: str | None) -> None:
    assert meta_role(name) == role
    if role == "published":
        assert trusted(f"meta:{name}") == rule


@pytest.mark.parametrize(
    ("origin", "context", "rule"),
    [
        ("jsonld:NewsArticle.datePublished", "head", "article-data"),
        ("jsonld:Review.schema:datePublished", "head", "article-data"),
        ("jsonld:WebPage.datePublished", "head", "page-data"),
        ("jsonld:NewsArticle.dateCreated", "head", "created-data"),
        ("jsonld:VideoObject.datePublished", "head", "created-data"),
        ("microdata:datePublished", "head", "microdata"),
        ("microdata:hatom.published", "byline", "microdata"),
        ("microdata:dcterms:created", "head", "created-data"),
        ("text:published", "byline", "labelled-text"),
        ("time", "headline", "time-element"),
        ("text", "headline", "headline-text"),
        ("text", "body", None),
        ("time", "learned", "learned-place"),
        ("line", "body", "lone-line"),
        ("url", None, "address"),
        ("url:number", None, None),
        ("http", None, None),
    ],
)
def test_a_place_has_a_rule(origin: str, context: str | None, rule: str | None) -> None:
    assert trusted(origin, context) == rule


def trusted(origin: str, context: str | None = "head") -> str | None:
    """The rule that believes a date in a place."""
    return trust(Candidate("published", Origin.read(origin), "", "2025-11-03", None, "none", "day", context, 0))
