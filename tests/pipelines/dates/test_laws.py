"""Laws of dating: whatever the evidence, in whatever order, the judgement keeps its promises."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from pipelines.dates.judge.decision import decide
from pipelines.dates.judge.rules import Evidence
from pipelines.dates.model import Candidate, Origin
from pipelines.dates.read.reading import Dialect, instant_of, offset_text, read_machine, read_text, span_of
from pipelines.dates.read.relative import read_relative, read_yearless

FETCHED = datetime(2026, 2, 2, 9, 0, tzinfo=UTC)
MOMENTS = st.datetimes(FETCHED.replace(year=1990, tzinfo=None), FETCHED.replace(year=2030, tzinfo=None))
OFFSETS = st.sampled_from([None, 0, 60, -300, 330, 840, -720])
ORIGINS = st.sampled_from(
    [
        "jsonld:NewsArticle.datePublished",
        "jsonld:VideoObject.uploadDate",
        "meta:article:published_time",
        "meta:date",
        "microdata:datePublished",
        "time",
        "time:published",
        "text",
        "text:published",
        "line",
        "url",
        "feed:pubDate",
        "sitemap:publication_date",
        "script",
        "http",
    ]
)
CONTEXTS = st.sampled_from([None, "head", "headline", "byline", "masthead", "related", "comment", "footer", "body"])


@st.composite
def candidates(draw: st.DrawFn) -> Candidate:
    moment, offset, width = draw(MOMENTS), draw(OFFSETS), draw(st.sampled_from([4, 7, 10, 16, 19]))
    value = moment.isoformat(timespec="seconds")[:width]
    if width < 16:
        offset = None
    precision = {4: "year", 7: "month", 10: "day", 16: "minute", 19: "instant"}[width]
    if offset is not None:
        value += offset_text(offset)
    elif width > 10:
        precision = "local"
    role = draw(st.sampled_from(["published", "published", "modified", "other"]))
    zone = "none" if offset is None else "written"
    return Candidate(
        role, Origin.read(draw(ORIGINS)), value, value, offset, zone, precision, draw(CONTEXTS), draw(st.integers(0, 9))
    )


EVIDENCE = st.lists(st.builds(Evidence, candidates(), st.just(FETCHED)), max_size=8)


@given(EVIDENCE, st.randoms())
def test_the_order_of_evidence_does_not_matter(evidence: list[Evidence], random: object) -> None:
    shuffled = list(evidence)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert decide(shuffled, seen=FETCHED) == decide(evidence, seen=FETCHED)


@given(EVIDENCE)
def test_evidence_counts_once(evidence: list[Evidence]) -> None:
    assert decide(evidence + evidence, seen=FETCHED) == decide(evidence, seen=FETCHED)


@given(EVIDENCE)
def test_a_date_lies_within_its_bounds_and_never_after_the_fetch(evidence: list[Evidence]) -> None:
    found = decide(evidence, seen=FETCHED).date
    assert found.not_after is not None
    assert found.not_after <= FETCHED
    if found.not_before is not None:
        assert found.not_before <= found.not_after
    if found.published is not None:
        assert found.confidence > 0
        assert span_of(found.published)[0] <= FETCHED + timedelta(minutes=5)
    if found.published_at is not None:
        assert found.not_before == min(found.published_at, FETCHED)
        assert (
            found.published is None
            or instant_of(found.published) is None
            or instant_of(found.published) == found.published_at
        )


@given(EVIDENCE)
def test_every_candidate_gets_one_verdict_and_at_most_one_is_accepted(evidence: list[Evidence]) -> None:
    weighed = decide(evidence, seen=FETCHED).weighed
    assert {w.evidence for w in weighed} == set(evidence)
    assert len(weighed) == len(set(evidence))
    assert sum(w.verdict == "accepted" for w in weighed) <= 1
    assert all(w.reason for w in weighed)


@given(EVIDENCE)
def test_only_the_storys_own_published_dates_are_believed(evidence: list[Evidence]) -> None:
    for w in decide(evidence, seen=FETCHED).weighed:
        if w.verdict != "rejected":
            assert w.evidence.candidate.role == "published"
            assert w.evidence.candidate.context not in ("masthead", "related", "comment", "footer")


@given(MOMENTS, OFFSETS)
def test_an_iso_value_survives_reading(moment: datetime, offset: int | None) -> None:
    value = moment.isoformat(timespec="seconds") + ("" if offset is None else offset_text(offset))
    reading = read_machine(value, Dialect())
    assert reading is not None
    assert reading.value == value


STAMPS = st.from_regex(r"\A\d{4}([-/.年])\d\d?([-/.月])\d\d?(日| |T)\d\d:\d\d(:\d\d)?(Z|[+-]\d\d:\d\d|)\Z")


LANGUAGES = st.sampled_from(["en", "de", "ja", "th", "hu", "zh", "ar", "es", None])
PIECES = (
    "3 11 22 2022 9999 2565 令和4年 11月 3日 nov november 18:45 6:45 18.45 pm tarde 午後 ago vor # 99999999999 gestern hier "
    "mon thursday | - / . : z +01:00 -10:30 est et utc+8 am Uhr ١٢ ௨௦௨௫ ²"
)
WORDS = st.lists(st.sampled_from(PIECES.split()), max_size=9)
TEXTS = st.text(max_size=80) | STAMPS | st.from_regex(r"\A[0-9]{1,15}\Z") | WORDS.map(" ".join) | WORDS.map("".join)


@given(TEXTS, LANGUAGES)
def test_whatever_is_read_in_any_text_is_a_span_of_time(text: str, language: str | None) -> None:
    dialect = Dialect(language, None, "us")
    readings = [*read_text(text, dialect), read_machine(text, dialect)]
    readings += [read_relative(text, dialect, FETCHED), read_yearless(text, dialect, FETCHED)]
    for reading in readings:
        if reading is not None:
            start, end = span_of(reading.value)
            assert start <= end
            assert 0 <= reading.start <= reading.end
