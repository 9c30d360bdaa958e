"""JSON answers that are hostile or broken name nothing, or only what can be asked for."""

import json
import random

import pytest

from spiders.resources.json_lists import MAX_NAMED, read_json

URL = "http://a.example/api/stories?offset=22"


@pytest.mark.parametrize(
    "body", [b"[" * 100_000, b'{"a":' * 50_000, b"[" + b"1" * 100_000 + b"]", b"\xff\xfe", b"", b"null"]
)
def test_what_is_no_list_names_nothing(body: bytes) -> None:
    assert read_json(URL, body) == []


def test_only_web_addresses_are_named() -> None:
    items = [
        {"title": "x", "url": url}
        for url in ("javascript:alert(1)", "http://[::1", "data:text/html,x", "/" + "a" * 9_000)
    ]
    assert (
        read_json(
            URL, json.dumps({"items": items, "next": "javascript:x", "html": "<a href='mailto:a@b'>x</a>"}).encode()
        )
        == []
    )


def test_a_list_of_any_length_is_bounded() -> None:
    many = [{"title": f"Story {n}", "url": f"/story-{n}"} for n in range(2 * MAX_NAMED)]
    assert len(read_json(URL, json.dumps(many).encode())) == MAX_NAMED


def test_mutated_answers_name_web_addresses_or_nothing() -> None:
    draw = random.Random(3)
    whole = {
        "items": [{"title": {"rendered": "Mill"}, "link": "/a/b"}],
        "next": "/x?offset=2",
        "html": "<a href='/q'>Mill</a>",
    }
    for _ in range(500):
        body = bytearray(json.dumps(whole).encode())
        for _ in range(draw.randint(1, 6)):
            body[draw.randrange(len(body))] = draw.randrange(256)
        assert all(edge.url.startswith(("http://", "https://")) for edge in read_json(URL, bytes(body)))
