"""Two crawls of one host follow one another; those of two hosts do not wait."""

from io import StringIO
from pathlib import Path
from threading import Thread

import pytest

from pipelines.errors import EnvironmentFault
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
