"""Ways to spell a loopback address, and sites that lead a crawler there by each way in."""

from __future__ import annotations

import html
from typing import Any

from twisted.internet.address import IPv4Address
from twisted.internet.interfaces import IHostnameResolver
from zope.interface import implementer

from spiders.fetching.resolver import VettingResolver
from tests.spiders.raw_server import Answer, RawServer, reply

SPELLINGS = (
    "127.0.0.1", "127.1", "127.0.1", "2130706433", "0x7f000001", "0x7f.0.0.1", "0x7f.1", "0177.0.0.1", "017700000001",
    "127.0.0.1.", "user:word@127.0.0.1", "localhost", "LOCALHOST.", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]",
    "0.0.0.0", "0", "１２７.０.０.１", "127。0。0。1", "①②⑦.⓪.⓪.①", "%31%32%37.0.0.1", "inside.example", "rebind.example",
)  # fmt: skip
WAYS = ("seed", "link", "redirect", "sitemap", "robots", "refresh")

NAMES = {"inside.example": ["127.0.0.1"], "rebind.example": ["192.0.2.7", "127.0.0.1"]}
"""What a hostile name server answers, look-up by look-up; the last answer stays."""


@implementer(IHostnameResolver)
class HostileNames:
    """A name server that knows NAMES; everything else goes to `real`."""

    def __init__(self, real: Any, names: dict[str, list[str]]) -> None:
        self.real = real
        self.names = {name: list(answers) for name, answers in names.items()}
        self.asked: list[str] = []
        self.reactor: Any = None

    def resolveHostName(  # noqa: N802
        self,
        receiver: Any,
        host: str,
        port: int = 0,
        *types: Any,
        portNumber: int = 0,  # noqa: N803
    ) -> Any:
        port = port or portNumber
        self.asked.append(host)
        answers = self.names.get(host)
        if answers is None:
            return self.real.resolveHostName(receiver, host, port, *types)
        address = answers.pop(0) if len(answers) > 1 else answers[0]
        receiver.resolutionBegan(self)
        receiver.addressResolved(IPv4Address("TCP", address, port))
        receiver.resolutionComplete()
        return self

    @classmethod
    def from_crawler(cls, crawler: Any, reactor: Any) -> Any:
        """For plain Scrapy: the hostile names, unvetted."""
        names = cls(reactor.nameResolver, NAMES)
        names.reactor = reactor
        return names

    def install_on_reactor(self) -> None:
        self.reactor.installNameResolver(self)


class VettedHostileNames(VettingResolver):
    """Our resolver, asking the hostile name server."""

    @classmethod
    def from_crawler(cls, crawler: Any, reactor: Any) -> Any:
        resolver = super().from_crawler(crawler, reactor)
        resolver.lookup = HostileNames(resolver.lookup, NAMES)
        return resolver


def leads_inside(way: str, target: str) -> RawServer:
    """A site whose front page, robots.txt, sitemap or redirect leads to `target`."""

    def answer(path: str, _: bytes) -> Answer:
        if path == "/robots.txt":
            return reply(302, headers={"Location": target}) if way == "robots" else reply(404)
        if way == "redirect" and path == "/":
            return reply(302, headers={"Location": target})
        if way == "sitemap" and path == "/sitemap.xml":
            return reply(body=f"<urlset><url><loc>{html.escape(target)}</loc></url></urlset>".encode())
        page = {
            "link": f'<a href="{html.escape(target)}">A story inside</a>',
            "refresh": f'<meta http-equiv="refresh" content="0; url={html.escape(target)}">',
        }.get(way, "<p>page</p>")
        return reply(body=page.encode(), headers={"Content-Type": "text/html; charset=utf-8"})

    return RawServer(answer)
