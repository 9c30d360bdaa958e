"""The network addresses that a crawl may connect to: only the public internet, whatever a URL or a name server states.

Registries: https://www.iana.org/assignments/iana-ipv4-special-registry and …/iana-ipv6-special-registry. Pure
functions; `spiders.fetching.resolver` applies them at connection time, `spiders.fetching.address_middleware` before
that.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network

import ada_url

METADATA = frozenset(
    map(ipaddress.ip_address, ("169.254.169.254", "168.63.129.16", "100.100.100.200", "fd00:ec2::254"))
)
"""Addresses of the metadata services of clouds, which give out credentials; one of them is in public space."""
CARRIER_NAT = IPv4Network("100.64.0.0/10")
NAT64 = IPv6Network("64:ff9b::/96")
LOCAL_NAT64 = IPv6Network("64:ff9b:1::/48")
IPV4_COMPATIBLE = IPv6Network("::/96")
SITE_LOCAL = IPv6Network("fec0::/10")


@dataclass(frozen=True, slots=True)
class PrivateHosts:
    """Hosts that a source may have on loopback or a private network: (host, port) from its source file."""

    hosts: frozenset[tuple[str, int]] = frozenset()

    @classmethod
    def of(cls, urls: Iterable[str]) -> PrivateHosts:
        """The hosts and ports of these URLs."""
        return cls(frozenset(host_and_port(url) for url in urls))

    def __contains__(self, host: tuple[str, int]) -> bool:
        return host in self.hosts


def refusal(address: str, *, private: bool = False) -> str | None:
    """The reason not to connect to an IP address; None if it is allowed. `private` allows loopback and private networks.

    >>> refusal("127.0.0.1"), refusal("::ffff:10.0.0.1"), refusal("64:ff9b::a9fe:a9fe"), refusal("93.184.215.14")
    ('loopback', 'ipv4_mapped_private', 'nat64_metadata', None)
    >>> refusal("127.0.0.1", private=True), refusal("169.254.169.254", private=True)
    (None, 'metadata')
    """
    try:
        ip = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return "not_an_address"
    if isinstance(ip, IPv6Address):
        for name, inner in _embedded(ip):
            reason = refusal(str(inner))
            if reason:
                return f"{name}_{reason}"
    reason = _special(ip)
    return None if private and reason in ("loopback", "private") else reason


def host_and_port(url: str) -> tuple[str, int]:
    """The port, and the host in WHATWG form: any notation of an IPv4 address becomes a dotted quad; no brackets.

    Raises ValueError if the URL is not http(s).

    >>> host_and_port("http://0x7f.1:8080/"), host_and_port("https://１２７.0.0.1/"), host_and_port("http://[::1]/")
    (('127.0.0.1', 8080), ('127.0.0.1', 443), ('::1', 80))
    """
    parts = ada_url.URL(url)
    if parts.protocol not in ("http:", "https:") or not parts.hostname:
        raise ValueError(f"not an http(s) URL: {url!r}")
    port = int(parts.port) if parts.port else {"http:": 80, "https:": 443}[parts.protocol]
    return str(parts.hostname).strip("[]").rstrip("."), port


def url_refusal(url: str, private_hosts: PrivateHosts = PrivateHosts()) -> str | None:
    """The reason not to request a URL, from its text alone; None if only a DNS look-up can decide.

    >>> url_refusal("http://2130706433/"), url_refusal("file:///etc/passwd"), url_refusal("http://localhost./")
    ('loopback', 'scheme', 'loopback')
    >>> url_refusal("http://a.example/") is url_refusal("http://127.0.0.1:8000/", PrivateHosts.of(["http://127.1:8000/"]))
    True
    """
    try:
        host, port = host_and_port(url)
    except ValueError:
        return "scheme"
    allowed = (host, port) in private_hosts
    if host == "localhost" or host.endswith(".localhost"):
        return None if allowed else "loopback"
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return None
    return refusal(host, private=allowed)


def _embedded(ip: IPv6Address) -> Iterable[tuple[str, IPv4Address]]:
    """The IPv4 addresses that an IPv6 address contains."""
    low = IPv4Address(int(ip) & 0xFFFFFFFF)
    if ip.ipv4_mapped:
        yield "ipv4_mapped", ip.ipv4_mapped
    if ip.sixtofour:
        yield "6to4", ip.sixtofour
    if ip.teredo:
        yield from (("teredo", inner) for inner in ip.teredo)
    if ip in NAT64 or ip in LOCAL_NAT64:
        yield "nat64", low
    if ip in IPV4_COMPATIBLE and int(ip) > 0xFFFF:
        yield "ipv4_compatible", low
    if (int(ip) >> 32) & 0xFFFFFFFF in (0x00005EFE, 0x02005EFE):
        yield "isatap", low


def _special(ip: IPv4Address | IPv6Address) -> str | None:
    """The name of the special range of an address; None if it is in public space."""
    if isinstance(ip, IPv6Address) and (ip.ipv4_mapped or ip in NAT64):
        return None  # judged by the IPv4 address in it
    for holds, name in (
        (ip in METADATA, "metadata"),
        (ip.is_unspecified, "unspecified"),
        (ip.is_loopback, "loopback"),
        (ip.is_link_local, "link_local"),
        (ip.is_multicast, "multicast"),
        (isinstance(ip, IPv4Address) and ip in CARRIER_NAT, "carrier_nat"),
        (isinstance(ip, IPv6Address) and ip in SITE_LOCAL, "private"),
        (ip.is_reserved, "reserved"),
        (ip.is_private, "private"),
    ):
        if holds:
            return name
    return None if ip.is_global else "reserved"
