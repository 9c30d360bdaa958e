"""Lists, attachments and static pages are told from stories in the markup of the systems that make most news sites."""

import pytest

from pipelines.extract.kind.facts import templates
from pipelines.extract.read.article import extract
from pipelines.page.page import Page
from tests.pipelines.extract import more_system_pages, news_system_pages
from tests.pipelines.extract.system_pages import PAGES, SITE, Made

EVERY = [*PAGES, *news_system_pages.PAGES, *more_system_pages.PAGES]


@pytest.mark.parametrize("made", EVERY, ids=[made.name for made in EVERY])
def test_each_page_is_of_its_kind(made: Made) -> None:
    document = extract(Page(made.url, made.html.encode()))
    assert (document.kind, document.kind_basis) == (made.kind, document.kind_basis)


@pytest.mark.parametrize(
    ("classes", "said"),
    [
        ("post-template-default single single-post postid-7", {"story"}),
        ("attachment single single-attachment attachmentid-9", {"attachment", "story"}),
        ("home blog", {"front"}),
        ("archive category category-news category-3", {"listing"}),
        ("page-template-default page page-id-2", {"static"}),
        ("tag-template tag-bridges", {"listing"}),
        ("post-template tag-bridges", {"story"}),
        ("portaltype-collection template-summary_view", {"listing"}),
        ("portaltype-news-item template-newsitem_view", {"story"}),
        ("path-node page-node-type-article", {"story"}),
        ("pas_surlignable page_rubrique", {"listing"}),
        ("crx-articleindexpage", {"listing"}),
        ("crx-articlepage", {"story"}),
        ("has-sidebar category-sport tag-bridges no-js", set()),
    ],
)
def test_names_of_templates(classes: str, said: set[str]) -> None:
    page = Page(f"{SITE}/x", f"<html><body class='{classes}'><p>Mill burns down</p></body></html>".encode())
    assert {str(template) for template in templates(page)} == said
