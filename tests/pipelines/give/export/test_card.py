"""The card and the metadata of a dataset: as its readers want them, and true."""

import json
from datetime import date
from pathlib import Path

import pytest
from datasets import Features
from ruamel.yaml import YAML

from pipelines.give.export.card import card
from pipelines.give.export.card_head import head
from pipelines.give.export.choice import PLACES
from pipelines.give.export.choice import REASONS as ASKED
from pipelines.give.export.columns import DEFAULT_COLUMNS, dataset_schema
from pipelines.give.export.croissant import croissant
from pipelines.give.export.date_plot import date_plot
from pipelines.give.export.facts import Crawls, Facts
from pipelines.give.export.recipe import Recipe

MANIFEST = {
    "rows": {"train": 1200, "test": 34},
    "left_out": {"training_disallowed": 5, "date_straddles_a_bound": 7},
    "articles": 1246,
    "night": "2026-02-03",
    "files": {
        "data/test-00000-of-00001.parquet": {"rows": 34, "sha256": "ab"},
        "jsonl/test-00000-of-00001.jsonl.zst": {"rows": 34, "sha256": "cd"},
    },
}
NIGHT = {"nights": 2, "first_night": date(2026, 2, 2), "last_night": date(2026, 2, 3), "answered": 9}
LEDGER = ({"source": "one_paper", "denied": 3, "failed": 2, "over_budget": 0, "refused": 1} | NIGHT,)


@pytest.fixture(scope="module")
def recipe() -> Recipe:
    splits = {"train": {"before": "2026-02-01"}, "test": {"from": "2026-02-01"}}
    return Recipe.model_validate(
        {"name": "news", "title": 'News: "all" of it', "splits": splits, "columns": [*DEFAULT_COLUMNS, "headlines"]}
    )


@pytest.fixture(scope="module")
def facts(recipe: Recipe) -> Facts:
    counts = {"language": {"en": 1230, "(unknown)": 4}, "source": {"one_paper": 1234}}
    signals = {"one_paper": {"none found": 1200, "robots meta page noai": 34}}
    months = {"2026-01": {"day": 1200}, "2026-02": {"instant": 34}}
    return Facts(
        MANIFEST, dataset_schema(recipe.columns, flat=False), counts, {"words": 9, "clusters": 1230}, months, signals,
        {"email": 4}, {"train": (900, 300), "test": (90, 30)}, Crawls(LEDGER, {"one_paper": 1}),
    )  # fmt: skip


def test_the_head_is_what_the_hub_and_datasets_read(recipe: Recipe, facts: Facts) -> None:
    said = YAML(typ="safe").load("\n".join(head(recipe, facts)[1:-1]))
    assert (said["license"], said["pretty_name"], said["language"]) == ("other", 'News: "all" of it', ["en"])
    assert (said["size_categories"], said["task_categories"][0]) == (["1K<n<10K"], "text-generation")
    [config], [info] = said["configs"], said["dataset_info"]
    assert config["data_files"][1] == {"split": "test", "path": "data/test-*.parquet"}
    assert info["splits"][1] == {"name": "test", "num_bytes": 90, "num_examples": 34}
    read = Features._from_yaml_list(info["features"]).arrow_schema
    assert (read.names, read.types) == (facts.schema.names, facts.schema.types)


def test_the_card_tells_what_is_in_it_and_what_is_not(recipe: Recipe, facts: Facts) -> None:
    made = card(recipe, facts)
    for line in (
        "| test | 34 | certainly published at 2026-02-01T00:00:00+00:00 or later |",
        "| one_paper | 1234 | none found (1200); robots meta page noai (34) |",
        "| one_paper | 2 | 2026-02-02 | 2026-02-03 | 9 | 3 | 2 | 0 | 1 |",
        "- one_paper: 1 night held back, for the pages did not look right.",
        "| date straddles a bound | 7 | may be from either side of a date that parts two splits |",
        "1230 clusters of near-duplicates, 4 rows beyond the first of each; one article of each cluster of near-duplicates is"
        " taken, the origin. `cluster_id` groups them, `event_id` what tells of one event in whatever words.",
        "![Rows by month of publication and precision](dates.svg)",
        "| id | string | Id of the work, `article_id` in the corpus. |".replace("`", "\\`"),
    ):
        assert line in made.splitlines()


def test_every_reason_is_explained() -> None:
    from pipelines.give.export.card import REASONS

    assert {*(name for name, _ in ASKED), *PLACES} <= set(REASONS)


def test_croissant_describes_parquet_files_and_columns(recipe: Recipe, facts: Facts) -> None:
    made = croissant(recipe, facts)
    assert made is not None
    [file], [records] = made["distribution"], made["recordSet"]
    assert (file["contentUrl"], file["sha256"]) == ("data/test-00000-of-00001.parquet", "ab")
    fields = {field["name"]: field for field in records["field"]}
    assert (fields["published_at"]["dataType"], fields["published_day"]["dataType"]) == ("sc:DateTime", "sc:Date")
    assert fields["authors"]["repeated"]
    assert {"pii", "headlines"} & set(fields) == set()
    assert made["rai:dataCollectionTimeFrame"] == ["2026-02-02", "2026-02-03"]
    assert "6 pages" in made["rai:dataCollectionMissingData"]
    assert json.loads(json.dumps(made)) == made


def test_croissant_tells_where_the_rows_come_from_and_what_their_pages_let_through(
    recipe: Recipe, facts: Facts
) -> None:
    made = croissant(recipe, facts)
    assert made is not None
    assert made["conformsTo"][0].endswith("/croissant/1.1")
    [source] = [each for each in made["prov:wasDerivedFrom"] if each["prov:label"] == "one_paper"]
    crawl = source["prov:wasGeneratedBy"]
    assert (crawl["prov:startedAtTime"], crawl["prov:endedAtTime"]) == ("2026-02-02", "2026-02-03")
    assert made["prov:wasAttributedTo"]["@id"] == made["prov:wasGeneratedBy"]["prov:wasAssociatedWith"][0]["@id"]
    [constraint] = made["usageInfo"]["odrl:permission"]["odrl:constraint"]
    assert constraint["odrl:rightOperand"] == sorted(recipe.train_ai)
    assert "disallow" in made["usageInfo"]["odrl:prohibition"]["name"]


def test_the_plot_has_a_bar_for_each_month(tmp_path: Path, facts: Facts) -> None:
    picture = date_plot(facts.months).decode()
    assert picture.count("<rect") == 1 + 2 + 6
    assert ">2026-01<" in picture
    assert date_plot({}).startswith(b"<svg")
