"""The pages that people read, and what stands in them: links, headings, commands, SQL."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pipelines.cli import COMMANDS

ROOT = Path(__file__).parents[2]
FENCE = re.compile(r"^( *)```(\w*)\n(.*?)^ *```$", re.MULTILINE | re.DOTALL)
INLINE = re.compile(r"`([^`\n]+)`")
INDENTED = re.compile(r"^ {4}(?:\.venv/bin/)?(dateline .*)$", re.MULTILINE)
COMMENT = re.compile(r"\s+# .*$")
LINK = re.compile(r"!?\[[^\]]*\]\(([^()\s]+)\)")
HEADING = re.compile(r"^#{1,6} +(.+?) *$", re.MULTILINE)
NO_SLUG = re.compile(r"[^\w\- ]")


@dataclass(frozen=True)
class Page:
    """A page of Markdown: its path from the root, and its text."""

    name: str
    text: str

    @property
    def prose(self) -> str:
        """The text without code."""
        return INLINE.sub("", FENCE.sub("", self.text))

    @property
    def links(self) -> list[str]:
        """Where it links to within the repository, as written."""
        return [target for target in LINK.findall(self.prose) if not re.match(r"[a-z]+:", target)]

    @property
    def anchors(self) -> set[str]:
        """Its headings as addresses: `## Who copies whom?` → `who-copies-whom`."""
        headings = HEADING.findall(FENCE.sub("", self.text))
        return {NO_SLUG.sub("", heading.replace("`", "")).lower().replace(" ", "-") for heading in headings}

    @property
    def commands(self) -> list[list[str]]:
        """The words of every `dateline …` in it: lines of indented code, and code amid the text, also `build --renew`."""
        lines = [COMMENT.sub("", line) for line in INDENTED.findall(self.text)]
        amid = INLINE.findall(FENCE.sub("", self.text))
        short = [f"dateline {code}" for code in amid if code.split()[0] in COMMANDS and " --" in code]
        whole = [code for code in amid if code.startswith("dateline ")]
        return [shlex.split(line) for line in (*lines, *whole, *short)]

    @property
    def queries(self) -> Iterator[tuple[str, str]]:
        """Its SQL, each query with the heading above it: blocks, and what `dateline sql "…"` asks."""
        for section in re.split(r"^(?=#{1,6} )", self.text, flags=re.MULTILINE):
            heading = (HEADING.search(section) or ["", ""])[1]
            blocks = [block for _, language, block in FENCE.findall(section) if language == "sql"]
            asked = [words[2] for words in Page("", section).commands if words[1] == "sql" and len(words) > 2]
            yield from ((heading, query) for query in (*blocks, *asked) if re.match(r"ATTACH|SELECT|FROM", query))


def pages() -> list[Page]:
    """README, CONTRIBUTING, CHANGELOG and everything in docs/."""
    files = [
        ROOT / "README.md",
        ROOT / "CONTRIBUTING.md",
        ROOT / "CHANGELOG.md",
        *sorted((ROOT / "docs").rglob("*.md")),
    ]
    return [Page(str(file.relative_to(ROOT)), file.read_text(encoding="utf-8")) for file in files]
