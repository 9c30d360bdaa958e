"""The source files of the demo papers, for whatever ports they are served on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from spiders.demo_web.paper import PAPERS, paper
from spiders.demo_web.ports import HOST

COMMENT = "# Part of the demo news web: `python -m spiders.demo_web` serves it on this machine."
EVERY_PAPER = ("delay_seconds: 0", "nightly: false", "allow_private_addresses: true")


def needs_browser(name: str) -> bool:
    """True for a paper whose pages only scripts draw."""
    return "render" in paper(name).source


def write_sources(folder: Path, ports: Mapping[str, int], names: Iterable[str] = PAPERS) -> list[Path]:
    """Write the source files of these papers, and return their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    written = {folder / f"{name}.yaml": source_text(name, ports[name]) for name in names}
    for path, text in written.items():
        path.write_text(text, encoding="utf-8")
    return list(written)


def source_text(name: str, port: int) -> str:
    """One source file: the table `source` of the paper, and what holds for every paper of the demo."""
    base = f"http://{HOST}:{port}"
    title, *settings = [f"{key}: {_in_yaml(value, base)}" for key, value in paper(name).source.items()]
    lines = [f"# {paper(name).about}", COMMENT, title, f"url: {base}/", *settings, *EVERY_PAPER]
    return "\n".join(lines) + "\n"


def _in_yaml(value: object, base: str) -> str:
    """A setting; one that is a table on one line."""
    if not isinstance(value, dict):
        return str(value)
    return "{ " + ", ".join(f"{key}: {said.replace('{base}', base)}" for key, said in value.items()) + " }"


def reader() -> dict[str, str]:
    """The environment variables that the source files name, with what the papers' logins take."""
    doors = (paper(name).data.get("door", {}) for name in PAPERS)
    return {variable: value for door in doors for variable, value in door.get("reader", {}).items()}
