"""What a home without a corpus is told to do next."""

from pathlib import Path

from pipelines.lake.home import Home


def test_the_next_step_of_a_home_without_a_corpus(tmp_path: Path) -> None:
    home = Home.at(tmp_path)
    assert "sources add" in home.next_step
    home.sources.mkdir()
    (home.sources / "argus.yaml").write_text("url: http://argus.example/\n")
    assert home.next_step == "run 'dateline crawl', then 'dateline build'"
    night = home.archive / "source=argus" / "night=2026-12-03"
    night.mkdir(parents=True)
    (night / "crawl.json").write_text("{}")
    assert "interrupted: run 'dateline crawl'" in home.next_step
    (night / "fetches.parquet").touch()
    assert home.next_step == "run 'dateline build'"
