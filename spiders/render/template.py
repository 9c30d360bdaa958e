"""Addresses of an API, learned: where a story's own address, or its page, says what stands in the address of its JSON."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import parse_qsl, quote, urlsplit

PLACEHOLDER = re.compile(r"\{([^{}]+)\}")
WORD = re.compile(r"[^-_.,/~]+")
NUMBER = re.compile(r"\d+")
BEHIND = "behind "
MAX_BEHIND_CHARS, MIN_BEHIND_CHARS = 60, 5
"""Characters of a page before a value, by which it is found on other pages."""
STOPS_BEHIND = re.compile(r"[<>{},\n]")
VALUE = re.compile(r"[^\"'<>&\s,}\]\\]+")
LAST = 4
"""Segments, words and numbers of an address that are looked at, from its end."""
MAX_LITERAL_CHARS = 24


@dataclass(frozen=True, slots=True)
class Sample:
    """A story: its URL, its page as it came, and the URL of the JSON that has its text."""

    url: str
    shell: str
    api: str


def shape(url: str) -> str:
    """What addresses of one kind have in common: `0` for a number, `-` for a slug or an id.

    >>> shape("https://a.example/news/2026/old-mill-burns-7"), shape("https://a.example/tag/7")
    ('/news/0/-', '/tag/0')
    """
    return "/" + "/".join(map(_kind, _segments(url)))


def learned(samples: Sequence[Sample]) -> str | None:
    """The address that the samples' APIs have in common, each part that differs named by its place; None without one.

    >>> one, two = ((f"https://a.example/mill-{n}", "", f"https://a.example/api/{n}?full=1") for n in (7, 8))
    >>> learned([Sample(*one), Sample(*two)])
    'https://a.example/api/{word -1}?full=1'
    >>> one, two = ((f"https://a.example/{s}", "", f"https://a.example/graphql?v=%7B%22slug%22%3A%22{s}%22%7D") for s in "xy")
    >>> learned([Sample(*one), Sample(*two)])
    'https://a.example/graphql?v=%7B%22slug%22%3A%22{stem}%22%7D'
    """
    templates = [sample.api.replace("{", "%7B").replace("}", "%7D") for sample in samples]
    for name in dict.fromkeys((*_names(samples[0]), *_names_behind(samples[0]))):
        for coded in ("", " coded"):
            values = [value_at(f"{name}{coded}", sample.url, sample.shell) for sample in samples]
            if all(values):
                tried = [_with(t, str(v), f"{{{name}{coded}}}") for t, v in zip(templates, values, strict=True)]
                if all(new != old for new, old in zip(tried, templates, strict=True)):
                    templates = tried
    is_one = len(set(templates)) == 1 and len({sample.api for sample in samples}) == len(samples)
    return templates[0] if is_one and PLACEHOLDER.search(templates[0]) else None


def filled(template: str, url: str, shell: str) -> str | None:
    """The address of a story's JSON; None if its address and its page lack a part.

    >>> filled("https://a.example/api/{behind data-id=%22}", "https://a.example/mill", '<p data-id="7">')
    'https://a.example/api/7'
    """
    values = {name: value_at(name, url, shell) for name in PLACEHOLDER.findall(template)}
    return None if None in values.values() else PLACEHOLDER.sub(lambda m: str(values[m[1]]), template)


def value_at(name: str, url: str, shell: str) -> str | None:
    """What stands at a place of an address or of a page; None for nothing."""
    if name.endswith(" coded"):
        value = value_at(name.removesuffix(" coded"), url, shell)
        return quote(value, safe="") if value else None
    if name.startswith(BEHIND):
        context = name.removeprefix(BEHIND).replace("%22", '"')
        at = shell.find(context)
        found = VALUE.match(shell, at + len(context)) if at >= 0 else None
        return found[0] if found else None
    return dict(_values(url)).get(name)


def _values(url: str) -> Iterator[tuple[str, str]]:
    """Each part of an address by its name, larger ones first."""
    parts, segments = urlsplit(url), _segments(url)
    stem = segments[-1].rpartition(".")[0] or segments[-1] if segments else ""
    yield "url", url
    yield "path", parts.path.rstrip("/")
    yield from ((f"query {name}", value) for name, value in parse_qsl(parts.query))
    yield "stem", stem
    for name, found in (("segment", segments), ("word", WORD.findall(stem)), ("number", NUMBER.findall(parts.path))):
        yield from ((f"{name} -{place}", value) for place, value in enumerate(reversed(found[-LAST:]), 1))


def _names(sample: Sample) -> Iterator[str]:
    return (name for name, value in _values(sample.url) if value)


def _names_behind(sample: Sample) -> Iterator[str]:
    """The places of the sample's page at which a part of its API's address stands."""
    for part in re.findall(r"[^/?&=#]+", urlsplit(sample.api).path + "?" + urlsplit(sample.api).query):
        for found in re.finditer(rf"(?<![\w-]){re.escape(part)}(?![\w-])", sample.shell):
            before = sample.shell[max(0, found.start() - MAX_BEHIND_CHARS) : found.start()]
            context = STOPS_BEHIND.split(before)[-1]
            if len(context) >= MIN_BEHIND_CHARS and sample.shell.find(context) == found.start() - len(context):
                yield BEHIND + context.replace('"', "%22")
                break


def _with(template: str, value: str, placeholder: str) -> str:
    """The template with a placeholder for a value where it stands by itself, behind the host and outside of placeholders."""
    pieces = re.split(r"(^https?://[^/?]+|\{[^{}]+\})", template)
    begins = r"(?:(?<=%[\dA-Fa-f]{2})|(?<![\w%]))" if value[0].isalnum() else ""
    alone = re.compile(rf"{begins}{re.escape(value)}(?!\w)")
    return "".join(p if p.startswith(("{", "http")) else alone.sub(lambda _: placeholder, p) for p in pieces)


def _segments(url: str) -> list[str]:
    return [segment for segment in urlsplit(url).path.split("/") if segment]


def _kind(segment: str) -> str:
    if segment.isdigit():
        return "0"
    return segment if segment.isalpha() and len(segment) <= MAX_LITERAL_CHARS else "-"
