"""Corpus: questions to the corpus in a home, as the commands `sql`, `search`, `show`, `dates` and `export` answer them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from dateline.result import Result
from pipelines.base.errors import InputError
from pipelines.lake.home import Home

if TYPE_CHECKING:
    from pipelines.ask.search.searcher import Found
    from pipelines.ask.show.dossier import Dossier
    from pipelines.give.export.dataset import Dataset


class Corpus:
    """The corpus in one home. It only reads, except `export`, and may be used from several threads.

    `home` is the folder [default: $DATELINE_HOME, or `data` in the working directory]. Raises InputError if there is no corpus.

    >>> corpus = Corpus("news")
    >>> corpus.sql("SELECT title, published FROM articles ORDER BY published").arrow().to_pylist()[0]
    {'title': 'Bridge opens', 'published': '2026-02-01'}
    """

    def __init__(self, home: str | Path | None = None) -> None:
        from pipelines.lake.layout import LAYOUT, layout_of

        self._home = Home.at(home)
        self._home.require_corpus()
        if (layout_of(self._home.root) or LAYOUT) < LAYOUT:
            raise InputError(
                f"{self.home} was written by an older Dateline: 'dateline --home {self.home} nights' brings it up to date"
            )

    @property
    def home(self) -> Path:
        """The folder of the corpus."""
        return self._home.root

    def __repr__(self) -> str:
        return f"Corpus({str(self.home)!r})"

    def sql(
        self,
        query: str,
        *,
        limit: int | None = None,
        timeout: float | None = None,
        memory: str | None = None,
        threads: int | None = None,
    ) -> Result:
        """The rows of a DuckDB query, at most `limit`.

        As `dateline sql`, it runs in a process that cannot write, cannot read outside the corpus, and ends after `timeout`
        seconds [60] or if it needs more than `memory` ["4GB", or half of the machine's]. Raises InputError with the fault.

        >>> corpus = Corpus("news")
        >>> [row["source"] for row in corpus.sql("SELECT DISTINCT source FROM articles ORDER BY source")]
        ['digest', 'paper']
        """
        from pipelines.ask.sql.limits import limits
        from pipelines.ask.sql.process import rows_apart

        with rows_apart(self._home, query, limits(timeout, memory, threads), wanted=limit) as rows:
            return Result(rows.table())

    def search(
        self,
        words: str = "",
        *,
        source: str | Sequence[str] = (),
        language: str | Sequence[str] = (),
        kind: str | Sequence[str] = (),
        author: str | None = None,
        section: str | None = None,
        since: str | date | None = None,
        until: str | date | None = None,
        origins: bool = False,
        limit: int = 10,
        page: int = 1,
    ) -> Found:
        """A page of the articles with these words, best first: `.hits`, and `.total` for all. docs/search.md has the language.

        `since` and `until` are days, months or years of publication; an undated article is found by the days between which it
        must have appeared. `origins`: only the first article of each cluster of near-duplicates.

        >>> found = Corpus("news").search("bridge", source="paper")
        >>> found.total, found.hits[0].url
        (1, 'https://paper.example/bridge')
        """
        from pipelines.ask.search.asking import asked
        from pipelines.ask.search.searcher import searching

        conditions = {
            "source": _each(source), "language": _each(language), "kind": _each(kind), "author": (author,), "section": (section,),
            "role": ("origin",) if origins else (), "from": (_day(since),), "to": (_day(until),),
        }  # fmt: skip
        with searching(self._home) as searcher:
            return searcher.find(asked([words], conditions), limit=limit, page=page)

    def article(self, article: str) -> Dossier:
        """Everything about one article, by its id, the start of its id, or its URL.

        >>> found = Corpus("news").article("https://paper.example/bridge")
        >>> found.article["authors"], len(found.revisions), [copy["source"] for copy in found.copies]
        (['Ann Lee'], 2, ['digest'])
        """
        from pipelines.ask.show.dossier import dossier
        from pipelines.lake.article_lookup import article_of

        return dossier(self._home, article_of(self._home, article))

    def history(self, article: str) -> Result:
        """The texts and dates that an article has had, night by night.

        >>> [(row["what"], row["change"]) for row in Corpus("news").history("https://paper.example/bridge")]
        [('text', 'first'), ('text', 'update')]
        """
        return self._of_article("history", article)

    def event(self, article: str) -> Result:
        """The articles that report the same event as an article, earliest first: a row each, none if it is alone.

        >>> len(Corpus("news").event("https://paper.example/bridge"))
        0
        """
        return self._of_article("coverage", article)

    def explain(self, article: str) -> str:
        """Why an article has its date: each candidate, its place, the verdict and the reason, as `dateline dates` prints it."""
        from io import StringIO

        from rich.console import Console

        from pipelines.ask.dates.evidence_table import explain

        text = StringIO()
        Console(file=text, width=120, color_system=None).print(explain(self._home, article))
        return text.getvalue()

    def as_of(self, night: str | date) -> Result:
        r"""The text that each article had at the end of a night.

        >>> [row["text"] for row in Corpus("news").as_of("2026-02-02")]
        ['The mayor opened the bridge on Monday.\n\nThe bridge cost two million.']
        """
        return self.sql(f"FROM as_of(DATE {_literal(_night(night))})")

    def export(self, name: str, *, dry_run: bool = False) -> Dataset:
        """Write the dataset of the recipe exports/NAME.yaml in the home; `dry_run` only counts its rows."""
        from pipelines.give.export.dataset import export_dataset, plan_dataset
        from pipelines.give.export.recipe import load_recipe

        return (plan_dataset if dry_run else export_dataset)(self._home, load_recipe(self._home, name))

    def _of_article(self, macro: str, article: str) -> Result:
        from pipelines.lake.article_lookup import article_of

        return self.sql(f"FROM {macro}({_literal(article_of(self._home, article))})")


def _each(values: str | Sequence[str]) -> Sequence[str]:
    return (values,) if isinstance(values, str) else values


def _day(value: str | date | None) -> str | None:
    return value.isoformat() if isinstance(value, date) else value


def _night(value: str | date) -> str:
    text = value.isoformat() if isinstance(value, date) else value
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError as error:
        raise InputError(f"{text!r} is no night: write it as YYYY-MM-DD") from error


def _literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
