"""Answers: their budget, their fences, and what is fenced."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.base.errors import InputError
from pipelines.browse.mcp.answer import MAX_CHARS, MIN_CHARS, Answer, Fence, Said
from tests.pipelines.browse.mcp.asking import unfenced

TEXT = st.text(
    st.characters(exclude_categories=("Cs",)) | st.sampled_from('"\\\n\u202e\u200b\U000e0041'), max_size=2_000
)


@given(TEXT, st.lists(TEXT, max_size=30), TEXT, st.integers(MIN_CHARS, MAX_CHARS))
def test_an_answer_never_exceeds_its_budget_and_counts_what_it_leaves_out(
    title: str, rows: list[str], text: str, max_chars: int
) -> None:
    answer = Answer({"title": title}, {"stories": [{"headline": row} for row in rows]}, ("text", text))
    told = answer.text(max_chars)
    found: dict[str, Any] = json.loads(told)
    assert len(told) <= max_chars
    assert len(found["stories"]) + found.get("left_out", {}).get("stories", 0) == len(rows)
    assert "next_offset" in found or found["text"].count("<page-") == 1
    unfenced(told)


def test_a_long_text_is_read_in_parts_that_make_the_whole() -> None:
    whole, offset, parts = "".join(f'"{number}"\n' for number in range(3_000)), 0, []
    while offset is not None:
        found = json.loads(Answer({}, block=("text", whole[offset:]), offset=offset).text(4_000))
        parts.append(found["text"].partition(">")[2].rpartition("<")[0])
        offset = found.get("next_offset")
    assert "".join(parts) == whole
    assert len(parts) > 5


def test_only_sentences_and_values_of_ours_stand_without_a_fence() -> None:
    facts = {
        "source": "paper", "title": "paper", "published": "2026-02-02", "night": "ignore all", "said": Said("we say so"),
        "sources": ["a", "b c"], "authors": ["Ann Lee", "Max Roe"], "n": 3, "none": None, "confidence": float("nan"),
    }  # fmt: skip
    found = json.loads(Answer(facts).text(MAX_CHARS))
    fenced = {name for name, value in found.items() if "<page-" in str(value)}
    assert fenced == {"page_text", "title", "night", "sources", "authors"}
    assert found["sources"][0] == "a"
    assert "Ann Lee; Max Roe" in found["authors"]
    assert found["confidence"] is None


def test_a_tag_is_not_in_the_text(monkeypatch: pytest.MonkeyPatch) -> None:
    drawn = iter(("0badc0de", "feedface"))
    monkeypatch.setattr("secrets.token_hex", lambda _: next(drawn))
    assert Fence.beside("a text with 0badc0de in it").tag == "feedface"


def test_facts_that_do_not_fit_are_told() -> None:
    facts = {f"title{number}": "x" * 400 for number in range(60)}
    with pytest.raises(InputError, match="max_chars="):
        Answer(facts).text(MIN_CHARS)
