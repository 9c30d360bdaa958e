"""The table of link kinds: each row leads to a resource that can be read, and each channel of a night comes from it."""

from pipelines.lake.link_kinds import CHANNELS, ENTRIES, IMPORT, LINK_KINDS, PAGE, SEED
from spiders.resources.reading import READERS
from spiders.sources.source import STARTS, Source


def test_every_kind_leads_to_a_page_or_to_a_file_that_has_a_reader() -> None:
    assert {kind.leads_to for kind in LINK_KINDS.values()} == {PAGE, *ENTRIES}
    assert set(ENTRIES) <= set(READERS)


def test_an_entry_is_of_the_latest_or_of_all_pages_and_its_channel_has_its_name() -> None:
    entries = [kind for kind in LINK_KINDS.values() if kind.is_entry]
    assert [kind.name for kind in entries] == [kind.channel for kind in entries] == ["feed", "sitemap"]
    assert not any(kind.lists_latest and kind.lists_all for kind in entries)
    assert all(kind.is_list for kind in entries)


def test_channels_are_those_that_the_docs_name() -> None:
    assert sorted(CHANNELS) == ["feed", "import", "page", "related", "section", "seed", "sitemap"]


def test_every_setting_that_names_urls_is_a_start_with_a_channel() -> None:
    urls = {name: (f"https://a.example/{name}",) for name in ("seeds", "sections", "feeds", "sitemaps")}
    source = Source(name="paper", title="Paper", url="https://a.example/", **urls)
    named = {url: start.channel for start, url in source.starts()}
    assert named == {
        "https://a.example/": "seed", "https://a.example/seeds": "seed", "https://a.example/sections": "section",
        "https://a.example/feeds": "feed", "https://a.example/sitemaps": "sitemap",
    }  # fmt: skip
    assert list(named) == list(source.start_urls)
    assert {start.channel for start in STARTS} <= set(CHANNELS) - {IMPORT}
    assert SEED in CHANNELS
