"""The examples in the docstrings of the public package run over the small corpus."""

import doctest
import re
from dataclasses import fields
from importlib import import_module
from pathlib import Path

import pytest

PAGE = Path(__file__).parents[2] / "docs" / "python.md"
EXAMPLES = {"dateline": 1, "dateline.corpus": 7, "dateline.extraction": 4}


@pytest.mark.parametrize("name", EXAMPLES)
def test_examples_of_docstrings_run(name: str, news: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(news.parent)
    module = import_module(name)
    found = [test for test in doctest.DocTestFinder().find(module, name) if test.examples]
    runner = doctest.DocTestRunner()
    for test in found:
        runner.run(test)
    assert runner.failures == 0
    assert len(found) >= EXAMPLES[name]


def test_examples_of_the_page_run(news: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(news.parent)
    failed, tried = doctest.testfile(str(PAGE), module_relative=False, encoding="utf-8")
    assert failed == 0
    assert tried >= 10


def test_the_page_names_everything_that_is_public() -> None:
    package = import_module("dateline")
    text = PAGE.read_text(encoding="utf-8")
    of_classes = [
        name
        for each in (package.Corpus, package.Result, package.Evidence, package.Crawled)
        for name in vars(each)
        if not name.startswith("_")
    ]
    named = (*package.__all__, *of_classes, "as_dict", "evidence", "explain", *package.errors.__all__)
    assert [name for name in named if not re.search(rf"`[^`]*\b{name}\b", text)] == []


def test_the_tables_explain_every_field_of_a_record() -> None:
    package = import_module("dateline")
    text = PAGE.read_text(encoding="utf-8") + PAGE.with_name("tables.md").read_text(encoding="utf-8")
    assert [each.name for each in fields(package.Extraction) if f"`{each.name}`" not in text] == []
