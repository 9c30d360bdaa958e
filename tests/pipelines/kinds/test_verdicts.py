"""Which works are stories, by their captures and by what their source keeps under such addresses."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.column_values import KindBasis, PageKind
from pipelines.judgements import Judgement, judgements
from pipelines.kinds.verdicts import Lesson, lessons, together, verdict

TAGS = ("paper", "/tag/*")


def capture(kind: PageKind, basis: KindBasis, work: str = "a", shape: str = "/tag/*") -> Judgement:
    return Judgement(work, "paper", shape, kind, basis)


OPEN = capture(PageKind.ARTICLE, KindBasis.TEXT)
STORY = capture(PageKind.ARTICLE, KindBasis.OWN_ARTICLE)
LIST = capture(PageKind.LISTING, KindBasis.ENTRIES)
DOUBTFUL_LIST = capture(PageKind.LISTING, KindBasis.LINKS)


@pytest.mark.parametrize(
    ("captures", "taught", "found"),
    [
        ([OPEN], Lesson(), None),
        ([OPEN], Lesson(none=4), None),
        ([OPEN], Lesson(none=5), ("listing", "shape /tag/*")),
        ([OPEN], Lesson(stories=1, none=50), None),
        ([STORY], Lesson(none=50), None),
        ([OPEN, LIST], Lesson(), ("listing", "entries")),
        ([OPEN, OPEN, LIST], Lesson(), None),
        ([OPEN, LIST, STORY], Lesson(none=50), None),
        ([OPEN, DOUBTFUL_LIST], Lesson(), None),
    ],
)
def test_a_work_is_judged_by_its_captures_then_by_its_address(
    captures: list[Judgement], taught: Lesson, found: tuple[str, str] | None
) -> None:
    assert verdict(captures, {TAGS: taught}) == found


def test_a_night_teaches_by_what_is_sure_and_counts_works_once() -> None:
    night = [LIST, LIST, OPEN, DOUBTFUL_LIST, capture(PageKind.LISTING, KindBasis.ENTRIES, "b")]
    night.append(capture(PageKind.ARTICLE, KindBasis.OWN_ARTICLE, "c", "/#/*"))
    assert lessons(night) == {("paper", "/#/*"): Lesson(stories=1), TAGS: Lesson(none=2)}


def test_documents_of_older_versions_have_no_basis_and_are_open() -> None:
    row = {
        "article_id": "a",
        "source": "paper",
        "url_key": "paper.example/tag/mills",
        "kind": "article",
        "kind_basis": None,
    }
    assert judgements([row]) == [OPEN]


@given(
    st.permutations([OPEN, LIST, STORY, DOUBTFUL_LIST, OPEN]), st.permutations([Lesson(1, 2), Lesson(0, 4), Lesson(3)])
)
def test_order_does_not_matter(captures: list[Judgement], taught: list[Lesson]) -> None:
    assert together({TAGS: lesson} for lesson in taught) == {TAGS: Lesson(4, 6)}
    assert verdict(captures[:3], {}) == verdict(sorted(captures[:3]), {})
