"""Rights signals: each standard alone, their precedence, and that silence stays unknown."""

from __future__ import annotations

import hashlib
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spiders.links.links import PageLinks, scan
from spiders.rights.desk import refused
from spiders.rights.rights import Rights, SiteRights, page_rights
from spiders.robots.robots import parse_robots

URL = "http://a.example/wire/story-1"


def rights(
    *,
    headers: list[tuple[str, str]] | None = None,
    html: str = "",
    robots: str = "",
    tdmrep: object = None,
    ai_txt: str = "",
    licences: dict[str, bytes] | None = None,
    url: str = URL,
) -> Rights:
    page: PageLinks | None = scan(html.encode(), url) if html else None
    site = SiteRights(
        robots=("http://a.example/robots.txt", parse_robots(robots.encode())) if robots else None,
        tdmrep=("http://a.example/.well-known/tdmrep.json", json.dumps(tdmrep).encode()) if tdmrep else None,
        ai_txt=("http://a.example/ai.txt", ai_txt.encode()) if ai_txt else None,
        licences=licences or {},
    )
    return page_rights(url, headers or [], page, site, "dateline")


def test_silence_is_unknown() -> None:
    said = rights(html="<p>Hello", robots="User-agent: *\nDisallow: /private", headers=[("Server", "x")])
    assert (said.rows, said.train_ai, said.tdm) == ((), "unknown", "unknown")


@pytest.mark.parametrize(
    ("robots", "train_ai", "raw", "scope"),
    [
        ("User-agent: GPTBot\nDisallow: /", "disallowed", "User-agent: GPTBot\nDisallow: /", "site"),
        ("User-agent: CCBot\nDisallow: /wire/", "disallowed", "User-agent: CCBot\nDisallow: /wire/", "directory"),
        ("User-agent: CCBot\nAllow: /", "unknown", "User-agent: CCBot\nAllow: /", "site"),
        ("User-agent: *\nContent-Signal: search=yes, ai-train=no", "disallowed",
         "Content-Signal: search=yes, ai-train=no", "site"),
        ("User-agent: *\nContent-Signal: ai-train=yes", "allowed", "Content-Signal: ai-train=yes", "site"),
    ],
)  # fmt: skip
def test_robots(robots: str, train_ai: str, raw: str, scope: str) -> None:
    said = rights(robots=robots)
    assert said.train_ai == train_ai
    assert said.rows == ({"standard": "robots", "raw": raw, "scope": scope, "origin": "http://a.example/robots.txt"},)


def test_a_group_for_an_ai_agent_that_forbids_something_else_says_nothing() -> None:
    assert rights(robots="User-agent: GPTBot\nDisallow: /shop/").rows == ()


@pytest.mark.parametrize(
    ("value", "train_ai", "kept"),
    [
        ("noai, noimageai", "disallowed", True), ("noimageai", "unknown", True), ("noindex", "unknown", True),
        ("noarchive", "unknown", True), ("max-snippet:-1", "unknown", False), ("otherbot: noai", "unknown", True),
        ("dateline: noai", "disallowed", True), ("GPTBot: noai", "disallowed", True), ("GPTBot: noindex", "unknown", True),
    ],
)  # fmt: skip
def test_x_robots_tag(value: str, train_ai: str, *, kept: bool) -> None:
    said = rights(headers=[("X-Robots-Tag", value)])
    assert said.train_ai == train_ai
    assert [row["raw"] for row in said.rows] == ([value] if kept else [])


def test_meta_for_an_ai_agent() -> None:
    assert rights(html='<meta name="GPTBot" content="noai">').train_ai == "disallowed"
    assert rights(html='<meta name="SomeBot" content="noai">').rows == ()


@pytest.mark.parametrize(
    ("said", "wish"),
    [
        (rights(html='<meta name="gptbot" content="noindex, noai">'), None),
        (rights(headers=[("X-Robots-Tag", "GPTBot: noindex")]), None),
        (rights(html='<meta name="robots" content="noindex">'), "meta[name=robots]: noindex"),
        (rights(headers=[("X-Robots-Tag", "noindex")]), "X-Robots-Tag: noindex"),
    ],
)
def test_noindex_to_an_agent_that_trains_keeps_no_page_out(said: Rights, wish: str | None) -> None:
    assert refused(said, ["noindex"]) == wish


def test_meta_robots() -> None:
    said = rights(html='<meta name="ROBOTS" content="index, NOAI">')
    assert said.train_ai == "disallowed"
    assert said.rows[0] == {"standard": "meta", "raw": "index, NOAI", "scope": "page", "origin": "meta[name=robots]"}


def test_tdmrep_nearest_statement_is_judged_and_all_are_kept() -> None:
    file = [{"location": "/wire/*", "tdm-reservation": 1, "tdm-policy": "http://a.example/policy.json"}]
    assert rights(tdmrep=file).tdm == "disallowed"
    assert rights(tdmrep=file).train_ai == "disallowed"
    assert rights(tdmrep=file, url="http://a.example/local/1").rows == ()
    header = rights(tdmrep=file, headers=[("TDM-Reservation", "0")])
    assert (header.tdm, header.train_ai, len(header.rows)) == ("allowed", "unknown", 2)
    meta = rights(tdmrep=file, headers=[("tdm-reservation", "0")], html='<meta name="tdm-reservation" content="1">')
    assert (meta.tdm, meta.train_ai, len(meta.rows)) == ("disallowed", "disallowed", 3)


def test_header_fields_of_content_usage_are_one_dictionary_whose_last_value_holds() -> None:
    said = rights(headers=[("Content-Usage", "train-ai=n, search=y"), ("content-usage", "train-ai=y")])
    assert (said.train_ai, said.tdm, len(said.rows)) == ("allowed", "unknown", 1)
    assert said.rows[0]["raw"] == "train-ai=n, search=y, train-ai=y"


def test_content_usage_rule_with_the_longest_path_holds() -> None:
    robots = "User-agent: *\nContent-Usage: / train-ai=y\nContent-Usage: /wire/ train-ai=n\nAllow: /"
    assert rights(robots=robots).train_ai == "disallowed"
    assert rights(robots=robots, url="http://a.example/local/1").train_ai == "allowed"


RSL = '<rsl xmlns="https://rslstandard.org/rsl"><content url="/wire/*"><license>{}</license></content></rsl>'
LICENCE = "http://a.example/license.xml"


@pytest.mark.parametrize(
    ("terms", "train_ai"),
    [
        ('<prohibits type="usage">ai-train</prohibits>', "disallowed"),
        ('<permits type="usage">search</permits>', "disallowed"),
        ('<permits type="usage">ai-all search</permits>', "allowed"),
        ('<permits type="usage">ai-train</permits><payment type="subscription"/>', "disallowed"),
        ('<permits type="usage">ai-train</permits><payment type="free"/>', "allowed"),
        ("", "unknown"),
    ],
)
def test_rsl_document_named_in_robots(terms: str, train_ai: str) -> None:
    robots = f"License: {LICENCE}\nUser-agent: *\nAllow: /"
    said = rights(robots=robots, licences={LICENCE: RSL.format(terms).encode()})
    assert said.train_ai == train_ai
    assert said.rows[0]["raw"] == f"License: {LICENCE}"


def test_terms_that_were_not_read_are_unknown() -> None:
    said = rights(html=f'<link rel="license" type="application/rsl+xml" href="{LICENCE}">')
    assert (said.train_ai, said.rows[0]["standard"], said.rows[0]["raw"]) == ("unknown", "rsl", f"license: {LICENCE}")


def test_inline_rsl() -> None:
    document = RSL.format('<prohibits type="usage">all</prohibits>')
    said = rights(html=f'<script type="application/rsl+xml">{document}</script>')
    assert (said.train_ai, said.tdm) == ("disallowed", "disallowed")


def test_ai_txt_is_kept_and_never_interpreted() -> None:
    said = rights(ai_txt="User-Agent: *\nDisallow: *")
    assert (said.train_ai, said.rows[0]["standard"], said.rows[0]["raw"]) == (
        "unknown",
        "ai_txt",
        "User-Agent: *\nDisallow: *",
    )


def test_the_most_restrictive_signal_wins() -> None:
    said = rights(headers=[("Content-Usage", "train-ai=y")], html='<meta name="robots" content="noai">')
    assert said.train_ai == "disallowed"


HEADERS = st.tuples(st.sampled_from(["X-Robots-Tag", "Content-Usage", "TDM-Reservation"]), st.text(max_size=40))


@given(st.binary(max_size=400), st.lists(HEADERS))
def test_any_bytes_are_read(body: bytes, headers: list[tuple[str, str]]) -> None:
    site = SiteRights(robots=("r", parse_robots(body)), tdmrep=("t", body), ai_txt=("a", body), licences={"l": body})
    said = page_rights(URL, headers, scan(body, URL), site, "dateline")
    # the order of headers counts for Content-Usage alone, whose fields are joined
    others = [pair for pair in reversed(headers) if pair[0] != "Content-Usage"]
    turned = others + [pair for pair in headers if pair[0] == "Content-Usage"]
    assert said == page_rights(URL, turned, scan(body, URL), site, "dateline")
    assert {said.train_ai, said.tdm} <= {"allowed", "disallowed", "unknown"}


def test_a_c2pa_manifest_is_kept_and_allows_nothing() -> None:
    wrapper = b"C2PATXT\0" + bytes([1]) + (5).to_bytes(4, "big") + b"hi"
    hidden = "\ufeff" + "".join(chr(0xFE00 + byte if byte < 16 else 0xE0100 + byte - 16) for byte in wrapper)
    head = '<link rel="C2PA-Manifest" href="/m.c2pa">'
    page = scan(f"<html><head>{head}</head><body><p>A story.{hidden}</p></body></html>".encode(), "http://a.example/x")
    said = page_rights("http://a.example/x", [], page, SiteRights(), "dateline")
    assert (said.train_ai, said.tdm) == ("unknown", "unknown")
    digest = hashlib.sha256(b"hi").hexdigest()
    assert [(row["standard"], row["scope"], row["origin"], row["raw"]) for row in said.rows] == [
        ("c2pa", "page", "link[rel=c2pa-manifest]", "http://a.example/m.c2pa"),
        ("c2pa", "page", "C2PATextManifestWrapper", f"version 1, 5 bytes, 2 of them there, SHA-256 {digest}"),
    ]
