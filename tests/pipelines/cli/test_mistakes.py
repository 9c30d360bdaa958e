# ruff: noqa: E501 -- a mistake and its line are read best side by side
"""Natural mistakes on the command line: each is one line that says what is right, exit status 2, and nothing is made.

The command line runs in this process; the programs that it starts are forked from a warm one.
"""

import sys
from pathlib import Path

import pytest

from pipelines.base.processes.endings import ending
from pipelines.cli import _run
from pipelines.corpus.publish.views import write_views
from pipelines.lake.home import Home
from pipelines.lake.layout import stamp

MORE = "; 'dateline {0} --help' says more"
PAPER = "title: 1984\nurl: paper.example\ndelay_seconds: soon\nlangauge: en\n"
MISTAKES = [
    # the command and its options
    ("demoo", "No such command 'demoo'. Did you mean 'demo'?; 'dateline --help' says more"),
    ("help", "No such command 'help'. Did you mean '--help'?; 'dateline --help' says more"),
    ("-v", "no option -v; 'dateline --help' says more"),
    ("sources ad https://paper.example", "No such command 'ad'. Did you mean 'add'?" + MORE.format("sources")),
    ("import csv texts.csv", "No such command 'csv'. Commands are files, table, urls, warc, wayback" + MORE.format("import")),
    ("sql --fromat csv x", "no option --fromat: did you mean --format?" + MORE.format("sql")),
    ("sql --hom news x", "no option --hom: did you mean --home?" + MORE.format("sql")),
    ("sql x --format excel", "--format excel: write one of 'table', 'csv', 'json', 'jsonl', 'markdown', 'parquet', 'arrow'" + MORE.format("sql")),
    ("build --engine spark", "--engine spark: write one of 'local', 'ray'" + MORE.format("build")),
    ("crawl --parallel 0", "--parallel 0: write a number from 1 to 64" + MORE.format("crawl")),
    ("ui --port http", "--port http: write a number" + MORE.format("ui")),
    ("crawl --night tomorrow", "tomorrow is no day: write it as YYYY-MM-DD" + MORE.format("crawl")),
    ("build --night 2026-13-01", "2026-13-01 is no day: write it as YYYY-MM-DD" + MORE.format("build")),
    ("report yesterday", "yesterday is no day: write it as YYYY-MM-DD" + MORE.format("report")),
    ("export", "NAME is missing" + MORE.format("export")),
    ("sources add", "name a URL, or a list: --from FILE" + MORE.format("sources add")),
    ("duplicates {home}/page.html", "--output is missing" + MORE.format("duplicates")),
    ("import table {home}/page.html", "--name is missing" + MORE.format("import table")),
    ("import warc missing.warc", "missing.warc does not exist: check the name" + MORE.format("import warc")),
    ("dates", "give an ARTICLE, or --sources" + MORE.format("dates")),
    ("report --open", "no option --open" + MORE.format("report")),
    ("search harbour --limit", "--limit needs a value"),
    ("crawl paper", "too many words: paper: did you mean --source paper?" + MORE.format("crawl")),
    ("build 2026-02-02", "too many words: 2026-02-02: did you mean --night 2026-02-02?" + MORE.format("build")),
    ("doctor please now", "too many words: please now" + MORE.format("doctor")),
    ("duplicates {home}/page.html -o nofolder/x.jsonl",
     "nofolder/x.jsonl: there is no folder nofolder; make it, or name another file" + MORE.format("duplicates")),
    ("extract {home}/page.html -o nofolder/x.json",
     "nofolder/x.json: there is no folder nofolder; make it, or name another file" + MORE.format("extract")),
    ("sql x -o nofolder/x.csv", "nofolder/x.csv: there is no folder nofolder; make it, or name another file" + MORE.format("sql")),
    ("duplicates {home}/page.html -o {home}", "{home} is a folder: name a file" + MORE.format("duplicates")),
    # queries
    ("sql --schema artcles", "no table or macro artcles; did you mean articles?"),
    ("sql --schema nothing", "no table or macro nothing; 'dateline sql --schema' shows all"),
    ("sql SELECT title FROM articles", "too many words: title FROM articles: write the query in quotes" + MORE.format("sql")),
    ("sql {home}/page.html", "{home}/page.html is a file: 'dateline sql - < {home}/page.html' runs the query in it" + MORE.format("sql")),
    ("sql articles", 'SQL: Parser Error: syntax error at or near "articles"; a query begins with SELECT or FROM, such as FROM articles'),
    # the home
    ("sql x --home", "--home needs a folder: --home DIR, before or behind the command"),
    ("sql x --home {home}/nowhere", "no home at {home}/nowhere: 'dateline init {home}/nowhere' makes an empty corpus there"),
    ("--home {home}/source nights", "no home at {home}/source; did you mean {home}/sources?"),
    ("ui --home {home}/nowhere", "no home at {home}/nowhere: 'dateline init {home}/nowhere' makes an empty corpus there"),
    ("init {home}/page.html", "{home}/page.html is a file: name a folder" + MORE.format("init")),
    ("init {home}", "{home} is a corpus already (sources/paper.yaml exists): nothing was written; choose another folder"),
    ("nights --home {home}/page.html", "{home}/page.html is a file: name a folder; 'dateline --help' says more"),
    # pages
    ("extract missing.html", "missing.html: cannot be read: No such file or directory"),
    ("extract missing.jsonl", "cannot read missing.jsonl: No such file or directory"),
    ("extract {home}", "{home} is a folder: name its pages, such as {home}/*.html"),
    ("extract {home}/report.pdf", "{home}/report.pdf: no article can be read from it: starts with b'%PDF'"),
    ("extract news.warc.gz", "news.warc.gz is an archive of many pages: 'dateline import warc news.warc.gz' reads it"),
    ("extract {home}/page.html --url paper.example", "--url paper.example: not an absolute http(s) URL; write it with https://"),
    ("extract {home}/page.html --fetched-at now", "--fetched-at must be an ISO 8601 time, found 'now'" + MORE.format("extract")),
    ("extract {home}/page.html --private", "--contact and --private are for a URL, which is fetched" + MORE.format("extract")),
    ("extract https://a.example/1 https://a.example/2",
     "give one URL at a time; 'dateline import urls' and 'dateline crawl' fetch many" + MORE.format("extract")),
    ("extract paper.example/story", "paper.example/story: cannot be read: No such file or directory; a web address begins with "
     "https://: https://paper.example/story"),
    ("try {home}", "{home} is a folder: name a page" + MORE.format("try")),
    ("try --file missing.html", "missing.html: cannot be read: No such file or directory"),
    ("try ftp://paper.example/", "'ftp://paper.example/' is not an absolute http(s) URL; write it with https://"),
    # sources and crawls
    ("sources add paper", "https://paper/ is no address on the public internet; write one such as https://paper.example/, "
     "or say --private if a machine or network of yours is meant"),
    ("sources add a.example b.example --name a", "--name is for one URL" + MORE.format("sources add")),
    ("sources add a.example --group North", "--group North: write lower-case letters, digits and underscores" + MORE.format("sources add")),
    ("sources add {home}/report.pdf", "{home}/report.pdf is a file: --from {home}/report.pdf" + MORE.format("sources add")),
    ("sources add --from missing.opml", "missing.opml does not exist: check the name" + MORE.format("sources add")),
    ("sources add --from {home}/report.pdf", "{home}/report.pdf: not text; save it as OPML, CSV or text"),
    ("sources add --from-catalogue spiegl", "spiegl is not in the catalogue (did you mean spiegel?)"),
    ("sources find", "WORDS... is missing" + MORE.format("sources find")),
    ("crawl --source papr", "unknown source: papr (did you mean paper?)"),
    ("crawl", "{home}/sources/paper.yaml:1: title: 1984 is not text; write it in quotes: '1984' | line 2: url: 'paper.example' is not an "
     "absolute http(s) URL; write it with https:// | line 3: delay_seconds: 'soon' is not a number; write a number, such as 1.0 | "
     "line 4: langauge: no such setting; did you mean language?"),
    ("crawl --source papr,paper", "unknown source: papr (did you mean paper?)"),
    ("import urls https://paper.example/sitemap.xml",
     "https://paper.example/sitemap.xml is an address: download it, and name the file" + MORE.format("import urls")),
    ("import wayback paper.example --from 2019-13",
     "--from 2019-13: write a year, month or day: 2019, 201911, 20191103" + MORE.format("import wayback")),
    # the corpus
    ("build", "no crawled night under {home} yet: run 'dateline crawl', then 'dateline build'"),
    ("report", "no night in {home}: run 'dateline crawl', then 'dateline build'"),
    ("search harbour", "the search index of {home} does not exist yet: run 'dateline crawl', then 'dateline build'"),
    ("show https://paper.example/bridge", "no corpus at {home} yet: run 'dateline crawl', then 'dateline build'"),
    ("export training", "unknown export: training (no recipe in {home}/exports yet; 'dateline exports new training' writes one)"),
    ("exports new My-Set", "'My-Set' is no name of a recipe: write lower-case letters, digits and underscores"),
    ("verify trainin", "no dataset at trainin: give the folder that has manifest.json"),
    ("release paper", "which night of paper? 'dateline release paper NIGHT'; without arguments it lists them"),
    ("takedown https://paper.example/bridge", "give --reason: the log must say why" + MORE.format("takedown")),
    ("verify {home}/sources", "no dataset at {home}/sources: give the folder that has manifest.json"),
    ("init /proc/news", "no folder can be made here: choose another folder (/proc/news)"),
    ("restore {home}/backups", "{home}/backups holds no backups: 'dateline backup {home}/backups' makes one"),
]  # fmt: skip


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with a wrong source file, a page, and views over no table."""
    root = tmp_path_factory.mktemp("home")
    (root / "sources").mkdir()
    (root / "sources" / "paper.yaml").write_text(PAPER)
    (root / "page.html").write_text("<title>Bridge opens</title><p>The mayor opened the bridge on Monday.</p>")
    (root / "report.pdf").write_bytes(b"%PDF-1.7 \x00\x01\x02" * 40)
    write_views(Home.at(root))
    stamp(root)
    return root


@pytest.mark.parametrize(("words", "line"), MISTAKES, ids=[words for words, _ in MISTAKES])
def test_a_mistake_is_one_line_that_says_what_is_right(
    words: str, line: str, home: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DATELINE_HOME", str(home))
    monkeypatch.chdir(home)
    monkeypatch.setattr(sys, "argv", ["dateline", *(word.replace("{home}", str(home)) for word in words.split())])
    before = sorted(home.rglob("*"))
    status = ending(_run)
    out, err = capfd.readouterr()
    assert (err, out) == (f"dateline: {line.replace('{home}', str(home))}\n", "")
    assert status == 2
    assert sorted(home.rglob("*")) == before


def test_there_are_forty_of_them() -> None:
    assert len(dict(MISTAKES)) == len(MISTAKES) >= 40
