"""`dateline.crawl` and `dateline.build`: a site becomes a corpus, and what goes wrong is an error of ours."""

import json
from pathlib import Path

import pytest

from dateline import build, crawl, errors
from tests.dateline.test_extraction import STORY
from tests.spiders.sources.papers import served


def test_a_site_becomes_a_corpus(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pages = {"/": "<a href='/2025/11/03/bridge'>Old bridge will be mended</a>", "/2025/11/03/bridge": STORY}
    (tmp_path / "sources").mkdir()
    with served(lambda _site: pages) as (site, _):
        paper = {"title": "Paper", "url": f"{site}/", "allow_private_addresses": True, "delay_seconds": 0}
        (tmp_path / "sources" / "paper.yaml").write_text(json.dumps(paper))
        [crawled] = crawl(tmp_path)
    assert (crawled.source, crawled.state, crawled.outcomes["stored"]) == ("paper", "finished", 2)
    assert "fetches/paper" in capsys.readouterr().err
    rows = build(tmp_path).sql("SELECT title, published FROM articles")
    assert list(rows) == [{"title": "Old bridge will be mended", "published": "2025-11-03"}]
    assert "the corpus changed" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("work", "said"), [(crawl, "sources add URL"), (build, "no crawled night under .* yet")], ids=["crawl", "build"]
)
def test_without_a_source_or_a_night_there_is_nothing_to_do(work: object, said: str, tmp_path: Path) -> None:
    with pytest.raises(errors.InputError, match=said):
        work(tmp_path)  # type: ignore[operator]
