"""A paper that signs its stories itself is no person, though only its title and its logo say what it is called."""

import pytest

from pipelines.extract.people.people import authors
from pipelines.page.page import Page


@pytest.mark.parametrize(
    ("site", "byline", "people"),
    [
        ("De Scheldebode", "De Scheldebode", ()),
        ("De Scheldebode", "Petra Lievense", ("Petra Lievense",)),
        ("Petra Lievense", "Petra Lievense", ("Petra Lievense",)),
    ],
)
def test_a_house_that_signs_is_no_person(site: str, byline: str, people: tuple[str, ...]) -> None:
    head = f"<title>De molen brandt weer af | {site}</title><meta name=author content='{byline}'>"
    body = f"<a href=/>{site}</a><h1>De molen brandt weer af</h1><p>De molen van Goes is dinsdag afgebrand.</p>"
    html = f"<!doctype html><html lang=nl><head>{head}</head><body>{body}</body></html>"
    assert authors(Page("https://krant.example/molen", html.encode(), "text/html"))[0] == people
