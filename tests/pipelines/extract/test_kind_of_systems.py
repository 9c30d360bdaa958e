"""Lists, attachments and static pages are told from stories in the markup of the systems that make most news sites."""

import pytest

from pipelines.extract.read.article import extract
from pipelines.page.page import Page
from tests.pipelines.extract.system_pages import PAGES, Made


@pytest.mark.parametrize("made", PAGES, ids=[made.name for made in PAGES])
def test_each_page_is_of_its_kind(made: Made) -> None:
    document = extract(Page(made.url, made.html.encode()))
    assert (document.kind, document.kind_basis) == (made.kind, document.kind_basis)
