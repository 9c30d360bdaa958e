"""Which works are stories, by their captures and by what their source keeps under such addresses."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.corpus.kinds.verdicts import verdict
from pipelines.lake.home import Home
from pipelines.lake.values import KindBasis, PageKind
from pipelines.night.judgements import Judgement, judgements
from pipelines.night.locator import locating

TAGS = ("paper", "/tag/*")


def capture(kind: PageKind, basis: KindBasis, work: str = "a", shape: str = "/tag/*") -> Judgement:
    return Judgement(work, "paper", shape, kind, basis)


OPEN = capture(PageKind.ARTICLE, KindBasis.TEXT)
STORY = capture(PageKind.ARTICLE, KindBasis.OWN_ARTICLE)
LIST = capture(PageKind.LISTING, KindBasis.ENTRIES)
DOUBTFUL_LIST = capture(PageKind.LISTING, KindBasis.LINKS)


@pytest.mark.parametrize(
    ("captures", "without_stories", "found"),
    [
        ([OPEN], set(), None),
        ([OPEN], {TAGS}, ("listing", "shape /tag/*")),
        ([OPEN], {("other", "/tag/*")}, None),
        ([STORY], {TAGS}, None),
        ([OPEN, LIST], set(), ("listing", "entries")),
        ([OPEN, OPEN, LIST], set(), None),
        ([OPEN, LIST, STORY], {TAGS}, None),
        ([OPEN, DOUBTFUL_LIST], set(), None),
        ([DOUBTFUL_LIST], {TAGS}, None),
    ],
)
def test_a_work_is_judged_by_its_captures_then_by_its_address(
    captures: list[Judgement], without_stories: set[tuple[str, str]], found: tuple[str, str] | None
) -> None:
    assert verdict(captures, without_stories) == found


def test_shapes_without_stories_are_counted_by_different_works(tmp_path: Path) -> None:
    lists = [capture(PageKind.LISTING, KindBasis.ENTRIES, str(n)) for n in range(4)]
    with locating(Home.at(tmp_path)) as locator:
        locator.put_judged(date(2026, 1, 5), lists)
        locator.put_judged(date(2026, 1, 6), [*lists, OPEN])
        assert locator.without_stories([TAGS], 5, 0.25) == set()
        locator.put_judged(date(2026, 1, 7), [capture(PageKind.OTHER, KindBasis.ATTACHMENT, "z")])
        assert locator.without_stories([TAGS], 5, 0.25) == {TAGS}
        assert locator.without_stories([TAGS], 5, 0.1) == set()
        assert locator.open_works([TAGS]) == {"a"}
        locator.put_judged(date(2026, 1, 8), [capture(PageKind.ARTICLE, KindBasis.OWN_ARTICLE, "s")])
        assert locator.without_stories([TAGS], 5, 0.25) == set()
        assert locator.judged_on(date(2026, 1, 8)) == ({"s"}, {TAGS})


def test_documents_of_older_versions_have_no_basis_and_are_open() -> None:
    row = {
        "article_id": "a",
        "source": "paper",
        "url_key": "paper.example/tag/mills",
        "kind": "article",
        "kind_basis": None,
    }
    assert judgements([row]) == [OPEN]


@given(st.permutations([OPEN, LIST, DOUBTFUL_LIST, OPEN, LIST]))
def test_order_does_not_matter(captures: list[Judgement]) -> None:
    assert verdict(captures, set()) == ("listing", "entries")
