"""Mixtures: bounds hold, order does not matter, no more is left out than has to be, and the audit counts again."""

import json
import re
import sys
from collections.abc import Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from pipelines.base.errors import InputError
from pipelines.give.export.audit import audit
from pipelines.give.export.dataset import export_dataset, plan_dataset
from pipelines.give.export.manifest import files_of
from pipelines.give.export.mixing import mix, stated
from pipelines.give.export.mixture import Mixture, read_mixture
from pipelines.give.export.recipe import Recipe, RecipeError, write_recipe
from pipelines.give.export.tokens import TokenizerError, tokenizer_named
from pipelines.give.verify.verification import verify
from pipelines.lake.home import Home
from tests.pipelines.conftest import article, written_corpus

INSTANT = pa.timestamp("us", tz="UTC")


def rows_of(rows: list[tuple[str, str | None, int]]) -> tuple[pa.Table, Any]:
    """Rows of (source, language, tokens), with ids by their place, of the years 2024 and 2025."""
    days = [datetime(2024 + number % 2, 6, 1, tzinfo=UTC) for number in range(len(rows))]
    table = {
        "id": pa.array([f"{number:05d}" for number in range(len(rows))], pa.string()),
        "source": pa.array([source for source, _, _ in rows], pa.string()),
        "language": pa.array([language for _, language, _ in rows], pa.string()),
        "not_before": pa.array(days, INSTANT),
        "not_after": pa.array(days, INSTANT),
    }
    return pa.table(table), np.array([tokens for _, _, tokens in rows], np.int64)


def mixture(**settings: object) -> Mixture:
    found = read_mixture(settings)
    assert found is not None
    return found


def tokens_by(found: Mapping[str, Any], by: str) -> dict[str, int]:
    return {group["value"]: group["tokens"] for group in found["groups"] if group["by"] == by}


EVEN = [(source, language, 10) for source in ("a", "b", "c") for language in ("en", "de", None) for _ in range(40)]


@pytest.mark.parametrize(
    ("settings", "by", "expected"),
    [
        ({"caps": {"source": {"a": 50}}}, "source", {"a": 50, "b": 1200, "c": 1200}),
        ({"caps": {"source": {"a": 50, "each": 100}}}, "source", {"a": 50, "b": 100, "c": 100}),
        ({"caps": {"source": {"a": 0}}}, "source", {"a": 0, "b": 1200, "c": 1200}),
        ({"caps": {"year": {2024: 300}}}, "year", {"2024": 300, "2025": 1800}),
        ({"caps": {"source": {"a": 0.2}}}, "source", {"a": 610, "b": 1200, "c": 1200}),
        ({"weights": {"language": {"en": 2, "de": 1}}}, "language", {"en": 1200, "de": 600, "unknown": 0}),
        ({"weights": {"language": {"en": 1, "others": 1}}}, "language", {"en": 1200}),
        ({"tokens": 900, "weights": {"source": {"a": 2, "others": 1}}}, "source", {"a": 600}),
        ({"weights": {"source": {"a": 1, "b": 3}}, "caps": {"source": {"b": 90}}}, "source", {"a": 30, "b": 90, "c": 0}),
    ],
)  # fmt: skip
def test_groups_get_what_the_mixture_says(settings: Any, by: str, expected: dict[str, int]) -> None:
    rows, tokens = rows_of(EVEN)
    asked = mixture(**settings)
    found = stated(asked, rows, tokens, mix(asked, 0, rows, tokens))
    assert tokens_by(found, by).items() >= expected.items()
    assert found["tokens"] == sum(tokens_by(found, by).values())
    if "others" in str(settings):
        assert found["tokens"] == {"language": 2400, "source": 900}[by]


SOME_ROWS = st.lists(
    st.tuples(st.sampled_from("abc"), st.sampled_from(["en", "de", None]), st.integers(0, 60)), min_size=1, max_size=60
)


@given(SOME_ROWS, st.integers(0, 500), st.integers(1, 900), st.randoms())
def test_no_cap_is_passed_and_the_order_of_rows_is_nothing(
    some: list[tuple[str, str | None, int]], cap: int, whole: int, random: Any
) -> None:
    rows, tokens = rows_of(some)
    asked = mixture(tokens=whole, caps={"source": {"each": cap}, "language": {"en": 100}})
    kept = mix(asked, 7, rows, tokens)
    found = stated(asked, rows, tokens, kept)
    assert found["tokens"] <= whole
    assert max(tokens_by(found, "source").values()) <= cap
    assert tokens_by(found, "language").get("en", 0) <= 100
    order = list(range(len(some)))
    random.shuffle(order)
    assert mix(asked, 7, rows.take(pa.array(order)), tokens[order]).tolist() == kept[order].tolist()


@given(SOME_ROWS, st.integers(1, 5), st.integers(1, 5))
def test_proportions_hold_within_a_row_and_the_scarcest_group_is_whole(
    some: list[tuple[str, str | None, int]], one: int, two: int
) -> None:
    some += [("a", "en", 5), ("b", "de", 5)]
    rows, tokens = rows_of(some)
    asked = mixture(weights={"source": {"a": one, "others": two}})
    found = stated(asked, rows, tokens, mix(asked, 0, rows, tokens))
    taken, offered = ({g["value"]: g[name] for g in found["groups"]} for name in ("tokens", "offered"))
    wholes = offered["a"] / one, (sum(offered.values()) - offered["a"]) / two
    largest = int(tokens.max())
    assert 0 <= min(wholes) * one - taken["a"] < max(largest, 1)
    assert 0 <= min(wholes) * two - (sum(taken.values()) - taken["a"]) < max(largest, 1)


def test_shares_hold_within_a_row() -> None:
    rows, tokens = rows_of([("big", "en", 7)] * 500 + [(f"s{number}", "en", 7) for number in range(100)])
    asked = mixture(caps={"source": {"each": 0.05}})
    found = stated(asked, rows, tokens, mix(asked, 0, rows, tokens))
    assert tokens_by(found, "source")["big"] <= 0.05 * found["tokens"] + 7
    assert found["rows"] == 100 + 6


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        (
            {"weights": {"language": {"en": 1, "den": 1}}},
            "mixture: weights: language: no row is of den; take it out; did you mean en?",
        ),
        (
            {"weights": {"source": {"a": 1, "b": 1, "c": 1, "others": 1}}},
            "no row is of others; take it out; there are a, b, c",
        ),
        (
            {"caps": {"source": {"each": 0.2}}},
            "caps: source: 3 values of at most 60% in all make no whole; raise the shares",
        ),
    ],
)
def test_what_cannot_be_met_is_an_error(settings: Any, said: str) -> None:
    rows, tokens = rows_of(EVEN)
    with pytest.raises(RecipeError, match=re.escape(said)):
        mix(mixture(**settings), 0, rows, tokens)


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ({}, "{} is no group of tokens, weights, caps, splits; write"),
        ({"cap": {}}, "cap is no setting of a mixture; did you mean caps?"),
        ({"splits": ["train"]}, "it asks for nothing; write"),
        ({"tokens": 1.5}, "tokens: 1.5 is no number of tokens; write a whole number such as 10000000"),
        ({"caps": {"sources": {"a": 1}}}, "caps: rows are not grouped by sources; did you mean source?"),
        ({"caps": {"source": ["a"]}}, "caps: source: ['a'] names no value with its number; write"),
        (
            {"caps": {"source": {"a": 1.5}}},
            "caps: source: a: 1.5 is neither a number of tokens nor a share; write 500000",
        ),
        ({"weights": {"kind": {"live": -1}}}, "weights: kind: live: -1 is no weight; write a number such as 3 or 0.7"),
        ({"weights": {"kind": {"live": 0}}}, "weights: kind: all are 0; write a number above 0 for one of them"),
        ({"weights": {"kind": {"each": 1}}}, "each is for caps; write others"),
        ({"weights": {"kind": {"live": 1}, "year": {2024: 1}}}, "kind and year are two; keep one of them"),
        ({"tokens": 9, "splits": ["trian"]}, "splits: there is no split trian; did you mean train?"),
    ],
)
def test_a_mistake_in_the_setting_names_its_remedy(value: object, said: str) -> None:
    with pytest.raises(ValidationError, match=re.escape(said)):
        Recipe.model_validate({"name": "one", "title": "One", "mixture": value})


def test_datasets_of_kinds_have_none() -> None:
    with pytest.raises(ValidationError, match="datasets of kind headlines have it not; leave it out"):
        Recipe.model_validate({"name": "one", "title": "One", "kind": "headlines", "mixture": {"tokens": 9}})


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """Thirty stories of a hundred bytes: twenty of `paper`, ten of `other`, of which five are German."""
    rows = []
    for number in range(30):
        text = " ".join(f"w{number:02d}{word:02d}" for word in range(17))[:100].ljust(100, ".")
        row = article(f"story{number:02d}", text=text, first_night=date(2026, 2, 1 + number % 5))
        row |= {"language": "de" if number % 6 == 0 else "en", "source": "other" if number % 3 == 0 else "paper"}
        rows.append(row | {"month": "2026-02"})
    return written_corpus(tmp_path_factory.mktemp("mixture"), *rows)


SETTINGS: dict[str, Any] = {
    "name": "mixed", "title": "Mixed", "tokenizer": "bytes", "splits": {"train": 1.0},
    "mixture": {"weights": {"language": {"de": 1, "en": 2}}, "caps": {"source": {"paper": 600}}},
}  # fmt: skip


def test_a_dataset_is_mixed_audited_verified_and_its_card_says_so(home: Home) -> None:
    recipe = Recipe.model_validate(SETTINGS | {"formats": ["parquet", "tokens", "npy", "megatron"]})
    dataset = export_dataset(home, recipe)
    assert (dataset.rows, dataset.left_out["beyond_the_mixture"]) == ({"train": 15}, 15)
    table = pa.concat_tables(map(pq.read_table, sorted((dataset.path / "data").iterdir())))
    assert table["tokens"].to_pylist() == [100] * 15
    assert sorted(table["language"].to_pylist()) == ["de"] * 5 + ["en"] * 10
    assert table["source"].to_pylist().count("paper") <= 6
    assert plan_dataset(home, recipe).mixture == dataset.mixture
    card = (dataset.path / "README.md").read_text()
    assert "15 rows with 1,500 tokens, counted by `bytes` (of UTF-8)." in card
    assert "| language de | 5 | 500 | 500 | 33.3% | 1 |  |" in card
    assert "1,500 tokens as `tokens` counts" in card
    assert audit(dataset.path)["checks"]["mixture"] == {
        "checked": True, "tokens": 1500, "not_as_in_the_manifest": [], "not_as_in_the_recipe": [], "violations": 0,
    }  # fmt: skip
    assert verify(dataset.path).findings == []
    first = {name: path.read_bytes() for name, path in files_of(dataset.path).items()}
    assert not export_dataset(home, recipe).changed
    assert {name: path.read_bytes() for name, path in files_of(dataset.path).items()} == first


def test_an_audit_finds_rows_that_the_mixture_does_not_have(home: Home) -> None:
    dataset = export_dataset(home, Recipe.model_validate(SETTINGS))
    path = min((dataset.path / "data").iterdir())
    table = pq.read_table(path)
    more = [901 if source == "paper" else 100 for source in table["source"].to_pylist()]
    pq.write_table(
        table.set_column(table.schema.names.index("tokens"), table.schema.field("tokens"), pa.array(more, pa.int32())),
        path,
    )
    found = audit(dataset.path)["checks"]["mixture"]
    assert "source paper" in found["not_as_in_the_manifest"]
    assert [line.partition(":")[0] for line in found["not_as_in_the_recipe"]] == ["source paper"]
    export_dataset(home, Recipe.model_validate(SETTINGS))


def test_ids_that_the_rows_do_not_give_are_found(home: Home) -> None:
    dataset = export_dataset(home, Recipe.model_validate(SETTINGS | {"formats": ["parquet", "megatron"]}))
    name = "megatron/train-00000-of-00002.bin"
    path = dataset.path / name
    path.write_bytes(path.read_bytes()[:-2] + b"A\0")
    assert f"{name}: has other token ids than the rows give" in map(str, verify(dataset.path).findings)


def test_a_mixture_may_be_of_some_splits(home: Home) -> None:
    splits = {"train": 0.5, "validation": 0.5}
    whole = export_dataset(home, Recipe.model_validate(SETTINGS | {"mixture": None, "splits": splits}))
    settings = {"tokens": 300, "splits": ["train"]}
    part = export_dataset(home, Recipe.model_validate(SETTINGS | {"mixture": settings, "splits": splits}))
    assert part.rows == {"train": 3, "validation": whole.rows["validation"]}


LIBRARY = '''
"""Stands for the library `tokenizers`: the words of a vocabulary, by their places in a JSON list."""

import json
from types import SimpleNamespace


class Tokenizer:
    @classmethod
    def from_file(cls, path):
        made = cls()
        with open(path) as file:
            made.words = json.load(file)
        return made

    def no_truncation(self): ...

    def no_padding(self): ...

    def token_to_id(self, token):
        return self.words.index(token) if token in self.words else None

    def get_vocab_size(self):
        return len(self.words)

    def encode_batch(self, texts, add_special_tokens):
        assert not add_special_tokens
        return [SimpleNamespace(ids=[self.words.index(word) for word in text.split()]) for text in texts]
'''


def test_a_tokenizer_is_a_file_of_the_user_or_of_a_package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "words.json").write_text(json.dumps(["rain", "storm", "</s>"]))
    (tmp_path / "vocabularies").mkdir()
    (tmp_path / "vocabularies" / "__init__.py").write_text("raise AssertionError('no code of a package is run')")
    (tmp_path / "vocabularies" / "bare.json").write_text(json.dumps(["rain"]))
    with pytest.raises(
        TokenizerError, match=r"words.json needs the library tokenizers, which is not installed; 'pip install"
    ):
        tokenizer_named("words.json", tmp_path)
    (tmp_path / "tokenizers.py").write_text(LIBRARY)
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.delitem(sys.modules, "tokenizers", raising=False)
    mine = tokenizer_named("words.json", tmp_path)
    texts = pa.array(["storm rain", "", "rain"])
    assert mine.count(texts).tolist() == [2, 0, 1]
    ids, lengths = mine.stream(texts, "<u2")
    assert (ids.tolist(), lengths.tolist()) == ([1, 0, 2, 2, 0, 2], [3, 1, 2])
    assert (mine.stated()["vocabulary"], len(mine.stated()["sha256"])) == (3, 64)
    assert tokenizer_named("vocabularies:bare.json", tmp_path).end is None
    for name, said in (
        ("other.json", "there is no tokenizer other.json, and no file"),
        ("nowhere:x.json", "there is no package nowhere; install it, or write bytes or pieces"),
        ("tokenizers.py", "is no file of the library tokenizers"),
    ):
        with pytest.raises(TokenizerError, match=said):
            tokenizer_named(name, tmp_path)


def test_a_wrong_tokenizer_is_named_with_file_and_line(home: Home) -> None:
    write_recipe(home, "wrong", "title: Wrong\ntokenizer: no.json\nmixture: {tokens: 9}\n")
    recipe = Recipe.model_validate(
        {"name": "wrong", "title": "Wrong", "tokenizer": "no.json", "mixture": {"tokens": 9}}
    )
    with pytest.raises(InputError, match=r"wrong.yaml:2: tokenizer: there is no tokenizer no.json"):
        export_dataset(home, recipe)
