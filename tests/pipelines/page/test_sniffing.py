# ruff: noqa: E501 -- markup is read best in one line
"""What comes as a page and is none is dropped with a reason; pages of every kind are not."""

import pytest

from pipelines.base.errors import PageDropped
from pipelines.extract.read.article import extract
from pipelines.page.page import Page
from pipelines.page.text.charset import other_than_html

PROSE = "The council voted on Tuesday evening to close the ferry for two years, and hundreds of people must go round by the bridge."


@pytest.mark.parametrize(
    "text",
    [
        f"<!DOCTYPE html><html><body><p>{PROSE}</p></body></html>",
        f'<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN" "x.dtd">\n<html><body><p>{PROSE}</p></body></html>',
        f'\ufeff<?xml version="1.0"?><!-- made by hand --><html xmlns="http://www.w3.org/1999/xhtml"><body><p>{PROSE}</p></body></html>',
        f"<p>{PROSE}</p>",
        f"{PROSE}<br>{PROSE}",
        f"<custom-story><p>{PROSE}</p></custom-story>",
        f"Warning: include(x.php) failed in /var/www\n<!DOCTYPE html><html><body><p>{PROSE}</p></body></html>",
        f'{{"error": 3}}\n<html><body><p>{PROSE}</p></body></html>',
        f"/* cached */\n<html><body><p>{PROSE}</p></body></html>",
        f"<script>var a = {{b: 1}};</script><p>{PROSE}</p>",
    ],
)
def test_pages_and_parts_of_pages_are_html(text: str) -> None:
    assert other_than_html(text) is None


@pytest.mark.parametrize(
    ("text", "what"),
    [
        (f'{{"title": "Ferry", "body": "<p>{PROSE}</p>"}}', "JSON"),
        (f'[{{"body": "{PROSE}"}}]', "JSON"),
        (f'<?xml version="1.0"?><rss version="2.0"><channel><description>{PROSE}</description></channel></rss>', "XML"),
        (f'<feed xmlns="http://www.w3.org/2005/Atom"><title>News</title><summary>{PROSE}</summary></feed>', "XML"),
        (f'<?xml version="1.0"?><!-- a list --><story><text>{PROSE}</text></story>', "XML"),
        ("body{color:#fff} .a{display:none}", "code"),
        ('@charset "utf-8"; .a:before{content:"<p>"}', "code"),
        ("/* main */ .a > .b { background: url('data:image/svg+xml,<svg><title>x</title></svg>') }", "code"),
        ("(function(){ document.write('<div>Hello</div>'); })();", "code"),
        ("var stories = ['<p>One</p>'];", "code"),
        ('callback({"html": "<p>One</p>"})', "code"),
        (f"{PROSE}\n\n{PROSE}", "no markup"),
        ("User-agent: *\nDisallow: /search", "no markup"),
    ],
)
def test_data_code_and_plain_text_are_not(text: str, what: str) -> None:
    assert other_than_html(text) == what
    with pytest.raises(PageDropped) as dropped:
        extract(Page("http://a.example/x", text.encode(), "text/html"))
    assert dropped.value.reason == "not_html"


def test_what_nests_so_deep_that_the_parser_gives_up_is_dropped_and_not_cut_short() -> None:
    markup = "<p>" + "<span>" * 5000 + PROSE + "</span>" * 5000 + f"</p><p>{PROSE}</p>"
    with pytest.raises(PageDropped) as dropped:
        extract(Page("http://a.example/x", markup.encode()))
    assert dropped.value.reason == "too_deep"


def test_a_text_of_which_too_much_cannot_be_read_is_dropped() -> None:
    markup = "<meta charset=utf-8><h1>Council closes the ferry – and “why”</h1>" + f"<p>{PROSE} @</p>" * 6
    with pytest.raises(PageDropped) as dropped:
        extract(Page("http://a.example/x", markup.encode().replace(b"@", b"\x81")))
    assert dropped.value.reason == "garbled"


def test_signs_for_lost_characters_that_the_page_itself_has_are_its_own() -> None:
    markup = "<h1>Council closes the ferry</h1>" + f"<p>{PROSE} \ufffd</p>" * 6
    assert extract(Page("http://a.example/x", markup.encode())).text.count("\ufffd") == 6
