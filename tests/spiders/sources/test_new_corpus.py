"""`dateline init`: two files that explain every setting, and nothing overwritten."""

import re
from pathlib import Path

import pytest

from pipelines.base.errors import InputError
from pipelines.give.export.new_recipe import NEW
from pipelines.give.export.recipe import Recipe, load_recipe
from pipelines.lake.home import Home
from spiders.sources.new_corpus import SOURCE, make_corpus
from spiders.sources.source import Source, load_source, read_sources


def test_the_files_of_a_new_corpus_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    home = Home.at(tmp_path / "news")
    assert make_corpus(home) == 0
    told = capsys.readouterr()
    assert told.out.splitlines() == [f"{home.root}/sources/example.txt", f"{home.root}/exports/training.yaml"]
    assert f"dateline --home {home.root} sources add" in told.err
    assert (read_sources(home.sources).read, read_sources(home.sources).wrong) == ((), ())  # the example is no source
    assert load_recipe(home, "training").train_ai == ("allowed", "unknown")


@pytest.mark.parametrize(("text", "model"), [(SOURCE, Source), (NEW, Recipe)], ids=["source", "recipe"])
def test_every_setting_is_explained(text: str, model: type[Source] | type[Recipe]) -> None:
    named = set(re.findall(r"^(?:# )?([a-z_]+):", text, re.MULTILINE))
    assert set(model.model_fields) - {"name"} <= named
    assert named <= set(model.model_fields)


def test_what_is_commented_out_is_right_too(tmp_path: Path) -> None:
    (tmp_path / "paper.yaml").write_text(re.sub(r"^# (?=[a-z_]+:| +- )", "", SOURCE, flags=re.MULTILINE))
    source = load_source(tmp_path, "paper")
    assert (source.time_zone, source.sections) == ("Europe/London", ("https://paper.example/sport/",))


@pytest.mark.parametrize(
    "there", ["sources/example.txt", "sources/mine.yml", "exports/training.yaml", "archive/x", "lake/x"]
)
def test_a_corpus_that_is_there_is_left_alone(there: str, tmp_path: Path) -> None:
    (tmp_path / there).parent.mkdir(parents=True)
    (tmp_path / there).write_text("mine")
    before = sorted(tmp_path.rglob("*"))
    with pytest.raises(InputError, match=r"is a corpus already .* nothing was written"):
        make_corpus(Home.at(tmp_path))
    assert sorted(tmp_path.rglob("*")) == before
    assert (tmp_path / there).read_text() == "mine"
