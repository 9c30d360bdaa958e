"""The source of a URL: the one with its registered domain, else a new one, if the import may make one.

https://sport.paper.co.uk/story  →  domain paper.co.uk  →  the source file that names it, else
data/sources/paper_co_uk.yaml
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from pydantic import ValidationError

from pipelines.base.errors import ConfigError
from pipelines.base.ids import digest
from pipelines.base.settings.file import settings_path
from pipelines.base.urls.domains import domain_of
from pipelines.base.urls.identity import site_key
from pipelines.lake.home import Home
from spiders.imports.captures import Refusal, check_public
from spiders.imports.outcomes import ImportOutcome
from spiders.imports.wishes import Wishes
from spiders.sources.countries import country_of_host, date_order
from spiders.sources.scalar import quoted
from spiders.sources.source import STARTS, Source, read_sources

LANGUAGE_SHARE = 0.8
"""Minimum share of a new source's pages in one language for its file to name the language."""
MAX_NAME_CHARACTERS = 100
"""A name is part of names of files, which have at most 255 bytes on usual file systems; a host may have 253."""
SETTINGS = ("title", "url", "language", "country", "time_zone", "date_order", "hosts", "exclude", "include", "respect")


@dataclass
class Sites:
    """The sources of a home, and those that an import makes if it `may_make` any; `dry` writes no source file."""

    home: Home
    wishes: Wishes
    dry: bool = False
    may_make: bool = True
    made: dict[str, str] = field(default_factory=dict)
    """Names of new sources by domain."""
    _found: dict[str, str | Refusal] = field(default_factory=dict)

    def name_of(self, url: str) -> str:
        """The name of a URL's source. Raises Refusal."""
        site = site_key(url)
        found = self._found.get(site)
        if found is None:
            try:
                found = self._name(url, site)
            except Refusal as refusal:
                found = refusal
            self._found[site] = found
        if isinstance(found, Refusal):
            raise Refusal(found.outcome, found.detail)
        return found

    def adopt(self, settings: Mapping[str, Any]) -> None:
        """Copy a source of another corpus, with its settings, unless there is one with its name or domain."""
        try:
            source = Source.model_validate(settings)
        except ValidationError:
            return
        known = {name for names in self._by_domain.values() for name in names}
        if (
            len(source.name) > MAX_NAME_CHARACTERS
            or source.name in known
            or any(domain_of(url) in self._by_domain for url in source.start_urls)
        ):
            return
        if not self.wishes.sources or source.name in self.wishes.sources:
            if not self.dry:
                path = settings_path(self.home.sources, source.name)
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(_adopted(source), encoding="utf-8")
            self.sources[source.name] = source
            del self._by_domain
            self._found.clear()

    @cached_property
    def sources(self) -> dict[str, Source]:
        """The sources with a file, by name. Raises ConfigError for a wrong file."""
        read = read_sources(self.home.sources)
        if read.wrong:
            raise ConfigError(read.wrong[0].problem)
        return {source.name: source for source in read.read}

    @cached_property
    def _by_domain(self) -> dict[str, list[str]]:
        named: dict[str, list[str]] = {}
        for source in self.sources.values():
            if source.table:
                continue
            urls = [
                source.url,
                *source.seeds,
                *source.sections,
                *(f"https://{h.removeprefix('*.')}/" for h in source.hosts),
            ]
            for domain in dict.fromkeys(map(domain_of, urls)):
                named.setdefault(domain, []).append(source.name)
        return named

    def _name(self, url: str, site: str) -> str:
        domain = domain_of(url)
        owners = self._by_domain.get(domain, [])
        if owners:
            return self._owner(url, owners)
        if not self.wishes.wants_domain(domain, site.partition(":")[0]):
            raise Refusal(ImportOutcome.NOT_WANTED, f"of {domain}")
        if not self.may_make:
            remedy = f"'dateline sources add {domain}' writes one"
            raise Refusal(ImportOutcome.NOT_WANTED, f"no source file has {domain}: {remedy}")
        check_public(url)
        if domain not in self.made:
            self.made[domain] = source_name(domain, {*self.sources, *self.made.values()})
        return self.made[domain]

    def _owner(self, url: str, owners: Collection[str]) -> str:
        wanted = [name for name in owners if self._wants(name, url)]
        if not wanted:
            raise Refusal(ImportOutcome.NOT_WANTED, f"of the source {', '.join(owners)}")
        inside = next((name for name in wanted if self.sources[name].in_scope(url)), None)
        if inside is None:
            raise Refusal(
                ImportOutcome.OFFSITE, f"outside the scope of {wanted[0]}: its file may name the host in hosts"
            )
        return inside

    def _wants(self, name: str, url: str) -> bool:
        if self.wishes.sources:
            return name in self.wishes.sources
        return self.wishes.wants_domain(domain_of(url), site_key(url).partition(":")[0])


def source_name(domain: str, taken: Collection[str]) -> str:
    """An unused name for the source of a domain.

    >>> source_name("paper.co.uk", ()), source_name("123.example", ()), source_name("a-b.example", ("a_b_example",))
    ('paper_co_uk', 's123_example', 'a_b_example_e97a')
    """
    stem = re.sub(r"[^a-z0-9]+", "_", domain.lower()).strip("_")
    name = stem if stem[:1].isalpha() else f"s{stem}"
    if len(name) > MAX_NAME_CHARACTERS:
        return f"{name[: MAX_NAME_CHARACTERS - 9]}_{digest('source', domain)[:8]}"
    return name if name not in taken else f"{name}_{digest('source', domain)[:4]}"


def made_source(name: str, domain: str, hosts: Mapping[str, int], languages: Mapping[str, int]) -> tuple[Source, str]:
    """A source that an import makes, and the YAML of its file; `hosts` and `languages` map each host and language to its
    number of pages.
    """
    host = min(hosts, key=lambda each: (-hosts[each], each))
    pages = sum(languages.values())
    language = next((code for code, count in languages.items() if code and count >= LANGUAGE_SHARE * pages), None)
    country = country_of_host(host.partition(":")[0])
    order = date_order(country)
    settings = {
        "title": domain, "url": f"https://{host}/", "hosts": [f"*.{domain}"], "language": language, "country": country,
        "date_order": order, "nightly": False,
    }  # fmt: skip
    lines = [
        f"# Written by `dateline import`, from {pages} pages of {domain}; everything here may be changed.",
        f"title: {quoted(domain)}",
        f"url: {quoted(f'https://{host}/')}",
        f"hosts: [{quoted('*.' + domain)}]",
        f"language: {language}" if language else "# language: two letters (ISO 639-1); its pages do not agree on one",
        f"country: {country}" if country else "# country: two letters (ISO 3166-1)",
        "# time_zone: IANA name of the zone its clock times are in, such as Europe/London",
        f"date_order: {order}" if order else "# date_order: dmy, mdy or ymd; how it writes 03/11/2025",
        "nightly: false  # true: crawl it every night from now on; 'dateline sources add' finds its feeds and sections",
    ]
    stated = {setting: value for setting, value in settings.items() if value is not None}
    return Source.model_validate({"name": name, **stated}), "\n".join(lines) + "\n"


def _adopted(source: Source) -> str:
    """The YAML of a source of another corpus: its identity, start URLs and date conventions."""
    lines = ["# Taken over by `dateline import` from the archive of another corpus; everything here may be changed."]
    for name in SETTINGS:
        value = getattr(source, name)
        if isinstance(value, tuple):
            lines += [f"{name}: [{', '.join(map(quoted, value))}]"] if value else []
        elif value is not None:
            lines.append(f"{name}: {quoted(str(value))}")
    for name in (start.setting for start in STARTS):
        urls = getattr(source, name)
        lines += [f"{name}:", *(f"  - {quoted(url)}" for url in urls)] if urls else []
    lines += ["allow_private_addresses: true"] if source.allow_private_addresses else []
    return "\n".join([*lines, "nightly: false"]) + "\n"
