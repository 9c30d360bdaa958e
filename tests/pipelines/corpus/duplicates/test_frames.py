"""Stories in the header and footer of their site, in a file that nobody has cleaned: what they share there makes no copies."""

import json
import random
from collections import defaultdict
from pathlib import Path

import pytest

from pipelines.corpus.duplicates.files import cluster_file

WORDS = [
    f"{a}{b}"
    for a in ("ba", "do", "ke", "li", "mu", "ra", "so", "ti", "vu", "ze")
    for b in ("n", "rd", "st", "lk", "m")
]
HEADER = "\n\n".join(
    f"{name}: news, sport and weather of the {name.lower()}, read every day by those who live there and by those who left"
    for name in ("Harbour", "Market", "Valley", "East bank", "Old town", "Mill road")
)
FOOTER = "All rights of the Saltmarsh Courier. What we print may be told on, but not printed again unless we said so in writing."


def prose(seed: str, words: int) -> str:
    stream = random.Random(seed)
    said = [stream.choice(WORDS) + stream.choice(WORDS) for _ in range(words)]
    return ". ".join(" ".join(said[n : n + 12]) for n in range(0, words, 12))


def clusters(folder: Path, texts: dict[str, str]) -> list[set[str]]:
    """The clusters of more than one."""
    given, out = folder / "in.jsonl", folder / "out.jsonl"
    given.write_text("".join(json.dumps({"id": i, "text": t}) + "\n" for i, t in texts.items()), encoding="utf-8")
    cluster_file(given, out)
    found: dict[str, set[str]] = defaultdict(set)
    for row in map(json.loads, out.read_text(encoding="utf-8").splitlines()):
        found[row["cluster_id"]].add(row["id"])
    return [members for members in found.values() if len(members) > 1]


FRAMES = {
    "a header": "{header}\n\n{story}",
    "a header with the day in it": "Today is {day}. {header} Seen at {day}:30.\n\n{story}",
    "a footer": "{story}\n\n{footer} {footer2}",
    "both, and no line between": "{header} {story} {footer}",
}


@pytest.mark.parametrize("frame", FRAMES)
def test_strangers_in_one_frame_are_no_copies_and_copies_in_it_are(tmp_path: Path, frame: str) -> None:
    stories = {f"s{n}": prose(f"{n}", 36) for n in range(8)}
    stories["copy of s3"] = stories["s3"]
    stories["s3, one word changed"] = stories["s3"].replace(stories["s3"].split()[-1], "harbour")
    texts = {
        name: FRAMES[frame].format(header=HEADER, story=story, footer=FOOTER, footer2=HEADER, day=f"{n} May {n}")
        for (name, story), n in zip(stories.items(), (*range(8), 3, 3), strict=True)
    }
    assert clusters(tmp_path, texts) == [{"s3", "copy of s3", "s3, one word changed"}]


def test_copies_stay_together_whatever_their_papers_changed(tmp_path: Path) -> None:
    wire = [prose(f"wire {n}", 24) for n in range(12)]
    texts = {f"as it came {n}": "\n\n".join(wire) for n in range(2)}
    for n in range(12):  # each paper writes another paragraph anew
        texts[f"edited {n}"] = "\n\n".join([*wire[:n], prose(f"own {n}", 24), *wire[n + 1 :]])
    assert clusters(tmp_path, texts) == [set(texts)]


def test_few_texts_with_one_beginning_are_told_apart_by_nobody(tmp_path: Path) -> None:
    texts = {f"s{n}": f"{HEADER}\n\n{prose(str(n), 24)}" for n in range(3)}
    assert clusters(tmp_path, texts) == [set(texts)]
