"""Writes the source file of a site from what a probe found: commented, valid, and honest about what was guessed."""

from __future__ import annotations

import re
from collections import Counter
from datetime import UTC, datetime
from importlib.resources import files
from zoneinfo import ZoneInfo

from pipelines.column_values import PageKind
from pipelines.urls import site_key
from spiders.fetching.user_agent import PRODUCT
from spiders.links.edges import Edge
from spiders.resources.listed_dates import written_at
from spiders.sources.probe import Findings
from spiders.url_rules.article_urls import looks_like_article

MAX_SECTIONS = 12
MONTH_FIRST = frozenset(("US",))
YEAR_FIRST = frozenset(("CN", "JP", "KR", "TW", "HU", "LT", "SE", "MN"))
COUNTRY_OF_TLD = {"uk": "GB"}
SITE_NAME = ("og:site_name", "application-name")
TITLE = re.compile(rb"<title[^>]{0,200}>([^<]{1,300})", re.IGNORECASE)


def source_text(findings: Findings, *, private: bool = False, contact: str | None = None) -> str:
    """The YAML of a source, ready to be read by `spiders.sources.source`."""
    home = findings.home
    language, country = language_and_country(findings)
    zones = zones_of(country, offsets(findings))
    order = date_order(country)
    delay = findings.robots.crawl_delay(PRODUCT)
    lines = [
        f"# Written by `dateline sources add {home.url}`; everything here may be changed.",
        f"title: {_quoted(title_of(findings))}",
        f"url: {home.url}",
        f"language: {language}" if language else "# language: two letters (ISO 639-1); the home page does not say",
        f"country: {country}" if country else "# country: two letters (ISO 3166-1)",
        *_zone_lines(zones),
        f"date_order: {order}" if order else "# date_order: dmy, mdy or ymd; how it writes 03/11/2025",
        *_list_lines("feeds", [answer.url for answer in findings.feeds], "no feed was found"),
        *_list_lines("sitemaps", [answer.url for answer in findings.sitemaps], "no sitemap was found"),
        *_list_lines("sections", sections(findings), "no section was found in the menu"),
        f"delay_seconds: {max(1.0, delay or 0.0):g}" + ("  # robots.txt asks for it" if (delay or 0) > 1 else ""),
        f"contact: {_quoted(contact)}" if contact else "# contact: a URL or mail address for the user agent",
        *(["allow_private_addresses: true"] if private else []),
        *_rights_lines(findings),
        *(f"# did not answer as hoped: {problem}" for problem in findings.problems),
    ]
    return "\n".join(lines) + "\n"


def title_of(findings: Findings) -> str:
    """The name of the publication as its home page gives it; else its host."""
    page = findings.home.reading.page
    named = [content for name, content in (page.meta if page else ()) if name in SITE_NAME and content.strip()]
    written = TITLE.search(findings.home.body)
    if not named and written:
        named = [re.split(r"\s[|–—:-]\s", written[1].decode("utf-8", "replace"))[0]]
    return " ".join(named[0].split()) if named and named[0].strip() else site_key(findings.home.url)


def language_and_country(findings: Findings) -> tuple[str | None, str | None]:
    """ISO 639-1 and ISO 3166-1 codes, from the page's language and the host's ending; null where neither says."""
    page = findings.home.reading.page
    said = re.fullmatch(r"([a-z]{2})(?:[-_]([a-z]{2}))?", (page.language or "").strip().lower()) if page else None
    ending = site_key(findings.home.url).partition(":")[0].rpartition(".")[2]
    country = COUNTRY_OF_TLD.get(ending) or (ending.upper() if len(ending) == 2 and ending.isalpha() else None)
    if country is None and said and said[2]:
        country = said[2].upper()
    return (said[1] if said else None), country if country in countries() else None


def countries() -> dict[str, list[str]]:
    """Time zones by country, from the zone table of the tz database; the principal one first."""
    table = files("tzdata.zoneinfo").joinpath("zone.tab").read_text(encoding="utf-8")
    zones: dict[str, list[str]] = {}
    for line in table.splitlines():
        if line and not line.startswith("#"):
            country, _, zone = line.split("\t")[:3]
            zones.setdefault(country, []).append(zone)
    return zones


def offsets(findings: Findings) -> list[datetime]:
    """The dates of feeds and sitemaps that are written with an offset other than UTC's."""
    dates = []
    for edge in [edge for answer in (*findings.feeds, *findings.sitemaps) for edge in answer.reading.edges][:500]:
        for _, raw in edge.dates:
            at = written_at(raw)
            if at is not None and at.utcoffset():
                dates.append(at)
    return dates


def zones_of(country: str | None, dates: list[datetime]) -> list[str]:
    """The zones of a country that agree with every offset its feeds write; none when the feeds speak against them all.

    >>> zones_of("DE", []), zones_of(None, [])
    (['Europe/Berlin', 'Europe/Busingen'], [])
    """
    zones = countries().get(country or "", [])
    return [zone for zone in zones if all(at.utcoffset() == at.astimezone(ZoneInfo(zone)).utcoffset() for at in dates)]


def clocks(zones: list[str]) -> int:
    """How many different clocks the zones show over a year.

    >>> clocks(["Europe/Berlin", "Europe/Busingen"]), clocks(["America/New_York", "America/Chicago"])
    (1, 2)
    """
    moments = [datetime(2026, month, 15, tzinfo=UTC) for month in range(1, 13)]
    return len({tuple(moment.astimezone(ZoneInfo(zone)).utcoffset() for moment in moments) for zone in zones})


def date_order(country: str | None) -> str | None:
    """How a country writes numeric dates.

    >>> [date_order(country) for country in ("US", "DE", "JP", None)]
    ['mdy', 'dmy', 'ymd', None]
    """
    if country is None:
        return None
    return "mdy" if country in MONTH_FIRST else "ymd" if country in YEAR_FIRST else "dmy"


def sections(findings: Findings) -> list[str]:
    """Section fronts that the home page's menu leads to, in its order."""
    site = site_key(findings.home.url)
    menu = [edge for edge in findings.home.reading.edges if edge.kind in ("nav", "section") and _is_section(edge, site)]
    counts = Counter(edge.url for edge in menu)
    return [url for url in dict.fromkeys(edge.url for edge in menu) if counts[url] and url != findings.home.url][
        :MAX_SECTIONS
    ]


def _is_section(edge: Edge, site: str) -> bool:
    host, _, path = edge.key.partition("/")
    short = len(path) > 0 and path.count("/") < 2 and "?" not in path
    return (
        host == site
        and short
        and looks_like_article(edge.url, kind=edge.kind, anchor=edge.anchor).kind == PageKind.LISTING
    )


def _zone_lines(zones: list[str]) -> list[str]:
    if not zones:
        return ["# time_zone: IANA name of the zone its clock times are in, such as Europe/London"]
    if clocks(zones) > 1:
        return [f"# time_zone: {zones[0]}  # or {', '.join(zones[1:4])}: uncomment what is right"]
    return [f"time_zone: {zones[0]}"]


def _list_lines(name: str, urls: list[str], nothing: str) -> list[str]:
    return [f"{name}:", *(f"  - {_quoted(url)}" for url in urls)] if urls else [f"# {name}: {nothing}"]


def _rights_lines(findings: Findings) -> list[str]:
    rights = findings.rights
    said = [
        f"#   {row['standard']} ({row['origin']}): {' '.join(row['raw'].split())[:150]}" for row in rights.rows[:20]
    ]
    return [f"# Rights: AI training {rights.train_ai}, text and data mining {rights.tdm}", *said]


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
