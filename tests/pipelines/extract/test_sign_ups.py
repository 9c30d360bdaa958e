"""Boxes that ask readers to sign up are told by their terms, not by their names."""

from __future__ import annotations

import pytest

from pipelines.extract.read.article import extract
from pipelines.page.page import Page

STORY = [
    "The council voted on Tuesday to close the old bridge for good, after two engineers found cracks in its piers.",
    "Ferries will cross every ten minutes from Monday, the harbour master said, and tickets will stay at two crowns.",
    "A new bridge is to be built beside the old one within four years; who will pay for it is still an open question.",
]


def text_of(*between: str) -> list[str]:
    """The paragraphs that a story gives with this markup after its first paragraph."""
    first, *rest = (f"<p>{text}</p>" for text in STORY)
    body = f"<h1>Bridge closed for good</h1><div>{first}{''.join(between)}{''.join(rest)}</div>"
    return extract(Page("https://paper.example/bridge", f"<html><body>{body}</body></html>".encode())).text.split(
        "\n\n"
    )


@pytest.mark.parametrize(
    "terms",
    [
        "By signing up, you agree to receive our messages and to our terms of use.",
        "You can unsubscribe at any time with one click in every letter that we send.",
        "Mit Ihrer Anmeldung stimmen Sie unseren Bedingungen zu.",
        "Der Brief ist kostenlos und kann jederzeit abbestellt werden.",
        "En vous inscrivant, vous acceptez nos conditions générales.",
        "Al suscribirte aceptas nuestra política de privacidad.",
        "Iscrivendoti accetti le condizioni del servizio.",
        "Ao se cadastrar, você concorda com os termos de uso.",
        "Zapisując się, akceptujesz regulamin serwisu.",
    ],
)
def test_a_box_with_terms_is_no_part_of_the_story(terms: str) -> None:
    """Invitation and thanks go with the terms, though the box has no name."""
    invitation = "<div><div>The morning in your mailbox, every day before six, from our own kitchen table.</div>"
    assert (
        text_of(f"<section>{invitation}<div>{terms}</div></div><div>Thanks for signing up with us!</div></section>")
        == STORY
    )


def test_a_story_about_such_terms_keeps_them() -> None:
    """A paragraph of the story that quotes terms is no box of its own."""
    quote = "<p>The ferry's form says: by signing up, you agree to wait in the rain for as long as it takes.</p>"
    assert text_of(quote) == [STORY[0], quote[3:-4], *STORY[1:]]


def test_a_box_that_holds_the_story_too_is_kept() -> None:
    """Terms in one box with several paragraphs do not take these with them."""
    told = "".join(
        f"<p>Paragraph {n} tells more of the bridge than anybody knew before the engineers came.</p>" for n in range(12)
    )
    assert len(text_of(f"<div>{told}<p>You can unsubscribe at any time.</p></div>")) >= len(STORY) + 12
