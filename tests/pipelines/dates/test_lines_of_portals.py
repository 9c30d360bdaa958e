# ruff: noqa: E501 -- markup is read best in one line
"""Lines of old portals: cells that lay out the page, the plain word for time among credits, days that an update's clock follows."""

import pytest

from tests.pipelines.dates.story_page import STORY, article, date, page

DAY = "2019-03-05"


@pytest.mark.parametrize(
    ("rows", "day"),
    [
        ("<tr><td>来源: | 发布时间: 2019-03-05 | 浏览次数: 12</td></tr>", DAY),
        ("<tr><td><font>Published: 5 March 2019 by the office</font></td></tr>", DAY),
        ("<tr><td>The ferry report</td><td>Published: 5 March 2019</td></tr>", None),
        ("<tr><td>Concert, 5 March 2019</td></tr>", None),
        ("<tr><td>5 March 2019</td></tr>", None),
    ],
)
def test_a_cell_that_is_a_row_of_its_own_lays_out_the_page(rows: str, day: str | None) -> None:
    table = f"<main><table><tr><td><h1>The harbour opens again</h1></td></tr><tr><td>{STORY * 2}</td></tr>{rows}</table></main>"
    assert date(page(table, lang="zh" if "发" in rows else "en")).day == day


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("<div><span>时间：2019-03-05</span><span>作者：网络整理</span></div>", DAY),
        ("<div>来源：本站 作者：支部<br>时间：2019年3月5日 14:20 浏览：</div>", DAY),
        ("<div>時間：2019-03-05 來源：中央社</div>", DAY),
        ("<div>时间：2019年3月5日 14:20 地点：会议室 作者：支部</div>", None),
        ("<div>时间：2019年3月5日</div>", None),
        ("<div>时间：2019年3月5日 19:30 票价：100元 编辑：王明</div>", None),
        ("<div>时间：2019年3月5日至3月8日 来源：主办方</div>", None),
        ("<div><span>来源：</span><span>新华网</span> <span>时间：</span><span>2019-03-05</span></div>", DAY),
        ("<div class='date'>发布时间：19-03-05</div>", DAY),
        ("<div class='date'>发布时间：19:03-05</div>", None),
        ("<div>演出时间：2019年3月5日 来源：剧院</div>", None),
    ],
)
def test_the_word_for_time_labels_a_day_among_credits(line: str, day: str | None) -> None:
    assert date(page(article(line), lang="zh")).day == day


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("5 March 2019 Last updated at 14:00 GMT", None),
        ("الثلاثاء، 5 آذار/مارس 2019، آخر تحديث 14:00 (GMT+0400)", None),
        ("5 мая 2019 последнее обновление в 14:00", None),
        ("March 5, 2019 | Updated: 9:14 PM EST", DAY),
        ("5 mars 2019, mis à jour à 14h30", DAY),
        ("2019年3月5日 更新：2019年3月6日", DAY),
        ("5 March 2019, edited by 1010 Wins", DAY),
        ("5 March 2019, 12:00, updated 14:00", DAY),
        ("Posted:13/03/2019", "2019-03-13"),
        ("5 March 2019, updated 8 March 2019", DAY),
        ("5. März 2019, 12:00 Uhr, aktualisiert um 14:00 Uhr", DAY),
    ],
)
def test_a_day_before_the_clock_of_an_update_is_the_updates(line: str, day: str | None) -> None:
    assert date(page(article(f"<p>{line}</p>"))).day == day


def test_an_instant_on_hover_is_the_bylines() -> None:
    line = "<cite class='byline'>By Ann Lee | <abbr title='{}'>1 hr 4 mins ago</abbr></cite>"
    assert date(page(article(line.format("2019-03-05T13:20:00Z")))).published == "2019-03-05T13:20:00+00:00"
    assert date(page(article(line.format("The Paper, 2019")))).day is None


def test_an_instant_on_hover_elsewhere_is_of_another_story() -> None:
    listed = "<ul><li><a href='/x'>Mill burns down in the night</a> <abbr title='2025-12-05T19:00:00Z'>2 days ago</abbr></li></ul>"
    byline = f"<p class='byline'>By Ann Lee{{}}</p>{STORY}{listed}"
    assert date(page(article(byline.format(", 5 March 2019")))).day == DAY
    assert date(page(article(byline.format("")))).day is None
    ago = "<p>Max <abbr class='timeago' title='2025-12-05T19:00:00Z'>2 days ago</abbr></p>"
    assert date(page(article("", f"<div>{ago}<p>Good.</p></div>"))).day != "2025-12-05"
    related = "<ul><li><a href='/x'>旧桥关闭</a> <span>作者：张三 时间：2025-03-05</span></li></ul>"
    assert date(page(article("<p>2019-03-05</p>", related), lang="zh")).day == DAY


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("Submitted on Tue, 2019-03-05 14:20", DAY),
        ("The plan was submitted on 5 March 2019 and is read today.", None),
        ("Plan of the council, submitted on 5 March 2019", None),
    ],
)
def test_submitted_on_labels_a_line_that_it_begins(line: str, day: str | None) -> None:
    assert date(page(article(f"<div>{line}</div>"))).day == day
