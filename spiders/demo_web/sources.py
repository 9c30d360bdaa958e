"""The source files of the demo papers, for whatever ports they are served on."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from spiders.demo_web.paper import PAPERS, paper
from spiders.demo_web.ports import HOST

COMMENT = "# Part of the demo news web: `python -m spiders.demo_web` serves it on this machine."
EVERY_PAPER = ("delay_seconds: 0", "nightly: false", "allow_private_addresses: true")


def write_sources(folder: Path, ports: Mapping[str, int]) -> list[Path]:
    """Write the source files, one a paper, and return their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    written = {folder / f"{name}.yaml": source_text(name, ports[name]) for name in PAPERS}
    for path, text in written.items():
        path.write_text(text, encoding="utf-8")
    return list(written)


def source_text(name: str, port: int) -> str:
    """One source file: the table `source` of the paper, and what holds for every paper of the demo."""
    title, *settings = [f"{key}: {value}" for key, value in paper(name).source.items()]
    lines = [f"# {paper(name).about}", COMMENT, title, f"url: http://{HOST}:{port}/", *settings, *EVERY_PAPER]
    return "\n".join(lines) + "\n"
