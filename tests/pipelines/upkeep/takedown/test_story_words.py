"""By which words a work is known again: its own, not what the source had said before."""

from datetime import UTC, date, datetime
from pathlib import Path

import pyarrow as pa
import pytest

from pipelines.lake.delta import Lake
from pipelines.lake.home import Home
from pipelines.lake.schemas import ARTICLES, CLEAN_DOCUMENTS, CLUSTERS
from pipelines.upkeep.takedown.story_words import story_runs
from pipelines.upkeep.takedown.target import Places, Target
from tests.pipelines.conftest import article

BACKGROUND = "The bridge over the Lahn was closed in the spring of last year after a lorry had hit it."
OWN = "Auditors found forty empty envelopes in the safe behind the portrait of the founder."
TEXTS = {"work": f"{OWN} {BACKGROUND}", "before": f"Rain again. {BACKGROUND}", "after": f"As reported: {OWN}"}
TARGET = Target("work", "work", ("paper",), (), ("work",))
NIGHTS = {"before": date(2026, 1, 3), "work": date(2026, 1, 20), "after": date(2026, 1, 21)}


def work_published(at: datetime | None) -> pa.Table:
    row = article("work", not_before=at, first_night=NIGHTS["work"], month="2026-01")
    return pa.Table.from_pylist([row], schema=ARTICLES)


@pytest.mark.parametrize(("published", "keeps"), [(datetime(2026, 1, 19, tzinfo=UTC), True), (None, False)])
def test_what_was_said_before_the_work_is_not_its_own(published: datetime | None, keeps: bool, tmp_path: Path) -> None:
    home = Home.at(tmp_path)
    lake = Lake(home.lake)
    lake.replace("articles", work_published(published))
    blank = dict.fromkeys(CLEAN_DOCUMENTS.names)
    rows = [
        blank | {"article_id": name, "source": "paper", "night": NIGHTS[name], "capture_id": name, "text": text}
        for name, text in TEXTS.items()
    ]
    lake.replace("clean_documents", pa.Table.from_pylist(rows, schema=CLEAN_DOCUMENTS))
    runs = story_runs(home, TARGET, b"key", Places.of(home, TARGET))
    assert not runs.blanked(OWN).strip(" .")
    assert (runs.blanked(BACKGROUND) == BACKGROUND) is keeps


def test_an_earlier_copy_of_the_work_takes_nothing_from_it(tmp_path: Path) -> None:
    """A copy that the source put out before the work's page is dated tells the same story: it is not what was said before."""
    home = Home.at(tmp_path)
    lake = Lake(home.lake)
    published = datetime(2026, 1, 19, tzinfo=UTC)
    lake.replace("articles", work_published(published))
    cluster = dict.fromkeys(CLUSTERS.names) | {
        "cluster_id": "copy",
        "first_night": NIGHTS["before"],
        "month": "2026-01",
    }
    rows = [cluster | {"article_id": name} for name in ("copy", "work")]
    lake.replace("clusters", pa.Table.from_pylist(rows, schema=CLUSTERS))
    blank = dict.fromkeys(CLEAN_DOCUMENTS.names) | {"source": "paper", "text": OWN}
    rows = [
        blank | {"article_id": name, "night": night, "capture_id": name}
        for name, night in (("copy", NIGHTS["before"]), ("work", NIGHTS["work"]))
    ]
    lake.replace("clean_documents", pa.Table.from_pylist(rows, schema=CLEAN_DOCUMENTS))
    runs = story_runs(home, TARGET, b"key", Places.of(home, TARGET))
    assert not runs.blanked(OWN).strip(" .")
