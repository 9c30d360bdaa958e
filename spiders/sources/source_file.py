"""Writes the source file of a site from a survey: valid, commented, with guesses marked as guesses."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipelines.base.neutral import on_one_line
from pipelines.base.urls.identity import site_key
from pipelines.page.text.language import language as detected
from spiders.sources.countries import country_names, country_of_host, date_order, zones_by_country
from spiders.sources.doors import doubts, drawn_or_plain
from spiders.sources.findings import Findings, story_edges
from spiders.sources.paper_list import Listed
from spiders.sources.paper_name import name_of_paper
from spiders.sources.probe import Answer
from spiders.sources.scalar import quoted
from spiders.sources.sections import Section
from spiders.sources.stated_zone import ZoneOffer, contradicted, zone_offer

DEFAULT_LANGUAGES = frozenset(("en-us",))
"""Language tags with a country that systems write by default."""
LANGUAGE_COUNTRY = {
    "cs": "CZ", "da": "DK", "el": "GR", "et": "EE", "fa": "IR", "he": "IL", "hi": "IN", "ja": "JP", "ko": "KR", "nb": "NO",
    "nn": "NO", "sl": "SI", "sv": "SE", "uk": "UA", "vi": "VN", "zh": "CN",
}  # fmt: skip
"""The country of a language with a different code. It is only a hint: times with offsets decide."""
MAX_RIGHTS = 20
MIN_HEADLINES, MAX_HEADLINES = 3, 40
CLEAR = 0.8
"""Minimum score of the detected language of headlines."""


def source_text(
    found: Findings,
    sections: Sequence[Section] = (),
    *,
    private: bool = False,
    contact: str | None = None,
    group: str | None = None,
    entrance: Listed | None = None,
) -> str:
    """The YAML of a source file, in the format of `spiders.sources.source`. `entrance` has a cookie and a proxy."""
    home = found.home
    language, country, why_no_country = language_and_country(found)
    spoken = None if language else language_of_headlines(found)
    order = date_order(country)
    delay = found.delay_seconds
    lines = [
        f"# Written by `dateline sources add {home.url}`; everything here may be changed.",
        f"title: {quoted(name_of_paper(found))}",
        f"url: {home.url}",
        *([f"group: {group}"] if group else []),
        _language_line(language, spoken),
        f"country: {country}" if country else f"# country: two letters (ISO 3166-1){why_no_country}",
        *_zone_lines(zone_offer(found, country, _hint(found, language or spoken))),
        f"date_order: {order}" if order else "# date_order: dmy, mdy or ymd; how it writes 03/11/2025",
        *_list_lines("feeds", [(feed.url, _seen(feed, "stories")) for feed in found.feeds], "no feed was found"),
        *_list_lines("sitemaps", [(s.url, _seen(s, "pages")) for s in found.sitemaps], "no sitemap was found"),
        *_list_lines("sections", [(s.url, _stories(s.stories)) for s in sections], "no section was found in the menus"),
        f"delay_seconds: {delay:g}" + ("  # robots.txt asks for it" if delay > 1 else ""),
        f"contact: {quoted(contact)}" if contact else "# contact: a URL or mail address for the user agent",
        *([f"consent: {{cookie: {quoted(entrance.cookie)}}}"] if entrance and entrance.cookie else []),
        *([f"proxy: {entrance.proxy}"] if entrance and entrance.proxy else []),
        *([f"render: auto  # {drawn_or_plain(found)}"] if found.plain is not None else []),
        *(["allow_private_addresses: true"] if private else []),
        *_rights_lines(found),
        *(f"# {doubt}" for doubt in doubts(found)),
        *(f"# did not answer as hoped: {on_one_line(problem)}" for problem in found.problems),
    ]
    return "\n".join(lines) + "\n"


def language_and_country(found: Findings) -> tuple[str | None, str | None, str]:
    """ISO 639-1 and ISO 3166-1 codes from the page's language and the host's ending, and the reason if there is no country.

    A code is None without evidence. `en-US` is the default of many systems: it names no country.
    """
    page = found.home.reading.page
    written = (page.language or "").strip().lower().replace("_", "-") if page else ""
    said = re.fullmatch(r"([a-z]{2})(?:-[a-z]{4})?(?:-([a-z]{2}))?", written)
    language, region = (said[1], (said[2] or "").upper()) if said else (None, "")
    country = country_of_host(site_key(found.home.url).partition(":")[0])
    if country is None and region in zones_by_country():
        said_so = f"; its pages say {language}-{region}"
        if written in DEFAULT_LANGUAGES:
            return language, None, f"{said_so}, which systems write by default"
        if contradicted(found, region):
            return language, None, f"{said_so}, but no zone of {region} keeps the times they state"
        country = region
    return language, country, "" if country else "; neither its pages nor its host say"


def language_of_headlines(found: Findings) -> str | None:
    """The language of the headlines of a site's stories; None if it is not clear."""
    headlines = [edge.anchor for edge in story_edges(found)[:MAX_HEADLINES] if edge.anchor]
    code, score = detected(" \n".join(headlines)) if len(headlines) >= MIN_HEADLINES else (None, None)
    return code if code and len(code) == 2 and (score or 0.0) >= CLEAR else None


def _language_line(language: str | None, spoken: str | None) -> str:
    if language:
        return f"language: {language}"
    if spoken:
        return f"# language: {spoken}  # an offer: its headlines are in it; the home page does not say"
    return "# language: two letters (ISO 639-1); the home page does not say"


def _hint(found: Findings, language: str | None) -> str | None:
    """The country for the choice among zones with the same clock: the region of the language, else the language's own country."""
    page = found.home.reading.page
    _, dash, region = ((page.language or "") if page else "").replace("_", "-").rpartition("-")
    own = LANGUAGE_COUNTRY.get(language or "", (language or "").upper())
    return next((country for country in (region.upper() if dash else "", own) if country in country_names()), None)


def _zone_lines(offer: ZoneOffer) -> list[str]:
    why = [f"# {offer.why}."] if offer.why else []
    if offer.sure:
        same = offer.zones[1:3]
        others = f"; {' and '.join(same)} {'show' if len(same) > 1 else 'shows'} the same time" if same else ""
        return [*why, f"time_zone: {offer.zones[0]}  # an offer: change or remove it if that is wrong{others}"]
    if offer.zones:
        return [
            *why,
            f"# time_zone: {offer.zones[0]}  # an offer: this, {', '.join(offer.zones[1:4])} … agree; name the right one",
        ]
    return [*why, "# time_zone: IANA name of the zone its clock times are in, such as Europe/London"]


def _seen(answer: Answer, noun: str) -> str:
    if answer.reading.sitemaps:
        return f"{len(answer.reading.sitemaps)} parts"
    count = len(answer.reading.edges)
    return f"{count} {noun}" + (f", newest {answer.newest}" if answer.newest else "")


def _stories(count: int) -> str:
    return "1 story" if count == 1 else f"{count} stories"


def _list_lines(name: str, entries: Sequence[tuple[str, str]], nothing: str) -> list[str]:
    return (
        [f"{name}:", *(f"  - {quoted(url)}  # {seen}" for url, seen in entries)]
        if entries
        else [f"# {name}: {nothing}"]
    )


def _rights_lines(found: Findings) -> list[str]:
    rights = found.rights
    said = [
        f"#   {row['standard']} ({row['origin']}): {on_one_line(' '.join(row['raw'].split()))[:150]}"
        for row in rights.rows[:MAX_RIGHTS]
    ]
    return [f"# Rights: AI training {rights.train_ai}, text and data mining {rights.tdm}", *said]
