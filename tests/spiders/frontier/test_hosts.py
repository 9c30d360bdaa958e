"""Two crawls of one host follow one another; those of two hosts do not wait."""

import time
from io import StringIO
from pathlib import Path
from threading import Thread

import pytest

from pipelines.base.errors import EnvironmentFault
from spiders.frontier.hosts import only_crawl_of_host


def test_a_second_crawl_of_a_host_waits_and_a_glance_gives_way(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    order: list[str] = []
    said = StringIO()  # what pytest captures could be lost while it is taken, and the wait below would not end
    monkeypatch.setattr("sys.stderr", said)

    def crawl(name: str) -> None:
        with only_crawl_of_host(tmp_path, "http://paper.example:8080/sport", wait=True):
            order.append(name)

    with only_crawl_of_host(tmp_path, "http://paper.example:8080/", wait=True):
        second = Thread(target=crawl, args=("second",), daemon=True)
        second.start()
        with only_crawl_of_host(tmp_path, "http://paper.example/", wait=False):
            order.append("another port is another host")
        with (
            pytest.raises(EnvironmentFault, match=r"paper\.example:8080: another source of this host is being crawled"),
            only_crawl_of_host(tmp_path, "http://paper.example:8080/news", wait=False),
        ):
            order.append("glance")
        while "waiting for it" not in said.getvalue() and second.is_alive():
            second.join(0.01)
        order.append("first")
    second.join()
    assert order == ["another port is another host", "first", "second"]
    assert not list((tmp_path / "hosts").iterdir())


def test_many_crawls_of_a_host_never_overlap_though_each_removes_the_file(tmp_path: Path) -> None:
    at_once: list[int] = []
    inside = 0

    def crawl() -> None:
        nonlocal inside
        for _ in range(40):
            with only_crawl_of_host(tmp_path, "http://paper.example/", wait=True):
                inside += 1
                time.sleep(0.0005)
                at_once.append(inside)
                inside -= 1

    crawls = [Thread(target=crawl, daemon=True) for _ in range(6)]
    for each in crawls:
        each.start()
    for each in crawls:
        each.join()
    assert at_once == [1] * 240


def test_a_crawl_that_fails_lets_its_host_go(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="fault"), only_crawl_of_host(tmp_path, "http://paper.example/", wait=True):
        raise ValueError("fault")
    with only_crawl_of_host(tmp_path, "http://paper.example/", wait=False):
        assert [path.name for path in (tmp_path / "hosts").iterdir()] == ["paper.example.lock"]
    assert not list((tmp_path / "hosts").iterdir())
