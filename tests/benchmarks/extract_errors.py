"""Which titles and authors are wrong, by class: `extract_errors.py ROOT [SET…]`, ROOT the evaluation pages.

Titles: for each pattern of agreement between the places of a page (equal letters say the same, `-` says nothing), how often
the truth stands where, and how often ours is right. Authors: the score on all of the truth, and on its people alone, that is
without the names that are printed as outlets, desks, agencies or initials: those our own rules say no person has.
"""

from __future__ import annotations

import argparse
import gzip
import importlib.util
import json
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

from pipelines.base.errors import PageDropped
from pipelines.extract.headline.headline import Offer, headline, offers, without_sites
from pipelines.extract.headline.site_names import is_site, site_names
from pipelines.extract.people.declared import own_sites
from pipelines.extract.people.people import authors
from pipelines.extract.people.signatures import NOT_A_NAME, is_name, is_pen_name
from pipelines.lexicon.agencies import agency
from pipelines.lexicon.wording import fold
from pipelines.page.page import Page

PLACES = ("h1", "jsonld", "og", "twitter", "title")


def main(root: Path, wanted: list[str]) -> None:
    """Print the tables of every set that has titles or authors."""
    judge = scorer(root)
    for folder in sorted((root / "sets").iterdir()):
        if (not wanted or folder.name in wanted) and (folder / "truth.jsonl").exists():
            pages = list(read(folder))
            titles(folder.name, [(truth, page) for truth, page in pages if truth.get("title")], judge)
            people(folder.name, [(truth, page) for truth, page in pages if truth.get("authors")], judge)


def scorer(root: Path) -> ModuleType:
    """The evaluation's own idea of equal titles and names."""
    spec = importlib.util.spec_from_file_location("score", root / "score.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def read(folder: Path) -> Iterator[tuple[dict[str, Any], Page]]:
    """Truths with their pages."""
    for line in (folder / "truth.jsonl").read_text("utf-8").splitlines():
        truth = json.loads(line)
        path = folder / "pages" / f"{truth['id']}.html.gz"
        if not (truth.get("title") or truth.get("authors")) or not path.exists():
            continue
        page = Page(truth.get("url") or "", gzip.decompress(path.read_bytes()))
        try:
            page.tree  # noqa: B018 -- parsed here, so that what is no page is left out
        except PageDropped:
            continue
        yield truth, page


def titles(name: str, pages: list[tuple[dict[str, Any], Page]], judge: ModuleType) -> None:
    """Patterns of agreement between places, the places that are right, and how often ours is."""
    rows: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for truth, page in pages:
        found = offers(page)
        said = {place: stripped(page, found, place) for place in PLACES}
        letters: dict[str, str] = {}
        pattern = "".join(letters.setdefault(fold(t), "ABCDE"[len(letters)]) if t else "-" for t in said.values())
        right = [place for place, text in said.items() if text and same(judge, truth["title"], text)]
        rows[pattern][" ".join(right) or "nowhere"] += 1
        rows[pattern]["OURS"] += same(judge, truth["title"], headline(page, found) or "")
    if rows:
        total = sum(row["OURS"] for row in rows.values())
        print(f"\n{name}: {total} of {len(pages)} titles right ({'/'.join(PLACES)}: right in …)")
    for pattern, row in sorted(rows.items(), key=lambda item: -sum(item[1].values())):
        ours = row.pop("OURS")
        if ours < sum(row.values()):
            print(
                f"  {pattern}  ours {ours} of {sum(row.values())}; "
                + ", ".join(f"{k}: {v}" for k, v in row.most_common())
            )


def stripped(page: Page, found: list[Offer], place: str) -> str | None:
    """What a place says, without the site's name."""
    return next((offer.text for offer in without_sites(found, site_names(page)) if offer.place == place), None)


def same(judge: ModuleType, truth: str, text: str) -> bool:
    """Whether two titles say the same, letters and digits alone."""
    return bool(judge.norm(truth) == judge.norm(text))


def people(name: str, pages: list[tuple[dict[str, Any], Page]], judge: ModuleType) -> None:
    """The score on all names, and on people alone, with the names struck."""
    whole, persons, struck = Counter[str](), Counter[str](), []
    touched = 0
    for truth, page in pages:
        given = judge.author_list(truth["authors"])
        outlets = {each for each in truth["authors"] if not is_person(each, page)}
        left = given - judge.author_list(list(outlets))
        touched += left != given
        struck += sorted(outlets)
        found = judge.author_list(list(authors(page)[0]))
        for count, wanted in ((whole, given), (persons, left)):
            count.update(hit=len(found & wanted), found=len(found), wanted=len(wanted))
    if pages:
        print(
            f"{name}: authors F1 {f1(whole):.3f} on {len(pages)} pages; people alone {f1(persons):.3f}, {touched} pages touched"
        )
        print("  struck: " + "; ".join(struck))


def is_person(name: str, page: Page) -> bool:
    """Whether our rules let this be somebody's name: no agency, no outlet, no desk, role or initials."""
    if (
        agency(name)
        or NOT_A_NAME.search(name)
        or (is_site(name, site_names(page)) and fold(name) not in own_sites(page))
    ):
        return False
    return is_name(name, set()) or is_pen_name(name, set())


def f1(count: Counter[str]) -> float:
    """F1 of names found."""
    return 2 * count["hit"] / max(1, count["found"] + count["wanted"])


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("root", type=Path, metavar="ROOT")
    parser.add_argument("sets", nargs="*", metavar="SET")
    given = parser.parse_args()
    main(given.root, given.sets)
