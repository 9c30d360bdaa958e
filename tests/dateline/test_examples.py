"""The examples in the docstrings of the public package run over the small corpus."""

import doctest
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
    public = [name for name in package.__all__ if name not in ("Crawled", "Evidence", "Extraction", "Result")]
    methods = [name for name in vars(package.Corpus) if not name.startswith("_") and name != "home"]
    assert [name for name in (*public, *methods, *package.errors.__all__) if name not in text] == []
