"""Datasets of kinds: rows, rights of every text in a row, splits, tamperings, takedowns, further files."""

import json
import shutil
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from pipelines.base.errors import ConfigError, InputError
from pipelines.corpus.publish.views import write_views
from pipelines.give.export.audit import audit
from pipelines.give.export.dataset import export_dataset, plan_dataset
from pipelines.give.export.kinds import KINDS
from pipelines.give.export.kinds.revisions import pairs_of
from pipelines.give.export.listing import problems
from pipelines.give.export.recipe import Recipe, load_recipe, write_recipe
from pipelines.give.verify.summary import write_summary
from pipelines.give.verify.verification import verify
from pipelines.lake.delta import Lake
from pipelines.lake.home import Home
from pipelines.upkeep.takedown.datasets import affected_datasets
from tests.demo.consumers import beir, rows_of
from tests.pipelines.give.export.kinds_corpus import (
    DISALLOWED,
    DISALLOWED_BEFORE,
    DISALLOWED_WORDS,
    EVENTS,
    NIGHT,
    contents,
    corpus,
    made,
    name_of,
    texts,
)
from tests.pipelines.give.export.loading import loaded
from tests.pipelines.give.verify.tampering import mend, rewritten

HALVES = {"train": 0.5, "test": 0.5}
REFUSED = {name_of(DISALLOWED, "origin"), name_of(DISALLOWED, "copy"), name_of(DISALLOWED_WORDS, "words")}
"""Two that disallow training, and a copy of one of them."""


@pytest.fixture(scope="module")
def stories(tmp_path_factory: pytest.TempPathFactory) -> Home:
    return corpus(tmp_path_factory.mktemp("stories"))


def settings(kind: str) -> dict[str, Any]:
    """Two splits that part the events, and both formats."""
    splits = {"timeline": {"test": 1.0}}.get(kind, HALVES)
    return {"splits": splits, "split": "event", "formats": ["parquet", "jsonl"]}


@pytest.fixture(scope="module")
def folders(stories: Home) -> dict[str, Path]:
    return {kind: made(stories, kind, **settings(kind)) for kind in KINDS}


@pytest.mark.parametrize("kind", KINDS)
def test_a_dataset_of_a_kind_loads_is_whole_and_passes(kind: str, folders: dict[str, Path]) -> None:
    folder = folders[kind]
    counts, schema = loaded(folder)
    assert schema.names == list(
        Recipe.model_validate(json.loads((folder / "manifest.json").read_text())["recipe"]).columns
    )
    assert sum(counts.values()) == len(rows_of(folder)) > 0
    assert audit(folder) == json.loads((folder / "audit.json").read_text())
    found = verify(folder)
    assert (found.findings, found.notes) == ([], ())
    assert KINDS[kind].about in (folder / "README.md").read_text()
    summary, _ = write_summary(folder)
    assert f"{len(rows_of(folder))} rows" in summary.read_text()


@pytest.mark.parametrize("kind", KINDS)
def test_rights_fail_closed_for_every_work_of_a_row(kind: str, folders: dict[str, Path]) -> None:
    rows = rows_of(folders[kind])
    assert not {work for row in rows for work in row["article_ids"]} & REFUSED
    everything = "\n".join(map(str, rows))
    assert all(texts(event)[role][-60:] not in everything for event, role in ((8, "origin"), (8, "copy"), (9, "words")))
    ledger = pq.read_table(folders[kind] / "rights.parquet").to_pylist()
    assert {(row["id"], work) for row in rows for work in row["article_ids"]} == {
        (row["id"], row["article_id"]) for row in ledger
    }
    said = {(row["id"], row["train_ai"]) for row in ledger}
    assert all(row["train_ai"] == ("unknown" if (row["id"], "unknown") in said else "allowed") for row in rows)


def test_a_former_text_that_disallowed_training_is_in_no_row(folders: dict[str, Path]) -> None:
    work = name_of(DISALLOWED_BEFORE, "origin")
    assert not any(work in row["article_ids"] for kind in ("revisions", "headlines") for row in rows_of(folders[kind]))
    row = next(row for row in rows_of(folders["timeline"]) if row["id"] == work)
    assert "changed" not in {question["ask"] for question in row["questions"]}
    other = next(row for row in rows_of(folders["timeline"]) if row["id"] == name_of(1, "origin"))
    assert "changed" in {question["ask"] for question in other["questions"]}


def test_both_texts_of_a_revision_have_their_own_signals(folders: dict[str, Path]) -> None:
    row = next(row for row in rows_of(folders["revisions"]) if row["article_ids"] == [name_of(3, "origin")])
    ledger = pq.read_table(folders["revisions"] / "rights.parquet").to_pylist()
    signals = [each["signals"][0]["raw"] for each in ledger if each["id"] == row["id"] and each["signals"]]
    assert signals == ["max-snippet:1"]
    assert row["rights_evidence"] == "none found · robots meta page meta max-snippet:1"


def test_a_row_goes_if_one_of_its_works_is_not_let_through(stories: Home) -> None:
    """Copies are `unknown` here, and what they copy is `allowed`."""
    rows = rows_of(made(stories, "copies", name="allowed", train_ai=["allowed"], splits={"train": 1.0}))
    assert {row["relation"] for row in rows} == {"own_words"}
    assert len(rows) == EVENTS - 2


@pytest.mark.parametrize("kind", KINDS)
def test_no_work_and_no_event_is_in_two_splits(kind: str, folders: dict[str, Path]) -> None:
    seen: dict[str, str] = {}
    for split in json.loads((folders[kind] / "manifest.json").read_text())["splits"]:
        for row in rows_of(folders[kind], split):
            for unit in (*row["article_ids"], row["event_id"]):
                assert seen.setdefault(unit, split) == split


def test_the_audit_finds_a_work_in_two_splits_by_any_text_of_a_row(folders: dict[str, Path], tmp_path: Path) -> None:
    folder = shutil.copytree(folders["copies"], tmp_path / "copies")
    other = rows_of(folder, "train")[0]
    shard = "data/test-00000-of-00002.parquet"
    rewritten(
        folder,
        shard,
        lambda rows: rows[0].update({"article_ids": [rows[0]["article_ids"][0], other["article_ids"][1]]}),
    )
    found = audit(folder)["checks"]
    assert found["ids"] == {"in_two_splits": 1, "found": [other["article_ids"][1]]}
    rewritten(folder, shard, lambda rows: rows[0].update({"other_text": other["other_text"]}))
    assert audit(folder)["checks"]["texts"]["at_least_half_in_another_split"] > 0


def test_the_audit_finds_a_work_whose_rights_are_not_let_through(folders: dict[str, Path], tmp_path: Path) -> None:
    folder = shutil.copytree(folders["copies"], tmp_path / "copies")
    rewritten(folder, "rights.parquet", lambda rows: rows[1].update({"train_ai": "disallowed"}))
    assert audit(folder)["checks"]["rights"]["violations"] == 1


def test_revisions_are_aligned_sentence_by_sentence(folders: dict[str, Path]) -> None:
    row = next(row for row in rows_of(folders["revisions"]) if row["article_ids"] == [name_of(3, "origin")])
    assert (row["text_before"], row["text"]) == (texts(3)["before"], texts(3)["origin"])
    assert [(each["op"], each["kind"]) for each in row["sentences"]] == [("changed", "figures"), *[("kept", None)] * 6]
    changed = row["sentences"][0]
    assert changed["before"] == "Some 43 people of town3 were hurt on Monday."
    assert changed["after"] == "Some 63 people of town3 were hurt on Monday."
    assert (row["question"], row["change"], row["revision"]) == ("fact", "update", 2)
    assert row["last_before"] - row["first_before"] == timedelta(hours=1)
    assert row["first_after"] - row["last_before"] == timedelta(hours=23)


@pytest.mark.parametrize(
    ("before", "after", "found"),
    [
        ("It rains.", "It rains.", [("kept", None)]),
        ("The mayor spoke wtih us on Monday.", "The mayor spoke with us on Monday.", [("changed", "typo")]),
        ("The mayor of the town spoke with us.", "The mayor of the town talked to us.", [("changed", "reworded")]),
        ("The prize went to Ann Lee on Monday.", "The prize went to Ann Roe on Monday.", [("changed", "name")]),
        ("One came. Two went.", "Two went.", [("removed", "removed"), ("kept", None)]),
        ("Two went.", "One came! Two went.", [("added", "added"), ("kept", None)]),
        ("Nine died.", "Nine died.\nCorrection: an earlier version said ten.", [("kept", None), ("added", "correction_note")]),
        ("雨が降る。風も吹く。", "雨が降る。雪も降る。", [("kept", None), ("changed", "reworded")]),
    ],
)  # fmt: skip
def test_kinds_of_changed_sentences(before: str, after: str, found: list[tuple[str, str | None]]) -> None:
    assert [(each["op"], each["kind"]) for each in pairs_of(before, after)] == found


def test_headlines_have_intervals_and_go_back(folders: dict[str, Path]) -> None:
    rows = [row for row in rows_of(folders["headlines"]) if row["article_ids"] == [name_of(2, "origin")]]
    assert [
        (row["text"], row["headline_before"], row["went_back"]) for row in sorted(rows, key=lambda row: row["version"])
    ] == [
        ("first of town2", None, False),
        ("second of town2", "first of town2", False),
        ("first of town2", "second of town2", True),
    ]
    assert [row["look_before"] is None for row in rows] == [True, False, False]
    assert {row["best_position"] for row in rows} == {3}


def test_a_headline_of_after_a_bound_is_not_in_a_split_before_it(stories: Home) -> None:
    bound = NIGHT + timedelta(days=2)
    before = {"train": {"before": bound}}
    rows = rows_of(made(stories, "headlines", name="early", splits=before))
    assert {row["version"] for row in rows} == {1, 2}


@pytest.mark.parametrize("kind", ["copies", "timeline", "retrieval"])
def test_splits_by_time_take_what_is_as_old_as_its_works(kind: str, stories: Home) -> None:
    later = NIGHT + timedelta(days=9)
    folder = made(stories, kind, name="dated", splits={"train": {"before": later}})
    assert len(rows_of(folder)) > EVENTS
    assert audit(folder)["checks"]["dates"]["train"]["violations"] == 0


def test_copies_say_what_was_cut_added_and_attributed(folders: dict[str, Path]) -> None:
    rows = {tuple(row["article_ids"]): row for row in rows_of(folders["copies"])}
    row = rows[name_of(4, "copy"), name_of(4, "origin")]
    assert (row["relation"], row["role"], row["text"]) == ("copy", "edited_copy", texts(4)["copy"])
    assert [sentence.split()[0] for sentence in row["cut"]] == ["E4x5"]
    assert row["added"] == ["The Paper first wrote of event 4, the council said."]
    assert row["similarity"] > 0.5
    negative = next(row for works, row in rows.items() if set(works) == {name_of(4, "origin"), name_of(4, "words")})
    assert (negative["relation"], negative["role"], negative["cut"]) == ("own_words", None, None)
    assert negative["containment"] == 0


def test_a_timeline_has_nothing_of_before_its_day_and_evidence_for_its_answers(stories: Home) -> None:
    first = date(2026, 1, 29)
    rows = rows_of(made(stories, "timeline", name="late", published_from=first))
    assert rows
    assert all(row["not_before"].date() >= first for row in rows)
    asked = {question["ask"] for row in rows for question in row["questions"]}
    assert asked == {"when", "first", "changed"}
    for row in rows:
        assert [each["published"] for each in row["beliefs"]] == [None, row["published"]]
        for question in row["questions"]:
            assert question["evidence"]
            assert question["ask"] == "when" or (
                question["answer"] in question["choices"] and len(question["choices"]) == 2
            )
    changed = next(row for row in rows if row["id"] == name_of(1, "origin"))
    first_asked = next(question for question in changed["questions"] if question["ask"] == "first")
    assert first_asked["answer"] == "origin of event 1"


def test_retrieval_has_the_layout_of_beir(folders: dict[str, Path]) -> None:
    folder = folders["retrieval"]
    graded: dict[tuple[str, str], int] = {}
    for split in HALVES:
        documents, queries, found = beir(folder, split)
        assert documents.keys() == {row["id"] for row in rows_of(folder)}
        assert set(documents[name_of(0, "copy")]) == {"_id", "title", "text", "metadata"}
        assert found.keys() == {row["id"] for row in rows_of(folder, split) if row["query"]} == queries.keys()
        graded |= {(query, answer): grade for query, answers in found.items() for answer, grade in answers.items()}
    assert {answer for _, answer in graded} <= documents.keys()
    assert graded[name_of(0, "origin"), name_of(0, "copy")] == 3
    assert graded[name_of(0, "origin"), name_of(0, "words")] == 2
    assert set(graded.values()) == {1, 2, 3}


COLUMNS = {
    "revisions": ("text", "text_before", "title_before", "sentences"),
    "headlines": ("text", "headline_before", "headline_from", "went_back"),
    "copies": ("text", "other_text", "cut", "other_not_after", "article_ids"),
    "timeline": ("text", "beliefs", "questions", "not_before"),
    "retrieval": ("text", "query", "answers", "title"),
}
ANOTHER: dict[str, Any] = {
    "went_back": True,
    "answers": [{"id": "0" * 16, "grade": 3, "why": "copy"}],
    "article_ids": ["0" * 16],
}


@pytest.mark.parametrize(
    ("kind", "column"), [(kind, column) for kind, columns in COLUMNS.items() for column in columns]
)
def test_a_changed_cell_is_named(kind: str, column: str, folders: dict[str, Path], tmp_path: Path) -> None:
    folder = shutil.copytree(folders[kind], tmp_path / "tampered")
    shard = next((folder / "data").glob("*-00000-of-*.parquet")).relative_to(folder).as_posix()
    row = rows_of(folder, Path(shard).name.partition("-")[0])[0]
    kept = row[column]
    new = ANOTHER.get(
        column, [] if isinstance(kept, list) else kept + timedelta(days=1) if hasattr(kept, "year") else "other"
    )
    rewritten(folder, shard, lambda rows: rows[0].update({column: new}))
    mend(folder, shard)
    said = [str(finding) for finding in verify(folder).findings]
    assert any(line.startswith(f"{shard} row 0 (id {row['id']}): ") and line.endswith(" changed") for line in said), (
        said
    )


@pytest.mark.parametrize("column", ["signals", "train_ai", "article_id", "source", "text_digest", "url"])
def test_a_changed_right_of_the_second_work_is_named(column: str, folders: dict[str, Path], tmp_path: Path) -> None:
    folder = shutil.copytree(folders["copies"], tmp_path / "tampered")
    value: Any = {"signals": [{"standard": "x"}], "text_digest": b"0" * 16}.get(column, "other")
    rewritten(folder, "rights.parquet", lambda rows: rows[1].update({column: value}))
    mend(folder, "rights.parquet")
    assert any(str(finding).startswith("rights.parquet row 1 ") for finding in verify(folder).findings)


def test_a_right_that_is_taken_away_is_found(folders: dict[str, Path], tmp_path: Path) -> None:
    folder = shutil.copytree(folders["copies"], tmp_path / "tampered")
    rewritten(folder, "rights.parquet", lambda rows: rows.pop(1))
    mend(folder, "rights.parquet")
    assert any("in another order, than in the manifest" in str(finding) for finding in verify(folder).findings)


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("qrels/test.tsv", lambda text: text.replace("\t3", "\t1", 1)),
        ("queries.jsonl", lambda text: text.replace("origin of", "another of", 1)),
        ("corpus.jsonl", lambda text: text.replace("words of event", "other words of event", 1)),
        ("corpus.jsonl", lambda text: "\n".join(text.splitlines()[:-1]) + "\n"),
        ("README.md", lambda text: text.replace("Works as documents", "Documents", 1)),
    ],
)
def test_a_changed_further_file_is_named(
    name: str, change: Callable[[str], str], folders: dict[str, Path], tmp_path: Path
) -> None:
    folder = shutil.copytree(folders["retrieval"], tmp_path / "tampered")
    said = (folder / name).read_text()
    assert change(said) != said
    (folder / name).write_text(change(said))
    mend(folder, name)
    assert any(str(finding).startswith(f"{name} line ") for finding in verify(folder).findings)


@pytest.mark.parametrize("role", ["origin", "copy", "words"])
def test_a_takedown_of_any_work_of_a_row_takes_the_row(role: str, tmp_path: Path) -> None:
    work = name_of(5, role)
    home, after = corpus(tmp_path / "home"), corpus(tmp_path / "after", without=[work])
    for kind in KINDS:
        folder = made(home, kind, splits={"test": 1.0}, formats=["parquet", "jsonl"])
        rows = [row for row in rows_of(folder) if work in row["article_ids"]]
        assert bool(rows) == (
            role == "origin" or kind in ("copies", "retrieval") or (role, kind) == ("words", "timeline")
        )
        told = affected_datasets(home, [work]).get(kind, [])
        at = [row["row"] for row in told if row["file"].startswith("data/")]
        assert len(at) == len(rows)
        if rows:
            left = rows_of(made(after, kind, splits={"test": 1.0}))
            assert not any(work in row["article_ids"] or work == row["id"] for row in left)
            assert texts(5)[role] not in "\n".join(map(str, left))
            assert {row["id"] for row in left} >= {row["id"] for row in rows_of(folder) if work not in str(row)}


@pytest.mark.parametrize("kind", KINDS)
def test_the_same_corpus_gives_the_same_bytes(
    kind: str, stories: Home, folders: dict[str, Path], tmp_path: Path
) -> None:
    before = contents(folders[kind])
    assert contents(made(stories, kind, **settings(kind))) == before
    assert contents(made(corpus(tmp_path), kind, **settings(kind))) == before


def test_personal_data_go_from_all_texts_of_a_row(tmp_path: Path) -> None:
    home = corpus(tmp_path)
    lake = Lake(home.lake)
    for table in ("articles", "revisions"):
        rows = lake.read(table).to_pylist()
        for row in rows:
            row["text"] = f"Write to desk{row['article_id'][-1]}@paper.example, now. {row['text']}"
        lake.replace(table, pa.Table.from_pylist(rows, schema=lake.read(table).schema))
    write_views(home)
    for kind in ("revisions", "copies"):
        for row in rows_of(made(home, kind, pii="mask", splits={"train": 1.0})):
            assert "@" not in str(row)
            assert all(row[name].startswith("Write to [EMAIL], now.") for name in KINDS[kind].texts)


def test_datasets_of_kinds_and_of_articles_are_kept_apart(tmp_path: Path) -> None:
    home = corpus(tmp_path)
    few = {"where": f"article_id <= '{name_of(5, 'origin')}'", "splits": {"train": 1.0}}
    first = rows_of(made(home, "revisions", name="first", **few))
    settings = {
        "name": "rest",
        "title": "Rest",
        "train_ai": ["allowed", "unknown"],
        "copies": "all",
        "splits": {"train": 1.0},
    }
    rest = export_dataset(home, Recipe.model_validate(settings | {"disjoint_from": ["first"]}))
    taken = {row["id"] for row in rows_of(rest.path)}
    assert not taken & {work for row in first for work in row["article_ids"]}
    assert taken


def test_every_work_is_counted(stories: Home, folders: dict[str, Path]) -> None:
    recipe = json.loads((folders["revisions"] / "manifest.json").read_text())["recipe"]
    planned = plan_dataset(stories, Recipe.model_validate(recipe))
    works = {work for row in rows_of(folders["revisions"]) for work in row["article_ids"]}
    assert len(works) + sum(planned.left_out.values()) == 3 * EVENTS
    assert planned.left_out["in_no_row"] == 3 * EVENTS - 3 - (EVENTS - 2)


def test_a_split_without_rows_of_the_kind_is_refused(stories: Home) -> None:
    with pytest.raises(InputError, match="no article qualifies"):
        made(stories, "revisions", name="none", where="source = 'echo'", splits={"train": 1.0})


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ("kind: revision", ":2: kind: 'revision' is none of its values; write revisions, headlines"),
        ("kind: timeline", ": published_from: is missing, and a dataset of kind timeline needs it; write it, too"),
        ("kind: copies\ncolumns: [text_befor]", ":3: columns: text_befor is no column of copies"),
        ("kind: copies\ntemplate: '{title} {text}'", ":3: template: datasets of kind copies have it not; leave it out"),
        ("kind: copies\nprofile: flat", ":3: profile: datasets of kind copies have it not; leave it out"),
    ],
)
def test_mistakes_name_file_line_and_remedy(lines: str, said: str, tmp_path: Path) -> None:
    home = Home.at(tmp_path)
    write_recipe(home, "mine", f"title: x\n{lines}\n")
    with pytest.raises(ConfigError) as told:
        load_recipe(home, "mine")
    assert said in str(told.value)


@pytest.mark.parametrize("kind", KINDS)
def test_recipes_of_kinds_are_checked(kind: str, stories: Home) -> None:
    write_recipe(
        stories, f"checked_{kind}", f"title: x\nkind: {kind}\ntrain_ai: [allowed]\npublished_from: 2026-01-01\n"
    )
    assert problems(stories, [f"checked_{kind}"]) == []
