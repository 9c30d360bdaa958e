"""The demo finds free ports by itself, and keeps those that its pages were crawled on."""

import socket
from collections.abc import Iterator

import pytest

from assets.demo_nights import choose_ports
from pipelines.base.errors import EnvironmentFault
from pipelines.lake.archive import folder
from pipelines.lake.home import Home
from spiders.demo_web.ports import DEFAULT_PORTS, are_free, free_ports, ports_from, ports_in_sources
from spiders.demo_web.server import NIGHTS
from spiders.demo_web.sources import write_sources


@pytest.fixture
def home(tmp_path) -> Home:
    return Home.at(tmp_path)


@pytest.fixture
def block() -> Iterator[dict[str, int]]:
    """Six ports, the third of them in use."""
    ports = free_ports(20_001)
    assert ports is not None
    with socket.create_server(("127.0.0.1", ports["demo_bote"])):
        yield ports


def test_ports_of_the_source_files_are_kept_while_they_are_free(home: Home) -> None:
    ports = free_ports(20_001)
    assert ports is not None
    write_sources(home.sources, ports)
    assert choose_ports(home) == ports


def test_other_ports_are_taken_where_those_are_in_use(
    home: Home, block: dict[str, int], capsys: pytest.CaptureFixture[str]
) -> None:
    write_sources(home.sources, block)
    chosen = choose_ports(home)
    assert set(chosen.values()).isdisjoint(block.values())
    assert are_free(chosen.values())
    first, last = min(block.values()), max(block.values())
    assert capsys.readouterr().err.startswith(f"Ports {first} to {last} are in use: the demo web takes ")


def test_a_demo_that_was_crawled_keeps_its_ports_or_says_why_it_cannot(home: Home, block: dict[str, int]) -> None:
    write_sources(home.sources, block)
    folder(home.archive, "demo_daily", NIGHTS[0]).mkdir(parents=True)
    with pytest.raises(EnvironmentFault, match=r"was crawled on ports 2.* run the demo in another --home"):
        choose_ports(home)


def test_the_next_free_block_is_found(block: dict[str, int]) -> None:
    found = free_ports(block["demo_daily"])
    assert found is not None
    assert found["demo_daily"] > block["ads"]


@pytest.mark.parametrize("text", [None, "title: no url\n", "url: https://paper.example/\n"])
def test_a_home_without_a_demo_has_the_default_ports(home: Home, text: str | None) -> None:
    if text is not None:
        home.sources.mkdir()
        (home.sources / "demo_daily.yaml").write_text(text)
    assert ports_in_sources(home.sources) == DEFAULT_PORTS == ports_from(8801)
