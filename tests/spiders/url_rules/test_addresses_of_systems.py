# ruff: noqa: E501 -- a row a system
"""Addresses of big publishing systems: stories are asked for, lists are bounded, and what is no page of a story is not asked for."""

import pytest

from pipelines.base.urls.comment_feeds import is_comment_feed_address
from pipelines.base.urls.kinds import UrlKind, is_front, url_kind
from spiders.url_rules.article_urls import looks_like_article
from spiders.url_rules.families import family_of
from spiders.url_rules.no_story import no_story

UUID = "5f3d2a10-1234-11ee-9a3b-0123456789ab"
STORIES = {
    "drupal": ("node/12", "news/council-mends-bridge", "?q=node/12", "index.php?q=node%2F12", "?q=news/council-mends-bridge"),
    "e107": ("news.php?item.12.3", "news.php?extend.12"),
    "blosxom": ("cgi-bin/blosxom.cgi/news/bridge.html", "cgi-bin/news.cgi?article=12"),
    "by hand": ("news.php?id=12", "news.asp?ID=12", "articles.php?nr=12", "index.php?r=news/view&id=345"),
    "joomla": ("index.php?option=com_content&view=article&id=12:council&catid=8&Itemid=101", "index.php/news/12-council-mends-bridge"),
    "typo3": ("index.php?id=12&tx_news_pi1[news]=5&tx_news_pi1[action]=detail&cHash=a1", "index.php?id=12&tx_ttnews[tt_news]=345"),
    "blogger": ("2026/11/council-mends-bridge.html",),
    "squarespace": ("blog/2026/11/20/council-mends-bridge", "blog/council-mends-bridge"),
    "substack": ("p/council-mends-bridge",),
    "medium": ("@ann/council-mends-bridge-0a1b2c3d4e5f",),
    "blox": (f"news/local/council-mends-bridge/article_{UUID}.html",),
    "arc": ("news/2026/11/20/council-mends-bridge-ABCDEFGHIJ/",),
    "bitrix": ("news/12345/", "news/detail.php?ID=123", "news/detail.php?SECTION_ID=5&ELEMENT_ID=123"),
    "datalife": ("politika/12345-council-mends-bridge.html", "index.php?newsid=123"),
    "discuz": ("thread-123-1-1.html", "forum.php?mod=viewthread&tid=123&extra=page%3D1", "portal.php?mod=view&aid=123"),
    "dedecms": ("a/news/2026/1120/1234.html", "plus/view.php?aid=123"),
    "ndsoft": ("news/articleView.html?idxno=12345",),
    "movable type": ("2026/11/post-123.html", "archives/50012345.html", "news/2026/11/20-090000.html"),
    "iranian": ("fa/news/1405/09/05/3456789/council-mends-bridge", "news/6123456/council-mends-bridge"),
}  # fmt: skip
LISTS = {
    "drupal": ("taxonomy/term/4?page=1", "archive/201611", "users/ann-lee", "?q=taxonomy/term/4"),
    "by hand": ("news.php?page=2", "news.php?cat=4", "?q=floods", "?q=AC/DC", "blog?year=2025", "blog?p=2", "news.php?rowstart=20", "articles?pagina=2"),
    "plone": ("news?b_start:int=20",),
    "joomla": ("index.php?option=com_content&view=category&layout=blog&id=8&Itemid=102", "index.php?option=com_tags&view=tag&id=3-bridges",
               "index.php?option=com_content&view=featured", "component/tags/tag/bridges"),
    "typo3": ("news?tx_news_pi1[currentPage]=2", "index.php?id=12&tx_ttnews[pointer]=2&cHash=ab12", "news/seite/2"),
    "blogger": ("2026_11_01_archive.html", "search/label/Bridges", "2026/11/"),
    "squarespace": ("blog/tag/bridges", "blog?category=News"),
    "bitrix": ("news/index.php?SECTION_ID=45", "news/?PAGEN_1=2"),
    "datalife": ("index.php?do=lastcomments", "index.php?do=cat&category=news", "index.php?cstart=2", "tags/bridge/", "user/ann/news/"),
    "discuz": ("forum.php?mod=forumdisplay&fid=2&page=3", "portal.php?mod=list&catid=1", "home.php?mod=space&uid=1", "misc.php?mod=tag&id=3"),
    "dedecms": ("plus/list.php?tid=2&TotalResult=9&PageNo=3", "tags.php?/bridge/"),
    "ndsoft": ("news/articleList.html?sc_section_code=S1N1&view_type=sm", "news/articleList.html?page=2&total=900", "news/tagList.html"),
    "movable type": ("archives/2026/11/", "archives/cat_50012.html"),
}  # fmt: skip
REFUSED = {
    "drupal": ("print/12", "printmail/12", "node/12/print", "comment/reply/12", "comment/reply/node/12/comment_node_article", "comments/12",
               "user/login?destination=node/12", "crss/node/12", "?q=comment/reply/12", "?q=print/12", "?q=user/login"),
    "cgi": ("cgi-bin/mailto.cgi?story=12", "cgi-bin/count.pl?id=12", "cgi-bin/search.cgi?words=bridge",
            "cgi-bin/dada/mail.cgi/u/list", "cgi-bin/mailman/options.cgi", "cgi-bin/newsletter.cgi?unsubscribe=1", "cgi-bin/viewcart.cgi"),
    "joomla": ("index.php/news/12-council-mends-bridge?tmpl=component&print=1", "index.php?option=com_mailto&tmpl=component&link=aHR0",
               "index.php?view=article&id=12:council&format=pdf", "index.php?option=com_users&view=login", "news?format=feed&type=rss"),
    "typo3": ("news/detail/council-mends-bridge?type=98", "feed?type=9818"),
    "blogger": ("2026/11/council-mends-bridge.html?showComment=1479#c123", "email-post.g?blogID=1&postID=2", "feeds/123456/comments/default"),
    "squarespace": ("blog/council-mends-bridge?format=ical", "blog?format=rss"),
    "substack": ("p/council-mends-bridge/comments", "p/council-mends-bridge/comment/123456", "p/council-mends-bridge?action=share"),
    "blox": (f"news/local/pier/image_{UUID}.html", "tncms/auth/begin/"),
    "bitrix": ("news/12345/?print=Y", "bitrix/redirect.php?goto=http://b.example", "news/12345/?login=yes", "news/12345/?forgot_password=yes"),
    "datalife": ("politika/print:page,1,12345-council-mends-bridge.html", "index.php?do=register", "engine/go.php?url=x"),
    "discuz": ("member.php?mod=logging&action=login", "forum.php?mod=viewthread&action=printable&tid=123",
               "forum.php?mod=redirect&goto=findpost&ptid=123&pid=5", "forum.php?mod=attachment&aid=MTIz"),
    "dedecms": ("plus/feedback.php?aid=123", "plus/count.php?aid=123", "member/login.php"),
    "ndsoft": ("news/articlePrint.html?idxno=12345", "news/articleMail.html?idxno=12345", "member/login.html"),
    "movable type": ("mt/mt-tb.cgi/123", "mt/mt-comments.cgi?entry_id=12"),
    "iranian": ("fa/print/123456", "fa/send/123456", "fa/comments/123456"),
}  # fmt: skip


def addresses(table):
    return [
        pytest.param(f"http://a.example/{end}", id=f"{system}: {end}") for system, ends in table.items() for end in ends
    ]


def is_refused(url: str) -> bool:
    return no_story(url) is not None or is_comment_feed_address(url)


@pytest.mark.parametrize("url", addresses(STORIES))
def test_a_story_is_asked_for_and_is_no_front_page(url: str) -> None:
    assert not is_refused(url)
    assert family_of(url) is None
    assert looks_like_article(url).kind in ("article", "unknown")
    assert not is_front(url)
    assert url_kind(url) in (None, UrlKind.STORY)


@pytest.mark.parametrize("url", addresses(LISTS))
def test_a_list_is_in_a_family_that_is_bounded(url: str) -> None:
    assert is_refused(url) or family_of(url) is not None


@pytest.mark.parametrize("url", addresses(REFUSED))
def test_what_is_no_page_of_a_story_is_not_asked_for(url: str) -> None:
    assert is_refused(url)


@pytest.mark.parametrize(
    "end",
    [
        "2026/11/20/login-scandal", "news/print-is-not-dead.html", "comment/columnists/ann-lee/12345/Why-bridges.html", "print/d-12345.html",
        "business/newsprint-prices.html", "news/download.html", "news/action-plan?id=7", "2026/11/20/recommended-books.php",
        "comment/12345", "opinion/comment/2019/", "2013/05/print.html", "2013/05/register.html", "business/checkout.html", "share/12345.html",
        "topic/bjp-rss", "news/mill?destination=paris", "news/123?redirect=0", "index.php?view=report&id=5", "index.php?action=post&id=5",
        "index.php?action=history&id=5", "2025/11/03/out.php/mill",
    ],
)  # fmt: skip
def test_words_of_the_system_in_a_storys_own_address_refuse_nothing(end: str) -> None:
    assert not is_refused(f"http://a.example/{end}")


@pytest.mark.parametrize(
    "end",
    [
        "index.php?m=content&c=index&a=show&catid=12&id=345", "article.php?id=55&catid=3", "index.php?id=55&cat_id=3",
        "bbs/view.asp?idx=1234&pageno=2", "news/read.php?id=3&mode=list", "news/mill.html?pageno=2", "2013/05/search.html",
        "2012/12/list.html", "p/5041234.html", "p/council-mends-bridge.html",
    ],
)  # fmt: skip
def test_a_storys_section_page_and_name_make_no_list_of_it(end: str) -> None:
    assert url_kind(f"http://a.example/{end}") in (None, UrlKind.STORY)


@pytest.mark.parametrize(
    "end", ["?m=1", "?edition=uk", "index.php?PHPSESSID=0123456789abcdef0123", "?amp=1", "?outputType=amp"]
)
def test_a_front_page_in_another_dress_is_one(end: str) -> None:
    assert is_front(f"http://a.example/{end}")
    assert not is_front("http://a.example/?m=201611")
