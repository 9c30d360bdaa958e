"""The home of a corpus on disk: one folder, `data/` by default, with a fixed layout.

- `sources/*.yaml`: source files (committed)
- `archive/source=…/night=…/*.warc.gz`: every byte received; everything else is derived from it
- `archive/taken_down/`: the log of takedowns
- `frontier/<source>.sqlite`: the crawl's memory
- `lake/<table>/`: Delta tables
- `index/`: bands of near-duplicates and other indexes that can be rebuilt
- `corpus.duckdb`: views over the lake
- `exports/*.yaml`: recipes of datasets (committed)
- `layout.json`: the version of this layout (`pipelines.lake.layout`)
- `released.yaml`: held-back nights of sources that were released (committed)
- `datasets/<name>/`: the datasets made by the recipes
- `dagster/`: DAGSTER_HOME
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from pipelines.base.errors import InputError
from pipelines.lake.layout import require_known
from pipelines.lake.store.address import is_address

ENVIRONMENT_VARIABLE = "DATELINE_HOME"


@dataclass(frozen=True, slots=True)
class Home:
    """The folder of one corpus. `root` is absolute; nothing is created until something is written."""

    root: Path

    @classmethod
    def at(cls, root: Path | str | None = None) -> Home:
        """The home in `root`, or in the default folder (`home_root`); every process opens its home here.

        Raises InputError for a URL, and for a home that a newer Dateline wrote.
        """
        folder = home_root(root)
        require_known(folder)
        return cls(folder)

    @property
    def sources(self) -> Path:
        """Folder of source files, one YAML file for each source."""
        return self.root / "sources"

    @property
    def archive(self) -> Path:
        """Folder of WARC files."""
        return self.root / "archive"

    @property
    def frontier(self) -> Path:
        """Folder of the crawl's memory, one SQLite file for each source."""
        return self.root / "frontier"

    @property
    def lake(self) -> Path:
        """Folder of the Delta tables."""
        return self.root / "lake"

    @property
    def index(self) -> Path:
        """Folder of rebuildable indexes."""
        return self.root / "index"

    @property
    def corpus(self) -> Path:
        """The DuckDB file with views, macros and comments."""
        return self.root / "corpus.duckdb"

    def require_corpus(self) -> None:
        """Raise InputError if there is no corpus yet, or if its file is missing."""
        if self.corpus.exists():
            return
        if (self.lake / "articles").is_dir():
            raise InputError(f"no corpus at {self.corpus}: 'dateline doctor --repair' writes it over the tables")
        raise InputError(f"no corpus at {self.corpus} yet: {self.next_step}")

    @property
    def next_step(self) -> str:
        """The commands that a home without a corpus needs next."""
        if any(self.archive.glob("source=*/night=*/fetches.parquet")):
            return "run 'dateline build'"
        if any(self.archive.glob("source=*/night=*")):
            return "the first one was interrupted: run 'dateline crawl' to go on with it, then 'dateline build'"
        if any(self.sources.glob("*.yaml")):
            return "run 'dateline crawl', then 'dateline build'"
        return "run 'dateline sources add URL' for a paper of yours, or 'dateline demo'"

    @property
    def recipes(self) -> Path:
        """Folder of export recipes, one YAML file for each recipe."""
        return self.root / "exports"

    @property
    def datasets(self) -> Path:
        """Folder of exported datasets."""
        return self.root / "datasets"

    @property
    def reports(self) -> Path:
        """Folder of nightly reports."""
        return self.root / "reports"

    @property
    def dagster(self) -> Path:
        """DAGSTER_HOME."""
        return self.root / "dagster"


def home_root(root: Path | str | None = None) -> Path:
    """The absolute path of `root`, otherwise of $DATELINE_HOME, otherwise of `data` in the working directory.

    Raises InputError for a URL.
    """
    chosen = root or os.environ.get(ENVIRONMENT_VARIABLE) or "data"
    if is_address(str(chosen)):
        raise InputError(f"{chosen} is a home in an object store: 'dateline --home {chosen} COMMAND' works on it")
    return Path(chosen).absolute()


def is_writable(folder: Path) -> bool:
    """True if this process may write in a folder and its disk is mounted for writing."""
    return os.access(folder, os.W_OK) and not os.statvfs(folder).f_flag & os.ST_RDONLY
