"""What all static site generators have in common: content and settings are written, the generator runs, its files are served."""

from __future__ import annotations

import filecmp
import json
import shutil
from abc import ABC, abstractmethod
from collections.abc import Sequence
from contextlib import AbstractContextManager
from pathlib import Path

from tests.zoo.serving import serve_folder
from tests.zoo.site import Site
from tests.zoo.stories import Story
from tests.zoo.tools import Tools, UnavailableError
from tests.zoo.traffic import Traffic

PATHS, MOVES = "paths.json", "moves.json"


class StaticSystem(ABC):
    """A generator. Subclasses say how to write a site's `source` and how to make `made` of it, and where stories stand."""

    sites: Sequence[Site] = ()

    @abstractmethod
    def install(self, tools: Tools) -> None:
        """Install the generator. Raises UnavailableError."""

    @abstractmethod
    def write(self, site: Site, source: Path, tools: Tools, stories: Sequence[Story]) -> None:
        """Write settings and content."""

    @abstractmethod
    def generate(self, site: Site, source: Path, made: Path, tools: Tools) -> None:
        """Run the generator."""

    @abstractmethod
    def path(self, site: Site, story: Story) -> str:
        """The path of a story's page."""

    def publish(self, site: Site, folder: Path, tools: Tools, stories: Sequence[Story], night: int) -> dict[str, str]:
        """Make the site of a night; files whose bytes did not change keep their time, as after a deployment by rsync."""
        source, made = folder / "source", folder / "made"
        for old in (source, made):
            shutil.rmtree(old, ignore_errors=True)
        source.mkdir(parents=True)
        self.write(site, source, tools, stories)
        self.generate(site, source, made, tools)
        _deploy(made, folder / "public")
        paths = {story.key: self.path(site, story) for story in stories}
        missing = [path for path in paths.values() if not _file(folder / "public", path).is_file()]
        if missing:
            raise UnavailableError(f"{len(missing)} stories have no page, the first at {missing[0]}")
        self._note_moves(folder, stories, paths)
        return paths

    def serve(self, site: Site, folder: Path, tools: Tools) -> AbstractContextManager[Traffic]:
        """Serve what was made."""
        return serve_folder(folder / "public", site.port, json.loads((folder / MOVES).read_text()))

    @staticmethod
    def _note_moves(folder: Path, stories: Sequence[Story], paths: dict[str, str]) -> None:
        """Write the former addresses that redirect, as a paper's web server is told of them."""
        before = folder / PATHS
        former = json.loads(before.read_text()) if before.exists() else {}
        moves = {former[one.key]: paths[one.key] for one in stories if one.redirects and one.key in former}
        (folder / MOVES).write_text(json.dumps(moves))
        before.write_text(json.dumps(paths))


def _file(public: Path, path: str) -> Path:
    return public / path.lstrip("/") / "index.html" if path.endswith("/") else public / path.lstrip("/")


def _deploy(made: Path, public: Path) -> None:
    for file in (file for file in made.rglob("*") if file.is_file()):
        target = public / file.relative_to(made)
        if not target.exists() or not filecmp.cmp(file, target, shallow=False):
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(file, target)
    for old in [
        file for file in public.rglob("*") if file.is_file() and not (made / file.relative_to(public)).exists()
    ]:
        old.unlink()
