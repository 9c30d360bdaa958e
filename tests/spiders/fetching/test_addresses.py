"""No connection leaves for an address off the public internet: by any spelling, by any way in."""

from __future__ import annotations

import ipaddress
from contextlib import ExitStack
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spiders.fetching.addresses import PrivateHosts, host_and_port, refusal, url_refusal
from spiders.fetching.resolver import VettingResolver
from tests.spiders.inside import SPELLINGS, WAYS, HostileNames, leads_inside
from tests.spiders.probe_crawl import crawl
from tests.spiders.raw_server import RawServer, reply


@pytest.mark.parametrize(
    ("address", "reason"),
    [
        ("127.0.0.1", "loopback"), ("127.255.255.254", "loopback"), ("::1", "loopback"), ("0.0.0.0", "unspecified"),
        ("::", "unspecified"), ("10.1.2.3", "private"), ("172.16.0.1", "private"), ("192.168.1.1", "private"),
        ("fd12::1", "private"), ("fec0::1", "private"), ("169.254.1.1", "link_local"), ("fe80::1%eth0", "link_local"),
        ("169.254.169.254", "metadata"), ("168.63.129.16", "metadata"), ("fd00:ec2::254", "metadata"),
        ("100.64.0.1", "carrier_nat"), ("224.0.0.1", "multicast"), ("ff02::1", "multicast"), ("240.0.0.1", "reserved"),
        ("255.255.255.255", "reserved"), ("192.0.2.1", "private"), ("2001:db8::1", "private"),
        ("::ffff:127.0.0.1", "ipv4_mapped_loopback"), ("::ffff:169.254.169.254", "ipv4_mapped_metadata"),
        ("64:ff9b::7f00:1", "nat64_loopback"), ("64:ff9b:1::a00:1", "nat64_private"), ("2002:7f00:1::", "6to4_loopback"),
        ("2001:0:7f00:1::", "teredo_loopback"), ("::7f00:1", "ipv4_compatible_loopback"),
        ("fe80::5efe:7f00:1", "isatap_loopback"), ("not an address", "not_an_address"),
        ("93.184.215.14", None), ("2606:2800:21f:cb07::1", None), ("64:ff9b::5db8:d70e", None),
        ("::ffff:93.184.215.14", None),
    ],
)  # fmt: skip
def test_refusal(address: str, reason: str | None) -> None:
    assert refusal(address) == reason


@given(st.ip_addresses())
def test_what_is_not_global_is_refused(address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> None:
    if not address.is_global and not (address.version == 6 and address.ipv4_mapped):
        assert refusal(str(address)) is not None


@given(st.ip_addresses(v=4))
def test_an_ipv4_address_keeps_its_verdict_inside_ipv6(address: ipaddress.IPv4Address) -> None:
    for form in (f"::ffff:{address}", f"64:ff9b::{address}"):
        assert (refusal(form) is None) == (refusal(str(address)) is None)


def test_only_the_host_and_port_that_a_source_names_may_be_private() -> None:
    allowed = PrivateHosts.of(["http://127.0.0.1:8001/"])
    assert url_refusal("http://127.1:8001/x", allowed) is None
    assert url_refusal("http://127.0.0.1:8002/x", allowed) == "loopback"
    assert url_refusal("http://127.0.0.2:8001/x", allowed) == "loopback"
    assert url_refusal("http://169.254.169.254/", PrivateHosts.of(["http://169.254.169.254/"])) == "metadata"


@pytest.mark.parametrize("spelling", [s for s in SPELLINGS if ".example" not in s and "localhost" not in s.lower()])
def test_spellings_are_seen_through_before_any_look_up(spelling: str) -> None:
    host, port = host_and_port(f"http://{spelling}:81/")
    assert host in ("127.0.0.1", "0.0.0.0", "::ffff:7f00:1")
    assert port == 81


class Receiver:
    """Collects what a resolver passes on."""

    def __init__(self) -> None:
        self.addresses: list[str] = []
        self.complete = False

    def resolutionBegan(self, resolution: Any) -> None:  # noqa: N802
        self.complete = False

    def addressResolved(self, address: Any) -> None:  # noqa: N802
        self.addresses.append(address.host)

    def resolutionComplete(self) -> None:  # noqa: N802
        self.complete = True


def resolve(resolver: VettingResolver, name: str) -> list[str]:
    receiver = Receiver()
    resolver.resolveHostName(receiver, name, 80)
    assert receiver.complete
    return receiver.addresses


def test_a_name_that_changes_its_answer_is_held_to_the_vetted_one() -> None:
    names = HostileNames(None, {"turncoat.example": ["93.184.215.14", "127.0.0.1"]})
    resolver = VettingResolver(None, names, PrivateHosts())
    assert resolve(resolver, "turncoat.example") == ["93.184.215.14"]
    assert resolve(resolver, "turncoat.example") == ["93.184.215.14"]
    assert names.asked == ["turncoat.example"]
    resolver._known.clear()  # five minutes later
    assert resolve(resolver, "turncoat.example") == []
    assert resolver.refused == {"turncoat.example": "turncoat.example is 127.0.0.1: loopback"}


def test_23_spellings_by_6_ways_in_make_no_connection() -> None:
    with ExitStack() as stack:
        inside = stack.enter_context(RawServer(lambda *_: reply(body=b"secret")))
        targets = [f"http://{spelling}:{inside.port}/" for spelling in SPELLINGS]
        sites = {
            (way, target): stack.enter_context(leads_inside(way, target))
            for way in WAYS
            if way != "seed"
            for target in targets
        }
        fronts = [f"{s.url}/sitemap.xml" if way == "sitemap" else f"{s.url}/" for (way, _), s in sites.items()]
        settings = {
            "PRIVATE_URLS": [site.url for site in sites.values()],
            "TWISTED_DNS_RESOLVER": "tests.spiders.inside.VettedHostileNames",
            "ROBOTS_RETRY_SECONDS": 0,
            "CONCURRENT_REQUESTS_PER_DOMAIN": 8,
        }
        done = crawl([*fronts, *targets], settings, follow=True)
        outcomes = [r["outcome"] for url, r in done["results"].items() if f":{inside.port}" in url]
        robots = [done["results"][f"{s.url}/"] for (way, _), s in sites.items() if way == "robots"]
    assert (len(SPELLINGS), len(WAYS)) == (23, 6)
    assert inside.connections == 0
    assert set(outcomes) == {"address_refused"}
    assert {r["outcome"] for r in robots} == {"robots_denied"}
    assert all(site.connections for site in sites.values()), "every site was visited"
    assert done["listening"] == 0


@pytest.mark.parametrize("url", ["file:///etc/passwd", "data:text/html,x", "ftp://127.0.0.1/x", "s3://bucket/key"])
def test_other_schemes_are_refused(url: str) -> None:
    assert url_refusal(url) == "scheme"
