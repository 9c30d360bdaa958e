"""Comment feeds by address, title and item, as publishing systems write them; and what merely looks like one."""

import pytest

from pipelines.base.urls.comment_feeds import (
    is_below,
    is_comment_feed_address,
    is_comment_title,
    is_comments_title,
    is_reply,
    names_part,
    story_above,
)


@pytest.mark.parametrize(
    "path",
    [
        "/comments/feed/",  # WordPress, of the whole site
        "/comments/feed/atom/",
        "/?feed=comments-rss2",  # WordPress without permalinks
        "/?feed=rss2&p=24",  # of one story
        "/wp-commentsrss2.php",
        "/feeds/comments/default",  # Blogger
        "/feeds/7318/comments/default",
        "/crss/node/12",  # Drupal
        "/feed/rss2/comments",  # Dotclear
        "/comments.rss",
    ],
)
def test_addresses_of_comment_feeds(path: str) -> None:
    assert is_comment_feed_address(f"https://a.example{path}")


@pytest.mark.parametrize(
    "path",
    [
        "/feed/",
        "/rss.xml",
        "/comment/rss",
        "/?feed=rss2",
        "/?feed=rss2&cat=7",
        "/category/comments-on-sport/feed/",
        "/index.xml",
    ],
)
def test_addresses_of_other_feeds(path: str) -> None:
    assert not is_comment_feed_address(f"https://a.example{path}")


@pytest.mark.parametrize(
    ("feed", "page", "below"),
    [
        ("a.example/2025/11/03/flood/feed", "a.example/2025/11/03/flood", True),
        ("a.example/flood/feed/atom", "a.example/flood", True),
        ("a.example/flood/rss", "a.example/flood", True),
        ("a.example/feed", "a.example", False),
        ("a.example/flood/feedback", "a.example/flood", False),
        ("a.example/flooded/feed", "a.example/flood", False),
    ],
)
def test_a_feed_below_a_page(feed: str, page: str, below: bool) -> None:
    assert is_below(feed, page) is below
    assert (story_above(feed) == page) is below


@pytest.mark.parametrize(
    "title",
    [
        "Comments on: Flood hits the harbour",
        "Comments for The Bote",
        "The Bote » Flood hits the harbour Comments Feed",
        "Kommentare zu: Hochwasser im Hafen",
        "Bote » Hochwasser im Hafen Kommentar-Feed",
        "Commentaires sur : Crue au port",
        "Le Journal » Crue au port Flux des commentaires",
        "Comentarios en: La riada",
        "Diario » Feed de los comentarios",
        "Reacties op: Vloed",
        "Komentarze do: Powódź",
    ],
)
def test_titles_of_comment_feeds(title: str) -> None:
    assert is_comments_title(title)


@pytest.mark.parametrize(
    "title", ["Kommentare", "Comment is free", "Bote » Feed", "Bote » Sport Category Feed", "", None]
)
def test_titles_of_other_feeds(title: str | None) -> None:
    assert not is_comments_title(title)


@pytest.mark.parametrize(
    ("title", "of_comment"),
    [
        ("Comment on Flood hits the harbour by Jane", True),
        ("By: Jane", True),
        ("Von: Jan", True),
        ("Par : Jeanne", True),
        ("Kommentar zu Hochwasser von Jan", True),
        ("Commentaires sur Crue au port par Jeanne", True),
        ("By the sea: a walk", False),
        ("Comment: the budget is wrong", False),
        ("Von der Leyen: Rede in Prag", False),
    ],
)
def test_titles_of_comments(title: str, of_comment: bool) -> None:
    assert is_comment_title(title) is of_comment


@pytest.mark.parametrize(
    ("link", "part"),
    [
        ("http://a.example/flood/#comment-62", True),
        ("http://a.example/flood#c7", True),
        ("http://a.example/flood#xtor=RSS-3208", False),  # a tracker's
        ("http://a.example/flood#content", False),
        ("http://a.example/flood", False),
    ],
)
def test_links_to_a_part_of_a_page(link: str, part: bool) -> None:
    assert names_part(link) is part


def test_a_reply_link_is_known_by_its_parameter() -> None:
    assert is_reply("http://a.example/flood/?replytocom=62")
    assert not is_reply("http://a.example/flood/?p=62")
