# ruff: noqa: E501 -- markup is read best in one line
"""Titles of classes of publishers that no development page is of."""

import pytest

from pipelines.extract.headline.headline import headline, offers
from pipelines.page.page import Page

PROSE = (
    "<p>The harbour board of Saltmere heard on Tuesday that the night ferry is needed by bakers and nurses alike.</p>"
    * 4
)
TITLE = "Harbour board votes to keep the night ferry running"
SWEDISH = "Hamnstyrelsen behåller nattfärjan"
PAGES = {
    # nothing but the title element, and a lower heading or a plain line that repeats a part of it
    "site before a heading of the third level": (f"<title>Island Gazette: {TITLE}</title>", f"<h3>{TITLE}</h3>", TITLE),
    "site behind a plain line": (f"<title>{TITLE} - Island Gazette</title>", f"<div class=hed>{TITLE}</div>", TITLE),
    "a site of one long word, shown first": (f"<title>{SWEDISH} - Skärgårdsbladet</title>", f"<div>Skärgårdsbladet</div><div>{SWEDISH}</div>", SWEDISH),
    "a first-level heading comes first": (f"<title>Island Gazette: {TITLE}</title>", f"<h1>Night ferry stays</h1><h3>{TITLE}</h3>", "Night ferry stays"),
    # a town at a title's end, where the site is called so
    "a town behind a comma": ("<title>Two hurt in a crash in Harbour Road, Saltmere</title><meta property='og:site_name' content='Saltmere'>", "", "Two hurt in a crash in Harbour Road, Saltmere"),
    "a site of one word in brackets": ("<title>So schön ist die Insel im Herbst (SPIEGEL)</title><meta property='og:site_name' content='SPIEGEL'>", "", "So schön ist die Insel im Herbst"),
    "a site of one word in square brackets": (f"<title>{TITLE} [Guardian]</title><meta property='og:site_name' content='Guardian'>", "", TITLE),
    "a site of two words behind a comma": (f"<title>{TITLE}, The Tern</title><meta property='og:site_name' content='The Tern'>", "", TITLE),
    # sections
    "three long words and a section": (f"<title>{SWEDISH} | Sport | Skärgårdsbladet</title><meta property='og:site_name' content='Skärgårdsbladet'>", "", SWEDISH),
    "one long word and a sentence": ("<title>Rentenversicherungsreform - Merz bremst - Echo</title><meta property='og:site_name' content='Echo'>", "", "Rentenversicherungsreform - Merz bremst"),
    "three words and a team of two": ("<title>Champions League: Dortmund - Real Madrid - Echo</title><meta property='og:site_name' content='Echo'>", "", "Champions League: Dortmund - Real Madrid"),
    "sections of a Korean system": ("<title>항만위원회, 야간 여객선 유지 결정 < 사회 < 기사본문 - 항구일보</title><meta property='og:site_name' content='항구일보'>", "", "항만위원회, 야간 여객선 유지 결정"),
    # a number or a label behind the heading
    "comments behind the heading": ("", f"<h1>{TITLE} <a class='comments_count' href='/s/1#comments'>14</a></h1>", TITLE),
    "a number of a heading that leads to a place": ("", "<h1>Apollo flies again: the story of flight <a href='/apollo#11'>11</a></h1>", "Apollo flies again: the story of flight 11"),
    "a chapter of a heading": ("", "<h1>The ferry and the night, chapter <a href='#c5'>5</a></h1>", "The ferry and the night, chapter 5"),
    "answers behind the heading": ("", f"<h1>{TITLE} <a href='/s/1#respond'>14</a></h1>", TITLE),
    "a year that is the heading": ("", "<h1><a href='#top'>1984</a></h1>", "1984"),
    "a year in a link of the heading": ("", "<h1>The island in <a href='/y#1984'>1984</a> and now</h1>", "The island in 1984 and now"),
    "a label for subscribers": (f"<title>{TITLE} | The Tern</title><meta property='og:site_name' content='The Tern'>", f"<h1>{TITLE}<span class='label-plus'>Subscribers only</span></h1>", TITLE),
    "old, in a word": ("<title>Echo</title>", "<h1>Mill burns down in heritage <span class='vintage'>old town</span></h1>", "Mill burns down in heritage old town"),
}  # fmt: skip


@pytest.mark.parametrize("kind", PAGES)
def test_title(kind: str) -> None:
    head, shown, title = PAGES[kind]
    page = Page(
        "https://paper.example/2025/ferry", f"<html><head>{head}</head><body>{shown}{PROSE}</body></html>".encode()
    )
    assert headline(page, offers(page)) == title
