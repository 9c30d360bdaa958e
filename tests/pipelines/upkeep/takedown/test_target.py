"""What a URL or an id means: every address of the work, the same text under others, and no page that shows it by chance."""

from datetime import date
from pathlib import Path

import pyarrow as pa
import pytest

from pipelines.base.errors import InputError
from pipelines.base.ids import article_id
from pipelines.lake.delta import Lake
from pipelines.lake.home import Home
from pipelines.lake.schemas import CLEAN_DOCUMENTS, DOCUMENTS
from pipelines.upkeep.takedown.takedowns import Takedown, known, save, takedowns
from pipelines.upkeep.takedown.target import Target, find_target

NIGHT = date(2026, 2, 2)
FLOOD, COPY, OTHER = "a.example/flood", "a.example/archive/flood", "a.example/rain"


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """A story under its address and its canonical one, the same again in an archive, another, and a notice at six addresses."""
    home = Home.at(tmp_path)
    pages = [
        (FLOOD, "http://a.example/flood?page=1", "http://www.a.example/flood", "flood", 300),
        ("a.example/go?id=7", "http://a.example/go?id=7", "http://a.example/flood", "flood", 300),
        (COPY, f"http://{COPY}", None, "flood", 300),
        (OTHER, f"http://{OTHER}", "http://a.example/", "rain", 200),
        *((f"a.example/wall/{number}", f"http://a.example/wall/{number}", None, "wall", 90) for number in range(6)),
    ]
    documents, texts = [], []
    for key, url, canonical, text, words in pages:
        work = article_id(FLOOD if canonical and "flood" in canonical else key)
        row = {"night": NIGHT, "source": "paper", "capture_id": key, "article_id": work, "document_id": key}
        documents.append(
            dict.fromkeys(DOCUMENTS.names) | row | {"url_key": key, "url": url, "canonical_url": canonical}
        )
        texts.append(dict.fromkeys(CLEAN_DOCUMENTS.names) | row | {"text": text, "text_sha256": text, "words": words})
    lake = Lake(home.lake)
    lake.replace("documents", pa.Table.from_pylist(documents, schema=DOCUMENTS), night=NIGHT)
    lake.replace("clean_documents", pa.Table.from_pylist(texts, schema=CLEAN_DOCUMENTS), night=NIGHT)
    return home


@pytest.mark.parametrize(
    "given", ["https://www.a.example/flood?utm_source=x", "http://a.example/go?id=7", article_id(COPY)]
)
def test_a_work_is_all_its_addresses_and_the_same_text_under_others(home: Home, given: str) -> None:
    target = find_target(home, given)
    assert target == Target(
        "work",
        given,
        ("paper",),
        ("a.example",),
        tuple(sorted((article_id(FLOOD), article_id(COPY)))),
        ("a.example/archive/flood", "a.example/flood", "a.example/flood?page=1", "a.example/go?id=7"),
    )


def test_a_canonical_address_that_is_the_front_page_is_nobodys(home: Home) -> None:
    assert find_target(home, f"http://{OTHER}").keys == (OTHER,)


def test_a_notice_at_many_addresses_is_not_one_work(home: Home) -> None:
    assert find_target(home, "http://a.example/wall/3").keys == ("a.example/wall/3",)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("http://a.example/nowhere", "no page of it was captured"),
        ("http://a.example/", "front page"),
        ("0123456789abcdef", "no page of it was captured"),
        ("gazette", "no source"),
    ],
)
def test_what_is_not_there_is_said(home: Home, given: str, said: str) -> None:
    with pytest.raises(InputError, match=said):
        find_target(home, given)


def test_a_takedown_is_known_by_any_of_its_addresses(tmp_path: Path) -> None:
    entry = Takedown(
        "f00d", "work", f"http://{FLOOD}", "order 17", "desk", "2026-02-03T10:00:00+00:00", ("paper",), ("a.example",),
        works=(article_id(FLOOD),), keys=(FLOOD, COPY), captures=3, rows={"articles": 1}, datasets={"d": [{"row": 1}]},
    )  # fmt: skip
    save(tmp_path, entry)
    assert takedowns(tmp_path) == [entry]
    for given in (f"https://www.{COPY}", article_id(FLOOD), f"http://{FLOOD}"):
        assert known(tmp_path, given) == entry
    assert known(tmp_path, "http://a.example/rain") is None
    assert "order 17" in entry.line
    assert "NOT DONE" in entry.line
