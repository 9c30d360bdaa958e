"""Pausing a source changes one line of its file, or nothing."""

from pathlib import Path

import pytest

from pipelines.base.errors import ConfigError
from pipelines.lake.home import Home
from spiders.sources.pausing import pause

BLOCK = "# ours\ntitle: Paper\nurl: https://paper.example/\n"


def source(home: Home, text: str) -> Path:
    home.sources.mkdir(exist_ok=True)
    path = home.sources / "paper.yaml"
    path.write_text(text)
    return path


def test_a_pause_is_one_line_and_resuming_takes_it_out(tmp_path: Path) -> None:
    path = source(home := Home.at(tmp_path), BLOCK)
    pause(home, "paper")
    assert path.read_text() == f"{BLOCK}nightly: false  # paused\n"
    assert "already" in pause(home, "paper")
    pause(home, "paper", resume=True)
    assert path.read_text() == BLOCK


@pytest.mark.parametrize("text", ["{title: Paper, url: 'https://paper.example/'}\n", f"{BLOCK}...\n"])
def test_a_file_that_is_not_one_setting_a_line_is_left_as_it_is(tmp_path: Path, text: str) -> None:
    path = source(home := Home.at(tmp_path), text)
    with pytest.raises(ConfigError, match="write `nightly: false` into it yourself"):
        pause(home, "paper")
    assert path.read_text() == text
