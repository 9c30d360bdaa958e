"""Pages of authors are no stories; what only looks like one stays."""

from pipelines.extract.author_pages import author_pages
from pipelines.lake.schemas import DOCUMENTS


def kinds(*rows: dict[str, object]) -> list[tuple[str, str]]:
    table = author_pages(DOCUMENTS.empty_table().from_pylist(list(rows), schema=DOCUMENTS))
    return list(zip(table["kind"].to_pylist(), table["kind_basis"].to_pylist(), strict=True))


def row(
    title: str | None, basis: str = "text", kind: str = "article", authors: tuple[str, ...] = ()
) -> dict[str, object]:
    return {"title": title, "kind": kind, "kind_basis": basis, "authors": list(authors)}


def test_an_undeclared_page_with_the_name_of_an_author_is_no_story() -> None:
    story = row("The mill burns", "declared", authors=("Kateřina Šimková", "Ann Poe"))
    assert kinds(story, row("KATEŘINA ŠIMKOVÁ"), row("Ann Poe", "own article"), row("Ann Poe is mayor"), row(None)) == [
        ("article", "declared"),
        ("other", "author"),
        ("article", "own article"),
        ("article", "text"),
        ("article", "text"),
    ]


def test_a_list_names_no_authors_and_nothing_changes_twice() -> None:
    listing = row("Latest", "links", "listing", ("Ann Poe",))
    assert kinds(listing, row("Ann Poe")) == [("listing", "links"), ("article", "text")]
    assert kinds(row("The mill", authors=("Ann Poe",)), row("Ann Poe", "author", "other")) == [
        ("article", "text"),
        ("other", "author"),
    ]
