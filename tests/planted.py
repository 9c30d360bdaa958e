"""A folder of a user's whose files write down that they ran: a Scrapy project, a Dagster project, and modules of every name."""

from __future__ import annotations

import sys
from pathlib import Path

OURS = ("spiders", "assets")
"""Packages of ours; `pipelines` is a file, as Scrapy's template has it."""
TRACE = "with open({trace!r}, 'a') as trace:\n    trace.write({name!r} + '\\n')\nraise ImportError({name!r})\n"
THIRD_PARTY = (
    "click", "dagster", "dagster_webserver", "deltalake", "duckdb", "lxml", "numpy", "pandas", "pebble", "pyarrow", "pydantic",
    "ray", "rich", "ruamel", "scrapy", "tantivy", "tldextract", "trafilatura", "twisted", "warcio", "yaml",
)  # fmt: skip
FILES = {
    "scrapy.cfg": "[settings]\ndefault = theirs.settings\n",
    "pyproject.toml": '[tool.dagster]\nmodule_name = "theirs.definitions"\n\n[tool.dg]\ndirectory_type = "project"\n',
    "workspace.yaml": "load_from:\n  - python_module: theirs.definitions\n",
    "dagster.yaml": "no_such_setting: true\n",
    ".env": "DATELINE_HOME=/nowhere\nDAGSTER_HOME=/nowhere\n",
}


def plant(folder: Path, *, but: frozenset[str] = frozenset()) -> Path:
    """Fill a folder; returns the file that names each module of it that ran. Modules in `but` are left out."""
    trace = folder / "ran"
    for name, text in FILES.items():
        (folder / name).write_text(text)
    modules = {f"{name}.py" for name in {*sys.stdlib_module_names, *THIRD_PARTY, "pipelines", "sitecustomize"} - but}
    packages = {f"{name}/{part}.py" for name in OURS for part in ("__init__", "sources", "crawl", "ui", "definitions")}
    for path in modules | packages | {f"theirs/{part}.py" for part in ("__init__", "settings", "definitions")}:
        (folder / path).parent.mkdir(exist_ok=True)
        (folder / path).write_text(TRACE.format(trace=str(trace), name=path))
    return trace
