"""Changes of datasets: formats, settings of recipes, columns, statistics, reasons for leaving articles out."""

from tests.changes.change import Change, Edit

G = "pipelines/give/export/"
CSV = '''
"""CSV files of a dataset, for a test of CONTRIBUTING."""

from pyarrow import csv

from pipelines.give.export.formats.format import Format


class Writer:
    def __init__(self, file, schema):
        self.writer = csv.CSVWriter(file, schema)

    def write(self, rows):
        self.writer.write_table(rows)

    def close(self):
        self.writer.close()


def batches(path, columns):
    yield from csv.open_csv(path, convert_options=csv.ConvertOptions(include_columns=list(columns)))


CSV = Format(name="csv", about="plain CSV", folder="csv", suffix="csv", writer=Writer, batches=batches, media_type="text/csv")
'''
FORMAT = """
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
import pyarrow as pa
from pipelines.give.export.card_head import head
from pipelines.give.export.columns import dataset_schema
from pipelines.give.export.croissant import croissant
from pipelines.give.export.facts import Facts
from pipelines.give.export.files import Files
from pipelines.give.export.new_recipe import NEW
from pipelines.give.export.recipe import Recipe
from pipelines.give.export.shards import SplitWriter
from pipelines.lake.home import Home
from pipelines.upkeep.takedown.datasets import affected_datasets

recipe = Recipe.model_validate({"name": "one", "title": "One", "formats": ["csv"], "splits": {"all": 1.0}})
rows = pa.table({"id": ["00c0ffee00c0ffee", "0123456789abcdef"], "text": ["Storm", "Rain"]})
with TemporaryDirectory() as root:
    home = Home.at(Path(root))
    folder = home.datasets / "one"
    writer = SplitWriter(folder, "all", rows.schema, recipe.formats, 10**9, 10)
    writer.write(rows)
    files = writer.finish()
    facts = Facts({"rows": {"all": 2}, "files": files, "left_out": {}}, dataset_schema(["id"], flat=True), {})
    seen = [
        list(files),
        Files(folder, ("all",)).table("all", ["text"]).to_pylist(),
        [row["article_id"] for row in affected_datasets(home, ["00c0ffee00c0ffee"])["one"]],
        [line.strip() for line in head(recipe, facts) if "path:" in line],
        croissant(recipe, facts)["distribution"][0]["encodingFormat"],
        "csv: plain CSV" in NEW,
    ]
"""
RENDERED = """
import pyarrow as pa
from pipelines.give.export.recipe import Recipe
from pipelines.give.export.rendering import columns_to_read, rendered
from pipelines.lake.schemas import ARTICLES

recipe = Recipe.model_validate({"name": "one", "title": "One", "columns": ["id", "title_length"]})
article = dict.fromkeys(ARTICLES.names) | {"article_id": "one", "title": "Storm over Hull", "text": "Rain."}
articles = pa.Table.from_pylist([article], ARTICLES).select(columns_to_read(recipe))
seen = rendered(articles, pa.table({"language_score": [0.5], "event_id": ["e"]}), recipe)["title_length"].to_pylist()
"""
CHOSEN = """
import duckdb, pyarrow as pa
from pipelines.give.export.card import REASONS
from pipelines.give.export.choice import choose
from pipelines.give.export.recipe import Recipe
from pipelines.lake.schemas import ARTICLES, DOCUMENTS, REVISIONS

blank = dict.fromkeys(ARTICLES.names) | {"train_ai": "allowed", "role": "origin", "words": 100}
rows = [blank | {"article_id": name, "cluster_id": name, "title": title} for name, title in (("a", "Storm"), ("b", None))]
with duckdb.connect() as connection:
    connection.register("articles", pa.Table.from_pylist(rows, ARTICLES))
    connection.register("revisions", REVISIONS.empty_table())
    connection.register("documents", DOCUMENTS.empty_table())
    choice = choose(connection, Recipe.model_validate({"name": "one", "title": "One"}))
seen = [choice.rows["id"].to_pylist(), choice.left_out.get("without_title"), REASONS.get("without_title")]
"""
CHANGES = (
    Change(
        "a file format of datasets, of rows or of token ids",
        (
            Edit(f"{G}formats/csv_files.py", "", CSV),
            Edit(f"{G}formats/__init__.py", "(PARQUET, JSONL, ", "(PARQUET, JSONL, CSV, "),
            Edit(
                f"{G}formats/__init__.py",
                "from pipelines.give.export.formats.format import Format\n",
                "from pipelines.give.export.formats.csv_files import CSV\n"
                "from pipelines.give.export.formats.format import Format\n",
            ),
        ),
        FORMAT,
        "ValidationError: 1 validation error for Recipe",
        [
            ["csv/all-00000-of-00001.csv"],
            [{"text": "Storm"}, {"text": "Rain"}],
            ["00c0ffee00c0ffee"],
            ["path: csv/all-*.csv"],
            "text/csv",
            True,
        ],
    ),
    Change(
        "a setting of a dataset's recipe",
        (
            Edit(
                f"{G}recipe.py",
                "    contact: Annotated",
                '    homepage: Annotated[str, Field(description="Page of the dataset.")] = ""\n    contact: Annotated',
            ),
            Edit(f"{G}new_recipe.py", "# contact: ", "# homepage: https://example.org\n# contact: "),
        ),
        """
from pipelines.give.export.new_recipe import NEW
from pipelines.give.export.recipe import Recipe

recipe = Recipe.model_validate({"name": "one", "title": "One", "homepage": "https://example.org"})
seen = [recipe.model_dump(mode="json")["homepage"], "# homepage:" in NEW]
""",
        "ValidationError: 1 validation error for Recipe",
        ["https://example.org", True],
    ),
    Change(
        "a column that only datasets have",
        (
            Edit(
                f"{G}columns.py",
                '    "pii_count": Column(',
                '    "title_length": Column(pa.int32(), "Characters of the headline.", ("title",)),\n    "pii_count": Column(',
            ),
            Edit(
                f"{G}rendering.py",
                '        "token_count": ',
                '        "title_length": lambda: pc.utf8_length(articles["title"]),\n        "token_count": ',
            ),
        ),
        RENDERED,
        "ValidationError: 1 validation error for Recipe",
        [15],
    ),
    Change(
        "which articles a dataset takes, and the reasons for leaving others out",
        (
            Edit(
                f"{G}choice.py", '    ("other_dates", ', '    ("without_title", "title IS NULL"),\n    ("other_dates", '
            ),
            Edit(
                f"{G}card.py", '    "other_dates": ', '    "without_title": "it has no headline",\n    "other_dates": '
            ),
        ),
        CHOSEN,
        [["a", "b"], None, None],
        [["a"], 1, "it has no headline"],
    ),
    Change(
        "a quality statistic, or a kind of personal data",
        (
            Edit(
                f"{G}quality.py",
                '    "c4_curly_braces": "',
                '    "question_marks": "Question marks.",\n    "c4_curly_braces": "',
            ),
            Edit(
                f"{G}quality.py",
                '        "c4_curly_braces": _count(',
                '        "question_marks": _count(texts, r"[?]"),\n        "c4_curly_braces": _count(',
            ),
            Edit(
                f"{G}pii.py",
                "    for match in IBAN.finditer(text):",
                '    for match in re.finditer(r"@[a-z]{3,}@[a-z.]+", text):\n        yield Span("fediverse", *match.span())\n'
                "    for match in IBAN.finditer(text):",
            ),
        ),
        """
import pyarrow as pa
from pipelines.give.export.pii import spans_of
from pipelines.give.export.quality import STATISTICS, quality

found = quality(pa.array(["Why? Where?"]))
seen = [found["question_marks"].tolist() if "question_marks" in STATISTICS else None,
        [span.kind for span in spans_of("Follow @desk@paper.example for more.")]]
""",
        [None, ["email"]],
        [[2.0], ["fediverse"]],
    ),
)
