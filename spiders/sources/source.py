"""The source configuration: one publication to crawl, one validated YAML file in `data/sources/`.

Does not import Scrapy, so that `assets` may import it.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Literal, NamedTuple
from urllib.parse import urlsplit

import ada_url
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationInfo, field_validator

from pipelines.base.errors import InputError
from pipelines.base.settings.file import NAME, SettingsFolder, read_folder, read_settings, settings_path, unknown_name
from pipelines.base.urls.identity import normalise, site_key
from pipelines.health.volume import WEEKDAYS
from pipelines.lake.link_kinds import PAGE, SEED
from spiders.sources.countries import country_remedy, zone_remedy
from spiders.sources.entrance import Consent, Headers, Login, Signature, Variable


class Start(NamedTuple):
    """A setting that names URLs, with their channel and their kind of resource."""

    setting: str
    channel: str
    resource: str


STARTS = (
    Start("seeds", SEED, PAGE),
    Start("sections", "section", PAGE),
    Start("feeds", "feed", "feed"),
    Start("sitemaps", "sitemap", "sitemap"),
)
"""Each has a field with its name in `Source`. The URL of a source is also a seed."""
LOCAL_NAMES = re.compile(r"^[^.]*$|(^|\.)(localhost|local|internal|home\.arpa)$")
"""Names that no public server has, including names of one label."""


PATTERN = re.compile(r"(/|\*|https?://[^/*]+/)\S*")
"""A pattern of addresses: its beginning, and no blanks."""


HOST = re.compile(r"(\*\.)?(\[[0-9A-Fa-f:.]+\]|[^\s/:?#@*,\[\]]+)(:\d+)?")


def known_country(value: str) -> str:
    """A country's code. Raises ValueError with a remedy if there is no such country."""
    if remedy := country_remedy(value):
        raise ValueError(f"{value!r} is no country; {remedy}")
    return value


Country = Annotated[str, AfterValidator(known_country)]


class Source(BaseModel):
    """One publication: its start URLs, the conventions of its dates, and the limits of its crawl."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: Annotated[str, Field(description="Stem of the file: lower-case letters, digits and underscores.")]
    allow_private_addresses: Annotated[bool, Field(description="May live on loopback or a private network.")] = False
    title: Annotated[str, Field(min_length=1, description="The publication as people call it.", examples=["The Paper"])]
    url: Annotated[str, Field(description="Home page.", examples=["https://paper.example/"])]
    group: Annotated[
        str | None,
        Field(
            pattern=r"^[a-z0-9_]+$", description="Sources with one owner and one way for alerts.", examples=["business"]
        ),
    ] = None
    stories_per_night: Annotated[
        dict[str, int] | None,
        Field(
            description="New stories of a usual night, by weekday (one number for all); learned where nothing is set.",
            examples=[{"mon": 40, "sat": 10}],
        ),
    ] = None
    language: Annotated[
        str | None,
        Field(pattern=r"^[a-z]{2}$", description="Two lower-case letters (ISO 639-1).", examples=["en"]),
    ] = None
    country: Annotated[Country | None, Field(description="Two capital letters (ISO 3166-1).", examples=["GB"])] = None
    time_zone: Annotated[
        str | None,
        Field(description="IANA zone its clock times are in.", examples=["Europe/London"]),
    ] = None
    date_order: Annotated[Literal["dmy", "mdy", "ymd"] | None, Field(description="How it writes 03/11/2025.")] = None

    seeds: Annotated[tuple[str, ...], Field(description="Further pages to start from.")] = ()
    sections: Annotated[tuple[str, ...], Field(description="Section fronts, fetched every night.")] = ()
    feeds: Annotated[tuple[str, ...], Field(description="Feeds, besides those that its pages name.")] = ()
    sitemaps: Annotated[tuple[str, ...], Field(description="Sitemaps, besides those of robots.txt.")] = ()
    hosts: Annotated[
        tuple[str, ...], Field(description="Further hosts in scope; `*.a.example` for all below one.")
    ] = ()
    discover: Annotated[
        bool, Field(description="Look for feeds and sitemaps in pages, robots.txt and usual places.")
    ] = True

    exclude: Annotated[
        tuple[str, ...],
        Field(description="Addresses never asked for: a path with `*` for anything, such as `/shop/*`."),
    ] = ()
    include: Annotated[
        tuple[str, ...], Field(description="If any, the only addresses asked for besides those that this file names.")
    ] = ()

    max_hops: Annotated[int, Field(ge=0, le=50, description="Related links followed in a row from a listing.")] = 8
    max_pages: Annotated[int, Field(ge=1, le=1_000_000, description="Pages fetched a night.")] = 5_000
    delay_seconds: Annotated[float, Field(ge=0, le=3600, description="Pause between requests to one host.")] = 1.0
    look_within: Annotated[
        int,
        Field(ge=1, le=3650, description="Nights within which each known story is asked for again, whatever its age."),
    ] = 30
    max_hours: Annotated[float, Field(gt=0, le=24, description="Longest night; the rest waits for the next crawl.")] = (
        4.0
    )
    max_outage_minutes: Annotated[
        float, Field(ge=0, le=1440, description="How long a night waits for a host that does not answer.")
    ] = 90.0
    connections: Annotated[int, Field(ge=1, le=16, description="Simultaneous requests to one host.")] = 1
    contact: Annotated[
        str | None, Field(description="URL or mail address named in the user agent.", examples=["you@example.org"])
    ] = None

    cookies: Annotated[
        Literal["keep", "never"],
        Field(description="keep: what the site sets holds for the night; never: as before each first visit."),
    ] = "keep"
    consent: Annotated[
        Consent | None,
        Field(description="Your choice on its page of consent.", examples=[{"cookie": "consent=reject"}]),
    ] = None
    login: Annotated[
        Login | None,
        Field(
            description="Your own subscription, by names of environment variables.",
            examples=[{"url": "https://paper.example/login", "user": "$PAPER_USER", "password": "$PAPER_PASSWORD"}],
        ),
    ] = None
    headers: Annotated[
        Headers, Field(description="Further headers of each request.", examples=[{"X-Reader": "$PAPER_TOKEN"}])
    ] = {}

    proxy: Annotated[
        Variable | None,
        Field(
            description="Your own proxy, http://USER:PASSWORD@HOST:PORT, by an environment variable.",
            examples=["$PAPER_PROXY"],
        ),
    ] = None

    signature: Annotated[
        Signature | None,
        Field(
            description="Sign requests, for papers that let in whom they know.",
            examples=[{"agent": "https://corpus.example", "key": "$PAPER_KEY"}],
        ),
    ] = None

    render: Annotated[
        Literal["never", "auto", "always"],
        Field(description="auto: pages that only scripts draw are drawn by a browser without a network."),
    ] = "never"
    render_pages: Annotated[int, Field(ge=1, le=100_000, description="Pages drawn by a browser a night.")] = 200

    respect: Annotated[
        tuple[Literal["noindex", "noarchive", "noai", "tdm"], ...],
        Field(description="Signals whose pages are not kept."),
    ] = ()
    table: Annotated[
        bool, Field(description="Its documents are rows of imported tables: it has no pages to crawl.")
    ] = False
    nightly: Annotated[bool, Field(description="Crawled by the nightly schedule.")] = True
    verify_certificates: Annotated[bool, Field(description="Refuse a host whose TLS certificate does not verify.")] = (
        True
    )

    @field_validator("url", *(start.setting for start in STARTS), mode="after")
    @classmethod
    def _absolute(cls, value: str | tuple[str, ...], info: ValidationInfo) -> str | tuple[str, ...]:
        urls = [absolute(url) for url in ([value] if isinstance(value, str) else value)]
        for url in urls:
            if is_private(url) and not info.data.get("allow_private_addresses"):
                raise ValueError(f"{url} is a private address; set allow_private_addresses: true if that is meant")
        return urls[0] if isinstance(value, str) else tuple(urls)

    @field_validator("hosts", mode="after")
    @classmethod
    def _bare_host(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        for host in value:
            if not HOST.fullmatch(host):
                raise ValueError(f"{host!r} is no host; write its name alone, such as www2.paper.example")
        return value

    @field_validator("time_zone", mode="after")
    @classmethod
    def _known_zone(cls, value: str | None) -> str | None:
        if value is not None and (remedy := zone_remedy(value)):
            raise ValueError(f"{value!r} is no time zone; {remedy}")
        return value

    @field_validator("stories_per_night", mode="before")
    @classmethod
    def _by_weekday(cls, value: object) -> object:
        by_day = value if isinstance(value, dict | None) else dict.fromkeys(WEEKDAYS, value)
        for day, number in (by_day or {}).items():
            if day not in WEEKDAYS:
                raise ValueError(f"{day}: is no weekday; write {' '.join(WEEKDAYS)}")
            if type(number) is bool or not isinstance(number, int) or not 0 <= number <= 1_000_000:
                place = f"{day}: " if isinstance(value, dict) else ""
                raise ValueError(f"{place}{number!r} is no number of stories; write 40, or {{mon: 40, sat: 10}}")
        return by_day

    @field_validator("consent", "login", mode="after")
    @classmethod
    def _with_cookies(cls, value: Consent | Login | None, info: ValidationInfo) -> Consent | Login | None:
        if value is not None and info.data.get("cookies") == "never":
            raise ValueError("needs cookies; remove the line 'cookies: never'")
        if isinstance(value, Login) and value.url.startswith("http:") and not info.data.get("allow_private_addresses"):
            raise ValueError("a password is not sent over http; write the address with https://")
        return value

    @field_validator("exclude", "include", mode="after")
    @classmethod
    def _pattern(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        for pattern in value:
            if not PATTERN.match(pattern):
                raise ValueError(
                    f"{pattern!r} matches no address: begin it with / or *, or with https:// for another host"
                )
        return value

    def excluded(self, url: str) -> str | None:
        """The pattern that excludes a URL; None if no pattern does. URLs that the file names are never excluded.

        A pattern is matched against path and query, or against the whole URL if it begins with http.

        >>> paper = Source(name="a", title="A", url="https://a.example/", exclude=("/shop/*", "*?sort=*"))
        >>> [paper.excluded(f"https://a.example/{end}") for end in ("shop/hat", "news?sort=age", "shopping")]
        ['exclude: /shop/*', 'exclude: *?sort=*', None]
        """
        if not (self.exclude or self.include) or url in self.start_urls:
            return None
        parts = urlsplit(url)
        path = f"{parts.path or '/'}?{parts.query}" if parts.query else parts.path or "/"
        for pattern in self.exclude:
            if _fits(url, path, pattern):
                return f"exclude: {pattern}"
        if self.include and not any(_fits(url, path, pattern) for pattern in self.include):
            return f"include: none of {', '.join(self.include)}"
        return None

    @property
    def start_urls(self) -> tuple[str, ...]:
        """Every URL in the file, home page first, without repeats."""
        return tuple(dict.fromkeys(url for _, url in self.starts()))

    def starts(self) -> Iterator[tuple[Start, str]]:
        """Every URL in the file, home page first, with the setting that names it."""
        yield STARTS[0], self.url
        for start in STARTS:
            yield from ((start, url) for url in getattr(self, start.setting))

    def in_scope(self, url: str) -> bool:
        """True if a URL belongs to the source: on the site of a start page, or on one of `hosts`. False if it is not a URL.

        >>> paper = Source(name="a", title="A", url="https://www.a.example/", hosts=("*.b.example",))
        >>> [paper.in_scope(u) for u in ("http://a.example/x", "https://c.b.example/", "https://c.example/")]
        [True, True, False]
        """
        try:
            site = site_key(url)
        except ValueError:
            return False
        return site in self.sites or any(_matches(site, pattern) for pattern in self.hosts)

    @property
    def sites(self) -> frozenset[str]:
        """The sites of the start pages."""
        return frozenset(site_key(url) for start, url in self.starts() if start.resource == PAGE)


def read_sources(folder: Path) -> SettingsFolder[Source]:
    """Every source of a folder, sorted by name, and the files that are wrong."""
    return read_folder(folder, Source)


def load_source(folder: Path, name: str) -> Source:
    """Read one source by its name. Raises InputError if there is no such file, ConfigError if the file is wrong."""
    if NAME.fullmatch(name) and (path := settings_path(folder, name)).exists():
        return read_source(path)
    raise InputError(f"unknown source: {name} ({unknown_name(name, folder, f'no source in {folder}')})")


def read_source(path: Path) -> Source:
    """Read the source in one file. Raises ConfigError with file, line, field, value and remedy."""
    return read_settings(path, Source)


def absolute(url: str) -> str:
    """A URL in WHATWG form. Raises ValueError if it is not an http(s) URL, or if it has a user name or password.

    >>> absolute("https://paper.example")
    'https://paper.example/'
    """
    normal = normalise(url)
    if normal is None:
        raise ValueError(f"{url!r} is not an absolute http(s) URL; write it with https://")
    if ada_url.URL(normal).username or ada_url.URL(normal).password:
        raise ValueError("a URL with a user name or password is not crawled; write it without")
    return normal


def is_private(url: str) -> bool:
    """True if the host in a URL is not on the public internet, in any notation.

    A name is judged only by its ending; its addresses are checked at connection time (`spiders.fetching.addresses`).

    >>> [is_private(f"http://{host}/") for host in ("2130706433", "[::ffff:10.0.0.1]", "intranet", "example.org")]
    [True, True, True, False]
    """
    host = str(ada_url.URL(url).hostname).strip("[]").rstrip(".")
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return bool(LOCAL_NAMES.search(host))
    mapped = getattr(address, "ipv4_mapped", None)
    return not (mapped or address).is_global


def _fits(url: str, path: str, pattern: str) -> bool:
    literal = ".*".join(map(re.escape, pattern.split("*")))
    return re.fullmatch(literal, url if pattern.startswith("http") else path) is not None


def _matches(site: str, pattern: str) -> bool:
    pattern = pattern.lower()
    return site.endswith(pattern[1:]) if pattern.startswith("*.") else site == site_key(f"https://{pattern}")
