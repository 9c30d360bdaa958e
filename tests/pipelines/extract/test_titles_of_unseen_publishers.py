# ruff: noqa: E501 -- markup is read best in one line
"""Titles of classes of publishers that no development page is of."""

import pytest

from pipelines.extract.headline.headline import headline, offers
from pipelines.page.page import Page

PROSE = (
    "<p>The harbour board of Saltmere heard on Tuesday that the night ferry is needed by bakers and nurses alike.</p>"
    * 4
)
TITLE = "Harbour board votes to keep the night ferry running"
SWEDISH = "Hamnstyrelsen behåller nattfärjan"
CHINESE = "港口委員會決定 保留夜間渡輪"
GREEK = "Το νυχτερινό πλοίο μένει στη γραμμή"
NEWS = f'<script type=\'application/ld+json\'>{{"@type": "NewsArticle", "headline": "{TITLE}"}}</script>'
PAGES = {
    # nothing but the title element, and a lower heading or a plain line that repeats a part of it
    "site before a heading of the third level": (f"<title>Island Gazette: {TITLE}</title>", f"<h3>{TITLE}</h3>", TITLE),
    "site behind a plain line": (f"<title>{TITLE} - Island Gazette</title>", f"<div class=hed>{TITLE}</div>", TITLE),
    "a site of one long word, shown first": (f"<title>{SWEDISH} - Skärgårdsbladet</title>", f"<div>Skärgårdsbladet</div><div>{SWEDISH}</div>", SWEDISH),
    "a first-level heading comes first": (f"<title>Island Gazette: {TITLE}</title>", f"<h1>Night ferry stays</h1><h3>{TITLE}</h3>", "Night ferry stays"),
    # a town at a title's end, where the site is called so
    "a town behind a comma": ("<title>Two hurt in a crash in Harbour Road, Saltmere</title><meta property='og:site_name' content='Saltmere'>", "", "Two hurt in a crash in Harbour Road, Saltmere"),
    "a site of one word in brackets": ("<title>So schön ist die Insel im Herbst (SPIEGEL)</title><meta property='og:site_name' content='SPIEGEL'>", "", "So schön ist die Insel im Herbst"),
    "a site of one word in square brackets": (f"<title>{TITLE} [Guardian]</title><meta property='og:site_name' content='Guardian'>", "", TITLE),
    "a site of two words behind a comma": (f"<title>{TITLE}, The Tern</title><meta property='og:site_name' content='The Tern'>", "", TITLE),
    # sections
    "three long words and a section": (f"<title>{SWEDISH} | Sport | Skärgårdsbladet</title><meta property='og:site_name' content='Skärgårdsbladet'>", "", SWEDISH),
    "one long word and a sentence": ("<title>Rentenversicherungsreform - Merz bremst - Echo</title><meta property='og:site_name' content='Echo'>", "", "Rentenversicherungsreform - Merz bremst"),
    "three words and a team of two": ("<title>Champions League: Dortmund - Real Madrid - Echo</title><meta property='og:site_name' content='Echo'>", "", "Champions League: Dortmund - Real Madrid"),
    "sections of a Korean system": ("<title>항만위원회, 야간 여객선 유지 결정 < 사회 < 기사본문 - 항구일보</title><meta property='og:site_name' content='항구일보'>", "", "항만위원회, 야간 여객선 유지 결정"),
    # a number or a label behind the heading
    "comments behind the heading": ("", f"<h1>{TITLE} <a class='comments_count' href='/s/1#comments'>14</a></h1>", TITLE),
    "a number of a heading that leads to a place": ("", "<h1>Apollo flies again: the story of flight <a href='/apollo#11'>11</a></h1>", "Apollo flies again: the story of flight 11"),
    "a chapter of a heading": ("", "<h1>The ferry and the night, chapter <a href='#c5'>5</a></h1>", "The ferry and the night, chapter 5"),
    "answers behind the heading": ("", f"<h1>{TITLE} <a href='/s/1#respond'>14</a></h1>", TITLE),
    "a year that is the heading": ("", "<h1><a href='#top'>1984</a></h1>", "1984"),
    "a year in a link of the heading": ("", "<h1>The island in <a href='/y#1984'>1984</a> and now</h1>", "The island in 1984 and now"),
    "a label for subscribers": (f"<title>{TITLE} | The Tern</title><meta property='og:site_name' content='The Tern'>", f"<h1>{TITLE}<span class='label-plus'>Subscribers only</span></h1>", TITLE),
    "old, in a word": ("<title>Echo</title>", "<h1>Mill burns down in heritage <span class='vintage'>old town</span></h1>", "Mill burns down in heritage old town"),
    # sections and sites in a chain
    "a lower heading before a chain longer than it": (f"<title>{TITLE} - News - Local Saltmere at Kite - News, weather, tides: Saltmere, Ternby, Kelpton</title>", f"<h2>Menu</h2><h2>{TITLE}</h2>", TITLE),
    "a linked heading before a chain is another story's": ("<title>Ferry stays on, says board | The harbour and what its bakers say</title>", "<h2><a href='/other'>Ferry stays on, says board</a></h2>", "Ferry stays on, says board | The harbour and what its bakers say"),
    "a box before Chinese sections": (f"<title>{CHINESE} - 生活新知 - 健康中心 - 海港健康</title>", f"<div class=story_title>{CHINESE}</div>", CHINESE),
    "bars without spaces": (f"<title>{CHINESE}｜即時新聞｜海港樂活｜海港電子報</title>", f"<h3>{CHINESE}</h3>", CHINESE),
    "two sections between bars": (f"<title>{CHINESE} | 中北部 | 地方新聞 | 海港新聞網</title>", "", CHINESE),
    "two sections and the site": (f"<title>{TITLE} | Saltmere | Local news | The Tern</title><meta property='og:site_name' content='The Tern'>", "", TITLE),
    "a score before the site": ("<title>Ternby holt die Meisterschaft zurück - Kelpton nur Zweiter - Echo</title><meta property='og:site_name' content='Echo'>", "", "Ternby holt die Meisterschaft zurück - Kelpton nur Zweiter"),
    # the site before the headline
    "a site before a bare colon, behind a hyphen elsewhere": (f"<title>{CHINESE} - 海港健康網</title><meta property='og:title' content='海港健康網:{CHINESE}'>", "", CHINESE),
    "a link to the front begins the title": (f"<title>ΓΛΑΡΟΣ : {GREEK}&lt;BR&gt;και τον χειμώνα</title>", "<a href='/'>ΓΛΑΡΟΣ</a>", f"{GREEK} και τον χειμώνα"),
    "a blog before its archive": (f"<title>Ferry Talk » Blog Archive » {TITLE}</title>", f"<h1><a href='/talk/'>Ferry Talk</a></h1><h2><a href='/talk/ferry'>{TITLE}</a></h2>", TITLE),
    # the title is the site's
    "a lower heading above the story": ("<title>The Paper</title>", f"<h2 class=menu><a href=/>Front</a></h2><h2>{TITLE}</h2><p>5 Jan 2015</p>", TITLE),
    "the site's name in a menu": ("<title>The Paper</title>", f"<ul><li>Front page</li><li>The Paper</li></ul><h2>{TITLE}</h2>", TITLE),
    "a logo for first heading": ("<title>paper.example</title>", f"<h1><a href='/'><img src=l.svg alt=paper></a></h1><h2>{TITLE}</h2>", TITLE),
    "a rubric for first heading": ("<title>The Paper</title>", f"<h1>News articles</h1><h2>{TITLE}</h2>", TITLE),
    "a cell above the by-line": ("<title>The Paper</title>", f"<table><tr><td>You are here: Home &gt; Politics</td></tr><tr><td>{TITLE}</td></tr><tr><td>By Jane Doe | Updated: 05 Jan,2015 | 3 Views</td></tr></table>", "The Paper"),
    "a front page": ("<title>The Paper</title>", f"<h2>Welcome to our new pages</h2><p>Bakers and nurses are glad of what stands on them.</p><h2><a href=/1>{TITLE}</a></h2>", "The Paper"),
    "a short title that no line repeats": ("<title>Ternby Business World</title>", f"<h2>{TITLE}</h2>", "Ternby Business World"),
    "a title with a part of its own": ("<title>Ferry stays | Kite</title>", "<h2>What the bakers and nurses say</h2>", "Ferry stays | Kite"),
    "a long title above a heading within the story": ("<title>Bakers and nurses keep their night ferry</title>", "<h2>What the harbour board says</h2>", "Bakers and nurses keep their night ferry"),
    "a title for every page": ("<title>Home</title>", "<h1><a href='https://video.example/1'>Time to leave.</a></h1>", "Time to leave."),
    "the only title there is": ("<title>Home</title>", "", "Home"),
    "a headline for the site's name": (f"<title>{TITLE}</title><meta property='og:site_name' content='{TITLE}'>", f"<h1>{TITLE}</h1><h2>Photograph: Jane Doe for the agency</h2>", TITLE),
    # kicker, deck, day, buttons in the heading
    "a kicker that is the first heading": (f"<title>Night traffic: {TITLE} - THE TERN - News</title><meta property='og:site_name' content='THE TERN'>", f"<h1>Night traffic</h1><h2>{TITLE}</h2>", f"Night traffic: {TITLE}"),
    "a kicker and the headline, both first headings": (f"<title>Night traffic - {TITLE} - THE TERN</title><meta property='og:site_name' content='THE TERN'>", f"<h1>night traffic</h1><h1>{TITLE}</h1>", TITLE),
    "a headline of some words and its deck": (f"<title>Night ferry stays for bakers: {TITLE}</title>", f"<h1>Night ferry stays for bakers</h1><h2>{TITLE}</h2>", "Night ferry stays for bakers"),
    "a kicker longer than the headline": ("<title>Ferry stays in service</title>", "<h1><style>.x{}</style><span>Press release of the Department of Harbours and Ferries</span>Ferry stays in service</h1>", "Ferry stays in service"),
    "a kicker that is declared": ("<title>Harbour / Ferry stays in service</title><meta property='og:title' content='Harbour / Ferry stays in service'><meta name=headline content='Ferry stays in service'>", "<h1><span>Harbour</span> / Ferry stays in service</h1>", "Harbour / Ferry stays in service"),
    "a deck and a day on another line": (f"<title>{TITLE} / Bakers are glad / 04.01.12</title>", f"<h1>{TITLE}<br><small>Bakers are glad</small> <span>04.01.12 20:42</span></h1>", TITLE),
    "a subtitle in quotes": (f"<title>{TITLE}</title><meta property='og:title' content='{TITLE} &quot;Bakers are glad&quot;'>", f"<h1><span>{TITLE}</span> <span class=entry-subtitle>&quot;Bakers are glad&quot;</span></h1>", TITLE),
    "a subtitle that the title has": (f"<title>{TITLE} for ever</title>", f"<h1><span>{TITLE}</span> <span class=entry-subtitle>for ever</span></h1>", f"{TITLE} for ever"),
    "small print in the line": ("<title>Ferry stays for now and for ever</title>", "<h1>Ferry stays <small>for now and for ever</small></h1>", "Ferry stays for now and for ever"),
    "a day in a paragraph": (f"<title>{TITLE}</title>", f"<h1><span>{TITLE}<br><p><span>14-Oct-2016</span></p></span></h1>", TITLE),
    "a day behind the heading": (f"<title>{TITLE} - Kite</title>", f"<h1>{TITLE} <span>3 May 2016</span></h1>", TITLE),
    "a day of the headline": ("<title>Weekly ferry news – December 4, 2015</title>", "<h1>Weekly ferry news – December 4, 2015</h1>", "Weekly ferry news – December 4, 2015"),
    "a week": ("<title>Weekly ferry news 14. - 20. January 2022 | Kite</title>", "<h1>Weekly ferry news 14. - 20. January 2022</h1>", "Weekly ferry news 14. - 20. January 2022"),
    "a day in brackets that only the head tells": (f"<title>{CHINESE}（2020年2月15日）</title><script type='application/ld+json'>{{\"@type\":\"NewsArticle\",\"headline\":\"{CHINESE}（2020年2月15日）\"}}</script>", f"<h1>{CHINESE}</h1>", CHINESE),
    "buttons in the heading": ("", f"<h1>{TITLE}<div id=bar><a href='https://social.example/s'>Tweet</a> <a href='#'>Email</a> RSSS</div></h1>", TITLE),
    "labels behind the heading": (f"<title>{TITLE} | Kite</title>", f"<h1>{TITLE} <span>Teilen</span> <span>Drucken</span></h1>", TITLE),
    "a colon behind a link": ("", f"<h1><a href=/s><u>Saltmere</u>:</a> {TITLE}</h1>", f"Saltmere: {TITLE}"),
    "a French colon": ("", "<h1>Saltmere : le bac de nuit reste en service</h1>", "Saltmere : le bac de nuit reste en service"),
    # the site's name within a headline
    "a headline of the site's name and a line under it": ("<title>Paper 12 released</title>", "<h1>Paper 12 released</h1><p>Posted by the release team</p>", "Paper 12 released"),
    "a headline of the site's name and a part of the story": ("<title>Paper wins a prize</title>", "<h1>Paper wins a prize</h1><h2>What the jury says of it</h2>", "Paper wins a prize"),
    "a heading that is the site's name, as is the title": ("<title>Paper</title>", "<h1>Paper</h1><h2>Safety comes first with us</h2>", "Paper"),
    "a short title and what others read": ("<title>Mill fire</title>", "<h2>Most read this week</h2>", "Mill fire"),
    "a rubric, a short title and a sign-up": ("<title>Mill burns down</title>", "<h1>News</h1><h2>Newsletter for our readers</h2>", "Mill burns down"),
    "a short title and a control": ("<title>Brand in Mühle</title>", "<h3>Schriftgröße der Seite ändern</h3>", "Brand in Mühle"),
    "the site's title and what others read": ("<title>The Paper</title>", "<h2>À lire aussi ici</h2><h2>Lo más leído hoy</h2>", "The Paper"),
    # nothing declared
    "a by-line alone": ("", "<div class=by>By Jane Doe, Staff Writer</div>", None),
    "a link for screen readers alone": ("", "<p>Skip to main content</p>", None),
    "a credit alone": ("<title>Untitled Document</title>", "<div>Text: Jana Meier, Bild: Max Muster</div>", "Untitled Document"),
    # days and words that are the headline's
    "a day in the words of the heading": ("<title>Der Anschlag vom | Kite</title>", "<h1>Der Anschlag vom 11. September 2001</h1>", "Der Anschlag vom 11. September 2001"),
    "a day that two titles leave out": ("<title>Covid-19 figures for Wales</title><meta property='og:title' content='Covid-19 figures for Wales'>", "<h1>Covid-19 figures for Wales, 3 May 2021</h1>", "Covid-19 figures for Wales, 3 May 2021"),
    "a word of the heading that buttons say": ("<title>The death of | Kite</title>", "<h1>The death of Twitter</h1>", "The death of Twitter"),
    # a heading that nothing declares, and one that says just what the page declares
    "a heading over others, and the story's": (f"<meta property='og:title' content='{TITLE}'>", f"<aside><h1>Our picks of the week: Boats</h1></aside><main><h2><a href='/2025/ferry'>{TITLE}</a></h2></main>", TITLE),
    "what is declared, among what others read": (f"<meta property='og:title' content='{TITLE}'>", f"<h1>The boat that bakers cannot do without</h1><ul class=most-read><li><h3><a href='/2025/ferry'>{TITLE}</a></h3></ul>", "The boat that bakers cannot do without"),
    "what is declared, in a link to another story": (f"<meta property='og:title' content='{TITLE}'>", f"<h1>The boat that bakers cannot do without</h1><div><h3><a href='/2024/other'>{TITLE}</a></h3></div>", "The boat that bakers cannot do without"),
    "a rubric that is declared": ("<title>Politik | Kurier</title><meta property='og:title' content='Politik'><meta property='og:site_name' content='Kurier'>", "<h2>Politik</h2><h1>Fire destroys old wheel beside river in one night</h1>", "Fire destroys old wheel beside river in one night"),
    "a show that is declared": ("<title>The Harbour Podcast</title>", "<h2>The Harbour Podcast</h2><h1>Fire destroys old wheel beside river in one night</h1>", "Fire destroys old wheel beside river in one night"),
    "a chapter that is declared": ("<title>Cheap flights to Rome in May</title>", f"<h1>How we spent a week in Italy for nothing</h1>{PROSE}<h2>Cheap flights to Rome in May</h2>", "How we spent a week in Italy for nothing"),
    "JSON-LD that says it twice": ('<title>Ferry to Tern: what we know | Tern Talk</title><meta property="og:title" content="The boat that bakers need"><script type="application/ld+json">{"@type": "NewsArticle", "headline": "Ferry to Tern: what we know", "name": "Ferry to Tern: what we know"}</script>', "<h1>The boat that bakers need</h1>", "The boat that bakers need"),
    "what is declared, below the story": (f"<meta property='og:title' content='{TITLE}'>", f"<h1>The boat that bakers cannot do without</h1>{PROSE}<h2>{TITLE}</h2>", "The boat that bakers cannot do without"),
    "headings that lead to other stories, and the story's": (f"<meta property='og:title' content='{TITLE}'>", "<article><h1><a href='/mill'>Mill burns down in the old town</a></h1></article><article><h1>The boat that bakers cannot do without</h1></article>", "The boat that bakers cannot do without"),
    # a title that every page has, and another name of the story
    "the site's title, and the card's text": ("<title>TERN TALKFerries and more</title><meta property='og:title' content='TERN TALKFerries and more'><meta name='twitter:text:title' content='Bread at sea'>", "<h1>Bread at sea</h1>", "Bread at sea"),
    "the story's title, and a card of the site": (f"<title>{TITLE}</title><meta property='og:title' content='{TITLE}'><meta name='twitter:text:title' content='Tern Talk'>", "", TITLE),
    "the site's name everywhere": ("<title>Tern Talk</title><meta property='og:title' content='Tern Talk'><meta property='og:site_name' content='Tern Talk'>", "<h1>Bread at sea</h1>", "Bread at sea"),
    # what search engines are told, and what readers see and another name repeats
    "a headline for search engines": (f"{NEWS}<title>{TITLE}</title><meta property='sailthru.title' content='The boat that bakers need'>", "<h1>The boat that bakers need</h1>", "The boat that bakers need"),
    "a headline for search engines that is shared": (f"{NEWS}<title>{TITLE}</title><meta property='og:title' content='{TITLE}'><meta name='sailthru.title' content='The boat that bakers need'>", "<h1>The boat that bakers need</h1>", TITLE),
    "a headline for search engines, and two others": (f"{NEWS}<title>{TITLE}</title><meta name='sailthru.title' content='Bread at sea'>", "<h1>The boat that bakers need</h1>", TITLE),
    # parts of a heading
    "a kicker before small print": ("<title>Kommentar: Die Mühle brennt</title>", "<h1>Kommentar<br><small>Die Mühle brennt</small></h1>", "Kommentar Die Mühle brennt"),
    "small print that a title has": (f"<title>{TITLE} for ever</title>", f"<h1>{TITLE}<br><small>for ever</small></h1>", f"{TITLE} for ever"),
    "a slogan before the headline": (f"<title>The Voice of the Valley | {TITLE}</title>", f"<h2>The Voice of the Valley</h2><h3>{TITLE}</h3>", TITLE),
    "a block within the heading": ("<title>New York mayor resigns | Kite</title>", "<h1>New <div class=hl>York</div> mayor resigns</h1>", "New York mayor resigns"),
    "a kicker, and a block at the end": ("", f"<h1><span class=kicker>Fire</span> {TITLE} <div class=share>Share</div></h1>", TITLE),
    "a break that the title is about": ("<title>Using &lt;br/&gt; in HTML pages</title>", "", "Using <br/> in HTML pages"),
    "a name and the heading under it": ("<title>Ada Kelp: The mayor leaves her office | Kite</title>", "<h1>Ada Kelp</h1><h2>The mayor leaves her office</h2>", "Ada Kelp: The mayor leaves her office"),
    "points behind letters": ("", "<h1><b>U</b>.<b>S</b>. board keeps 1<i>.</i>5 million on the night ferry</h1>", "U.S. board keeps 1.5 million on the night ferry"),
}  # fmt: skip


@pytest.mark.parametrize("kind", PAGES)
def test_title(kind: str) -> None:
    head, shown, title = PAGES[kind]
    page = Page(
        "https://paper.example/2025/ferry", f"<html><head>{head}</head><body>{shown}{PROSE}</body></html>".encode()
    )
    assert headline(page, offers(page)) == title


@pytest.mark.parametrize("title, line", [("The Paper", TITLE), ("Ternby Business World", f"<h2>{TITLE}</h2>")])
def test_a_line_that_the_address_has_is_the_headline(title: str, line: str) -> None:
    html = f"<html><head><title>{title}</title></head><body><div>{line}</div>{PROSE}</body></html>"
    page = Page("https://paper.example/2025/harbour-board-votes-to-keep-the-night-ferry-running", html.encode())
    assert headline(page, offers(page)) == TITLE
