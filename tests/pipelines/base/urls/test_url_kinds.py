"""Addresses of lists, and of stories that stand in folders with the names of lists."""

import pytest

from pipelines.base.urls.kinds import UrlKind, is_filed_story, url_kind

SITE = "https://a.example"


@pytest.mark.parametrize(
    "path",
    [
        "/saude/pt-br/assuntos/noticias/2024/janeiro/vacina-chega-aos-postos",
        "/aihe/a/20-10003881",
        "/argomenti/salute/come-curare-il-raffreddore",
        "/temat/123",
    ],
)
def test_folders_of_subjects_in_which_publishers_keep_stories_are_no_lists(path: str) -> None:
    assert url_kind(f"{SITE}{path}") is None


@pytest.mark.parametrize(
    "path", ["/onderwerp/storm", "/emne/vaer", "/stitky/most", "/cimke/hid", "/etiket/liman", "/temas/puerto"]
)
def test_folders_of_subjects_are(path: str) -> None:
    assert url_kind(f"{SITE}{path}") == UrlKind.LISTING


@pytest.mark.parametrize("path", ["/archive/2", "/archiv/3/", "/archives/2", "/archive/12", "/archives/2026"])
def test_a_small_number_or_a_date_in_an_archive_is_a_list(path: str) -> None:
    assert (url_kind(f"{SITE}{path}"), is_filed_story(f"{SITE}{path}")) == (UrlKind.LISTING, False)


@pytest.mark.parametrize("path", ["/archives/149", "/archives/12", "/archiv/4711/", "/archives/50012345.html"])
def test_a_larger_one_is_a_storys(path: str) -> None:
    assert is_filed_story(f"{SITE}{path}")
