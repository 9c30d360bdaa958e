"""By which words a work is known again: its own, not what the source had said before."""

from datetime import UTC, date, datetime
from pathlib import Path

import pyarrow as pa
import pytest

from pipelines.home import Home
from pipelines.lake import Lake
from pipelines.schemas import ARTICLES, CLEAN_DOCUMENTS
from pipelines.takedown.story_words import story_runs
from pipelines.takedown.target import Target
from tests.pipelines.conftest import article

BACKGROUND = "The bridge over the Lahn was closed in the spring of last year after a lorry had hit it."
OWN = "Auditors found forty empty envelopes in the safe behind the portrait of the founder."
TEXTS = {"work": f"{OWN} {BACKGROUND}", "before": f"Rain again. {BACKGROUND}", "after": f"As reported: {OWN}"}
NIGHTS = {"before": date(2026, 1, 3), "work": date(2026, 1, 20), "after": date(2026, 1, 21)}


@pytest.mark.parametrize(("published", "keeps"), [(datetime(2026, 1, 19, tzinfo=UTC), True), (None, False)])
def test_what_was_said_before_the_work_is_not_its_own(published: datetime | None, keeps: bool, tmp_path: Path) -> None:
    home = Home.at(tmp_path)
    lake = Lake(home.lake)
    lake.replace("articles", pa.Table.from_pylist([article("work", not_before=published)], schema=ARTICLES))
    blank = dict.fromkeys(CLEAN_DOCUMENTS.names)
    rows = [
        blank | {"article_id": name, "source": "paper", "night": NIGHTS[name], "capture_id": name, "text": text}
        for name, text in TEXTS.items()
    ]
    lake.replace("clean_documents", pa.Table.from_pylist(rows, schema=CLEAN_DOCUMENTS))
    runs = story_runs(home, Target("work", "work", ("paper",), (), ("work",)), b"key")
    assert not runs.blanked(OWN).strip(" .")
    assert (runs.blanked(BACKGROUND) == BACKGROUND) is keeps
