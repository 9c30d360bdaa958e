"""Dates in addresses: days, months, and ids of posts that are made from their instant."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.dates.place.address import TWITTER_EPOCH, address_offers, posted_at


@pytest.mark.parametrize(
    ("url", "value"),
    [
        ("https://paper.example/2025/11/03/ferry", "2025-11-03"),
        ("https://paper.example/news/20251103-ferry", "2025-11-03"),
        ("https://paper.example/2025/nov/3/ferry", "2025-11-03"),
        ("https://paper.example/2025/11/ferry", "2025-11"),
        ("https://archive.example/web/20130307194448/other.example/2008/05/ferry", "2008-05"),
        ("https://archive.example/web/20130307194448id_/https://other.example/2008/05/03/ferry", "2008-05-03"),
        ("https://paper.example/20130307194448/ferry.html", "2013-03-07"),
        ("https://paper.example/2025/11/3-ferry/", "2025-11"),  # its third story, as BlazeBlogger counts them
        ("https://paper.example/2025/11/10-things-we-learned.html", "2025-11"),
        ("https://paper.example/2025/11/24-500-bill-for-the-ferry", "2025-11"),
        ("https://paper.example/2025/11/03/10-things-we-learned", "2025-11-03"),
        ("https://paper.example/2025/11/03.html", "2025-11-03"),
        ("https://paper.example/2025/11/03-ferry", "2025-11-03"),
        ("https://paper.example/2025/1/5-ferry", "2025-01"),
        ("https://paper.example/2025/1/ferry", "2025-01"),
        ("https://paper.example/2022/11/03-ferry-2021-05-06-inquiry/x", "2022-11-03"),
        ("https://paper.example/2022/11/ferry-2021-05-06-inquiry/x", "2022-11"),
        ("https://paper.example/2022/11/24-500-ferries-2021-05-06/x", "2022-11"),
        ("https://paper.example/2022/11/2022-11-03-ferry/x", "2022-11-03"),
        ("https://paper.example/2001/5/2022-11-03-ferry/x", "2022-11-03"),  # sections may be numbers
        ("https://paper.example/news/2025-11-03-ferry", "2025-11-03"),
        ("https://paper.example/news/2025/11-03-ferry", "2025-11-03"),
        ("https://paper.example/2025/11/03_ferry.html", "2025-11-03"),
        ("https://web.archive.org/web/20251120184500/https://paper.example/2025/11/03/ferry", "2025-11-03"),
        ("https://x.com/Paper/status/1281836879789404160", "2020-07-11T06:25:02+00:00"),
        ("https://mobile.twitter.com/Paper/statuses/1281836879789404160/photo/1", "2020-07-11T06:25:02+00:00"),
        ("https://twitter.com/i/web/status/1281836879789404160", "2020-07-11T06:25:02+00:00"),
    ],
)
def test_what_an_address_tells(url: str, value: str) -> None:
    assert [o.reading.value for o in address_offers(url) if o.reading] == [value]


@pytest.mark.parametrize(
    "url",
    [
        "https://paper.example/ferry",
        "https://paper.example/2025/74/ferry",
        "https://paper.example/2025/0/ferry",
        "https://paper.example/2025/5-ferry",
        "https://web.archive.org/web/20251103184500/https://paper.example/ferry",  # the instant of the capture
        "https://archive.example/20251103184500/https://paper.example/ferry",
        "https://paper.example/Paper/status/1281836879789404160",  # another site numbers as it likes
        "https://twitter.com/jack/status/20",  # counted, before ids were made from clocks
        "https://twitter.com/Paper",
    ],
)
def test_what_an_address_does_not_tell(url: str) -> None:
    assert list(address_offers(url)) == []


@pytest.mark.parametrize(
    "url",
    [
        "https://paper.example/news/world-asia-20110409",
        "https://paper.example/politik/hafen/20050910.html",
        "https://paper.example/whats-on/fireworks-2022-11-05",
    ],
)
def test_a_number_that_ends_an_address_is_trusted_by_no_rule(url: str) -> None:
    assert [str(o.origin) for o in address_offers(url)] == ["url:number"]


@given(st.datetimes(datetime(2010, 11, 5), datetime(2079, 1, 1)), st.integers(0, 2**22 - 1))  # noqa: DTZ001 -- UTC
def test_the_instant_of_an_id_comes_back(naive: datetime, rest: int) -> None:
    moment = naive.replace(tzinfo=UTC, microsecond=naive.microsecond // 1000 * 1000)
    milliseconds = round(moment.timestamp() * 1000)
    number = ((milliseconds - TWITTER_EPOCH) << 22) + rest
    if 10**14 <= number < 10**19:
        assert posted_at(f"https://x.com/a/status/{number}") == moment
