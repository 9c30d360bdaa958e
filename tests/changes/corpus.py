"""Changes of the corpus: columns, views, macros, figures and checks of health, steps, what search and terminal make of text."""

from tests.changes.change import Change, Edit

VIEWS = """
from pathlib import Path
from tempfile import TemporaryDirectory
import duckdb
from pipelines.corpus.publish.views import write_views
from pipelines.lake.home import Home

def asked(query):
    with TemporaryDirectory() as folder:
        home = Home.at(Path(folder))
        write_views(home)
        with duckdb.connect(str(home.root / "corpus.duckdb"), read_only=True) as corpus:
            return [name for name, *_ in corpus.execute(query).description]
"""
ROW = """
from datetime import UTC, datetime
import pyarrow as pa
from pipelines.corpus.publish import step
from pipelines.lake.schemas import ARTICLES

capture = dict.fromkeys((*step.FROM_DOCUMENT, "kind_basis", "canonical_url")) | {"url": "https://a.example/x"}
capture["clean"] = {"text": "Rain fell.", "words": 2, "flags": []}
row = step._row("work", [{"document_id": "text"}], capture, {}, datetime(2026, 2, 2, tzinfo=UTC), None)
seen = pa.Table.from_pylist([dict.fromkeys(ARTICLES.names) | row], ARTICLES)["characters"].to_pylist()
"""
FIGURE = """
from pipelines.health.answers import COLUMNS, answers
from pipelines.lake.schemas import SOURCE_HEALTH

rows = [dict.fromkeys(COLUMNS) | {"resource": "page", "outcome": "stored", "url": f"https://a.example/{n}", "url_key": str(n),
        "truncated": n == 1} for n in range(3)]
seen = [answers(rows).figures.get("cut_off"), "cut_off" in SOURCE_HEALTH.names]
"""
CHECK = """
from datetime import date
from pipelines.health.checks.pages import authors
from pipelines.health.past import Past
from pipelines.health.seen import Seen
from pipelines.health.tonight import Tonight

def night(day, one):
    return {"night": date(2026, 3, day), "stories": 12, "authored": 12, "one_author": one, "findings": [], "state": "ok",
            "new_stories": 12, "imported": False}

tonight = Tonight("paper", date(2026, 3, 20), Seen(night(20, 8), {}), Past(tuple(night(day, 1) for day in range(1, 20))))
found = authors(tonight)
seen = found.sentence if found else None
"""
CHANGES = (
    Change(
        "a column of `articles`",
        (
            Edit(
                "pipelines/lake/schemas/works.py",
                '    ("revisions", pa.int32(), ',
                '    ("characters", pa.int32(), "Characters of the text."),\n    ("revisions", pa.int32(), ',
            ),
            Edit(
                "pipelines/corpus/publish/step.py",
                '        "revisions": len(texts),\n',
                '        "revisions": len(texts),\n        "characters": len(capture["clean"]["text"]),\n',
            ),
        ),
        ROW,
        "KeyError: 'Field \"characters\" does not exist in schema'",
        [10],
    ),
    Change(
        "a view over tables, or a column that a view computes",
        (
            Edit(
                "pipelines/corpus/publish/derived.py",
                '        View(\n            "last_seen",',
                '        View("languages", "By language.", "SELECT language, count(*) AS works FROM articles GROUP BY 1",\n'
                '             {"language": "ISO code.", "works": "How many."}),\n        View(\n            "last_seen",',
            ),
            Edit(
                "pipelines/corpus/publish/derived.py",
                '        "published_to": (',
                '        "is_long": ("True above 1000 words.", "words > 1000"),\n        "published_to": (',
            ),
        ),
        VIEWS + 'seen = [asked("FROM languages"), asked("SELECT is_long FROM articles")]\n',
        "CatalogException: Catalog Error: Table with name languages does not exist!",
        [["language", "works"], ["is_long"]],
    ),
    Change(
        "a SQL macro such as `as_of`",
        (
            Edit(
                "pipelines/corpus/publish/macros.py",
                '    "health": (',
                '    "of_source": ("Works of a source: FROM of_source(\'demo_daily\').",\n'
                '        "CREATE MACRO of_source(source_) AS TABLE SELECT title FROM articles WHERE source = source_"),\n'
                '    "health": (',
            ),
        ),
        VIEWS + "seen = asked(\"FROM of_source('paper')\")\n",
        "CatalogException: Catalog Error: Table Function with name of_source does not exist!",
        ["title"],
    ),
    Change(
        "a figure of a source's night",
        (
            Edit(
                "pipelines/lake/schemas/health.py",
                '    ("imported", pa.bool_(), ',
                '    ("cut_off", pa.int32(), "Pages of which only the beginning was stored."),\n    ("imported", pa.bool_(), ',
            ),
            Edit(
                "pipelines/health/answers.py",
                '            "advertised": len(pages),\n',
                '            "advertised": len(pages),\n            "cut_off": sum(bool(row["truncated"]) for row in pages),\n',
            ),
        ),
        FIGURE,
        [None, False],
        [1, True],
    ),
    Change(
        "when a source's night is held back or warned of",
        (Edit("pipelines/health/checks/pages.py", "ONE_AUTHOR = 0.8", "ONE_AUTHOR = 0.6"),),
        CHECK,
        None,
        "8 of 12 (usually 8%) stories are signed by one and the same author",
    ),
    Change(
        "a step of a night",
        (
            Edit(
                "pipelines/nights.py",
                '        Step(\n            "source_health",',
                '        Step("word_counts", "pipelines.extract.step:extract_night", (Read("documents"),), ("word_counts",)),\n'
                '        Step(\n            "source_health",',
            ),
            Edit(
                "assets/corpus.py",
                "def dates(context",
                "def word_counts(context: AssetExecutionContext, corpus: Corpus) -> Made:\n"
                '    """Words of the night\'s documents."""\n'
                '    return materialized(context, corpus, "word_counts")\n\n\ndef dates(context',
            ),
            Edit(
                "assets/corpus.py",
                "    documents, source_health, clean",
                "    documents, word_counts, source_health, clean",
            ),
        ),
        """
from assets.corpus import corpus_assets
from pipelines.nights import STEPS

names = [key.to_user_string() for key in corpus_assets([]).keys]
seen = [list(STEPS)[2], "word_counts" in names]
""",
        ["source_health", False],
        ["word_counts", True],
    ),
    Change(
        "what makes page text harmless on a terminal, in CSV, JSON, Markdown or HTML",
        (Edit("pipelines/base/neutral.py", "\\u2066-\\u2069\\ud800", "\\u2066-\\u2069\\u2800\\ud800"),),
        """
from pipelines.base.neutral import harmless, in_csv

seen = [harmless("Storm\\u2800over"), in_csv("Storm\\u2800over")]
""",
        ["Storm\u2800over", "Storm\u2800over"],
        ["Storm\\u2800over", "Storm\\u2800over"],
    ),
    Change(
        "when two spellings are one word to the search",
        (
            Edit("pipelines/base/words/folding.py", '"æ": "ae", ', '"ƒ": "f", "æ": "ae", '),
            Edit("pipelines/ask/search/folder.py", "\nRULES = ", "\nRULES = 1000 + "),
        ),
        """
from pipelines.ask.search.folder import RULES
from pipelines.base.words.folding import folded

seen = [folded("ƒarm"), RULES > 1000]
""",
        ["ƒarm", False],
        ["farm", True],
    ),
    Change(
        "a language whose words are stemmed",
        (Edit("pipelines/base/words/stems.py", '"nn": "norwegian", ', '"nb": "norwegian", "nn": "norwegian", '),),
        """
from pipelines.base.words.stems import group, stem

seen = [group("nb"), stem("avisene", group("nb"))]
""",
        ["plain", None],
        ["nb", "avis"],
    ),
    Change(
        "a command",
        (
            Edit(
                "pipelines/cli/__init__.py",
                '    "sources": "Find',
                '    "count": "Count articles.",\n    "sources": "Find',
            ),
            Edit(
                "pipelines/cli/count.py",
                "",
                '"""`dateline count`."""\n\nimport click\n\n\n@click.command()\ndef command() -> None:\n'
                '    """Count articles."""\n    click.echo("none")\n',
            ),
        ),
        """
from click.testing import CliRunner
from pipelines.cli import COMMANDS, dateline

ran = CliRunner().invoke(dateline, ["--home", ".", "count"])
seen = ["count" in COMMANDS, ran.exit_code, ran.stdout]
""",
        [False, 2, ""],
        [True, 0, "none\n"],
    ),
    Change(
        "when the nightly schedule runs, another setting of the operation",
        (
            Edit(
                "assets/operations.py",
                '    name: str = "settings"\n',
                '    name: str = "settings"\n    desk: Annotated[str, Field(description="Who is on duty.")] = "night desk"\n',
            ),
        ),
        """
from assets.operations import Operations

seen = Operations.model_validate({"desk": "day desk"}).desk
""",
        "ValidationError: 1 validation error for Operations",
        "day desk",
    ),
)
