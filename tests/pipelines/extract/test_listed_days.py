# ruff: noqa: E501 -- markup is read best in one line
"""The days that a list shows beside its links, as themes write them."""

import pytest

from pipelines.extract.fields.listed import listed_days
from pipelines.page.page import Page

MILL, OWLS = "The old mill of Holm Ferry burns down", "Owls return to the churchyard after years"


def days(body: str) -> dict[str, str]:
    page = Page("http://paper.example/news/", f"<html><body>{body}</body></html>".encode())
    return {each.url.rpartition("/")[2]: each.date for each in listed_days(page)}


@pytest.mark.parametrize(
    "entry",
    [
        '<li><time datetime="{iso}">3 weeks ago</time> <a href="/{name}">{title}</a></li>',
        '<div class="card"><h2><a href="/{name}">{title}</a></h2><p>By <a href="/ann">Ann Marlow</a></p><span>{shown}</span></div>',
        '<tr><td>{shown}</td><td><a href="/{name}">{title}</a></td></tr>',
        '<div><a href="/{name}"><img src="x.png"><h3>{title}</h3><span><time>{shown}</time></span></a></div>',
        '<li>{shown} – <a href="/{name}">{title}</a></li>',
        '<li><a href="/{name}">{title}</a> ({shown})</li>',
        '<dt>{shown}</dt><dd><a href="/{name}">{title}</a></dd>',
        '<div><a href="/{name}">{title}</a><br><em>Posted <time datetime="{iso}">x</time> by Ann</em><a href="/{name}">Read more</a></div>',
    ],
)  # fmt: skip
def test_an_entry_has_the_day_in_its_smallest_box(entry: str) -> None:
    mill = entry.format(iso="2026-11-03T10:00:00Z", shown="3 November 2026", name="mill", title=MILL)
    owls = entry.format(iso="2025-01-07T10:00:00Z", shown="7 January 2025", name="owls", title=OWLS)
    found = days(f"<ul>{mill}{owls}</ul>")
    if entry.startswith("<dt>"):
        assert found == {}  # a day and an entry side by side in one box: whose it is nobody says
    else:
        expected = (
            ("2026-11-03T10:00:00Z", "2025-01-07T10:00:00Z")
            if "{iso}" in entry
            else ("3 November 2026", "7 January 2025")
        )
        assert found == dict(zip(("mill", "owls"), expected, strict=True))


@pytest.mark.parametrize(
    "body",
    [
        f'<time>3 November 2026</time><div><a href="/mill">{MILL}</a></div>',  # of the page
        f'<li><a href="/mill">{MILL}</a> <b>3 November 2026</b> <i>9 November 2026</i></li>',  # which one?
        f'<div><p>3 November 2026</p><a href="/mill">{MILL}</a><a href="/owls">{OWLS}</a></div>',  # of both
        '<li>3 November 2026 <a href="/sport">Sport</a></li>',  # no headline
        f'<li>since 3 November 2026 <a href="/mill">{MILL}</a></li>',  # a sentence
        f'<li>03/04/2026 <a href="/mill">{MILL}</a></li>',  # of April or of March
        f'<li>3 November 2026 <a href="/news/#c7">{MILL}</a></li>',  # the list itself
    ],
)
def test_what_is_nobodys_day(body: str) -> None:
    assert days(body) == {}
