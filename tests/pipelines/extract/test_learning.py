"""Learning a source: what its pages agree on answers what one of them leaves open, and never what it does not."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.extract.model import Count, Counts, Layout, Sighting, count, learn, together
from pipelines.extract.run.job import Extracted, PageJob
from pipelines.extract.run.sources import Read, extract_source
from pipelines.extract.run.task import run_page
from pipelines.extract.run.workers import Workers
from tests.pipelines.extract.argus import TOPICS, page, prose

AT = datetime(2025, 12, 1, 4, 0, tzinfo=UTC)


def job(number: int, body: bytes) -> PageJob:
    return PageJob(f"p{number}", f"http://argus.example/story-{number}", "text/html", AT, body=body)


def paper(last: bytes) -> list[PageJob]:
    return [*(job(n, page(n)) for n in (0, 1, 2, 3, 4, 5, 7, 8, 9)), job(6, last)]


def taught_by(jobs: list[PageJob], known: Counts | None = None, workers: int = 1) -> Read:
    with Workers(workers) as pool:
        return extract_source(jobs, pool, known=known)


def last_of(jobs: list[PageJob]) -> tuple[Extracted, Extracted]:
    """The last page as the page alone has it, and as its source teaches."""
    return run_page(jobs[-1]), taught_by(jobs).results[-1]


def test_a_page_that_declares_nothing_is_read_where_its_source_shows_things() -> None:
    alone, taught = last_of(paper(page(6, declared=False)))
    assert alone.document is not None
    assert alone.date is not None
    assert (alone.document.title, alone.document.authors, alone.date.published) == ("Ardlow Argus", (), None)
    assert taught.document is not None
    assert taught.date is not None
    assert taught.document.title == "What will become of the mill in Ardlow"
    assert taught.document.authors == ("Gil Haas",)
    assert (taught.date.published, str(taught.date.basis)) == ("2025-11-09", "learned-place: text")
    assert taught.document.layout == ("headline", "byline", "time")
    assert taught.document.text == alone.document.text


def test_a_short_story_is_found_where_the_source_has_its_stories() -> None:
    story = "<p>The mill is closed until Easter, the council of Ardlow said on Monday. Nobody was told why.</p>"
    clutter = f"<div class=promo-x>{prose('harbour') * 3}</div>"
    alone, taught = last_of(paper(page(6, body=story, beside=clutter)))
    assert alone.document is not None
    assert "harbour" in alone.document.text
    assert taught.document is not None
    assert (
        taught.document.text
        == "The mill is closed until Easter, the council of Ardlow said on Monday. Nobody was told why."
    )
    assert taught.document.layout == ("body",)


def test_what_every_title_of_a_source_ends_with_is_no_part_of_a_headline() -> None:
    def bare(number: int, ending: str) -> bytes:
        title = f"What will become of the {TOPICS[number]} in Ardlow"
        return f"<html><title>{title} - {ending}</title><body><div>{prose(TOPICS[number]) * 2}</div></body></html>".encode()

    pages = [job(n, bare(n, "The Courier")) for n in range(5)] + [job(5, bare(5, "a town decides"))]
    read = taught_by(pages)
    documents = [result.document for result in read.results]
    assert all(document is not None for document in documents)
    assert next(d.title for d in documents if d) == "What will become of the bridge in Ardlow"
    assert [d.title for d in documents if d][-1] == "What will become of the church in Ardlow - a town decides"
    assert [d.layout for d in documents if d] == [("site",)] * 5 + [()]


def test_a_word_that_many_headlines_begin_with_is_no_name_of_the_site() -> None:
    def headed(number: int, begins: str) -> bytes:
        title = f"{begins}{TOPICS[number]} will reopen in spring"
        body = f"<h1>{title}</h1><div>{prose(TOPICS[number]) * 2}</div>"
        return f"<html><title>{title} – The Courier</title><body>{body}</body></html>".encode()

    read = taught_by([job(n, headed(n, "Council : " if n < 6 else "")) for n in range(8)])
    assert read.layout.site == {"The Courier"}
    titles = [result.document.title for result in read.results if result.document]
    assert titles[0] == f"Council : {TOPICS[0]} will reopen in spring"


def test_a_source_that_contradicts_itself_teaches_nothing() -> None:
    others = [job(n, page(n).replace(b"foot-a>", b"foot-a>Zed Ray</div><div class=foot-a>")) for n in range(6)]
    read = taught_by([*others, job(6, page(6, declared=False))])
    assert read.layout.byline == frozenset()
    assert read.results[-1].document is not None
    assert read.results[-1].document.authors == ()


def test_four_stories_are_too_few_and_earlier_nights_make_them_enough() -> None:
    jobs = [*(job(n, page(n)) for n in range(3)), job(6, page(6, declared=False))]
    few = taught_by(jobs)
    assert few.layout == Layout()
    enough = taught_by(jobs, known=few.counts)
    assert enough.counts == few.counts
    assert enough.results[-1].document is not None
    assert enough.results[-1].document.authors == ("Gil Haas",)


@pytest.mark.parametrize("order", [(6, 2, 0, 9, 5, 1, 8, 4, 3, 7), (3, 6, 7, 5, 4, 9, 2, 1, 8, 0)])
def test_order_and_workers_change_nothing(order: tuple[int, ...]) -> None:
    jobs = paper(page(6, declared=False))
    one = taught_by(jobs)
    other = taught_by([jobs[n] for n in order], workers=2)
    assert [one.results[n] for n in order] == other.results
    assert (one.counts, one.layout) == (other.counts, other.layout)


seen = st.builds(Sighting, st.sampled_from(["time", "byline"]), st.sampled_from(["p.a", "p.b"]), st.booleans())
taught = st.lists(
    st.tuples(st.sampled_from("xyz"), st.sampled_from("abcdefgh"), st.lists(seen, max_size=3)), max_size=20
)


@given(taught, st.randoms(use_true_random=False))
def test_counting_depends_on_the_set_of_pages(pages: list[tuple[str, str, list[Sighting]]], rnd) -> None:  # type: ignore[no-untyped-def]
    shuffled = [*pages, *pages]
    rnd.shuffle(shuffled)
    assert count(shuffled) == count(pages)


@given(taught)
def test_what_is_learned_has_its_share(pages: list[tuple[str, str, list[Sighting]]]) -> None:
    counts = together(count(pages), count(pages))
    for role in ("time", "byline"):
        for place in getattr(learn(counts), role):
            assert counts[role, place].right >= 5
            assert counts[role, place].wrong <= counts[role, place].right / 19


def test_a_name_that_every_page_declares_as_its_headline_is_learned_once() -> None:
    pages = [("Ardlow Argus", str(n), [Sighting("headline", "div.top", True)]) for n in range(9)]
    assert learn(count(pages)).headline == frozenset()


def test_a_story_that_says_both_counts_against_the_place() -> None:
    right, wrong = Sighting("time", "p", True), Sighting("time", "p", False)
    pages = [("one", "a", [right]), ("two", "a", [wrong]), ("three", "b", [right])]
    assert count(pages) == {("time", "p"): Count(1, 1)}


def pictured(number: int, name: str) -> bytes:
    return page(number).replace(
        b"<head>", f'<head><meta property="og:image" content="http://argus.example/{name}">'.encode()
    )


def test_a_picture_that_a_third_of_the_stories_have_is_the_houses_and_one_of_a_few_is_theirs() -> None:
    house = [job(n, pictured(n, "wave.jpg" if n % 2 else f"story-{n}.jpg")) for n in range(10)]
    images = [result.document.image for result in taught_by(house).results if result.document is not None]
    assert images == [None if n % 2 else f"http://argus.example/story-{n}.jpg" for n in range(10)]
    series = [job(n, pictured(n, "series.jpg" if n < 3 else f"story-{n}.jpg")) for n in range(10)]
    kept = [result.document.image for result in taught_by(series).results if result.document is not None]
    assert kept[:4] == ["http://argus.example/series.jpg"] * 3 + ["http://argus.example/story-3.jpg"]
    known = taught_by(house).counts
    later = taught_by([job(20, pictured(6, "wave.jpg"))], known).results[0]
    assert later.document is not None
    assert (later.document.image, later.document.layout[-1]) == (None, "picture")
